import type { IntervalItem, MarkItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { zeroTotals } from '@tc-stream/event-schema'
import { createTimelineReducer, type TimelineReducerOptions } from '../src/index.js'
import { chartOf } from './check-chart.js'

const all: TimelineReducerOptions = { thresholdNs: 0, minTasks: 0 }
const who = (taskId: number) => ({ taskId, tid: taskId, pid: taskId, comm: `task ${taskId}` })

const interval = (taskId: number, startNs: number, endNs: number, more: Partial<IntervalItem> = {}): IntervalItem => ({
  ...{ type: 'interval', ...who(taskId), state: 'running', cpu: null, startNs, endNs },
  ...more,
})

const task = (taskId: number, startNs: number, endNs: number, more: Partial<TaskItem> = {}): TaskItem => ({
  ...{ type: 'task', ...who(taskId), ppid: null, startNs, endNs, exited: true, ...zeroTotals() },
  ...more,
})

const mark = (taskId: number, timeNs: number, kind: MarkItem['kind'] = 'fork'): MarkItem => ({
  ...{ type: 'mark', ...who(taskId), kind, timeNs, cpu: 0 },
})

const sample = (taskId: number, timeNs: number): MarkItem => ({ ...mark(taskId, timeNs, 'sample'), text: 'cycles' })

describe('a limit is reached when there is one more', () => {
  const each = (count: number, item: (at: number) => TimelineItem) => Array.from({ length: count }, (_, at) => item(at))

  test('of elements', () => {
    const items = each(101, at => interval(1, at * 10, at * 10 + 5))
    const folded = (count: number) => chartOf(items.slice(0, count), { ...all, maxElements: 100 }).head
    expect(folded(100)).toMatchObject({ elements: 100, quantumNs: 0, foldedIntervals: 0 })
    expect(folded(101)).toMatchObject({ quantumNs: 1_024, foldedIntervals: 101 })
  })

  test.each<[string, (at: number) => TimelineItem]>([
    ['of marks', at => mark(1, at * 3_000)],
    ['of marks that are samples', at => sample(1, at * 3_000)],
  ])('%s: they are joined, and none is dropped', (_, item) => {
    const told = (count: number, maxMarks = 20) => chartOf(each(count, item), { ...all, maxMarks }).marks
    expect(told(20)).toHaveLength(20)
    const joined = told(21)
    expect(joined.length).toBeLessThanOrEqual(15)
    expect(joined.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(21)
  })

  test('of marks, none at all', () => {
    const chart = chartOf([mark(1, 5), sample(1, 6)], { ...all, maxMarks: 0 })
    expect([chart.marks, chart.diagnostics.get('TC_REDUCE_MARKS')?.count]).toEqual([[], 2])
    expect(chart.rows).toMatchObject([{ samples: { cycles: 1 } }])
  })

  test('of arrows', () => {
    const wait = (at: number) =>
      interval(2, at * 10, at * 10 + 5, { state: 'waiting', wakerTaskId: 1, wakerTid: 1, wakeupNs: at * 10 })
    const told = (maxArrows: number) => chartOf([interval(1, 0, 99), ...each(3, wait)], { ...all, maxArrows })
    expect([told(3).arrows.length, told(3).diagnostics.size]).toEqual([3, 0])
    expect([told(2).arrows.length, told(2).diagnostics.get('TC_REDUCE_ARROWS')?.count]).toEqual([2, 1])
  })

  test('of tasks alive: those that end make room, and those that never had a row are counted', () => {
    const items = [
      interval(1, 0, 10),
      interval(2, 10, 15),
      sample(2, 12),
      task(2, 10, 90, { runningNs: 5 }),
      task(1, 0, 20, { runningNs: 10 }),
      interval(3, 30, 32),
      task(4, 40, 95),
    ]
    const chart = chartOf(items, { ...all, maxLiveTasks: 1 })
    expect(chart.rows.map(({ kind, comm, tasks, startNs, endNs }) => [kind, comm, tasks, startNs, endNs])).toEqual([
      ['task', 'task 1', 1, 0, 20],
      ['task', 'task 3', 1, 30, 32],
      ['group', 'task 2', 1, 10, 90],
      ['group', 'task 4', 1, 40, 95],
    ])
    expect(chart.rows[2]).toMatchObject({ totals: { runningNs: 5 }, samples: { cycles: 1 } })
    expect(chart.head).toMatchObject({ tasks: 4, tasksDrawn: 2, tasksGrouped: 2, elements: 3 })
    expect(chart.diagnostics.get('TC_REDUCE_LIVE_TASKS')?.count).toBe(2)
  })

  test('of tasks alive: one that had no row gets none at its end, though there is room by then', () => {
    const items = [
      ...[interval(1, 0, 10), interval(2, 10, 15), task(1, 0, 20, { runningNs: 10 })],
      task(2, 10, 90, { runningNs: 5 }),
    ]
    const chart = chartOf(items, { ...all, maxLiveTasks: 1 })
    expect(chart.rows.map(({ kind, comm }) => [kind, comm])).toEqual([
      ['task', 'task 1'],
      ['group', 'task 2'],
    ])
    expect(chart.head).toMatchObject({ tasks: 2, tasksDrawn: 1 })
  })

  test.each([
    [1, [3]],
    [2, [1, 3]],
    [3, [1, 2, 3]],
  ])(
    'of %d rows: of tasks that did as much those that came first have one, in whatever order they ended',
    (rows, tids) => {
      const items = [1, 2, 3, 4, 5].map(id => interval(id, id * 10, id * 10 + 5, { comm: 'x' }))
      const ends = [5, 2, 3, 1, 4].map(id => task(id, id * 10, 90, { comm: 'x', runningNs: id === 3 ? 6 : 5 }))
      const chart = chartOf([...items, ...ends], { ...all, maxRows: rows + 1 })
      expect(chart.rows.filter(row => row.kind === 'task').map(row => row.tid)).toEqual(tids)
      expect(chart.diagnostics.get('TC_REDUCE_ROWS')?.count).toBe(5 - rows)
    },
  )

  test('of rows, many more: the longest running stay', () => {
    const ns = (id: number) => 1 + ((id * 37) % 101)
    const items = each(100, id => task(id, id, 1_000, { comm: 'x', runningNs: ns(id) }))
    const drawn = chartOf(items, { ...all, maxRows: 6 }).rows.filter(row => row.kind === 'task')
    const longest = Array.from({ length: 100 }, (_, id) => id)
      .sort((a, b) => ns(b) - ns(a))
      .slice(0, 5)
    expect(drawn.map(row => row.tid)).toEqual(longest.sort((a, b) => a - b))
  })
})

describe('a moment at the edge of the window', () => {
  const window = { ...all, fromNs: 100, toNs: 200 }
  const born = (timeNs: number) => task(1, timeNs, 300, { born: true })
  const starts = (timeNs: number) =>
    chartOf([interval(1, 100, 300), born(timeNs)], window).marks.map(({ kind, timeNs, text }) => [kind, timeNs, text])

  test('is in it where it begins, not where it ends', () => {
    expect([99, 100, 199, 200].map(starts)).toEqual([[], [['start', 100, undefined]], [['start', 199, undefined]], []])
    const times = [99, 100, 199, 200].map(timeNs => mark(1, timeNs))
    expect(chartOf(times, window).marks.map(({ timeNs }) => timeNs)).toEqual([100, 199])
  })

  test('a parent of which only the thread is known', () => {
    const { marks } = chartOf([interval(1, 0, 9), task(1, 0, 9, { born: true, parentTid: 7 })], all)
    expect(marks.map(({ text }) => text)).toEqual(['forked by :7'])
  })

  test('a task of which nothing is in the window has no row, however much it did', () => {
    const chart = chartOf([task(1, 0, 300, { runningNs: 300 }), interval(2, 150, 160)], window)
    expect(chart.rows.map(row => row.tid)).toEqual([2])
    expect(chart.head).toMatchObject({ tasks: 1, startNs: 150, endNs: 160 })
  })

  test('what goes on at both sides is cut at both, whoever cut it', () => {
    const cuts = (startNs: number, endNs: number, cut?: IntervalItem['cut']) =>
      chartOf([interval(1, startNs, endNs, cut === undefined ? {} : { cut })], window).boxes.map(box => box.cut)[0]
    expect([cuts(100, 200), cuts(99, 200), cuts(100, 201), cuts(99, 201)]).toEqual([
      ...[undefined, 'start', 'end', 'both'],
    ])
    expect([cuts(100, 200, 'both'), cuts(100, 200, 'start'), cuts(100, 200, 'end')]).toEqual(['both', 'start', 'end'])
    expect([cuts(100, 201, 'start'), cuts(99, 200, 'end')]).toEqual(['both', 'both'])
  })
})

describe('the extent', () => {
  test('is that of intervals and moments, and where the end tells more, of the trace', () => {
    const items = [interval(1, 50, 60), mark(1, 90), mark(2, 20)]
    expect(chartOf(items, all).head).toMatchObject({ startNs: 20, endNs: 90 })
    const end: TimelineItem = { type: 'end', startNs: 10, endNs: 95, events: 3, openIntervals: 0 }
    expect(chartOf([...items, end], all).head).toMatchObject({ startNs: 10, endNs: 95, events: 3 })
    expect(chartOf([...items, { ...end, startNs: 70, endNs: 80 }], all).head).toMatchObject({ startNs: 20, endNs: 90 })
  })

  test('of a row of which no time is known is that of the chart', () => {
    const totals: TimelineItem = { type: 'cpu', cpu: 0, busyNs: 1, idleNs: 0, unknownNs: 0, switches: 0, lost: 0 }
    expect(chartOf([totals, interval(1, 50, 60)], all).rows[0]).toMatchObject({ kind: 'cpu', startNs: 50, endNs: 60 })
  })

  test('a chart of one moment', () => {
    expect(chartOf([mark(1, 7)], all).head).toMatchObject({ startNs: 7, endNs: 7, elements: 0 })
  })
})

test('an interval that ends before it begins is none', () => {
  expect(
    chartOf([interval(1, 9, 8), interval(1, 9, 9)], all).boxes.map(({ startNs, endNs }) => [startNs, endNs]),
  ).toEqual([[9, 9]])
})

test('a second trace item is not handed on, and one is made where none came', () => {
  const trace: TimelineItem = { type: 'trace', schemaVersion: 1, originSeconds: 5 }
  const traces = (...items: TimelineItem[]) => chartOf(items).items.filter(item => item.type === 'trace')
  expect(traces(trace, { ...trace, originSeconds: 6 })).toEqual([trace])
  expect(traces()).toEqual([{ ...trace, originSeconds: 0 }])
})

test('no arrow leads from a row to itself, or from outside the chart', () => {
  const wait = (wakerTaskId: number, wakeupNs: number) =>
    interval(2, 50, 60, { state: 'waiting', wakerTaskId, wakerTid: wakerTaskId, wakeupNs })
  const arrows = (item: IntervalItem) =>
    chartOf([interval(1, 40, 80), item], { ...all, fromNs: 40, toNs: 80 }).arrows.map(({ timeNs }) => timeNs)
  expect(arrows(wait(2, 50))).toEqual([])
  expect([39, 40, 80, 81].map(timeNs => arrows(wait(1, timeNs)))).toEqual([[], [40], [80], []])
})

test('arrows of one moment come in the order of their rows', () => {
  const wait = (taskId: number, wakerTaskId: number) =>
    interval(taskId, 50, 60, { state: 'waiting', wakerTaskId, wakerTid: wakerTaskId, wakeupNs: 50 })
  const items = [interval(1, 0, 5), interval(2, 1, 5), wait(4, 1), wait(3, 2), wait(3, 1)]
  const { arrows } = chartOf(items, { ...all, processRows: false })
  expect(arrows.map(({ fromRow, toRow }) => [fromRow, toRow])).toEqual([
    [0, 2],
    [0, 3],
    [1, 3],
  ])
})

test('what a mark joined is told by its count, a single one has none', () => {
  const reducer = createTimelineReducer({ ...all, maxMarks: 4 })
  for (let at = 0; at < 6; at++) reducer.push(mark(1, at < 3 ? at : at * 1_000_000), () => {})
  const marks = [...reducer.flush()].filter(item => item.type === 'mark')
  expect(marks[0]).toStrictEqual({ type: 'mark', row: 0, kind: 'fork', timeNs: 0, count: 3 })
  expect(marks[1]).toStrictEqual({ type: 'mark', row: 0, kind: 'fork', timeNs: 3_000_000 })
})
