import type { IntervalItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { createTimelineReducer, MAX_DIAGNOSTICS, MAX_STATES, type TimelineReducerOptions } from '../src/index.js'
import { chartOf, readChart } from './check-chart.js'
import { randomTimeline } from './random-timeline.js'

const key = (taskId: number, comm = `comm${taskId}`) => ({ taskId, tid: taskId + 1, pid: taskId + 1, comm })

function run(taskId: number, startNs: number, endNs: number, more: Partial<IntervalItem> = {}): IntervalItem {
  return { type: 'interval', ...key(taskId), state: 'running', cpu: 0, startNs, endNs, prevState: 'S', ...more }
}

const totals = {
  waitingNs: 0,
  blockedNs: 0,
  sleepingNs: 0,
  unknownNs: 0,
  inferredNs: 0,
  switches: 1,
  voluntary: 1,
  preempted: 0,
  migrations: 0,
  wakeups: 0,
  maxWaitNs: 0,
  maxWaitAtNs: null,
}

const ended = (taskId: number, comm: string, startNs: number, endNs: number): TaskItem => ({
  ...{ type: 'task', ...key(taskId, comm), ppid: 1, startNs, endNs, exited: true },
  ...totals,
  runningNs: endNs - startNs,
})

const all: TimelineReducerOptions = { thresholdNs: 0, minTasks: 0 }

function dropped(items: readonly TimelineItem[], options: TimelineReducerOptions, code: string): number | undefined {
  const chart = chartOf(items, { ...all, ...options })
  expect(chart.diagnostics.get(code)?.advice ?? 'raise').toMatch(/raise/)
  return chart.diagnostics.get(code)?.count
}

describe('every limit counts what it drops', () => {
  const three = [run(0, 0, 300), run(1, 300, 500), run(2, 500, 600)]

  test('maxRows', () => {
    const chart = chartOf([...three, run(3, 600, 650)], { ...all, maxRows: 3 })
    expect(chart.diagnostics.get('TC_REDUCE_ROWS')?.count).toBe(3)
    expect(chart.rows.map(row => [row.kind, row.comm, row.tasks])).toEqual([
      ['cpu', undefined, undefined],
      ['task', 'comm0', 1],
      ['group', 'others', 2],
      ['group', 'comm3', 1],
    ])
  })

  test('maxGroups', () => {
    expect(dropped(three, { maxRows: 2, maxGroups: 1 }, 'TC_REDUCE_GROUPS')).toBe(2)
  })

  test('maxLiveTasks', () => {
    const chart = chartOf(three, { ...all, maxLiveTasks: 1 })
    expect(chart.diagnostics.get('TC_REDUCE_LIVE_TASKS')?.count).toBe(2)
    expect(chart.rows.filter(row => row.kind === 'group').map(row => row.totals?.runningNs)).toEqual([200, 100])
  })

  test('maxCpuRows', () => {
    expect(dropped([run(0, 0, 1), run(0, 1, 2, { cpu: 5 })], { maxCpuRows: 1 }, 'TC_REDUCE_CPU_ROWS')).toBe(1)
  })

  test('maxCallchains', () => {
    const items = ['a', 'b', 'c'].map((frame, at) => run(0, at, at + 1, { callchain: [frame] }))
    expect(dropped(items, { maxCallchains: 2 }, 'TC_REDUCE_CALLCHAINS')).toBe(1)
  })

  test('maxArrows keeps the longest waits', () => {
    const wait = (taskId: number, startNs: number, endNs: number) =>
      run(taskId, startNs, endNs, { state: 'waiting', wakerTaskId: 0, wakeupNs: startNs, context: 'task' })
    const items = [run(0, 0, 900), wait(1, 10, 20), wait(2, 11, 400), wait(3, 12, 30)]
    const chart = chartOf(items, { ...all, maxArrows: 2 })
    expect(chart.arrows.map(arrow => arrow.timeNs)).toEqual([11, 12])
    expect(chart.diagnostics.get('TC_REDUCE_ARROWS')?.count).toBe(1)
  })

  test('maxMarks joins marks before it drops any', () => {
    const mark = (taskId: number, timeNs: number): TimelineItem => ({
      ...{ type: 'mark', ...key(taskId), kind: 'migration', timeNs, cpu: 0 },
    })
    const many = Array.from({ length: 1_000 }, (_, at) => mark(0, at * 1_000))
    const joined = chartOf([run(0, 0, 1_000_000), ...many], { ...all, maxMarks: 20 })
    expect(joined.marks.length).toBeLessThanOrEqual(20)
    expect(joined.marks.length).toBeGreaterThan(5)
    expect(joined.marks.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(1_000)
    expect(joined.diagnostics.has('TC_REDUCE_MARKS')).toBe(false)
    const apart = Array.from({ length: 10 }, (_, at) => mark(at, 5))
    expect(dropped(apart, { maxMarks: 4 }, 'TC_REDUCE_MARKS')).toBe(6)
    expect(chartOf(apart, { ...all, maxMarks: 4 }).marks.length).toBe(4)
  })

  test('maxElements, where even the longest quantum does not help', () => {
    const items = Array.from({ length: 300 }, (_, at) => run(0, at * 10, at * 10 + 5, { state: 'waiting' }))
    const chart = chartOf(items, { ...all, maxElements: 100, worst: 150 })
    expect(chart.diagnostics.get('TC_REDUCE_OVER_BUDGET')?.count).toBe(chart.head.elements - 100)
    expect(chart.boxes.length).toBe(150)
  })

  test('distinct states, and diagnostics of earlier stages', () => {
    const freqs = Array.from(
      { length: MAX_STATES + 5 },
      (_, at): TimelineItem => ({
        ...{ type: 'pState', cpu: 0, freqKhz: at, startNs: at, endNs: at + 1 },
      }),
    )
    expect(dropped(freqs, {}, 'TC_REDUCE_STATES')).toBe(5)
    // What came after them is told by its own name all the same.
    const at = { cpu: 0, startNs: MAX_STATES + 10, endNs: MAX_STATES + 20 }
    const later: TimelineItem[] = [
      { type: 'cState', ...at, state: 3 },
      { type: 'interrupt', ...at, kind: 'vector', name: 'local_timer' },
      { type: 'cpuGap', ...at, lost: 7 },
    ]
    const { boxes } = chartOf([...freqs, ...later], all)
    const states = boxes.filter(({ lane }) => lane !== 'pState').map(({ lane, state }) => [lane, state])
    expect(states.sort()).toEqual([
      ['cState', 'C3'],
      ['interrupt', 'vector'],
      ['sched', 'lost'],
    ])
    const told = Array.from(
      { length: MAX_DIAGNOSTICS + 2 },
      (_, at): TimelineItem => ({
        ...{ type: 'diagnostic', code: `TC_X_${at}`, severity: 'info', meaning: 'x', count: 1 },
      }),
    )
    expect(dropped(told, {}, 'TC_REDUCE_DIAGNOSTICS')).toBe(2)
  })
})

describe('memory', () => {
  test('a fork storm leaves nothing but its group: no table grows with the tasks that ended', () => {
    const reducer = createTimelineReducer({ maxElements: 5_000, maxRows: 50 })
    const most = { endedTasks: 0, elements: 0, callchains: 0, marks: 0, groups: 0, liveTasks: 0 }
    const tasks = 100_000
    const emit = () => {}
    for (let id = 0; id < tasks; id++) {
      const at = id * 1_000
      const comm = id % 1_000 === 0 ? `rare${id}` : 'true'
      reducer.push({ type: 'mark', ...key(id, comm), kind: 'fork', timeNs: at, cpu: 0 }, emit)
      reducer.push(run(id, at, at + 900, { comm, callchain: [`frame ${id}`] }), emit)
      reducer.push(ended(id, comm, at, at + 900), emit)
      if (id % 97 !== 0) continue
      for (const name of Object.keys(most) as (keyof typeof most)[]) {
        most[name] = Math.max(most[name], reducer.counters[name])
      }
    }
    expect(most.endedTasks).toBeLessThanOrEqual(100)
    expect(most.liveTasks).toBeLessThanOrEqual(1)
    expect(most.groups).toBeLessThanOrEqual(26)
    expect(most.callchains).toBeLessThanOrEqual(200)
    expect(most.marks).toBeLessThanOrEqual(101)
    expect(reducer.counters.peakElements).toBeLessThanOrEqual(5_003)
    const chart = readChart([...reducer.flush()])
    expect(chart.head.tasks).toBe(tasks)
    const group = chart.rows.find(row => row.comm === 'true' && row.kind === 'group')
    const own = chart.rows.filter(row => row.comm === 'true' && row.kind === 'task').length
    expect(group?.tasks).toBe(tasks - tasks / 1_000 - own)
    expect(group?.totals?.runningNs).toBe((group?.tasks ?? 0) * 900)
    expect(chart.bins.length).toBeGreaterThan(100)
  })

  test('a callchain goes with the last of the worst that needs it, though its task has no row', () => {
    const reducer = createTimelineReducer({ maxElements: 100, maxRows: 2, worst: 3 })
    for (let id = 0; id < 2_000; id++) {
      const at = id * 10_000
      const wait: Partial<IntervalItem> = { state: 'waiting', callchain: [`frame ${id}`] }
      // Each waits longer than any before, and then there is no row for it.
      reducer.push(run(id, at, at + id, wait), () => {})
      reducer.push(ended(id, `comm${id}`, at, at), () => {})
    }
    expect(reducer.counters.callchains).toBeLessThanOrEqual(10)
    const chart = readChart([...reducer.flush()])
    expect(chart.worst.map(worst => worst.callchain)).toEqual([0, 1, 2])
    expect(chart.callchains.get(0)).toEqual(['frame 1999'])
  })

  test('tasks that ended below the line make room before anything is folded for it', () => {
    const reducer = createTimelineReducer({ maxElements: 500, minTasks: 2, thresholdNs: 1_000_000, worst: 0 })
    const short = Array.from({ length: 50 }, (_, id) => [
      ...Array.from({ length: 8 }, (_, at) => run(id, id * 100 + at * 10, id * 100 + at * 10 + 5, { cpu: null })),
      ended(id, 'short', id * 100, id * 100 + 40),
    ]).flat()
    const long = Array.from({ length: 200 }, (_, at) => run(900 + (at % 2), 10_000 + at * 20_000, 30_000 + at * 20_000))
    for (const item of [...short, ...long]) reducer.push(item, () => {})
    expect(reducer.counters.quantumNs).toBe(0)
    expect(readChart([...reducer.flush()]).head).toMatchObject({ tasksDrawn: 2, tasksLeftOut: 50, elements: 400 })
  })

  test('what it holds does not grow with the length of the trace', () => {
    const sizes = [1, 2, 4].map(factor => {
      const shape = { seed: 3, steps: 10_000 * factor, tasks: 20, cpus: 4, comms: 5, churn: 0, chains: 50 }
      const reducer = createTimelineReducer({ ...all, maxElements: 1_000, maxMarks: 200 })
      for (const item of randomTimeline(shape)) reducer.push(item, () => {})
      return reducer.counters
    })
    for (const { peakElements, marks, callchains, quantumNs, tasks } of sizes) {
      expect(peakElements).toBeLessThanOrEqual(1_003 + 2 * tasks)
      expect(marks).toBeLessThanOrEqual(201)
      expect(callchains).toBeLessThanOrEqual(50)
      expect(quantumNs).toBeGreaterThan(0)
    }
  })
})
