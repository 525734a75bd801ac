import type { CpuRunItem, IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { createTimelineReducer, type TimelineReducerOptions } from '../src/index.js'
import { chartOf } from './check-chart.js'

const all: TimelineReducerOptions = { thresholdNs: 0, minTasks: 0 }
const who = { taskId: 1, tid: 11, pid: 11, comm: 'make' }

const cpuRun = (startNs: number, endNs: number, more: Partial<CpuRunItem> = {}): CpuRunItem => ({
  ...{ type: 'cpuRun', ...who, cpu: 0, startNs, endNs },
  ...more,
})

const run = (startNs: number, endNs: number, more: Partial<IntervalItem> = {}): IntervalItem => ({
  ...{ type: 'interval', ...who, state: 'running', cpu: 0, startNs, endNs },
  ...more,
})

const lost = (timeNs: number, count: number, cpu: number | null): TimelineItem => ({ type: 'lost', timeNs, count, cpu })
const idle = (cpu: number, startNs: number, endNs: number): TimelineItem => ({ type: 'idle', cpu, startNs, endNs })

const cpuTotals = (items: readonly TimelineItem[], options: TimelineReducerOptions = {}) =>
  chartOf(items, { ...all, ...options })
    .rows.filter(row => row.kind === 'cpu')
    .map(row => row.cpuTotals)

describe('the run of a task that has no row', () => {
  test('is on the row of its CPU, with who it was; nothing else is', () => {
    const { rows, boxes, head } = chartOf([cpuRun(5, 20, { inferred: true, cut: 'end', prevState: 'S' })], all)
    expect(rows.map(row => row.kind)).toEqual(['cpu'])
    expect(rows[0]).toMatchObject({ cpu: 0, startNs: 5, endNs: 20 })
    expect(rows[0]?.cpuTotals).toEqual({ busyNs: 15, idleNs: 0, unknownNs: 0, switches: 1, lost: 0 })
    expect(boxes).toStrictEqual([
      {
        ...{ type: 'box', row: 0, lane: 'sched', state: 'running', startNs: 5, endNs: 20 },
        ...{ inferred: true, cut: 'end', tid: 11, comm: 'make' },
      },
    ])
    expect(head).toMatchObject({ tasks: 0, scheduled: true, startNs: 5, endNs: 20 })
  })

  test('is exact from the quantum on, folded below it', () => {
    const many = Array.from({ length: 400 }, (_, at) => cpuRun(at * 4_096, at * 4_096 + 100))
    const last = [2_000_000, 2_100_000]
    const chartWith = (...lengths: number[]) => {
      const more = lengths.map((ns, at) => cpuRun(last[at] as number, (last[at] as number) + ns))
      return chartOf([...many, ...more], { ...all, maxElements: 100 })
    }
    const { quantumNs } = chartWith(1, 1).head
    const chart = chartWith(quantumNs - 1, quantumNs)
    expect(chart.head.quantumNs).toBe(quantumNs)
    expect(chart.boxes).toMatchObject([{ startNs: 2_100_000, endNs: 2_100_000 + quantumNs, tid: 11 }])
    expect(chart.head.foldedIntervals).toBe(401)
  })

  test('that ends before it begins is none; one without length is', () => {
    expect(chartOf([cpuRun(9, 8), idle(0, 0, 5)], all).boxes.map(box => box.state)).toEqual(['idle'])
    expect(chartOf([cpuRun(9, 9)], all).boxes).toHaveLength(1)
  })

  test('outside the window, or without rows of CPUs, nothing is drawn', () => {
    expect(chartOf([cpuRun(5, 20)], { ...all, fromNs: 20 }).rows).toEqual([])
    expect(chartOf([cpuRun(5, 20)], { ...all, cpuRows: false }).rows).toEqual([])
    expect(chartOf([cpuRun(5, 20)], { ...all, cpuRows: false }).head.scheduled).toBe(true)
  })
})

describe('totals of a CPU that its items tell', () => {
  test('a switch is a run whose end is told, and is in the window', () => {
    const runs = [run(0, 10, { prevState: 'S' }), run(10, 20), run(20, 30, { prevState: 'R+' })]
    expect(cpuTotals(runs)).toMatchObject([{ switches: 2, busyNs: 30 }])
    expect(cpuTotals(runs, { toNs: 25 })).toMatchObject([{ switches: 1, busyNs: 25 }])
    expect(cpuTotals(runs, { toNs: 30 })).toMatchObject([{ switches: 2, busyNs: 30 }])
  })

  test('events lost on a CPU are its own; those lost on an unknown one are marked on all and counted on none', () => {
    const items = [idle(0, 0, 100), idle(1, 0, 90), lost(20, 7, 1), lost(30, 2, 1), lost(40, 5, null)]
    expect(cpuTotals(items)).toEqual([
      { busyNs: 0, idleNs: 100, unknownNs: 0, switches: 0, lost: 0 },
      { busyNs: 0, idleNs: 90, unknownNs: 10, switches: 0, lost: 9 },
    ])
    expect(chartOf(items, all).marks.map(({ row, kind, timeNs, count }) => [row, kind, timeNs, count])).toEqual([
      [0, 'lost', 40, 5],
      [1, 'lost', 20, 7],
      [1, 'lost', 30, 2],
      [1, 'lost', 40, 5],
    ])
    expect(cpuTotals(items, { fromNs: 21 })).toMatchObject([{ lost: 0 }, { lost: 2 }])
  })

  test('lost events alone make a row of their CPU, unless there is to be none', () => {
    const chart = chartOf([lost(20, 1, 3)], all)
    expect(chart.rows).toMatchObject([{ kind: 'cpu', cpu: 3, startNs: 20, endNs: 20 }])
    expect(chart.marks).toStrictEqual([{ type: 'mark', row: 0, kind: 'lost', timeNs: 20, count: 1 }])
    expect(chartOf([lost(20, 1, 3)], { ...all, cpuRows: false }).rows).toEqual([])
    expect(chartOf([lost(20, 1, null)], all).marks).toEqual([])
  })

  test('a CPU has a row where totals tell anything of it', () => {
    const given = { type: 'cpu', cpu: 2, busyNs: 0, idleNs: 0, unknownNs: 50, switches: 0, lost: 0 } as const
    expect(cpuTotals([given])).toEqual([])
    for (const told of [{ busyNs: 1 }, { idleNs: 1 }, { switches: 1 }, { lost: 1 }]) {
      expect(cpuTotals([{ ...given, ...told }])).toMatchObject([told])
    }
  })
})

test('one lost event is told as one', () => {
  const gap: TimelineItem = { type: 'cpuGap', cpu: 0, startNs: 0, endNs: 5 }
  const chart = chartOf(
    [
      { ...gap, lost: 1 },
      { ...gap, startNs: 6, endNs: 9, lost: 2 },
    ],
    all,
  )
  expect(chart.boxes.map(box => box.text)).toEqual(['1 event lost', '2 events lost'])
})

test('a run without a CPU is its task’s alone', () => {
  const chart = chartOf([run(0, 10, { cpu: null })], all)
  expect(chart.rows.map(row => row.kind)).toEqual(['task'])
  expect(chart.head.elements).toBe(1)
})

test('no more CPUs than there may be rows: the others are counted', () => {
  const chart = chartOf(
    [idle(0, 0, 9), idle(1, 0, 9), lost(3, 1, 1), { type: 'cpuMark', cpu: 1, kind: 'event', timeNs: 4 }],
    { ...all, maxCpuRows: 1 },
  )
  expect(chart.rows.map(row => row.cpu)).toEqual([0])
  expect(chart.marks).toEqual([])
  expect(chart.diagnostics.get('TC_REDUCE_CPU_ROWS')?.count).toBe(3)
})

test('a reducer tells what it holds, and the most that it held', () => {
  const reducer = createTimelineReducer({ ...all, maxElements: 100 })
  const peaks = new Set<number>()
  for (let at = 0; at < 300; at++) {
    reducer.push(run(at * 4_096, at * 4_096 + 100), () => {})
    const { elements, peakElements } = reducer.counters
    expect(peakElements).toBeGreaterThanOrEqual(elements)
    peaks.add(peakElements)
  }
  expect(peaks.size).toBe(Math.max(...peaks) / 2)
  expect(reducer.counters).toMatchObject({ items: 300, tasks: 1, liveTasks: 1, cpus: 1, groups: 0, callchains: 0 })
})
