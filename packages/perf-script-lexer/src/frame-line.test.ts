import { findTrailingFrame, isAddressField, isFrameLine } from './frame-line.js'
import { lexText } from './testing.test-helper.js'

const LONG = 'ffffffff821facd8'

describe('a line is a frame', () => {
  test.each([
    ['with a tab before its address', `\t${LONG} f+0x1 (k)`, true],
    ['with blanks before it', `   ${LONG} f+0x1 (k)`, true],
    ['with nothing before it', `${LONG} f+0x1 (k)`, true],
    ['but not without an address', '\tschedule (k)', false],
    ['but not with more digits than an address has', `\t${LONG}0 f (k)`, false],
    ['but not where a word only begins like an address', '\tfeedback f (k)', false],
    ['of an address alone, after a tab', '\tab', true],
    ['of a long address alone', '  1234abcd', true],
    ['but not of a short one alone', '  1234abc', false],
    ['of five digits', '  12345 f', true],
    ['but not of four, which may be a word', '  dead f', false],
    ['of four after a tab', '\tdead f', true],
    ['of four before an object in parentheses', '  dead f (k)', true],
    ['of four before nothing but the object', '  dead (k)', true],
    ['but not where the parenthesis is part of a word', '  dead f(k)', false],
  ])('%s', (_, line, is) => expect(isFrameLine(line, line.search(/\S/))).toBe(is))
})

describe('an address fills its column of 16', () => {
  test.each([
    ['by itself, after one blank', ` ${LONG} f`, true],
    ['but needs that blank', `${LONG} f`, false],
    ['with blanks before it', `${' '.repeat(12)}12345 f`, true],
    ['but not with one less', `${' '.repeat(11)}12345 f`, false],
    ['at the end of the line', ` ${LONG}`, true],
    ['but not where a letter follows', ` ${LONG}x`, false],
    ['but not with 17 digits', ` ${LONG}0 f`, false],
    ['but not without digits', `${' '.repeat(17)}x`, false],
  ])('%s', (_, line, is) => expect(isAddressField(line, 0, line.search(/\S/))).toBe(is))
})

test('where nothing stands there is neither a frame nor an address', () => {
  expect([isFrameLine('\t', 1), isFrameLine('', 0)]).toEqual([false, false])
  expect(isAddressField(' '.repeat(20), 0, 20)).toBe(false)
})

/** Payloads; `|` stands where the frame begins. */
describe('where the frame on the line of its header begins', () => {
  test.each([
    ['after a payload', `state=1 cpu_id=0 |${LONG} f+0x1 ([kernel.kallsyms])`],
    ['where nothing else is', ` |${LONG} f`],
    ['after a payload, padded', '0x340     |7fe1a0243b74 [unknown] (/usr/lib/ld.so)'],
    ['after a payload, not padded', '0x340 |7fe1a0243b74 [unknown] (/usr/lib/ld.so)'],
    ['the last that fills its column', `${LONG}  0 |${LONG} f+0x1 (k)`],
    ['one that fills its column before a later one that does not', `0 |${LONG} f 12345678 (k)`],
    ['the last of those that do not', '0 12345678 g |87654321 f (k)'],
    ['of eight digits', '0 |12345678 f (k)'],
    ['of five, where they fill their column', `0x1939${' '.repeat(12)}|12345 f (k)`],
    ['not of five with a blank too few', `0x1939${' '.repeat(11)}12345 f (k)`],
    ['not of seven', '0 1234567 f (k)'],
    ['not of 17', `0 ${LONG}0 f (k)`],
    ['nowhere where a key follows', '0 12345678 f=1 (k)'],
    ['where the key is within the parentheses', '0 |12345678 f (k=1)'],
    ['not where a word only begins like one', '0 12345678x f (k)'],
    ['nowhere without an object at the end', `state=1 ${LONG} f+0x1`],
    ['not in the parentheses', `0 (${LONG} k)`],
    ['not within the object', `0 |12345678 f (k ${LONG} l)`],
    ['before an object with blanks', `0 |${LONG} f (/a b (deleted))`],
    ['before a symbol with parentheses', `0 |${LONG} operator new(int) (k)`],
    ['nowhere in an empty payload', ''],
  ])('%s', (_, marked) => {
    const line = marked.replace('|', '')
    expect(findTrailingFrame(line, 0, line.length)).toBe(marked.indexOf('|'))
  })

  test('is looked for from a place on, and the blanks before that place count', () => {
    const line = `x:${' '.repeat(10)}12345678 f`
    expect(findTrailingFrame(line, 5, line.length)).toBe(12)
    expect(findTrailingFrame(`12345678 (k)`, 9, 12)).toBe(-1)
  })
})

test('blanks before a frame on the line of its header are neither of the payload nor of the frame', () => {
  const { records } = lexText(`  sh 12 [000] 1.5: cpu:idle: state=1   ${LONG} f (k)  `)
  expect(records).toMatchObject([{ payload: 'state=1', callchain: [`${LONG} f (k)`] }])
})
