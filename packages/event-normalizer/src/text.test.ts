import {
  endOfInteger,
  endOfWord,
  hasAt,
  integerIn,
  parseInt32,
  parseInteger,
  parseIntegerAfter,
  parseRegister,
  skipBlanks,
  startOfInteger,
} from './text.js'

test.each([
  ['12', 0, 2],
  ['12', 1, 2],
  ['x12]', 1, 3],
  ['-12 ', 0, 3],
  ['0', 0, 1],
  ['9', 0, 1],
  ['1-2', 0, 1],
  ['', 0, -1],
  ['-', 0, -1],
  ['--1', 0, -1],
  ['/', 0, -1],
  [':', 0, -1],
  [' 1', 0, -1],
  ['1', 1, -1],
])('the integer of %j at %i ends at %i', (text, at, end) => {
  expect(endOfInteger(text, at)).toBe(end)
})

test.each([
  ['12', 2, 0],
  ['x12', 3, 1],
  ['x-12', 4, 1],
  ['-12', 3, 0],
  ['--12', 4, 1],
  ['12]', 2, 0],
  ['7', 1, 0],
  ['x', 1, -1],
  ['-', 1, -1],
  ['', 0, -1],
  ['1', 0, -1],
])('the integer of %j before %i begins at %i', (text, end, start) => {
  expect(startOfInteger(text, end)).toBe(start)
})

test.each([
  ['pid=-12 prio', 4, -12],
  ['pid=012', 4, 12],
  ['pid=4294967295', 4, 4_294_967_295],
  ['pid=x', 4, undefined],
  ['pid=', 4, undefined],
])('the integer of %j at %i is %s', (text, at, value) => {
  expect(parseInteger(text, at)).toBe(value)
})

test('of an integer no more is read than is asked for', () => {
  expect(integerIn('123456', 1, 4)).toBe(234)
  expect(integerIn('1-3456', 1, 4)).toBe(-34)
})

test.each([
  ['a=1 b=2', 'b=', 0, 2],
  ['b=1 b=2', 'b=', 0, 1],
  ['b=1 b=2', 'b=', 1, 2],
  ['b=1', 'b=', 1, undefined],
  ['a=1', 'b=', 0, undefined],
  ['b=x b=2', 'b=', 0, undefined],
])('in %j the integer after %j, looked for from %i, is %s', (text, key, from, value) => {
  expect(parseIntegerAfter(text, key, from)).toBe(value)
})

test('a key is where all of it is', () => {
  expect([0, 1, 2].map(at => hasAt('abab', 'ab', at))).toEqual([true, false, true])
  expect(hasAt('aba', 'ab', 2)).toBe(false)
  expect([hasAt('ab', 'ab', -1), hasAt('ab', 'bc', -1), hasAt('', 'ab', -1)]).toEqual([false, false, false])
})

test('blanks and words end where the text does', () => {
  expect([skipBlanks('  a', 0), skipBlanks('a', 0), skipBlanks('\ta', 0), skipBlanks('  ', 0)]).toEqual([2, 0, 0, 2])
  expect([endOfWord('ab c', 0), endOfWord('ab c', 1), endOfWord('ab c', 3), endOfWord('', 0)]).toEqual([2, 2, 4, 0])
})

/** Of 64 bits, or of the 32 of an older kernel, where only an errno is below zero. */
test.each([
  ['0x0', 0],
  ['0x1f', 31],
  ['1F', 31],
  ['0x0000001f', 31],
  ['0xfffffff5', -11],
  ['0xfffff001', -4095],
  ['0xfffff000', 0xfffff000],
  ['0xffffff5', 0xffffff5],
  ['0x00000000fffffff5', 0xfffffff5],
  ['0x0fffffff5', 0xfffffff5],
  ['0xfffffffffffffff5', -11],
  ['0xffffffff00000000', -(2 ** 32)],
  ['0x100000002', 2 ** 32 + 2],
  ['0x001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['0x0020000000000000', Number.MAX_SAFE_INTEGER],
  ['0xffdfffffffffffff', Number.MIN_SAFE_INTEGER],
  ['-31', -31],
  ['-0', 0],
  ['-9223372036854775808', Number.MIN_SAFE_INTEGER],
  ['-99999999999999999999', Number.MIN_SAFE_INTEGER],
  ['-999999999999999999999', undefined],
  ['0x12345678123456781', undefined],
  ['0x', undefined],
  ['', undefined],
  ['-', undefined],
  ['-1x', undefined],
  ['x-1', undefined],
  ['1g', undefined],
  ['g1', undefined],
  ['1x1', undefined],
  ['0x-1', undefined],
])('the register %j held %s', (word, value) => {
  expect(parseRegister(word)).toBe(value)
})

test.each([
  ['0x00000003', 3],
  ['3', 3],
  ['0xffffff9c', -100],
  ['0xffffffffffffff9c', -100],
  ['0x7fffffff', 2_147_483_647],
  ['0x100000005', 5],
  ['0x12345678123456781', undefined],
  ['x3', undefined],
  ['3x', undefined],
  ['', undefined],
])('the int %j is %s', (word, value) => {
  expect(parseInt32(word)).toBe(value)
})
