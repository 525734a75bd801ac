import fc from 'fast-check'
import { CutLine } from './cut-line.js'

describe('CutLine', () => {
  test('is the threshold, divided by ten until enough tasks reach it, and never falls', () => {
    const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(20_000)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, fc.nat(30_000), fc.nat(6), (added, thresholdNs, minTasks) => {
        const line = new CutLine(thresholdNs, minTasks)
        const running = new Map<number, number>()
        const levels = new Map<number, number>()
        let before = 0
        for (const [task, ns] of added) {
          running.set(task, (running.get(task) ?? 0) + ns)
          levels.set(task, line.climb(levels.get(task) ?? line.lowest, running.get(task) as number))
          let expected = thresholdNs
          while (expected > 0 && [...running.values()].filter(sum => sum >= expected).length < minTasks) {
            expected = Math.floor(expected / 10)
          }
          expect(line.ns).toBe(expected)
          expect(line.ns).toBeGreaterThanOrEqual(before)
          before = line.ns
        }
      }),
    )
  })
})
