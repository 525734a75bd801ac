import fc from 'fast-check'
import { Distribution } from './distribution.js'
import { Histogram, QUANTILE_ERROR } from './histogram.js'

const length = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 5_000_000 }), fc.maxSafeNat())
/** Together no more than a double holds. */
const lengths = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 5_000_000 }), fc.nat({ max: 2 ** 46 })), {
  minLength: 1,
  maxLength: 60,
})

/** The least value that at least this share does not exceed. */
function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] as number
}

function distributionOf(values: readonly number[]): Distribution {
  const distribution = new Distribution()
  for (const [at, value] of values.entries()) distribution.add(value, at)
  return distribution
}

describe('a histogram of lengths', () => {
  test('finds every value again, within its error', () => {
    fc.assert(
      fc.property(length, value => {
        const histogram = new Histogram()
        histogram.add(value)
        const found = histogram.valueAt(1)
        expect(Math.abs(found - value)).toBeLessThanOrEqual(value * QUANTILE_ERROR)
        if (value < 128) expect(found).toBe(value)
      }),
      { numRuns: 2_000 },
    )
    expect(new Histogram().valueAt(1)).toBe(0)
  })

  test('the buckets follow each other without a hole and without overlap', () => {
    const values = Array.from({ length: 5_000 }, (_, index) => index)
    for (let power = 13; power < 53; power++) values.push(2 ** power - 1, 2 ** power, 2 ** power + 1)
    const histogram = new Histogram()
    for (const value of values) histogram.add(value)
    let before = -1
    for (const [index, value] of values.entries()) {
      const found = histogram.valueAt(index + 1)
      expect(found).toBeGreaterThanOrEqual(before)
      expect(Math.abs(found - value)).toBeLessThanOrEqual(value * QUANTILE_ERROR)
      before = found
    }
  })
})

describe('a distribution', () => {
  test('quantiles are within the stated error of the exact ones, the rest is exact', () => {
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const distribution = distributionOf(values)
        const exact = exactQuantile(values, share)
        expect(Math.abs(distribution.quantile(share) - exact)).toBeLessThanOrEqual(exact * QUANTILE_ERROR)
        const longest = Math.max(...values)
        expect(distribution.summary()).toMatchObject({
          count: values.length,
          totalNs: values.reduce((sum, value) => sum + value, 0),
          maxNs: longest,
          maxAtNs: values.indexOf(longest),
        })
      }),
    )
  })

  test('two of them together are the one of all values', () => {
    fc.assert(
      fc.property(lengths, lengths, (one, other) => {
        const both = distributionOf(one)
        const second = new Distribution()
        for (const [at, value] of other.entries()) second.add(value, one.length + at)
        both.absorb(second)
        expect(both.summary()).toEqual(distributionOf([...one, ...other]).summary())
      }),
    )
  })

  test('of nothing is nothing', () => {
    const nothing = { count: 0, totalNs: 0, averageNs: 0, p50Ns: 0, p99Ns: 0, maxNs: 0, maxAtNs: null }
    expect(new Distribution().summary()).toEqual(nothing)
  })
})
