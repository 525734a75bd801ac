import fc from 'fast-check'
import { Box } from './box.js'
import { WorstIntervals } from './worst.js'

describe('WorstIntervals', () => {
  test('keeps the longest, of equal ones the earliest, and pins no other', () => {
    const times = fc.array(fc.tuple(fc.nat(50), fc.nat(12)), { maxLength: 60 })
    fc.assert(
      fc.property(times, fc.nat(8), (list, limit) => {
        const worst = new WorstIntervals(limit)
        const boxes = list.map(([startNs, lengthNs]) => new Box(startNs, startNs + lengthNs, 1))
        for (const box of boxes) if (worst.admits(box.startNs, box.endNs)) worst.add(box)
        const key = (box: Box) => [box.endNs - box.startNs, box.startNs]
        const expected = boxes
          .map(key)
          .sort(([a = 0, b = 0], [c = 0, d = 0]) => c - a || b - d)
          .slice(0, limit)
        expect(worst.ranked().map(key)).toEqual(expected)
        expect(boxes.filter(box => box.pin !== null).length).toBe(expected.length)
      }),
    )
  })
})
