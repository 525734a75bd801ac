import {
  detailCommand,
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatExactDuration,
  formatFrequency,
  formatIn,
  formatShare,
  plural,
  unitOf,
} from './format.js'

test.each([
  [0, '0 ns'],
  [345, '345 ns'],
  [999, '999 ns'],
  [1000, '1.00 µs'],
  [65_536, '65.5 µs'],
  [999_499, '999 µs'],
  [999_950, '1.00 ms'],
  [12_345_678, '12.3 ms'],
  [99_960_000, '100 ms'],
  [1_200_000_000, '1.20 s'],
  [754_000_000_000, '754 s'],
  [12_345_000_000_000, '12,345 s'],
  [-65_536, '-65.5 µs'],
])('%d ns reads %s', (ns, text) => {
  expect(formatDuration(ns)).toBe(text)
})

test.each([
  [65_536, '65.536 µs'],
  [1_005_000, '1.005 ms'],
  [1_000_000, '1 ms'],
  [100, '100 ns'],
  [1_000_000_001, '1.000000001 s'],
])('%d ns is exactly %s', (ns, text) => {
  expect(formatExactDuration(ns)).toBe(text)
})

test('a fraction keeps the zeros it begins with', () => {
  expect(formatIn(1_005_000_000, unitOf(1e9), 3)).toBe('1.005')
  expect(formatIn(1_000_000_050, unitOf(1e9), 9)).toBe('1.000000050')
  expect(formatIn(1_005_000_000, unitOf(1e9), 0)).toBe('1')
  expect(formatIn(-1_050_000, unitOf(1e6), 2)).toBe('-1.05')
})

test.each([
  [443, 100_200_000, '443.100200'],
  [443, 5, '443.000000005'],
  [443, 2_000_000_000, '445.000000'],
  [443, -1000, '442.999999'],
])('origin %d and %d ns are %s', (origin, ns, text) => {
  expect(formatClock(origin, ns)).toBe(text)
})

test('the command for a range takes whole microseconds, none too few', () => {
  expect(detailCommand(443, 1_999, 3_001)).toBe('perf script --time 443.000001,443.000004 | tc-stream > detail.svg')
})

test('counts, shares, frequencies', () => {
  expect(formatCount(3981)).toBe('3,981')
  expect(formatCount(1234567)).toBe('1,234,567')
  expect([formatShare(0, 5), formatShare(1, 5000), formatShare(34, 1000), formatShare(1, 3)]).toEqual([
    '0%',
    '<0.1%',
    '3.4%',
    '33%',
  ])
  expect([plural(1, 'task'), plural(2, 'task'), plural(2, 'box', 'boxes')]).toEqual(['1 task', '2 tasks', '2 boxes'])
  expect([formatFrequency(3_400_000), formatFrequency(800_000)]).toEqual(['3.40 GHz', '800 MHz'])
})

test('bytes have three digits and the unit that reads best', () => {
  const bytes = [0, 1, 999, 1000, 1023, 1024, 10_240, 1_023_000, 1_048_576, 2.4 * 2 ** 20, 5 * 2 ** 30, 2 ** 59]
  expect(bytes.map(formatBytes)).toEqual([
    ...['0 B', '1 B', '999 B', '0.977 KiB', '0.999 KiB', '1.00 KiB', '10.0 KiB', '999 KiB', '1.00 MiB', '2.40 MiB'],
    ...['5.00 GiB', '512 PiB'],
  ])
})
