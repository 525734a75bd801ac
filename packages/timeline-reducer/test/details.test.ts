import type { IntervalItem, IoItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { zeroTotals } from '@tc-stream/event-schema'
import { chartOf } from './check-chart.js'

const all = { thresholdNs: 0, thresholdBytes: 1, minTasks: 0 }

const interval = (taskId: number, more: Partial<IntervalItem>): IntervalItem => ({
  ...{ type: 'interval', taskId, tid: taskId, pid: taskId, comm: `task ${taskId}`, state: 'running', cpu: 0 },
  ...{ startNs: 0, endNs: 10 },
  ...more,
})

const io = (startNs: number, endNs: number, more: Partial<IoItem> = {}): IoItem => ({
  ...{ type: 'io', taskId: 1, tid: 1, pid: 1, comm: 'task 1', op: 'read', syscall: 'pread64', fd: 3 },
  ...{ bytes: 0, error: null, startNs, endNs, merges: 0 },
  ...more,
})

const task = (taskId: number, more: Partial<TaskItem> = {}): TaskItem => ({
  ...{ type: 'task', taskId, tid: taskId, pid: taskId, ppid: null, comm: `task ${taskId}` },
  ...{ startNs: 0, endNs: 100, exited: false, ...zeroTotals() },
  ...more,
})

const box = { type: 'box', row: 0, lane: 'sched' } as const

/** Compared strictly: what is not known is not in the item at all, not even as undefined. */
describe('a box tells what is known of its interval, and nothing else', () => {
  test('of a bare one: state and time', () => {
    const { boxes } = chartOf([interval(1, { cpu: null })], all)
    expect(boxes).toStrictEqual([{ ...box, state: 'running', startNs: 0, endNs: 10 }])
  })

  test('of a run, why it ended; of a block, where; of a wait, who began it', () => {
    const wake = {
      ...{ wakerTid: 2, wakerTaskId: 2, wakerComm: 'task 2', wakerCpu: 1, wakeupNs: 20 },
      ...({ context: 'task' } as const),
    }
    const { boxes, callchains } = chartOf(
      [
        interval(1, { prevState: 'D', inferred: true, callchain: ['io_schedule'] }),
        interval(1, { state: 'blocked', startNs: 10, endNs: 20, reason: 'io_schedule', callchain: ['io_schedule'] }),
        interval(1, { state: 'waiting', startNs: 20, endNs: 25, cause: 'woken', cpu: null, ...wake }),
        interval(2, { cpu: null }),
      ],
      { ...all, cpuRows: false },
    )
    expect(boxes.slice(0, 3)).toStrictEqual([
      {
        ...{ ...box, state: 'running', startNs: 0, endNs: 10, cpu: 0 },
        ...{ inferred: true, prevState: 'D', callchain: 0 },
      },
      { ...box, state: 'blocked', startNs: 10, endNs: 20, cpu: 0, reason: 'io_schedule', callchain: 0 },
      {
        ...{ ...box, state: 'waiting', startNs: 20, endNs: 25, cause: 'woken' },
        ...{ wakerTid: 2, wakerComm: 'task 2', wakerCpu: 1, wakerRow: 1, wakeupNs: 20, context: 'task' },
      },
    ])
    expect([...callchains.values()]).toEqual([['io_schedule']])
  })

  test.each<[string, Partial<IntervalItem>]>([
    ['a wakeup of which only the time is known', { wakeupNs: 5 }],
    ['a waker of which only the thread is known', { wakerTid: 7 }],
    ['an interrupt with its name', { wakeupNs: 5, context: 'interrupt', interrupt: 'nvme0q1' }],
  ])('of %s', (_, wake) => {
    const { boxes } = chartOf([interval(1, { state: 'waiting', cpu: null, ...wake })], all)
    expect(boxes).toStrictEqual([{ ...box, state: 'waiting', startNs: 0, endNs: 10, ...wake }])
  })

  test('a CPU of a wakeup that is told as unknown is not told', () => {
    const { boxes } = chartOf([interval(1, { state: 'waiting', cpu: null, wakeupNs: 5, wakerCpu: null })], all)
    expect(boxes).toStrictEqual([{ ...box, state: 'waiting', startNs: 0, endNs: 10, wakeupNs: 5 }])
  })

  test('of a call: descriptor, bytes and name, its error, and the time of the calls where it differs', () => {
    const { boxes } = chartOf(
      [
        io(0, 5, { bytes: 7 }),
        io(5, 9, { error: 'EAGAIN', fd: null }),
        io(9, 30, { merges: 1, callNs: 6, maxCallNs: 4 }),
      ],
      all,
    )
    const call = { type: 'box', row: 0, lane: 'io', state: 'read', text: 'pread64' } as const
    expect(boxes).toStrictEqual([
      { ...call, startNs: 0, endNs: 5, fd: 3, bytes: 7 },
      { ...call, startNs: 5, endNs: 9, fd: null, bytes: 0, error: 'EAGAIN' },
      { ...call, startNs: 9, endNs: 30, fd: 3, bytes: 0, merges: 1, maxCallNs: 4, callNs: 6 },
    ])
  })
})

describe('one of the worst tells', () => {
  test('how long who waited, and what is known of it', () => {
    const wake = { wakerTid: 9, wakerComm: 'x', context: 'interrupt', interrupt: 'eth0', wakerCpu: 3 } as const
    const { worst } = chartOf(
      [
        interval(1, { state: 'waiting', endNs: 50, cause: 'woken', ...wake }),
        interval(1, { state: 'blocked', startNs: 50, endNs: 90, reason: 'folio_wait', callchain: ['f'] }),
        interval(2, { state: 'waiting' }),
        task(1),
      ],
      { ...all, cpuRows: false },
    )
    const who = { type: 'worst', tid: 1, comm: 'task 1', row: 0 } as const
    expect(worst).toStrictEqual([
      {
        ...{ ...who, state: 'waiting', rank: 0, startNs: 0, endNs: 50, cause: 'woken' },
        ...{ wakerTid: 9, wakerComm: 'x', context: 'interrupt', interrupt: 'eth0' },
      },
      { type: 'worst', tid: 2, comm: 'task 2', row: 1, state: 'waiting', rank: 1, startNs: 0, endNs: 10 },
      { ...who, state: 'blocked', rank: 0, startNs: 50, endNs: 90, reason: 'folio_wait', callchain: 0 },
    ])
  })

  test('no row where its task has none', () => {
    const { worst } = chartOf([interval(1, { state: 'blocked' }), task(1)], { ...all, thresholdNs: 1 })
    expect(worst).toStrictEqual([
      { type: 'worst', state: 'blocked', rank: 0, tid: 1, comm: 'task 1', startNs: 0, endNs: 10 },
    ])
  })
})

describe('a row tells', () => {
  test('of a task, its parent where that is known', () => {
    const items = [
      task(1, { runningNs: 5 }),
      task(2, { runningNs: 5, parentTid: 1, parentComm: 'task 1', exited: true }),
    ]
    const { rows } = chartOf(items, all)
    const row = { type: 'row', kind: 'task', ppid: null, tasks: 1, startNs: 0, endNs: 100 } as const
    const totals = { ...zeroTotals(), runningNs: 5 }
    expect(rows).toStrictEqual([
      { ...row, row: 0, taskId: 1, tid: 1, pid: 1, comm: 'task 1', exited: false, totals },
      {
        ...{ ...row, row: 1, taskId: 2, tid: 2, pid: 2, comm: 'task 2', exited: true, totals },
        ...{ parentTid: 1, parentComm: 'task 1' },
      },
    ])
  })

  test('a task whose end tells no process keeps that of its intervals; one that tells it late has it', () => {
    const pids = (first: number | null, last: number | null) =>
      chartOf([interval(1, { pid: first, cpu: null }), task(1, { pid: last, runningNs: 10 })], all).rows[0]?.pid
    expect([pids(5, null), pids(null, 5), pids(null, null)]).toEqual([5, 5, null])
  })

  test('a task of which no end was told has not exited', () => {
    expect(chartOf([interval(1, { cpu: null })], all).rows[0]).toMatchObject({ exited: false, ppid: null })
  })

  test('the comm of a task is that of its last interval', () => {
    const items = [
      interval(1, { comm: 'sh', cpu: null }),
      interval(1, { comm: 'make', startNs: 10, endNs: 20, cpu: null }),
    ]
    expect(chartOf(items, all).rows.map(row => row.comm)).toEqual(['make'])
  })
})

describe('a bin tells', () => {
  test('the bytes of its calls, by direction, and how many they were', () => {
    const items: TimelineItem[] = Array.from({ length: 300 }, (_, at) =>
      io(at * 1_000, at * 1_000 + 10, at % 3 === 0 ? { op: 'write', bytes: 5 } : { bytes: at % 2, merges: 1 }),
    )
    const { bins, head } = chartOf(items, { ...all, maxElements: 100 })
    const sum = (name: string) =>
      bins.reduce(
        ([ns, count, bytes], { states }) => {
          const state = states[name]
          return [ns + (state?.ns ?? 0), count + (state?.count ?? 0), bytes + (state?.bytes ?? 0)]
        },
        [0, 0, 0] as [number, number, number],
      )
    expect(sum('write')).toEqual([1_000, 100, 500])
    expect(sum('read')).toEqual([2_000, 400, 100])
    expect(head.foldedIntervals).toBe(500)
    expect(bins.every(bin => Object.values(bin.states).every(state => state.bytes !== 0))).toBe(true)
  })
})
