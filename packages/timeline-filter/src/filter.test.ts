import { type TimelineItem, TimelineItemSchema, zeroTotals } from '@tc-stream/event-schema'
import { createTimelineFilter } from './filter.js'
import { filter, interval, leftOut, task, told, wakeup } from './items.test.kit.js'

const MS = 1_000_000
const make = { label: 'make', comm: 'make' }

/** `make` and `cc`, on two CPUs. */
const TRACE: readonly TimelineItem[] = [
  { type: 'trace', schemaVersion: 1, originSeconds: 7 },
  interval(1, 'make', 'running', 0, 10, { prevState: 'D', callchain: ['a'] }),
  interval(2, 'cc', 'running', 0, 20, { cpu: 1, prevState: 'R+', inferred: true, cut: 'start' }),
  { type: 'idle', cpu: 0, startNs: 10 * MS, endNs: 30 * MS },
  { type: 'cState', cpu: 1, state: 2, startNs: 20 * MS, endNs: 30 * MS },
  interval(1, 'make', 'blocked', 10, 30),
  wakeup(2, 1, 'make', 1, 30),
  { type: 'lost', cpu: 1, count: 3, timeNs: 30 * MS },
  { type: 'cpuMark', cpu: 1, kind: 'event', timeNs: 30 * MS, text: 'disk W 8' },
  interval(2, 'cc', 'waiting', 20, 31, { cpu: 1, cause: 'preempted' }),
  interval(1, 'make', 'waiting', 30, 31, { cause: 'woken' }),
  { type: 'mark', taskId: 1, tid: 1, pid: 1, comm: 'make', kind: 'migration', timeNs: 31 * MS, cpu: 1 },
  interval(1, 'make', 'running', 31, 32, { cpu: 1, prevState: 'S' }),
  task(1, 'make'),
  task(2, 'cc'),
  task(3, 'sleepy'),
  { type: 'cpu', cpu: 0, busyNs: 1, idleNs: 2, unknownNs: 3, switches: 4, lost: 0 },
  { type: 'cpu', cpu: 1, busyNs: 1, idleNs: 2, unknownNs: 3, switches: 4, lost: 0 },
  { type: 'end', startNs: 0, endNs: 100 * MS, events: 9 },
]
const types = (items: readonly TimelineItem[]) => items.map(item => item.type)
const tasksOf = (items: readonly TimelineItem[]) =>
  items.flatMap(item => (item.type === 'task' ? [[item.comm, item.leftOut]] : []))

describe('the timeline filter', () => {
  test('hands everything on, in order, where nothing is selected', () => {
    expect(filter(TRACE, {})).toEqual(TRACE)
  })

  test('what it emits fits the schema, and the end comes last', () => {
    for (const options of [{ processes: [make] }, { cpus: [1] }, { states: ['blocked' as const], fromNs: 0 }]) {
      const out = filter(TRACE, options)
      for (const item of out) expect(() => TimelineItemSchema.parse(item)).not.toThrow()
      expect(out.at(-1)?.type).toBe('end')
    }
  })

  test('tasks by name: the runs of others are those of their CPUs only', () => {
    const out = filter(TRACE, { processes: [make] })
    expect(told(out)).toEqual([
      'make running 0-10',
      'CPU 1: cc 0-20',
      'make blocked 10-30',
      'make waiting 30-31',
      'make running 31-32',
    ])
    expect(out[2]).toEqual({
      type: 'cpuRun',
      taskId: 2,
      tid: 2,
      pid: 2,
      comm: 'cc',
      cpu: 1,
      startNs: 0,
      endNs: 20 * MS,
      prevState: 'R+',
      inferred: true,
      cut: 'start',
    })
    expect(tasksOf(out)).toEqual([['make', undefined]])
    expect(leftOut(out)).toEqual({ TC_FILTER_TASKS: 2 })
    expect(types(out)).toEqual(expect.arrayContaining(['idle', 'cState', 'wakeup', 'lost', 'mark', 'cpu']))
  })

  test('a number is a process with its threads, or a thread; a tid is the thread', () => {
    const items = [
      interval(10, 'main', 'running', 0, 1),
      interval(11, 'worker', 'running', 1, 2, { pid: 10 }),
      interval(12, 'other', 'running', 2, 3, { pid: null }),
    ]
    const names = (options: Parameters<typeof filter>[1]) => told(filter(items, { rows: 'tasks', ...options }))
    expect(names({ processes: [{ label: '10', pid: 10, comm: '10' }] })).toEqual([
      'main running 0-1',
      'worker running 1-2',
    ])
    expect(names({ processes: [{ label: '12', pid: 12, comm: '12' }] })).toEqual(['other running 2-3'])
    expect(names({ tids: [10] })).toEqual(['main running 0-1'])
    expect(names({ tids: [10], processes: [{ label: 'o', test: comm => comm === 'other' }] })).toEqual([
      'main running 0-1',
      'other running 2-3',
    ])
  })

  test('a pid that becomes known late selects from there on', () => {
    const items = [
      interval(11, 'worker', 'running', 0, 1, { pid: null }),
      interval(11, 'worker', 'sleeping', 1, 2, { pid: 10 }),
      task(11, 'worker', { pid: 10 }),
    ]
    const out = filter(items, { processes: [{ label: '10', pid: 10, comm: '10' }] })
    expect(told(out)).toEqual(['CPU 0: worker 0-1', 'worker sleeping 1-2'])
    expect(tasksOf(out)).toEqual([['worker', undefined]])
  })

  test('CPUs: what happened on them, and a wait where the wakeup sent the task', () => {
    const out = filter(TRACE, { cpus: [1] })
    expect(told(out)).toEqual(['cc running 0-20', 'cc waiting 20-31', 'make waiting 30-31', 'make running 31-32'])
    expect(types(out)).not.toContain('idle')
    expect(out.filter(item => item.type === 'cpu')).toHaveLength(1)
    expect(leftOut(out)).toEqual({ TC_FILTER_CPUS: 1, TC_FILTER_OTHER_CPUS: 2, TC_FILTER_NO_INTERVAL: 1 })
  })

  test('states: those of tasks; the CPUs stay whole', () => {
    const out = filter(TRACE, { states: ['blocked', 'woken'] })
    expect(told(out)).toEqual([
      'CPU 0: make 0-10',
      'CPU 1: cc 0-20',
      'make blocked 10-30',
      'make waiting 30-31',
      'CPU 1: make 31-32',
    ])
    // Of `cc`, nothing is selected; of what it did, all is counted.
    expect(tasksOf(out)).toEqual([['make', undefined]])
    expect(leftOut(out)).toEqual({ TC_FILTER_OTHER_STATES: 4, TC_FILTER_NO_INTERVAL: 2 })
  })

  test('a least duration: exactly as long is long enough', () => {
    const out = filter(TRACE, { minDurationNs: 10 * MS, rows: 'tasks' })
    expect(told(out)).toEqual(['make running 0-10', 'cc running 0-20', 'make blocked 10-30', 'cc waiting 20-31'])
    expect(leftOut(out)).toMatchObject({ TC_FILTER_SHORT: 2, TC_FILTER_CPUS: 2 })
  })

  test('I/O calls go by their length, and with their task', () => {
    const io = { type: 'io', op: 'read', fd: 3, bytes: 1, error: null, merges: 0, startNs: 0 } as const
    const who = { taskId: 1, tid: 1, pid: 1, comm: 'make' }
    const items: TimelineItem[] = [
      { ...io, ...who, endNs: MS },
      { ...io, ...who, taskId: 2, tid: 2, comm: 'cc', endNs: 5 * MS },
      { ...io, ...who, endNs: 3 * MS },
    ]
    const out = filter([...items, task(1, 'make')], { processes: [make], minDurationNs: 2 * MS, fromNs: 0 })
    expect(out.filter(item => item.type === 'io')).toEqual([items[2]])
    expect(leftOut(out)).toEqual({ TC_FILTER_SHORT: 1 })
    expect(tasksOf(out)).toEqual([['make', { ...zeroTotals(), ioCalls: 1, ioNs: MS, ioReadBytes: 1 }]])
  })

  test('with CPUs selected, I/O comes once its task was seen there; wakeups go with either CPU', () => {
    const io = { type: 'io', op: 'read', fd: 3, bytes: 1, error: null, merges: 0, startNs: 0, endNs: MS } as const
    const call: TimelineItem = { ...io, taskId: 1, tid: 1, pid: 1, comm: 'make' }
    const other: TimelineItem = { ...call, taskId: 2, tid: 2, comm: 'cc' }
    const on1 = interval(1, 'make', 'running', 0, 1, { cpu: 1 })
    const out = filter([call, on1, call, other], { cpus: [1] })
    expect(types(out)).toEqual(['interval', 'io', 'diagnostic'])
    expect(leftOut(out)).toEqual({ TC_FILTER_OTHER_CPUS: 2 })
    const wakeups = [wakeup(9, 1, 'make', 1), wakeup(9, 1, 'make', 0), wakeup(9, 1, 'make', 2)]
    const targets = (cpus: number[]) =>
      filter(wakeups, { cpus }).flatMap(item => (item.type === 'wakeup' ? [item.targetCpu] : []))
    expect([targets([1]), targets([0]), targets([3])]).toEqual([[1], [1, 0, 2], []])
  })

  test('what is lost on a CPU that is not selected is not told; on an unknown one it is', () => {
    const lost = { type: 'lost', count: 3, timeNs: 0 } as const
    const items = [0, 1, null].map(cpu => ({ ...lost, cpu }))
    expect(filter(items, { cpus: [1] })).toEqual([items[1], items[2]])
  })

  test('the runs of a timeline that was filtered before stay on their CPUs', () => {
    const run: TimelineItem = { type: 'cpuRun', taskId: 1, tid: 1, pid: 1, comm: 'x', cpu: 1, startNs: 0, endNs: 1 }
    expect(filter([run], { cpus: [1] })).toEqual([run])
    expect(filter([run], { cpus: [2] })).toEqual([])
  })

  test('C-states and frequencies can be left out, and the CPUs stay', () => {
    const pState: TimelineItem = { type: 'pState', cpu: 0, freqKhz: 5, startNs: 0, endNs: 9 }
    const out = filter([...TRACE, pState], { powerStates: false })
    expect(out).toEqual(expect.arrayContaining(TRACE.filter(item => item.type !== 'cState')))
    expect(leftOut(out)).toEqual({ TC_FILTER_POWER: 2 })
    expect(leftOut(filter([...TRACE, pState], { powerStates: false, cpus: [1] })).TC_FILTER_POWER).toBe(1)
  })

  test('power only: nothing of tasks, and every run on its CPU', () => {
    const out = filter(TRACE, { rows: 'cpus' })
    expect(told(out)).toEqual(['CPU 0: make 0-10', 'CPU 1: cc 0-20', 'CPU 1: make 31-32'])
    expect([...new Set(types(out))].sort()).toEqual(
      ['cState', 'cpu', 'cpuMark', 'cpuRun', 'diagnostic', 'end', 'idle', 'lost', 'trace'].sort(),
    )
    expect(leftOut(out)).toEqual({ TC_FILTER_TASKS: 3 })
  })

  test('tasks only: nothing of CPUs', () => {
    const out = filter(TRACE, { rows: 'tasks' })
    expect(types(out)).not.toContain('cState')
    expect(types(out)).not.toContain('cpuRun')
    expect(types(out)).not.toContain('cpuMark')
    expect(tasksOf(out).map(([comm]) => comm)).toEqual(['make', 'cc', 'sleepy'])
    expect(leftOut(out)).toEqual({ TC_FILTER_CPUS: 2 })
  })

  test('in a window, what is left out is summed up for the totals', () => {
    const out = filter(TRACE, { states: ['waiting'], fromNs: 5 * MS, toNs: 32 * MS })
    expect(tasksOf(out)).toEqual([
      ['make', { ...zeroTotals(), runningNs: 6 * MS, blockedNs: 20 * MS, switches: 2, voluntary: 2, migrations: 0 }],
      ['cc', { ...zeroTotals(), runningNs: 15 * MS, inferredNs: 15 * MS, switches: 1, preempted: 1 }],
    ])
  })

  test('in a window, marks and calls that are left out count if they are in it, and what ends before it begins does not', () => {
    const who = { taskId: 1, tid: 1, pid: 1, comm: 'make' }
    const mark = { type: 'mark', ...who, kind: 'migration', cpu: 0 } as const
    const io = { type: 'io', ...who, op: 'read', fd: 3, bytes: 1, error: null, merges: 0 } as const
    const items: TimelineItem[] = [
      ...[1, 6, 7, 12].map(at => ({ ...mark, timeNs: at * MS })),
      { ...mark, kind: 'fork', timeNs: 8 * MS },
      { ...io, startNs: 6 * MS, endNs: 7 * MS },
      { ...io, startNs: 1 * MS, endNs: 2 * MS },
      { ...io, startNs: 7 * MS, endNs: 6 * MS },
      interval(1, 'make', 'blocked', 9, 8),
      interval(1, 'make', 'running', 0, 100),
      task(1, 'make'),
    ]
    const out = filter(items, { minDurationNs: 50 * MS, fromNs: 5 * MS, toNs: 10 * MS })
    expect(tasksOf(out)).toEqual([['make', { ...zeroTotals(), migrations: 2, ioCalls: 1, ioNs: MS, ioReadBytes: 1 }]])
  })

  test('marks come with the first selected interval, not before', () => {
    const mark = { type: 'mark', taskId: 1, tid: 1, pid: 1, comm: 'make', kind: 'fork', cpu: 0 } as const
    const items: TimelineItem[] = [
      { ...mark, timeNs: 0 },
      interval(1, 'make', 'blocked', 0, 5),
      { ...mark, kind: 'exit', timeNs: 5 * MS },
    ]
    const out = filter(items, { states: ['blocked'] })
    expect(out.flatMap(item => (item.type === 'mark' ? [item.kind] : []))).toEqual(['exit'])
    expect(leftOut(out)).toEqual({ TC_FILTER_MARKS: 1 })
  })

  test('what no task has is told, with what may have been meant', () => {
    const met: string[][] = []
    const nearest = (name: string, names: Iterable<string>) => {
      met.push([name, ...names])
      return name === 'mkae' ? 'make' : undefined
    }
    const processes = [{ label: 'mkae', comm: 'mkae' }, make, { label: '/x/', test: () => false }]
    const out = filter(TRACE, { processes, tids: [99], nearest })
    expect(out.find(item => item.type === 'diagnostic' && item.code === 'TC_FILTER_NO_MATCH')).toMatchObject({
      severity: 'warning',
      count: 3,
      sample: 'mkae; did you mean make?, /x/, tid 99',
    })
    expect(met[0]).toEqual(['mkae', 'make', 'cc', 'sleepy'])
  })

  test('the words of the diagnostics hold the selection', () => {
    const options = { processes: [make], tids: [5], cpus: [0, 2, 3, 4], minDurationNs: 1_500 }
    const { diagnostics } = createTimelineFilter(options)
    diagnostics.count('TC_FILTER_TASKS')
    diagnostics.count('TC_FILTER_CPUS')
    diagnostics.count('TC_FILTER_SHORT')
    expect(diagnostics.items().map(item => item.meaning)).toEqual([
      'tasks other than make, tid 5',
      'CPUs other than 0,2-4',
      'intervals of tasks shorter than 1.5 µs',
    ])
  })

  test('a long list of names is cut in the words, and no option is everything', () => {
    const processes = Array.from({ length: 40 }, (_, at) => ({ label: `name${at}`, comm: `name${at}` }))
    const { diagnostics } = createTimelineFilter({ processes })
    diagnostics.count('TC_FILTER_TASKS')
    const [{ meaning } = { meaning: '' }] = diagnostics.items()
    expect(meaning).toMatch(/^tasks other than name0, name1, .*…$/)
    expect(meaning.length).toBe('tasks other than '.length + 60)
    const everything = createTimelineFilter()
    const out: TimelineItem[] = []
    for (const item of TRACE) everything.push(item, passed => out.push(passed))
    expect([...out, ...everything.flush()]).toEqual(TRACE)
  })

  test('tasks are forgotten when they end; more than the limit are judged anew', () => {
    const stage = createTimelineFilter({ processes: [make], maxTasks: 2, maxNames: 1 })
    const out: TimelineItem[] = []
    const push = (item: TimelineItem) => stage.push(item, passed => out.push(passed))
    for (let tid = 1; tid <= 3; tid++) push(interval(tid, 'make', 'sleeping', 0, 1))
    expect(stage.counters.liveTasks).toBe(2)
    for (let tid = 1; tid <= 3; tid++) push(task(tid, 'make'))
    expect(stage.counters.liveTasks).toBe(0)
    expect(types(out)).toEqual(['interval', 'interval', 'interval', 'task', 'task', 'task'])
    expect(stage.diagnostics.countOf('TC_FILTER_LIVE_TASKS')).toBe(1)
  })

  test('options are strict', () => {
    expect(() => createTimelineFilter({ minDurationNs: -1 })).toThrow()
    expect(() => createTimelineFilter({ states: ['busy' as never] })).toThrow()
    expect(() => createTimelineFilter({ unknown: 1 } as never)).toThrow()
  })
})
