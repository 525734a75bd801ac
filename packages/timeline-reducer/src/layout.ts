import { addTotals, ioBytesOf, type TaskTotals, zeroTotals } from '@tc-stream/event-schema'
import type { Wake } from './box.js'
import type { Budget } from './budget.js'
import type { CpuTable } from './cpus.js'
import type { GroupRow } from './group.js'
import { byTotals, type CpuRow, type TaskRow } from './rows.js'
import { addSamples, type SampleCounts } from './samples.js'
import { rowLimit, type Shared } from './shared.js'
import type { TaskTable } from './tasks.js'
import { compareByTopology } from './topology.js'

/** The tasks of one process, drawn below a row of it. */
export interface ProcessRow {
  readonly pid: number
  readonly comm: string
  readonly ppid: number | null
  readonly startNs: number
  readonly endNs: number
  readonly totals: TaskTotals
  readonly samples: SampleCounts | undefined
  readonly tasks: number
}

/** A row in its place. `parent` is the row of the process. */
export type PlacedRow =
  | { readonly kind: 'cpu'; readonly cpu: CpuRow }
  | { readonly kind: 'process'; readonly process: ProcessRow }
  | { readonly kind: 'task'; readonly task: TaskRow; readonly parent: number | undefined }
  | { readonly kind: 'group'; readonly group: GroupRow }

export interface Layout {
  readonly rows: readonly PlacedRow[]
  /** Row of each drawn task. */
  readonly rowOfTask: ReadonlyMap<number, number>
  /** Row of each CPU. */
  readonly rowOfCpu: ReadonlyMap<number, number>
  readonly tasksDrawn: number
  readonly tasksGrouped: number
  readonly tasksLeftOut: number
  readonly leftOutRunningNs: number
  readonly leftOutBytes: number
  readonly thresholdNs: number
  readonly thresholdBytes: number
  /** Totals of all tasks, drawn or not. */
  readonly totals: TaskTotals
}

/** The row that a wakeup came from: the waker's, or that of the CPU whose interrupt it was. */
export function wakerRowOf({ rowOfTask, rowOfCpu }: Layout, wake: Wake): number | undefined {
  if (wake.context === 'interrupt') return wake.cpu == null ? undefined : rowOfCpu.get(wake.cpu)
  return wake.taskId === undefined ? undefined : rowOfTask.get(wake.taskId)
}

/** Chooses the rows of the chart, folds all others, makes what is left fit the budget, and puts the rows in order. */
export function layOut(shared: Shared, tasks: TaskTable, cpus: CpuTable, budget: Budget): Layout {
  tasks.endAll()
  tasks.foldBelowLine()
  const groups = chooseGroups(shared, tasks)
  const leftOut = tasks.allGroups().filter(group => !groups.includes(group))
  const totals = zeroTotals()
  for (const row of tasks.ended) addTotals(totals, row.totals)
  for (const group of tasks.allGroups()) addTotals(totals, group.totals)
  for (const group of leftOut) {
    shared.elements -= group.elements
    group.lanes.length = 0
  }
  budget.fitChart()
  markStarts(shared, tasks)
  limitMarks(shared, tasks, cpus)
  if (tasks.displaced > 0) shared.diagnostics.count('TC_REDUCE_ROWS', { by: tasks.displaced })
  return {
    ...placeRows(shared, tasks.ended, cpus, groups),
    tasksDrawn: tasks.ended.length,
    tasksGrouped: sumOf(groups, group => group.tasks),
    tasksLeftOut: sumOf(leftOut, group => group.tasks),
    leftOutRunningNs: sumOf(leftOut, group => group.totals.runningNs),
    leftOutBytes: sumOf(leftOut, group => ioBytesOf(group.totals)),
    thresholdNs: tasks.line.ns,
    thresholdBytes: tasks.line.bytes,
    totals,
  }
}

/** The rows by comm that do enough, those that do most first; the tasks that do least make room for them. */
function chooseGroups(shared: Shared, tasks: TaskTable): GroupRow[] {
  const limit = rowLimit(shared)
  tasks.keepLongest(limit)
  for (;;) {
    const drawn = tasks.allGroups().filter(group => tasks.line.admits(group.totals))
    const free = limit - drawn.length
    if (tasks.ended.length <= free || tasks.ended.length === 0) {
      // The sort is stable: of equal ones the first that came is first.
      return drawn.sort((a, b) => byTotals(a.totals, b.totals))
    }
    tasks.keepLongest(Math.max(0, free))
  }
}

/** Tasks that were forked in the chart's time; only now is it known which of them are drawn. */
function markStarts(shared: Shared, tasks: TaskTable): void {
  const { fromNs = Number.NEGATIVE_INFINITY, toNs = Number.POSITIVE_INFINITY } = shared.settings
  for (const { bornNs: timeNs, parentTid, parentComm, marks } of tasks.ended) {
    if (timeNs === undefined || timeNs < fromNs || timeNs >= toNs) continue
    const text = parentTid === undefined ? undefined : `forked by ${parentComm ?? ''}:${parentTid}`
    marks.add({ kind: 'start', timeNs, text, count: 1, callchain: undefined }, shared)
  }
}

/** Rows that each hold a mark of every kind can still be too many marks: the last rows lose theirs. */
function limitMarks(shared: Shared, tasks: TaskTable, cpus: CpuTable): void {
  let left = shared.settings.maxMarks
  for (const { marks } of [...cpus.rows.values(), ...tasks.ended]) {
    if (marks.length > left) shared.diagnostics.count('TC_REDUCE_MARKS', { by: marks.limit(left, shared) })
    left -= marks.length
  }
}

function placeRows(
  shared: Shared,
  drawn: readonly TaskRow[],
  cpus: CpuTable,
  groups: readonly GroupRow[],
): Pick<Layout, 'rows' | 'rowOfTask' | 'rowOfCpu'> {
  const rows: PlacedRow[] = []
  const rowOfTask = new Map<number, number>()
  const rowOfCpu = new Map<number, number>()
  const compare = compareCpus(shared)
  for (const cpu of [...cpus.rows.values()].sort((a, b) => compare(a.cpu, b.cpu))) {
    rowOfCpu.set(cpu.cpu, rows.length)
    rows.push({ kind: 'cpu', cpu })
  }
  for (const members of processesOf(shared, drawn)) {
    const pid = members[0]?.pid ?? null
    let parent: number | undefined
    if (pid !== null && threadsOf(members) > 1 && shared.settings.processRows) {
      parent = rows.length
      rows.push({ kind: 'process', process: processOf(pid, members) })
    }
    for (const task of clusters(members, member => member.tid).flat()) {
      rowOfTask.set(task.taskId, rows.length)
      rows.push({ kind: 'task', task, parent })
    }
  }
  for (const group of groups) rows.push({ kind: 'group', group })
  return { rows, rowOfTask, rowOfCpu }
}

/**
 * The tasks of each process, then those that are known of none: as they appear. Where all that is known is I/O, who moved
 * most bytes comes first.
 */
function processesOf({ scheduled }: Shared, drawn: readonly TaskRow[]): TaskRow[][] {
  const sorted = [...drawn].sort(scheduled ? byAppearance : byBytes)
  const known = clusters(
    sorted.filter(task => task.pid !== null),
    task => task.pid as number,
  )
  // The sort is stable: of equal ones, the one with the busiest task is first.
  if (!scheduled) known.sort((a, b) => sumOf(b, bytesOfRow) - sumOf(a, bytesOfRow))
  return [...known, sorted.filter(task => task.pid === null)]
}

const bytesOfRow = (row: TaskRow): number => ioBytesOf(row.totals)

const byBytes = (a: TaskRow, b: TaskRow): number => bytesOfRow(b) - bytesOfRow(a) || byAppearance(a, b)

/** By topology, if that was asked for and can be told. */
function compareCpus({ settings, trace, diagnostics }: Shared): (a: number, b: number) => number {
  const byTopology = settings.topology && trace !== undefined ? compareByTopology(trace) : undefined
  if (settings.topology && byTopology === undefined) diagnostics.count('TC_REDUCE_NO_TOPOLOGY')
  return byTopology ?? ((a, b) => a - b)
}

/** An exec gives a thread a second row, not the process a second thread. */
const threadsOf = (members: readonly TaskRow[]): number => new Set(members.map(member => member.tid)).size

const byAppearance = (a: TaskRow, b: TaskRow): number => a.startNs - b.startNs || a.order - b.order

/** Puts rows with the same key together, in the order in which the keys first appear. */
function clusters(rows: readonly TaskRow[], keyOf: (row: TaskRow) => number): TaskRow[][] {
  const byKey = new Map<number, TaskRow[]>()
  for (const row of rows) {
    const members = byKey.get(keyOf(row))
    if (members === undefined) byKey.set(keyOf(row), [row])
    else members.push(row)
  }
  return [...byKey.values()]
}

/** Sums the rows below it: tasks of the process without a row of their own are in the rows by comm, or left out. */
function processOf(pid: number, members: readonly TaskRow[]): ProcessRow {
  const totals = zeroTotals()
  let samples: SampleCounts | undefined
  let startNs = Number.POSITIVE_INFINITY
  let endNs = Number.NEGATIVE_INFINITY
  for (const task of members) {
    addTotals(totals, task.totals)
    samples = addSamples(samples, task.samples)
    startNs = Math.min(startNs, task.startNs)
    endNs = Math.max(endNs, task.endNs)
  }
  // A process goes by the last name of its first thread, be that drawn or not.
  const leader = members.findLast(task => task.tid === pid)
  const told = members.findLast(task => task.processComm !== undefined)?.processComm
  const first = members[0] as TaskRow
  const { ppid } = leader ?? first
  const comm = leader?.comm ?? told ?? first.comm
  return { pid, comm, ppid, startNs, endNs, totals, samples, tasks: threadsOf(members) }
}

function sumOf<Item>(items: Iterable<Item>, amountOf: (item: Item) => number): number {
  let sum = 0
  for (const item of items) sum += amountOf(item)
  return sum
}
