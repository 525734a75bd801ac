import fc from 'fast-check'
import { TimeWindow } from './time-window.js'

const interval = fc
  .tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 0, max: 60 }))
  .map(([startNs, ns]) => ({ startNs, endNs: startNs + ns }))

describe('a window of the trace', () => {
  test('windows that follow each other share every interval among them', () => {
    fc.assert(
      fc.property(interval, fc.uniqueArray(fc.integer({ min: -60, max: 220 }), { maxLength: 6 }), (item, cuts) => {
        const edges = [undefined, ...cuts.sort((a, b) => a - b), undefined]
        const windows = edges.slice(1).map((to, index) => new TimeWindow(edges[index], to))
        const parts = windows.filter(window => window.clip(item))
        expect(parts.length).toBeGreaterThan(0)
        expect(parts[0]?.startNs).toBe(item.startNs)
        expect(parts.at(-1)?.endNs).toBe(item.endNs)
        for (const [index, part] of parts.slice(1).entries()) expect(part.startNs).toBe(parts[index]?.endNs)
        // What takes no time is in one of them only.
        if (item.startNs === item.endNs) expect(parts).toHaveLength(1)
        expect(windows.filter(window => window.has(item.startNs))).toEqual([parts[0]])
      }),
    )
  })

  test('is a part only if it has an edge, and refuses to end before it begins', () => {
    expect(new TimeWindow().isPart).toBe(false)
    expect(new TimeWindow(0).isPart).toBe(true)
    expect(new TimeWindow(undefined, 0).isPart).toBe(true)
    expect(() => new TimeWindow(5, 5)).toThrow(RangeError)
  })
})
