import fc from 'fast-check'
import { createTicks, createTimeScale, niceStep } from './time-scale.js'

test.each([
  [100, 10, 10],
  [101, 10, 20],
  [450, 10, 50],
  [999, 10, 100],
  [3, 10, 1],
  [4e9, 12, 500_000_000],
])('a span of %d in at most %d steps goes by %d', (span, most, step) => {
  expect(niceStep(span, most)).toBe(step)
})

test('labels have the decimals of their step, with zeros', () => {
  const labels = (startNs: number, endNs: number) =>
    createTicks(createTimeScale(startNs, endNs, 600), 0)
      .filter(tick => tick.label !== '')
      .map(tick => tick.label)
  expect(labels(0, 240e6)).toEqual(['0 ms', '50 ms', '100 ms', '150 ms', '200 ms'])
  expect(labels(1_000_000_000, 1_020_000_000)).toEqual(['1.000 s', '1.005 s', '1.010 s', '1.015 s', '1.020 s'])
  expect(labels(0, 400)).toEqual(['0 ns', '100 ns', '200 ns', '300 ns', '400 ns'])
})

test('minor ticks are fifths of a step, fourths of a double one, and none within a nanosecond', () => {
  const times = (spanNs: number, width: number) =>
    createTicks(createTimeScale(0, spanNs, width), 0).map(({ timeNs, label }) => (label === '' ? timeNs : label))
  expect(times(100, 220)).toEqual(['0 ns', 10, 20, 30, 40, '50 ns', 60, 70, 80, 90, '100 ns'])
  expect(times(40, 220)).toEqual(['0 ns', 5, 10, 15, '20 ns', 25, 30, 35, '40 ns'])
  expect(times(3, 330)).toEqual(['0 ns', '1 ns', '2 ns', '3 ns'])
})

test('times count from the start of the trace, wherever that lies', () => {
  const ticks = createTicks(createTimeScale(123_456_789, 123_456_789 + 240e6, 1000), 123_456_789)
  expect(ticks[0]).toEqual({ timeNs: 123_456_789, x: 0, label: '0 ms' })
})

test('ticks are even, in view, and not too many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 100, max: 1e12 }),
      fc.integer({ min: 200, max: 4000 }),
      (startNs, spanNs, width) => {
        const scale = createTimeScale(startNs, startNs + spanNs, width)
        const ticks = createTicks(scale, 0)
        const labelled = ticks.filter(tick => tick.label !== '')
        expect(labelled.length).toBeLessThanOrEqual(width / 110 + 2)
        expect(new Set(labelled.map(tick => tick.label)).size).toBe(labelled.length)
        for (const { x, timeNs } of ticks) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(width + 1e-6)
          expect(Number.isInteger(timeNs)).toBe(true)
        }
      },
    ),
  )
})
