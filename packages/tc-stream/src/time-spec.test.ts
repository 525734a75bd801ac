import fc from 'fast-check'
import { parseTimeSpec, resolveTimeSpec } from './time-spec.js'

const extent = { originSeconds: 443, firstNs: 100_200_300, lastNs: 2_100_200_300 }

describe('a time of the command line', () => {
  test.each([
    ['443.5', 500_000_000],
    ['443.100200300', 100_200_300],
    ['445s', 2_000_000_000],
    ['443.000001', 1_000],
    ['442.999999999', -1],
    ['+1.5s', 1_600_200_300],
    ['+1.5', 1_600_200_300],
    ['+20ms', 120_200_300],
    ['+0.5ms', 100_700_300],
    ['+7us', 100_207_300],
    ['+7µs', 100_207_300],
    ['+3ns', 100_200_303],
    ['0%', 100_200_300],
    ['12.5%', 350_200_300],
    ['100%', 2_100_200_300],
  ])('%s is %d ns', (text, timeNs) => {
    const spec = parseTimeSpec(text)
    expect(spec).toBeDefined()
    if (spec !== undefined) expect(resolveTimeSpec(spec, extent)).toBe(timeNs)
  })

  test.each(['', 'x', '1.', '.5', '-1', '1e3', '443.5ms', '101%', '+10%', '1,5', '443.5 s x'])('%p is none', text => {
    expect(parseTimeSpec(text)).toBeUndefined()
  })

  test('a wall clock keeps its nanoseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.integer({ min: 0, max: 999_999_999 }),
        (seconds, ns) => {
          const spec = parseTimeSpec(`${seconds}.${String(ns).padStart(9, '0')}`)
          const origin = { originSeconds: seconds, firstNs: 0, lastNs: 0 }
          expect(spec && resolveTimeSpec(spec, origin)).toBe(ns)
        },
      ),
    )
  })
})
