import fc from 'fast-check'
import { microseconds, object } from './json.js'

describe('a time', () => {
  test.each([
    [0, '0'],
    [1, '0.001'],
    [-1, '-0.001'],
    [999, '0.999'],
    [1_000, '1'],
    [12_300, '12.300'],
    [-12_345, '-12.345'],
    [Number.MAX_SAFE_INTEGER, '9007199254740.991'],
  ])('of %d ns is %s µs', (ns, text) => expect(microseconds(ns)).toBe(text))

  test('loses no digit, and comes back from JSON as it was', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), ns => {
        const [whole = '', fraction = ''] = microseconds(ns).split('.')
        expect(BigInt(whole + fraction.padEnd(3, '0'))).toBe(BigInt(ns))
      }),
      { numRuns: 1_000 },
    )
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), ns => {
        expect(Math.round((JSON.parse(microseconds(ns)) as number) * 1_000) + 0).toBe(ns)
      }),
      { numRuns: 1_000 },
    )
  })
})

test('an object leaves out what is not there', () => {
  expect(object({ a: '1', b: undefined, c: '"x"' })).toBe('{"a":1,"c":"x"}')
  expect(object({ a: undefined })).toBe('{}')
})
