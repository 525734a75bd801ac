import fc from 'fast-check'
import { CutLine } from './cut-line.js'

describe('CutLine', () => {
  test('is the threshold, divided by ten until enough tasks reach it, and never falls', () => {
    const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(20_000)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, fc.nat(30_000), fc.nat(6), (added, thresholdNs, minTasks) => {
        const line = new CutLine(thresholdNs, 1_048_576, minTasks)
        const running = new Map<number, number>()
        const levels = new Map<number, number>()
        let before = 0
        for (const [task, ns] of added) {
          running.set(task, (running.get(task) ?? 0) + ns)
          levels.set(task, line.climb(levels.get(task) ?? line.lowest, { runningNs: running.get(task) as number }))
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

  test('without running time it goes by bytes, and reaches all tasks at last', () => {
    const line = new CutLine(10_000_000, 1_048_576, 2)
    const climb = (bytes: number) => line.climb(line.lowest, { runningNs: 0, ioReadBytes: bytes })
    const admits = (bytes: number) => line.admits({ runningNs: 0, ioTxBytes: bytes })
    climb(5_000_000)
    expect([line.bytes, admits(0)]).toEqual([0, true])
    climb(2_000)
    expect([line.bytes, line.ns, admits(1_047), admits(1_048)]).toEqual([1_048, 10_000, false, true])
    climb(1_048_576)
    expect([line.bytes, line.ns, admits(1_048_575), admits(1_048_576)]).toEqual([1_048_576, 10_000_000, false, true])
  })

  test('either is enough', () => {
    const line = new CutLine(100, 1_000, 0)
    expect(line.admits({ runningNs: 100 })).toBe(true)
    expect(line.admits({ runningNs: 0, ioRxBytes: 600, ioWriteBytes: 400 })).toBe(true)
    expect(line.admits({ runningNs: 99, ioRxBytes: 999 })).toBe(false)
  })
})
