import fc from 'fast-check'
import { type Chart, chartOf } from './check-chart.js'
import { randomTimeline } from './random-timeline.js'
import { lengthOf, type TrueInterval, truthOf } from './truth.js'

const all = { thresholdNs: 0, minTasks: 0 }

/** The part of an interval in the window; an interval without length counts where it is inside. */
function clip(one: TrueInterval, fromNs: number, toNs: number): TrueInterval | undefined {
  const startNs = Math.max(one.startNs, fromNs)
  const endNs = Math.min(one.endNs, toNs)
  const inside = lengthOf(one) === 0 ? one.startNs >= fromNs && one.startNs < toNs : startNs < endNs
  return inside ? { ...one, startNs, endNs } : undefined
}

const keyOf = (
  row: string,
  one: { lane: string; state: string; startNs: number; endNs: number; error?: string | undefined },
) => `${row} ${one.lane} ${one.state}${one.error === undefined ? '' : ` ${one.error}`} ${one.startNs} ${one.endNs}`

function drawn(chart: Chart): string[] {
  return chart.boxes.map(box => {
    const row = chart.rows[box.row]
    return keyOf(row?.kind === 'cpu' ? `cpu ${row.cpu}` : `task ${row?.taskId}`, box)
  })
}

describe('a window', () => {
  test('shows exactly the part of every interval that is in it', () => {
    const bounds = fc.tuple(fc.integer({ min: -1_000, max: 5_000_000 }), fc.integer({ min: 1, max: 5_000_000 }))
    fc.assert(
      fc.property(fc.integer(), bounds, (seed, [fromNs, span]) => {
        const toNs = fromNs + span
        const shape = { seed, steps: 300, tasks: 6, cpus: 2, comms: 3, churn: 0.2, chains: 3 }
        const timeline = randomTimeline(shape)
        const chart = chartOf(timeline, { ...all, fromNs, toNs })
        const expected = [...truthOf(timeline).byRow].flatMap(([row, intervals]) =>
          intervals.flatMap(one => {
            const part = clip(one, fromNs, toNs)
            return part === undefined ? [] : [keyOf(row, part)]
          }),
        )
        expect(drawn(chart).sort()).toEqual(expected.sort())
        expect(chart.head.startNs).toBe(Math.max(0, fromNs))
        expect(chart.head.endNs).toBeLessThanOrEqual(Math.max(toNs, chart.head.startNs))
        for (const arrow of chart.arrows) expect(arrow.timeNs).toBeGreaterThanOrEqual(chart.head.startNs)
        checkTotals(chart)
      }),
      { numRuns: 60 },
    )
  })

  /** In a window the totals are those of the boxes. */
  function checkTotals(chart: Chart): void {
    for (const row of chart.rows) {
      const boxes = chart.boxes.filter(box => box.row === row.row && box.lane === 'sched')
      const sum = (state: string) => boxes.reduce((ns, box) => ns + (box.state === state ? lengthOf(box) : 0), 0)
      if (row.kind === 'task') {
        expect(row.totals).toMatchObject({ runningNs: sum('running'), waitingNs: sum('waiting') })
      }
      if (row.kind === 'cpu') expect(row.cpuTotals).toMatchObject({ busyNs: sum('running'), idleNs: sum('idle') })
    }
  }

  test('begins with the state that began before it, marked as cut', () => {
    const item = { type: 'interval', taskId: 1, tid: 1, pid: 1, comm: 'x', cpu: 0 } as const
    const chart = chartOf(
      [
        { ...item, state: 'running', startNs: 0, endNs: 100, prevState: 'S' },
        { ...item, state: 'sleeping', startNs: 100, endNs: 900 },
        { ...item, state: 'running', startNs: 900, endNs: 950, prevState: 'S' },
      ],
      { ...all, fromNs: 200, toNs: 300 },
    )
    expect(chart.boxes).toEqual([
      { type: 'box', row: 0, lane: 'sched', state: 'sleeping', startNs: 200, endNs: 300, cut: 'both', cpu: 0 },
    ])
    expect(chart.head).toMatchObject({ startNs: 200, endNs: 300, tasks: 1 })
  })

  test('what took no time belongs to the window that begins with it, not to the one that ends there', () => {
    const at = (ns: number) => ({ startNs: ns, endNs: ns })
    const item = { type: 'interval', taskId: 1, tid: 1, pid: 1, comm: 'x', cpu: null, state: 'running' } as const
    const items = [100, 200, 300].map(ns => ({ ...item, ...at(ns) }))
    const starts = (fromNs: number, toNs: number) =>
      chartOf(items, { ...all, fromNs, toNs }).boxes.map(box => box.startNs)
    expect(starts(0, 200)).toEqual([100])
    expect(starts(200, 300)).toEqual([200])
  })

  test('beside the trace is empty, and one that ends before it begins is refused', () => {
    const timeline = randomTimeline({ seed: 1, steps: 50, tasks: 3, cpus: 1, comms: 1, churn: 0, chains: 0 })
    expect(chartOf(timeline, { ...all, fromNs: 2 ** 50 }).head).toMatchObject({ elements: 0, tasks: 0 })
    expect(() => chartOf([], { fromNs: 5, toNs: 5 })).toThrow(RangeError)
  })
})
