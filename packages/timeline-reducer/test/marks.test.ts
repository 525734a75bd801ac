import type { MarkItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { zeroTotals } from '@tc-stream/event-schema'
import { type Chart, chartOf } from './check-chart.js'

const all = { thresholdNs: 0, minTasks: 0 }
const key = (taskId: number, comm = `task ${taskId}`) => ({ taskId, tid: taskId, pid: 1, comm })

const mark = (taskId: number, kind: MarkItem['kind'], timeNs: number, more: Partial<MarkItem> = {}): TimelineItem => ({
  ...{ type: 'mark', ...key(taskId), kind, timeNs, cpu: 0 },
  ...more,
})

const sample = (taskId: number, timeNs: number, text = 'cycles', symbol?: string): TimelineItem =>
  mark(taskId, 'sample', timeNs, {
    text,
    ...(symbol === undefined ? {} : { callchain: [{ ip: symbol, symbol, dso: null }] }),
  })

const task = (taskId: number, more: Partial<TaskItem> = {}): TimelineItem => ({
  ...{ type: 'task', ...key(taskId), ppid: null, startNs: 0, endNs: 1_000_000, exited: false, ...zeroTotals() },
  ...more,
})

const told = (chart: Chart) =>
  chart.marks.map(({ kind, timeNs, text, count }) => [kind, timeNs, text, count ?? 1].join(' '))

describe('samples', () => {
  test('each is a mark with its callchain; the row counts them by event, as does that of the process', () => {
    const chart = chartOf(
      [sample(1, 5, 'cycles', 'f'), sample(1, 6, 'page-faults', 'f'), sample(1, 7), sample(2, 8), task(1), task(2)],
      all,
    )
    expect(told(chart)).toEqual([
      'sample 5 cycles 1',
      'sample 6 page-faults 1',
      'sample 7 cycles 1',
      'sample 8 cycles 1',
    ])
    expect(chart.marks.map(item => item.callchain)).toEqual([0, 0, undefined, undefined])
    expect(chart.rows.map(row => [row.kind, row.samples])).toEqual([
      ['process', { cycles: 3, 'page-faults': 1 }],
      ['task', { cycles: 2, 'page-faults': 1 }],
      ['task', { cycles: 1 }],
    ])
  })

  test('the counts of tasks without a row are in the row of their comm', () => {
    const small = [1, 2, 3].flatMap(id => [sample(id, id, 'cycles', 'f'), task(id, { runningNs: 10 })])
    const items = small.map(item => ({ ...item, comm: 'x' }) as TimelineItem)
    const chart = chartOf([...items, task(9, { runningNs: 30 })], { thresholdNs: 20, minTasks: 1 })
    expect(chart.rows.map(row => [row.kind, row.comm, row.tasks, row.samples])).toEqual([
      ['task', 'task 9', 1, undefined],
      ['group', 'x', 3, { cycles: 3 }],
    ])
    expect(chart.marks).toEqual([])
    expect(chart.callchains.size).toBe(0)
  })

  test('many are joined, event by event, before any other mark is, and the counts stay exact', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => [
      sample(1, at * 200, 'cycles', `f${at}`),
      sample(1, at * 200 + 50, 'page-faults'),
    ]).flat()
    const others = Array.from({ length: 20 }, (_, at) => mark(1, 'migration', at * 40_000))
    const chart = chartOf([...many, ...others, task(1)].sort(byTime), { ...all, maxMarks: 100 })
    expect(chart.marks.length).toBeLessThanOrEqual(100)
    expect(chart.marks.filter(item => item.kind === 'migration').length).toBe(20)
    for (const event of ['cycles', 'page-faults']) {
      const ofEvent = chart.marks.filter(item => item.text === event)
      expect(ofEvent.length).toBeGreaterThan(10)
      expect(ofEvent.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(5_000)
    }
    expect(chart.rows[0]?.samples).toEqual({ cycles: 5_000, 'page-faults': 5_000 })
    expect(chart.diagnostics.has('TC_REDUCE_MARKS')).toBe(false)
    // A joined mark has the callchain of its first.
    expect(chart.callchains.size).toBe(chart.marks.filter(item => item.text === 'cycles').length)
  })

  test('other marks are joined too where samples alone do not make room', () => {
    const others = Array.from({ length: 1_000 }, (_, at) => mark(1, 'migration', at * 1_000))
    const chart = chartOf([sample(1, 0), ...others, task(1)], { ...all, maxMarks: 50 })
    expect(chart.marks.length).toBeLessThanOrEqual(50)
    expect(chart.marks.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(1_001)
  })

  test('so many events that they are not all told apart', () => {
    const many = Array.from({ length: 300 }, (_, at) => sample(1, at, `event ${at}`))
    const { rows, diagnostics } = chartOf([...many, task(1)], all)
    expect(Object.keys(rows[0]?.samples ?? {}).length).toBe(257)
    expect(rows[0]?.samples?.['other events']).toBe(44)
    expect(diagnostics.get('TC_REDUCE_SAMPLES')?.count).toBe(44)
  })
})

const byTime = (a: TimelineItem, b: TimelineItem) =>
  ('timeNs' in a && a.timeNs !== null ? a.timeNs : 1e9) - ('timeNs' in b && b.timeNs !== null ? b.timeNs : 1e9)

describe('a task that was forked', () => {
  const child = task(2, { born: true, startNs: 40, parentTid: 1, parentComm: 'make' })

  test('has a mark where it starts, that tells by whom', () => {
    const chart = chartOf([mark(2, 'exit', 90), child], all)
    expect(told(chart)).toEqual(['start 40 forked by make:1 1', 'exit 90  1'])
    expect(chart.rows.at(-1)).toMatchObject({ parentTid: 1, parentComm: 'make' })
  })

  test('has none where that is outside the window, or no fork was recorded', () => {
    expect(told(chartOf([mark(2, 'exit', 90), child], { ...all, fromNs: 50 }))).toEqual(['exit 90  1'])
    expect(told(chartOf([task(2, { startNs: 40 })], all))).toEqual([])
  })
})

describe('events that a decoder marks', () => {
  const event = (timeNs: number): TimelineItem => ({
    type: 'cpuMark',
    cpu: 3,
    kind: 'event',
    timeNs,
    text: 'disk W 8',
    callchain: [{ ip: 'f', symbol: 'f', dso: null }],
  })

  test('lie on the row of their task, or of their CPU, with text and callchain', () => {
    const chart = chartOf([mark(1, 'event', 5, { text: 'disk R 8' }), event(7), task(1)], all)
    const rowOf = (index: number) => chart.rows[chart.marks[index]?.row ?? -1]
    expect(told(chart)).toEqual(['event 7 disk W 8 1', 'event 5 disk R 8 1'])
    expect(chart.head.marked).toBe(2)
    expect(rowOf(0)).toMatchObject({ kind: 'cpu', cpu: 3 })
    expect(rowOf(1)).toMatchObject({ kind: 'task', taskId: 1 })
    expect(chart.callchains.get(chart.marks[0]?.callchain ?? -1)).toHaveLength(1)
  })

  test('outside the window there are none', () => {
    const chart = chartOf([event(4), event(5), event(9)], { ...all, fromNs: 5, toNs: 9 })
    expect(told(chart)).toEqual(['event 5 disk W 8 1'])
    expect(chart.head.marked).toBe(1)
    expect(chartOf([mark(1, 'exec', 5), task(1)], all).head.marked).toBeUndefined()
  })
})
