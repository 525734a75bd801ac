import { type RowItem, type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import { type Chart, chartOf } from './check-chart.js'
import { randomTimeline } from './random-timeline.js'

const all = { thresholdNs: 0, minTasks: 0 }

function run(task: { id: number; tid: number; pid: number | null; comm: string }, at: number, ns = 10): TimelineItem {
  const { id: taskId, tid, pid, comm } = task
  return {
    ...{ type: 'interval', taskId, tid, pid, comm, state: 'running', cpu: 1 },
    ...{ startNs: at, endNs: at + ns, prevState: 'S' },
  }
}

const lines = (chart: Chart) =>
  chart.rows.map(({ kind, cpu, pid, tid, comm, parent, tasks }) =>
    [kind, cpu ?? pid, tid, comm, parent === undefined ? '' : `in ${parent}`, tasks].join(' '),
  )

describe('the order of rows', () => {
  const items: TimelineItem[] = [
    run({ id: 1, tid: 50, pid: null, comm: 'nobody' }, 0),
    run({ id: 2, tid: 21, pid: 20, comm: 'worker' }, 10),
    run({ id: 3, tid: 30, pid: 30, comm: 'sh' }, 20),
    run({ id: 4, tid: 31, pid: 31, comm: 'alone' }, 30),
    run({ id: 5, tid: 20, pid: 20, comm: 'main' }, 40),
    run({ id: 6, tid: 30, pid: 30, comm: 'make' }, 50),
    run({ id: 7, tid: 21, pid: 20, comm: 'renamed' }, 60),
    { type: 'idle', cpu: 0, startNs: 0, endNs: 70 },
  ]

  test('CPUs, processes with their threads as they appear, tasks without a pid', () => {
    expect(lines(chartOf(items, all))).toEqual([
      'cpu 0    ',
      'cpu 1    ',
      'process 20  main  2',
      'task 20 21 worker in 2 1',
      'task 20 21 renamed in 2 1',
      'task 20 20 main in 2 1',
      'task 30 30 sh  1',
      'task 30 30 make  1',
      'task 31 31 alone  1',
      'task  50 nobody  1',
    ])
    expect(chartOf(items, { ...all, processRows: false }).rows.some(row => row.kind === 'process')).toBe(false)
  })

  test('a process is called by its first thread also where that has no row', () => {
    const thread = (id: number, processComm?: string): TimelineItem[] => {
      const who = { taskId: id, tid: id, pid: 20, comm: `pool-${id}` }
      const task = { ...who, type: 'task', ppid: null, startNs: 0, endNs: 60, exited: false, ...zeroTotals() } as const
      const totals = { ...task, runningNs: 10 }
      return [run({ ...who, id }, 10), processComm === undefined ? totals : { ...totals, processComm }]
    }
    const nameOf = (...parts: TimelineItem[][]) =>
      chartOf(parts.flat(), all).rows.find(row => row.kind === 'process')?.comm
    expect(nameOf(thread(21, 'java'), thread(22, 'java'))).toBe('java')
    // The last that is told, as of a first thread that is drawn.
    expect(nameOf(thread(21, 'sh'), thread(22, 'java'), thread(23))).toBe('java')
    expect(nameOf(thread(21), thread(22))).toBe('pool-21')
    expect(nameOf(thread(20), thread(21, 'told'))).toBe('pool-20')
  })

  test('a pid that becomes known late holds for the whole row', () => {
    const late = { id: 1, tid: 5, comm: 'x' }
    const chart = chartOf([run({ ...late, pid: null }, 0), run({ ...late, pid: 5 }, 10)], all)
    expect(chart.rows[1]).toMatchObject({ kind: 'task', pid: 5, totals: { runningNs: 20, switches: 2 } })
  })

  test('rows by comm come last, the longest running first, and only if they reach the threshold', () => {
    const many = (comm: string, from: number, count: number, ns: number) =>
      Array.from({ length: count }, (_, at) => {
        const id = from + at
        return run({ id, tid: id, pid: id, comm }, id * 1_000, ns)
      })
    const chart = chartOf(
      [
        ...many('big', 0, 2, 900),
        ...many('true', 100, 60, 10),
        ...many('rare', 200, 3, 10),
        ...many('sed', 300, 90, 10),
      ],
      { thresholdNs: 500, minTasks: 2 },
    )
    expect(lines(chart)).toEqual([
      'cpu 1    ',
      'task 0 0 big  1',
      'task 1 1 big  1',
      'group   sed  90',
      'group   true  60',
    ])
    expect(chart.head).toMatchObject({ tasks: 155, tasksGrouped: 150, tasksLeftOut: 3, leftOutRunningNs: 30 })
  })

  test('a process row sums the rows below it', () => {
    const [process] = chartOf(items, all).rows.filter(row => row.kind === 'process')
    expect(process).toMatchObject({ startNs: 10, endNs: 70, totals: { runningNs: 30, switches: 3 } })
  })

  test('the row of a CPU tells who ran, and where that task is drawn', () => {
    const chart = chartOf(items, all)
    expect(chart.boxes.filter(box => box.row === 1).slice(0, 2)).toEqual([
      {
        ...{ type: 'box', row: 1, lane: 'sched', state: 'running', startNs: 0, endNs: 10 },
        ...{ tid: 50, comm: 'nobody', taskRow: 9 },
      },
      {
        ...{ type: 'box', row: 1, lane: 'sched', state: 'running', startNs: 10, endNs: 20 },
        ...{ tid: 21, comm: 'worker', taskRow: 3 },
      },
    ])
  })
})

test('where nothing tells what a CPU ran, its row says so', () => {
  const chart = chartOf([
    { type: 'idle', cpu: 0, startNs: 0, endNs: 10 },
    { type: 'cpuGap', cpu: 0, startNs: 10, endNs: 30 },
  ])
  expect(chart.boxes.map(({ lane, state, startNs, endNs }) => ({ lane, state, startNs, endNs }))).toEqual([
    { lane: 'sched', state: 'idle', startNs: 0, endNs: 10 },
    { lane: 'sched', state: 'unknown', startNs: 10, endNs: 30 },
  ])
  expect(chart.rows[0]?.cpuTotals).toMatchObject({ idleNs: 10, unknownNs: 20 })
})

describe('items that are missing', () => {
  const timeline = randomTimeline({ seed: 11, steps: 600, tasks: 9, cpus: 2, comms: 4, churn: 0.3, chains: 4 })
  const full = chartOf(timeline, all)

  test('without totals of tasks, the intervals tell the same', () => {
    const chart = chartOf(
      timeline.filter(item => item.type !== 'task'),
      all,
    )
    const known = (row: RowItem) => [row.kind, row.taskId, row.totals]
    expect(chart.rows.map(known)).toEqual(full.rows.map(known))
    expect(chart.items.filter(item => item.type === 'box')).toEqual(full.items.filter(item => item.type === 'box'))
  })

  test('without its end, the extent is that of the items', () => {
    const chart = chartOf(
      timeline.filter(item => item.type !== 'end'),
      all,
    )
    expect(chart.head).toEqual({ ...full.head, events: 0 })
  })

  test('without totals of a CPU, its intervals and the extent tell them', () => {
    for (const row of full.rows.filter(one => one.kind === 'cpu')) {
      const boxes = full.boxes.filter(box => box.row === row.row && box.lane === 'sched')
      const sum = (state: string) =>
        boxes.filter(box => box.state === state).reduce((ns, box) => ns + box.endNs - box.startNs, 0)
      const span = full.head.endNs - full.head.startNs
      expect(row.cpuTotals).toMatchObject({ busyNs: sum('running'), idleNs: sum('idle') })
      expect(row.cpuTotals?.unknownNs).toBe(span - sum('running') - sum('idle'))
    }
    const given = { busyNs: 1, idleNs: 2, unknownNs: 3, switches: 4, lost: 5 }
    const [cpu] = chartOf([...timeline, { type: 'cpu', cpu: 0, ...given }], all).rows
    expect(cpu?.cpuTotals).toEqual(given)
  })

  test('nothing at all is still a chart', () => {
    expect(chartOf([]).items.map(item => item.type)).toEqual(['trace', 'chart', 'chartEnd'])
  })
})
