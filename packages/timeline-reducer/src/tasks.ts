import {
  addInterval,
  addIo,
  addTotals,
  detachString,
  type IntervalItem,
  type IoItem,
  type Lane,
  type TaskItem,
} from '@tc-stream/event-schema'
import { CutLine } from './cut-line.js'
import { GroupRow } from './group.js'
import { MAX_GROUP_BINS } from './options.js'
import { byWeight, type TaskKey, TaskRow } from './rows.js'
import { countSamples } from './samples.js'
import { rowLimit, type Shared } from './shared.js'
import { totalsOf } from './totals.js'
import { letGo } from './track.js'

/** Name of the row for the comms that got none. */
export const OTHERS_COMM = 'others'

/** Fewest bins of a row by comm, however many such rows there are. */
const MIN_GROUP_BINS = 16

/**
 * All tasks: those alive, those that ended and may get a row, and the rows by comm for all others.
 *
 * Bounds: `maxLiveTasks` alive, twice the most rows ended, `maxGroups` comms and one row for the rest.
 */
export class TaskTable {
  readonly live = new Map<number, TaskRow>()
  readonly groups = new Map<string, GroupRow>()
  others: GroupRow | undefined
  ended: TaskRow[] = []
  readonly line: CutLine
  /** Tasks met. */
  tasks = 0
  readonly #shared: Shared
  readonly #rowLimit: number
  readonly #groupLimit: number
  /** Tasks that had to give way to longer running ones, by the step of the cut line they had reached. */
  readonly #displaced: number[] = []
  /** The last of those that were kept: who ran no longer than it has no chance. */
  #least: TaskRow | undefined
  /** Some task came when too many were alive. */
  #overflowed = false

  constructor(shared: Shared) {
    const { settings } = shared
    this.#shared = shared
    this.#rowLimit = rowLimit(shared)
    // Half of the rows are left to tasks.
    this.#groupLimit = Math.min(settings.maxGroups, this.#rowLimit >> 1)
    this.line = new CutLine(settings.thresholdNs, settings.thresholdBytes, settings.minTasks)
  }

  /** The row of a task, made at its first item; undefined when too many tasks are alive. */
  rowOf(key: TaskKey): TaskRow | undefined {
    return this.live.get(key.taskId) ?? this.#open(key)
  }

  #open(key: TaskKey): TaskRow | undefined {
    if (this.live.size >= this.#shared.settings.maxLiveTasks) {
      this.#overflowed = true
      return undefined
    }
    const row = new TaskRow(key, this.tasks++, this.line.lowest)
    this.live.set(key.taskId, row)
    return row
  }

  /** Counts in its comm's totals an interval of a task that has no row. */
  countWithoutRow(item: IntervalItem, startNs: number, endNs: number): void {
    addInterval(this.#groupOf(item.comm).totals, item, startNs, endNs)
  }

  /** Counts I/O of a task that has no row in its comm's totals and bins. */
  countIoWithoutRow(item: IoItem, state: number, startNs: number, endNs: number): void {
    addIo(this.#groupOf(item.comm).totals, item, startNs, endNs)
    this.addWithoutRow(item.comm, 'io', state, startNs, endNs, item.merges + 1, item.bytes)
  }

  /** Puts into its comm's bins what a task did that has no row. */
  addWithoutRow(comm: string, lane: Lane, state: number, startNs: number, endNs: number, count = 1, bytes = 0): void {
    const shared = this.#shared
    shared.diagnostics.count('TC_REDUCE_LIVE_TASKS')
    const group = this.#groupOf(comm)
    const before = group.elements
    group.add(lane, state, startNs, endNs, this.groupBins, shared.quantumNs, count, bytes)
    shared.elements += group.elements - before
  }

  /** Counts in its comm's row a sample of a task that has no row. */
  countSampleWithoutRow(comm: string, event: string): void {
    this.#shared.diagnostics.count('TC_REDUCE_LIVE_TASKS')
    const group = this.#groupOf(comm)
    group.samples = countSamples(group.samples, event, 1)
  }

  /** Most bins of a row by comm now: all of them together take a quarter of the budget. */
  get groupBins(): number {
    const share = Math.floor(this.#shared.settings.maxElements / (4 * (this.groups.size + 1)))
    return Math.max(MIN_GROUP_BINS, Math.min(MAX_GROUP_BINS, share))
  }

  /** The task is over. In a window its totals are those of the window, so what the item tells is of no use. */
  end(item: TaskItem, windowed: boolean): void {
    const row = this.live.get(item.taskId) ?? (windowed || this.#overflowed ? undefined : this.#open(item))
    if (row === undefined) {
      if (!windowed) this.#endWithoutRow(item)
      return
    }
    row.exited = item.exited
    if (item.pid !== null) row.pid = item.pid
    row.ppid = item.ppid
    row.parentTid = item.parentTid
    row.parentComm = item.parentComm
    row.processComm = item.processComm
    if (item.born === true) row.bornNs = item.startNs
    if (item.leftOut !== undefined && windowed) addTotals(row.totals, item.leftOut)
    if (!windowed) {
      row.totals = totalsOf(item, row.totals)
      row.touch(item.startNs, item.endNs)
    }
    this.#finish(row)
  }

  #endWithoutRow(item: TaskItem): void {
    this.tasks++
    const group = this.#groupOf(item.comm)
    this.#countOther(group)
    group.tasks++
    group.touch(item.startNs, item.endNs)
  }

  /** The trace is over, and with it every task of which no item told the end. */
  endAll(): void {
    for (const row of this.live.values()) this.#finish(row)
  }

  #finish(row: TaskRow): void {
    this.climb(row)
    this.live.delete(row.taskId)
    if (!this.line.admits(row.totals)) {
      this.fold(row)
      return
    }
    if (this.#least !== undefined && byWeight(row, this.#least) > 0) {
      this.#displace(row)
      return
    }
    this.ended.push(row)
    // Twice as many as can be drawn: so that the sort costs little per task.
    if (this.ended.length >= 2 * this.#rowLimit) this.keepLongest(this.#rowLimit)
  }

  /** It has run, or moved bytes. */
  climb(row: TaskRow): void {
    row.level = this.line.climb(row.level, row.totals)
  }

  /** Folds the ended tasks beyond the `limit` that did most. */
  keepLongest(limit: number): void {
    this.ended.sort(byWeight)
    for (let at = limit; at < this.ended.length; at++) {
      this.#displace(this.ended[at] as TaskRow)
    }
    if (this.ended.length < limit) return
    this.ended.length = limit
    this.#least = this.ended[limit - 1]
  }

  #displace(row: TaskRow): void {
    this.#displaced[row.level] = (this.#displaced[row.level] ?? 0) + 1
    this.fold(row)
  }

  /** Folds the ended tasks that the cut line has passed since. */
  foldBelowLine(): void {
    this.ended = this.ended.filter(row => {
      if (this.line.admits(row.totals)) return true
      this.fold(row)
      return false
    })
  }

  /** Tasks above the line that found no place among the rows. */
  get displaced(): number {
    let sum = 0
    for (let level = 0; level <= this.line.level; level++) sum += this.#displaced[level] ?? 0
    return sum
  }

  /** Makes a task part of the row of its comm. */
  fold(row: TaskRow): void {
    const shared = this.#shared
    const group = this.#groupOf(row.comm)
    this.#countOther(group)
    const before = group.elements
    const freed = row.elements
    group.absorb(row, this.groupBins, shared.quantumNs)
    shared.elements += group.elements - before - freed
    row.marks.drop(shared)
    for (const track of row.tracks) {
      for (const box of track.boxes) {
        // One of the worst is told with its callchain even if its task has no row.
        if (box.pin === null) letGo(box, shared.callchains)
        else box.loose = true
      }
    }
  }

  /** A comm that came first keeps its row: then a row holds all folded tasks of its comm, or none. */
  #groupOf(comm: string): GroupRow {
    const known = this.groups.get(comm)
    if (known !== undefined) return known
    if (this.groups.size >= this.#groupLimit) {
      this.others ??= new GroupRow(OTHERS_COMM)
      return this.others
    }
    const name = detachString(comm)
    const group = new GroupRow(name)
    this.groups.set(name, group)
    return group
  }

  #countOther(group: GroupRow): void {
    if (group === this.others) this.#shared.diagnostics.count('TC_REDUCE_GROUPS')
  }

  /** The rows by comm in the order they came. */
  allGroups(): GroupRow[] {
    return this.others === undefined ? [...this.groups.values()] : [...this.groups.values(), this.others]
  }
}
