import { count, duration, plural, printable, size, tracedSize } from './text.js'

test('counts have thousands', () => {
  expect([0, 999, 1_000, 18_606, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '18,606', '1,234,567'])
  expect(plural(1, 'row')).toBe('1 row')
  expect(plural(2_000, 'row')).toBe('2,000 rows')
})

test('durations and sizes have three digits', () => {
  expect([0, 999, 1_500, 10_000_000, 2_311_701_000].map(duration)).toEqual([
    '0 ns',
    '999 ns',
    '1.5 µs',
    '10 ms',
    '2.31 s',
  ])
  expect(duration(5_000e9)).toBe('5,000 s')
  expect([12, 65_536, 104_858, 1 << 20, 2 ** 51].map(tracedSize)).toEqual([
    '12 B',
    '64 KiB',
    '102 KiB',
    '1 MiB',
    '2 PiB',
  ])
  expect([12, 412_345, 1_061_000, 3e9].map(size)).toEqual(['12 B', '412 kB', '1.06 MB', '3 GB'])
})

test('foreign text cannot drive the terminal', () => {
  expect(printable('a\x1b[2Jb\x07\tc\nd\x9b1m')).toBe('a\\x1b[2Jb\\x07 c\\x0ad\\x9b1m')
  expect(printable('\u202egnp.exe')).toBe('\\u202egnp.exe')
  expect(printable('ünï 名前 <&> "')).toBe('ünï 名前 <&> "')
})
