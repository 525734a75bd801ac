import { type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { type Chart, chartOf } from './check-chart.js'
import { randomTimeline } from './random-timeline.js'

const all = { thresholdNs: 0, minTasks: 0 }
const shapes = fc.record({
  seed: fc.integer(),
  steps: fc.constant(300),
  tasks: fc.constant(6),
  cpus: fc.constant(2),
  comms: fc.constant(3),
  churn: fc.constant(0.2),
  chains: fc.constant(3),
})

/** Rows, boxes and bins of CPUs, without what tells where a task is drawn. */
function cpuPicture({ rows, boxes, bins }: Chart) {
  const cpus = rows.filter(row => row.kind === 'cpu')
  const isCpu = ({ row }: { row: number }) => row < cpus.length
  return { cpus, boxes: boxes.filter(isCpu).map(({ taskRow: _, ...box }) => box), bins: bins.filter(isCpu) }
}

/** Every run as one that belongs to its CPU only. */
function withoutTasks(items: readonly TimelineItem[]): TimelineItem[] {
  return items.flatMap((item): TimelineItem[] => {
    if (item.type === 'task' || item.type === 'mark' || item.type === 'io') return []
    if (item.type !== 'interval') return [item]
    const { taskId, tid, pid, comm, cpu, startNs, endNs, prevState, inferred, cut } = item
    if (item.state !== 'running' || cpu === null) return []
    const optional = Object.entries({ prevState, inferred, cut }).filter(([, value]) => value !== undefined)
    return [{ type: 'cpuRun', taskId, tid, pid, comm, cpu, startNs, endNs, ...Object.fromEntries(optional) }]
  })
}

describe('what a selection leaves out of the rows of tasks', () => {
  test('a run of a CPU only looks as that of a task does, exact, folded or in a window', () => {
    const windows = fc.constantFrom({}, { fromNs: 500_000, toNs: 1_500_000 })
    fc.assert(
      fc.property(shapes, windows, fc.constantFrom(100_000, 200), (shape, window, maxElements) => {
        const timeline = randomTimeline(shape)
        const alone = chartOf(withoutTasks(timeline), { ...all, ...window, maxElements })
        expect(alone.rows.every(row => row.kind === 'cpu')).toBe(true)
        const exact = cpuPicture(chartOf(timeline, { ...all, ...window }))
        if (maxElements === 200) expect(cpuPicture(alone).cpus).toEqual(exact.cpus)
        else expect(cpuPicture(alone)).toEqual(exact)
      }),
      { numRuns: 40 },
    )
  })

  test('without rows of CPUs, those of tasks are the same', () => {
    fc.assert(
      fc.property(shapes, shape => {
        const timeline = randomTimeline(shape)
        const told = ({ rows }: Chart) =>
          rows.filter(row => row.kind !== 'cpu').map(({ row: _, parent: __, ...rest }) => rest)
        const chart = chartOf(timeline, { ...all, cpuRows: false })
        expect(chart.rows.some(row => row.kind === 'cpu')).toBe(false)
        expect(told(chart)).toEqual(told(chartOf(timeline, all)))
      }),
      { numRuns: 20 },
    )
  })

  test('in a window, what a task tells as left out belongs to its totals; without one, it is in them', () => {
    const who = { taskId: 1, tid: 1, pid: 1, comm: 'a' }
    const leftOut = { ...zeroTotals(), runningNs: 40, maxWaitNs: 7, maxWaitAtNs: 3 }
    const items: TimelineItem[] = [
      { type: 'interval', ...who, state: 'blocked', cpu: 0, startNs: 0, endNs: 100 },
      { type: 'task', ...who, ppid: 0, startNs: 0, endNs: 200, exited: true, ...zeroTotals(), runningNs: 90, leftOut },
    ]
    const totals = (window: { fromNs?: number; toNs?: number }) => chartOf(items, { ...all, ...window }).rows[0]?.totals
    expect(totals({ fromNs: 50 })).toEqual({ ...leftOut, blockedNs: 50 })
    expect(totals({})).toEqual({ ...zeroTotals(), runningNs: 90 })
  })
})
