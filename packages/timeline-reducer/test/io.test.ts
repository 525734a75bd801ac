import type { IoItem, TimelineItem } from '@tc-stream/event-schema'
import { zeroTotals } from '@tc-stream/event-schema'
import { MAX_ERROR_NAMES } from '../src/io.js'
import { type Chart, chartOf, checkChart } from './check-chart.js'

type Given = Partial<IoItem> & { readonly task: number }

let nowNs = 0
/** One call of a task of its own process, 10 ns after the last one. */
function io({ task, ...given }: Given): IoItem {
  nowNs += 10
  return {
    ...{ type: 'io', taskId: task, tid: task, pid: task, comm: `task${task}`, op: 'read', syscall: 'read', fd: 3 },
    ...{ bytes: 0, error: null, startNs: nowNs, endNs: nowNs + 5, merges: 0 },
    ...given,
  }
}
const ran = (task: number, ns: number): TimelineItem => {
  nowNs += ns
  return {
    ...{ type: 'interval', taskId: task, tid: task, pid: task, comm: `task${task}`, state: 'running', cpu: 0 },
    ...{ startNs: nowNs - ns, endNs: nowNs },
  }
}
beforeEach(() => {
  nowNs = 0
})

const taskRows = (chart: Chart) => chart.rows.filter(row => row.kind === 'task').map(row => row.tid)

describe('a chart of I/O alone', () => {
  test('has its rows in the order of bytes, the busiest process first', () => {
    const items = [
      io({ task: 1, bytes: 10 }),
      io({ task: 2, bytes: 4000, op: 'tx' }),
      io({ task: 3, pid: 30, bytes: 2500 }),
      io({ task: 4, pid: 30, bytes: 3000, op: 'write' }),
      io({ task: 5, pid: null, bytes: 9000 }),
      io({ task: 6, op: 'poll' }),
    ]
    const chart = chartOf(items)
    expect(chart.rows.map(({ kind, tid, pid }) => `${kind} ${tid ?? pid}`)).toEqual([
      ...['process 30', 'task 4', 'task 3', 'task 2', 'task 1', 'task 6', 'task 5'],
    ])
    expect(chart.head).toMatchObject({ scheduled: false, io: { bytes: 18_510, calls: 6, thresholdBytes: 0 } })
  })

  test('draws tasks that moved the threshold, or as many as are asked for', () => {
    const items = [2_000_000, 1_048_576, 1_048_575, 20_000, 500, 0].map((bytes, task) => io({ task, bytes }))
    expect(taskRows(chartOf(items, { minTasks: 0 }))).toEqual([0, 1])
    expect(taskRows(chartOf(items, { minTasks: 2 }))).toEqual([0, 1])
    expect(taskRows(chartOf(items, { minTasks: 3 }))).toEqual([0, 1, 2])
    expect(taskRows(chartOf(items, { minTasks: 4 }))).toEqual([0, 1, 2, 3])
    const chart = chartOf(items, { minTasks: 3, maxGroups: 1 })
    expect(chart.head).toMatchObject({ tasksLeftOut: 3, io: { thresholdBytes: 104_857, leftOutBytes: 20_500 } })
    expect(taskRows(chartOf(items, { minTasks: 99 }))).toHaveLength(6)
  })

  test('tells errors by name, most first, and the most that one interval moved', () => {
    const items = [
      io({ task: 1, error: 'EBADF' }),
      io({ task: 1, error: 'EAGAIN', merges: 2 }),
      io({ task: 2, error: 'EAGAIN' }),
      io({ task: 2, bytes: 77 }),
    ]
    const { head } = chartOf(items)
    expect(head.io).toMatchObject({ calls: 6, errors: { EAGAIN: 4, EBADF: 1 }, maxBytes: 77 })
    expect(Object.keys(head.io?.errors ?? {})).toEqual(['EAGAIN', 'EBADF'])
  })

  test('tells errors that are as many in the order of their names', () => {
    const items = ['EPIPE', 'EAGAIN', 'EIO', 'EBADF', 'EIO'].map(error => io({ task: 1, error }))
    expect(Object.entries(chartOf(items).head.io?.errors ?? {})).toEqual([
      ['EIO', 2],
      ['EAGAIN', 1],
      ['EBADF', 1],
      ['EPIPE', 1],
    ])
  })

  test('tells so many errors apart, and the others together', () => {
    const names = Array.from({ length: MAX_ERROR_NAMES + 3 }, (_, at) => `E${1_000 + at}`)
    const { errors } = chartOf([...names, ...names.slice(0, 2)].map(error => io({ task: 1, error }))).head.io ?? {}
    expect(Object.keys(errors ?? {})).toHaveLength(MAX_ERROR_NAMES + 1)
    expect(errors).toMatchObject({ other: 3, E1000: 2, E1001: 2, E1002: 1 })
  })

  test('keeps the order in which tasks appear where they moved as much', () => {
    const items = [5, 3, 4].map(task => io({ task, bytes: 100 }))
    expect(taskRows(chartOf(items))).toEqual([5, 3, 4])
    expect(taskRows(chartOf([...items, io({ task: 4, bytes: 1 })]))).toEqual([4, 5, 3])
  })

  test('a call that ends before it begins is none', () => {
    const chart = chartOf([io({ task: 1 }), io({ task: 2, startNs: 9, endNs: 8, bytes: 5 })])
    expect(taskRows(chart)).toEqual([1])
    expect(chart.head.io).toMatchObject({ calls: 1, bytes: 0 })
  })

  test('of tasks beyond the limit, counts and draws it in the row of their comm', () => {
    const items = [
      io({ task: 1, bytes: 10 }),
      io({ task: 2, bytes: 3, merges: 2 }),
      io({ task: 2, error: 'EIO' }),
      io({ task: 3, bytes: 4 }),
    ]
    const chart = chartOf(items, { maxLiveTasks: 1, thresholdBytes: 1 })
    expect(chart.rows.map(({ kind, comm, totals }) => [kind, comm, totals?.ioReadBytes, totals?.ioCalls])).toEqual([
      ['task', 'task1', 10, 1],
      ['group', 'task3', 4, 1],
      ['group', 'task2', 3, 4],
    ])
    expect(chart.bins.map(({ row, lane, states }) => [row, lane, states])).toEqual([
      [1, 'io', { read: { ns: 5, count: 1, bytes: 4 } }],
      [2, 'io', { read: { ns: 5, count: 3, bytes: 3 }, 'read EIO': { ns: 5, count: 1 } }],
    ])
    expect(chart.diagnostics.get('TC_REDUCE_LIVE_TASKS')?.count).toBe(3)
    expect(chart.head.elements).toBe(3)
  })

  test('says nothing of CPUs that only headers named', () => {
    const cpu = { type: 'cpu', cpu: 0, busyNs: 0, idleNs: 0, unknownNs: 90, switches: 0, lost: 0 } as const
    expect(chartOf([io({ task: 1 }), cpu]).rows.map(row => row.kind)).toEqual(['task'])
    expect(chartOf([io({ task: 1 }), { ...cpu, idleNs: 1 }]).rows.map(row => row.kind)).toEqual(['cpu', 'task'])
  })
})

describe('with scheduler events', () => {
  test('running time or bytes give a row, and rows come as tasks appear', () => {
    const items = [
      ran(1, 10_000_000),
      io({ task: 2, bytes: 3_000_000 }),
      ran(3, 20_000_000),
      io({ task: 4 }),
      ran(4, 5),
    ]
    const chart = chartOf(items, { minTasks: 0 })
    expect(taskRows(chart)).toEqual([1, 2, 3])
    expect(chart.head.scheduled).toBe(true)
  })

  test('the time of a box is told beside that of its calls where they differ', () => {
    const [alone, merged, lengthened] = chartOf([
      io({ task: 1, callNs: 5, maxCallNs: 5 }),
      io({ task: 1, merges: 3, callNs: 4, maxCallNs: 2 }),
      io({ task: 1, callNs: 1, maxCallNs: 1, cut: 'end' }),
    ]).boxes
    expect([alone?.callNs, alone?.maxCallNs, alone?.merges]).toEqual([undefined, undefined, undefined])
    expect(merged).toMatchObject({ callNs: 4, maxCallNs: 2, merges: 3 })
    expect(lengthened).toMatchObject({ callNs: 1, cut: 'end' })
  })
})

test('folding keeps every byte, call and error, by direction and name', () => {
  const items: IoItem[] = []
  for (let at = 0; at < 3_000; at++) {
    const task = at % 7
    const op = (['read', 'write', 'rx', 'tx', 'sync', 'poll'] as const)[at % 6] as IoItem['op']
    const error = at % 11 === 0 ? 'EAGAIN' : null
    const bytes = error !== null || op === 'sync' || op === 'poll' ? 0 : at
    items.push(io({ task, op, error, bytes, merges: at % 3 }))
  }
  const chart = checkChart(items, { maxElements: 200, thresholdNs: 0, thresholdBytes: 1, minTasks: 0 })
  expect(chart.bins.length).toBeGreaterThan(20)
  expect(chart.bins.some(bin => bin.states['rx EAGAIN'] !== undefined)).toBe(true)
})

test('totals that a producer does not tell are those of its items', () => {
  const { ioCalls: _, ioReadBytes: __, ...old } = zeroTotals()
  const task = { type: 'task', taskId: 1, tid: 1, pid: 1, ppid: 1, comm: 'task1', startNs: 0, endNs: 90 } as const
  const items: TimelineItem[] = [io({ task: 1, bytes: 7 }), { ...task, exited: false, ...old }]
  expect(chartOf(items).rows[0]?.totals).toMatchObject({ ioCalls: 1, ioReadBytes: 7 })
})
