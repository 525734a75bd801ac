import {
  type ArrowItem,
  type BinItem,
  type BoxItem,
  type CallchainItem,
  type ChartItem,
  type RowItem,
  type WorstItem,
  zeroTotals,
} from '@tc-stream/event-schema'

/** A chart made up by a small simulation of a scheduler, for tests: the same seed gives the same chart. */
export interface SyntheticOptions {
  readonly seed?: number
  readonly cpus?: number
  /** Units: ns. */
  readonly spanNs?: number
  /** Shorter intervals are folded; 0 folds none. Units: ns. */
  readonly quantumNs?: number
  /** Names of processes, and how many threads each has. */
  readonly processes?: readonly (readonly [comm: string, threads: number])[]
}

export const HOSTILE_COMMS: readonly (readonly [string, number])[] = [
  ['<script>alert(1)</script>', 1],
  [']]>&amp;"\'<!--', 1],
  ['tab\tnl\nnul\u0000esc\u001b', 1],
  ['\u202etxt.exe\u2066', 1],
  ['\ud800lone\udfff\uffff', 1],
  ['a very long name that goes on and on without an end in sight', 2],
  ['日本語のプロセス 🦀', 1],
]

const PROCESSES: readonly (readonly [string, number])[] = [
  ['make', 1],
  ['cc1', 4],
  ['postgres', 5],
  ['node', 6],
  ['kworker/2:1', 1],
  ['rcu_sched', 1],
  ['jbd2/vda1-8', 1],
  ['nginx', 4],
]

interface Task {
  readonly row: number
  readonly tid: number
  readonly comm: string
  readonly boxes: BoxItem[]
  readonly weight: number
  cpu: number
}

function createRandom(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}

const LANES = ['sched', 'cState', 'pState', 'interrupt', 'io'] as const

export function syntheticChart(options: SyntheticOptions = {}): ChartItem[] {
  const { seed = 7, cpus = 4, spanNs = 240e6, quantumNs = 0, processes = PROCESSES } = options
  const random = createRandom(seed)
  const startNs = 100_200_000
  const endNs = startNs + spanNs
  const rows: RowItem[] = []
  const cpuBoxes: BoxItem[][] = []
  const marks: ChartItem[][] = []
  for (let cpu = 0; cpu < cpus; cpu++) {
    rows.push({ type: 'row', row: cpu, kind: 'cpu', cpu, startNs, endNs })
    cpuBoxes.push([])
  }
  const tasks = addTasks(rows, processes, startNs, endNs, cpus, random)
  simulate(tasks, cpuBoxes, startNs, endNs, random)
  for (let cpu = 0; cpu < cpus; cpu++) addHardware(cpuBoxes[cpu] as BoxItem[], cpu, startNs, endNs, random)
  marks[1] = [{ type: 'mark', row: 1, kind: 'lost', timeNs: startNs + Math.floor(spanNs / 3), count: 12 }]
  addTotals(rows, tasks, cpuBoxes)
  const boxes = rows.map((row, index) => (row.kind === 'cpu' ? (cpuBoxes[index] as BoxItem[]) : []))
  for (const task of tasks) boxes[task.row] = task.boxes
  const folded = boxes.map(list => fold(list, quantumNs, startNs, random))
  const elements = folded.reduce((sum, list) => sum + list.length, 0)
  return [
    {
      type: 'trace',
      schemaVersion: 1,
      originSeconds: 443,
      perfVersion: '6.1.187',
      cpuCount: cpus,
      cpuModel: 'AMD EPYC 9B14 96-Core Processor',
      osRelease: '6.1.0-37-amd64',
      arch: 'x86_64',
      capturedOn: 'Tue Sep  8 14:03:21 2026',
    },
    {
      type: 'chart',
      startNs,
      endNs,
      quantumNs,
      maxFreqKhz: 3_400_000,
      rows: rows.length,
      elements,
      foldedIntervals: boxes.reduce((sum, list) => sum + list.length, 0) - elements,
      tasks: tasks.length + 3981,
      tasksDrawn: tasks.length,
      tasksGrouped: 3981,
      tasksLeftOut: 12,
      leftOutRunningNs: 830_000,
      thresholdNs: 200_000,
      unknownNs: spanNs * 0.4,
      inferredNs: spanNs * 0.02,
      taskNs: spanNs * tasks.length,
      events: 7301,
    },
    {
      type: 'diagnostic',
      code: 'TC_LEX_UNKNOWN_LINE',
      severity: 'warning',
      meaning: 'a line was not understood',
      count: 3,
    },
    {
      type: 'diagnostic',
      code: 'TC_STATE_BROKEN_CHAIN',
      severity: 'warning',
      meaning: 'a switch does not follow the one before it on its CPU',
      count: 41,
    },
    ...rows,
    ...folded.flatMap((list, row) => [...list, ...(marks[row] ?? [])]),
    ...arrowsOf(tasks),
    ...worstOf(tasks),
    ...callchains(),
    { type: 'chartEnd' },
  ]
}

function addTasks(
  rows: RowItem[],
  processes: readonly (readonly [string, number])[],
  startNs: number,
  endNs: number,
  cpus: number,
  random: () => number,
): Task[] {
  const tasks: Task[] = []
  let tid = 1200
  for (const [comm, threads] of processes) {
    const pid = tid + 1
    const parent = rows.length
    rows.push({ type: 'row', row: parent, kind: 'process', pid, ppid: 1, comm, tasks: threads, startNs, endNs })
    for (let thread = 0; thread < threads; thread++) {
      const row = rows.length
      tid++
      const name = thread === 0 ? comm : `${comm.slice(0, 12)}-w${thread}`
      rows.push({
        type: 'row',
        row,
        kind: 'task',
        parent,
        taskId: row,
        tid,
        pid,
        ppid: 1,
        comm: name,
        tasks: 1,
        startNs,
        endNs,
      })
      tasks.push({ row, tid, comm: name, boxes: [], weight: random() ** 2, cpu: Math.floor(random() * cpus) })
    }
  }
  const group = rows.length
  rows.push({ type: 'row', row: group, kind: 'group', comm: 'true', tasks: 3981, startNs, endNs })
  tasks.push({ row: group, tid: 0, comm: 'true', boxes: [], weight: 0.2, cpu: 0 })
  return tasks
}

/** Tasks sleep, are woken, wait for the CPU that is free first, run, and are preempted now and then. */
function simulate(tasks: Task[], cpuBoxes: BoxItem[][], startNs: number, endNs: number, random: () => number): void {
  const free = cpuBoxes.map(() => startNs)
  const ready = tasks.map((task, index) => ({
    task,
    index,
    atNs: startNs + Math.floor(random() * 9e6),
    fromNs: startNs,
    state: 'unknown',
    cause: 'woken',
  }))
  const length = (scale: number) => Math.floor(-Math.log(1 - random()) * scale) + 900
  for (;;) {
    const next = ready.reduce((best, each) => (each.atNs < best.atNs ? each : best))
    if (next.atNs >= endNs) break
    const { task } = next
    const cpu = free.reduce((best, time, index) => (time < (free[best] as number) ? index : best), task.cpu)
    const waker = tasks[(next.index * 7 + 3) % tasks.length] as Task
    push(
      task,
      {
        state: next.state,
        startNs: next.fromNs,
        endNs: next.atNs,
        cpu,
        ...(next.state === 'blocked' ? { reason: 'io_schedule', callchain: 1 } : {}),
      },
      endNs,
    )
    const runNs = Math.max(next.atNs + 1200, free[cpu] as number)
    const preempted = next.cause === 'preempted'
    push(
      task,
      {
        state: 'waiting',
        cause: preempted ? 'preempted' : 'woken',
        startNs: next.atNs,
        endNs: runNs,
        cpu,
        ...(preempted
          ? {}
          : {
              wakerTid: waker.tid,
              wakerComm: waker.comm,
              wakerRow: waker.row,
              wakerCpu: waker.cpu,
              wakeupNs: next.atNs,
              context: 'task' as const,
              callchain: 2,
            }),
      },
      endNs,
    )
    const stopNs = runNs + length(task.weight * 6e6)
    const outcome = random()
    const prevState = outcome < 0.2 ? 'R+' : outcome < 0.4 ? 'D' : 'S'
    push(task, { state: 'running', startNs: runNs, endNs: stopNs, cpu, prevState, callchain: 0 }, endNs)
    if (runNs < endNs) {
      cpuBoxes[cpu]?.push({
        type: 'box',
        row: cpu,
        lane: 'sched',
        state: 'running',
        startNs: runNs,
        endNs: Math.min(stopNs, endNs),
        tid: task.tid,
        comm: task.comm,
        taskRow: task.row,
        prevState,
      })
    }
    free[cpu] = stopNs + 700
    task.cpu = cpu
    next.fromNs = stopNs
    next.state = prevState === 'D' ? 'blocked' : prevState === 'S' ? (random() < 0.1 ? 'idle' : 'sleeping') : 'waiting'
    next.cause = prevState === 'R+' ? 'preempted' : 'woken'
    next.atNs = stopNs + (prevState === 'R+' ? 0 : length(prevState === 'D' ? 1.5e6 : 14e6))
  }
}

function push(task: Task, box: Omit<BoxItem, 'type' | 'row' | 'lane'>, limitNs: number): void {
  if (box.startNs >= limitNs || box.endNs <= box.startNs) return
  task.boxes.push({ type: 'box', row: task.row, lane: 'sched', ...box, endNs: Math.min(limitNs, box.endNs) })
}

function addHardware(boxes: BoxItem[], row: number, startNs: number, endNs: number, random: () => number): void {
  let fromNs = startNs
  for (const box of [...boxes]) {
    if (box.startNs - fromNs > 20_000) {
      const state = `C${Math.min(6, Math.floor(Math.log10((box.startNs - fromNs) / 10_000) * 2.5))}`
      boxes.push({ type: 'box', row, lane: 'cState', state, startNs: fromNs, endNs: box.startNs })
    }
    fromNs = box.endNs
  }
  for (let timeNs = startNs; timeNs < endNs; timeNs += 4e6) {
    const lengthNs = 2000 + Math.floor(random() * 30_000)
    boxes.push({
      type: 'box',
      row,
      lane: 'interrupt',
      state: 'vector',
      text: 'local_timer',
      startNs: timeNs,
      endNs: timeNs + lengthNs,
    })
  }
  if (row !== 0) return
  const step = Math.floor((endNs - startNs) / 12)
  for (let index = 0; index < 12; index++) {
    const khz = [800_000, 2_400_000, 3_400_000][Math.floor(random() * 3)] as number
    boxes.push({
      type: 'box',
      row,
      lane: 'pState',
      state: `${khz}`,
      startNs: startNs + index * step,
      endNs: startNs + (index + 1) * step,
    })
  }
}

function addTotals(rows: RowItem[], tasks: Task[], cpuBoxes: BoxItem[][]): void {
  const sum = (boxes: BoxItem[], state: string) =>
    boxes
      .filter(box => box.lane === 'sched' && box.state === state)
      .reduce((ns, box) => ns + box.endNs - box.startNs, 0)
  rows.forEach((row, index) => {
    if (row.kind === 'cpu') {
      const busyNs = sum(cpuBoxes[index] as BoxItem[], 'running')
      row.cpuTotals = { busyNs, idleNs: row.endNs - row.startNs - busyNs, unknownNs: 0, switches: 0, lost: 0 }
      return
    }
    const totals = { ...zeroTotals() }
    for (const task of tasks) {
      if (task.row !== index && rows[task.row]?.parent !== index) continue
      totals.runningNs += sum(task.boxes, 'running')
      totals.waitingNs += sum(task.boxes, 'waiting')
      totals.blockedNs += sum(task.boxes, 'blocked')
      totals.sleepingNs += sum(task.boxes, 'sleeping')
      totals.switches += task.boxes.filter(box => box.state === 'running').length
      for (const box of task.boxes)
        if (box.state === 'waiting') totals.maxWaitNs = Math.max(totals.maxWaitNs, box.endNs - box.startNs)
    }
    row.totals = totals
  })
}

/** Folds short intervals into bins, somewhat as the reducer does. */
function fold(boxes: BoxItem[], quantumNs: number, startNs: number, random: () => number): (BoxItem | BinItem)[] {
  const result: (BoxItem | BinItem)[] = []
  for (const lane of LANES) {
    const bins = new Map<number, BinItem>()
    const kept: (BoxItem | BinItem)[] = []
    for (const box of boxes) {
      if (box.lane !== lane) continue
      if (box.endNs - box.startNs >= quantumNs || random() < 0.01) {
        kept.push(box)
        continue
      }
      const index = Math.floor((box.startNs - startNs) / quantumNs)
      let bin = bins.get(index)
      if (bin === undefined) {
        const fromNs = startNs + index * quantumNs
        bin = {
          type: 'bin',
          row: box.row,
          lane,
          startNs: fromNs,
          endNs: fromNs + quantumNs,
          states: {},
          longest: { state: box.state, startNs: box.startNs, endNs: box.endNs },
        }
        bins.set(index, bin)
        kept.push(bin)
      }
      bin.states[box.state] ??= { ns: 0, count: 0 }
      const share = bin.states[box.state] as { ns: number; count: number }
      share.ns += box.endNs - box.startNs
      share.count++
      if (box.endNs - box.startNs > bin.longest.endNs - bin.longest.startNs)
        bin.longest = { state: box.state, startNs: box.startNs, endNs: box.endNs }
    }
    result.push(...kept.sort((a, b) => a.startNs - b.startNs))
  }
  return result
}

function arrowsOf(tasks: Task[]): ArrowItem[] {
  return tasks.flatMap(task =>
    task.boxes
      .filter(box => box.state === 'waiting' && box.wakerRow !== undefined)
      .map(box => ({
        type: 'arrow' as const,
        timeNs: box.startNs,
        fromRow: box.wakerRow as number,
        toRow: box.row,
        context: 'task' as const,
      })),
  )
}

function worstOf(tasks: Task[]): WorstItem[] {
  return (['waiting', 'blocked'] as const).flatMap(state =>
    tasks
      .flatMap(task => task.boxes.filter(box => box.state === state).map(box => ({ task, box })))
      .sort((a, b) => b.box.endNs - b.box.startNs - (a.box.endNs - a.box.startNs))
      .slice(0, 10)
      .map(({ task, box }, rank) => {
        const item: WorstItem = {
          type: 'worst',
          state,
          rank,
          row: task.row,
          tid: task.tid,
          comm: task.comm,
          startNs: box.startNs,
          endNs: box.endNs,
        }
        if (box.cause !== undefined) item.cause = box.cause
        if (box.reason !== undefined) item.reason = box.reason
        if (box.wakerTid !== undefined && box.wakerComm !== undefined)
          Object.assign(item, { wakerTid: box.wakerTid, wakerComm: box.wakerComm })
        return item
      }),
  )
}

function callchains(): CallchainItem[] {
  const kernel = (symbol: string, offset: number) => ({
    ip: `ffffffff82${(offset * 7919).toString(16).padStart(6, '0')}`,
    symbol,
    offset,
    dso: '[kernel.kallsyms]',
    kernel: true as const,
  })
  const user = (symbol: string | null, offset: number, dso: string) => ({
    ip: `7f${(offset * 104729).toString(16)}`,
    symbol,
    offset,
    dso,
  })
  return [
    {
      type: 'callchain',
      id: 0,
      frames: [
        kernel('__schedule', 1560),
        kernel('schedule', 94),
        kernel('do_nanosleep', 103),
        user('clock_nanosleep', 117, '/usr/lib/libc.so.6'),
        user('main<T&>::poll', 20, '/usr/bin/app'),
      ],
    },
    {
      type: 'callchain',
      id: 1,
      frames: [
        kernel('__schedule', 1560),
        kernel('io_schedule', 70),
        kernel('folio_wait_bit_common', 302),
        user(null, 4000, '/usr/lib/libpq.so'),
        'raw frame <&>',
      ],
    },
    {
      type: 'callchain',
      id: 2,
      frames: [
        kernel('try_to_wake_up', 600),
        kernel('wake_up_q', 78),
        kernel('futex_wake', 345),
        user('pthread_cond_signal', 55, '/usr/lib/libc.so.6'),
      ],
    },
  ]
}
