import { codeAt, END, hasColonBlank, hexRun, isDigit, isHexDigit, isLetter, tokenEnd, tokenStart } from './chars.js'

const every = Array.from({ length: 128 }, (_, code) => code)
const charactersOf = (is: (code: number) => boolean) => String.fromCharCode(...every.filter(is))

test('the kinds of characters', () => {
  expect(charactersOf(isDigit)).toBe('0123456789')
  expect(charactersOf(isHexDigit)).toBe('0123456789abcdef')
  expect(charactersOf(isLetter)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
})

test('outside the line there is no character', () => {
  expect([-1, 0, 1, 2, 3].map(at => codeAt('ab', at))).toEqual([END, 97, 98, END, END])
})

test.each([
  ['one word', 'word', 4, 0],
  ['the last of two', 'two words', 9, 4],
  ['after a tab', 'two\twords', 9, 4],
  ['none: a blank stands there', 'two ', 4, 4],
])('where a token starts and ends: %s', (_, line, end, start) => {
  expect(tokenStart(line, 0, end)).toBe(start)
  expect(tokenEnd(line, start)).toBe(end)
})

test('a token starts no earlier than where it is looked for', () => {
  expect(tokenStart('abcdef', 2, 5)).toBe(2)
  expect(tokenEnd('ab cd', 0)).toBe(2)
})

test('how many hexadecimal digits stand somewhere', () => {
  expect([hexRun('12g', 0), hexRun('12af', 1), hexRun('12', 2), hexRun('F', 0)]).toEqual([2, 3, 0, 0])
})

test.each([
  ['a: b', true],
  ['a:b: c', true],
  ['a:b', false],
  ['a:', false],
  ['a:\tb', false],
  ['a b', false],
])('a colon before a space in %j: %s', (line, has) => expect(hasColonBlank(line, 0)).toBe(has))

test('a colon before a space is looked for from a place on', () => {
  expect([hasColonBlank('a: b', 1), hasColonBlank('a: b', 2)]).toEqual([true, false])
})
