import fc from 'fast-check'
import { createDensity } from './density.js'

test('parts of columns, and whole ones', () => {
  const density = createDensity(4)
  density.cover(0.5, 2.25)
  density.cover(1, 4, 2)
  density.cover(-3, 0.5)
  expect([...density.columns()]).toEqual([1, 3, 2.25, 2])
})

test('what lies outside counts for nothing', () => {
  const density = createDensity(2)
  density.cover(-2, -1)
  density.cover(2, 9)
  density.cover(1, 1)
  expect([...density.columns()]).toEqual([0, 0])
})

test('the sum is that of the spans', () => {
  const span = fc.tuple(fc.double({ min: -5, max: 25, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }))
  fc.assert(
    fc.property(fc.array(span), spans => {
      const density = createDensity(20)
      for (const [left, length] of spans) density.cover(left, left + length)
      const sum = [...density.columns()].reduce((all, value) => all + value, 0)
      const wanted = spans.reduce((all, [left, length]) => {
        return all + Math.max(0, Math.min(20, left + length) - Math.max(0, left))
      }, 0)
      expect(sum).toBeCloseTo(wanted, 6)
    }),
  )
})
