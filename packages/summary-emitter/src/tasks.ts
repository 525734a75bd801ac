import {
  addInterval,
  addIo,
  addTotals,
  type Diagnostics,
  detachString,
  type IntervalItem,
  type IoItem,
  type MarkItem,
  type TaskItem,
  zeroTotals,
} from '@tc-stream/event-schema'
import { CutLine } from './cut-line.js'
import type { SummaryDiagnosticCode } from './diagnostics.js'
import type { SummarySettings } from './options.js'
import { byWeight, type TaskKey, TaskRow, TaskSums } from './task-sums.js'

/** The tasks that get rows, and the sums of all that did not. */
export interface ListedTasks {
  readonly rows: readonly TaskRow[]
  readonly others: TaskSums
  readonly otherTasks: number
  readonly all: TaskSums
  readonly tasks: number
  /** What gave a task its row. */
  readonly threshold: { readonly ns: number; readonly bytes: number }
}

/**
 * All tasks: those alive, those that ended and may get a row, and the sums of all others.
 *
 * Bounds: `maxLiveTasks` alive, and twice `maxTasks` ended.
 */
export class TaskTable {
  readonly live = new Map<number, TaskRow>()
  ended: TaskRow[] = []
  /** Tasks met. */
  tasks = 0
  readonly #others = new TaskSums()
  #otherTasks = 0
  readonly #line: CutLine
  /** The last of the ended tasks that were kept: who weighs less has no chance. */
  #least: TaskRow | undefined
  /** Some task came when too many were alive. */
  #overflowed = false
  /** What the intervals of such tasks add up to: of use only if no `task` item tells their totals. */
  readonly #unclaimed = zeroTotals()
  #claimed = false
  readonly #settings: SummarySettings
  readonly #windowed: boolean
  readonly #diagnostics: Diagnostics<SummaryDiagnosticCode>

  constructor(settings: SummarySettings, windowed: boolean, diagnostics: Diagnostics<SummaryDiagnosticCode>) {
    this.#settings = settings
    this.#windowed = windowed
    this.#diagnostics = diagnostics
    this.#line = new CutLine(settings.thresholdNs, settings.thresholdBytes)
  }

  /** Adds an interval, of which `[startNs, endNs)` is in the window. */
  interval(item: IntervalItem, startNs: number, endNs: number): void {
    const row = this.#rowOf(item)
    if (row !== undefined) {
      // A pid may become known late (a side-band record, a header of another layout).
      if (item.pid !== null) row.pid = item.pid
      row.touch(startNs, endNs)
      row.add(item, startNs, endNs)
      return
    }
    addInterval(this.#unclaimed, item, startNs, endNs)
    this.#others.addLength(item, startNs, endNs)
  }

  io(item: IoItem, startNs: number, endNs: number): void {
    const row = this.#rowOf(item)
    if (row !== undefined) {
      row.touch(startNs, endNs)
      row.addIo(item, startNs, endNs)
      return
    }
    addIo(this.#unclaimed, item, startNs, endNs)
    this.#others.addCall(item, startNs, endNs)
  }

  mark(item: MarkItem): void {
    const row = this.#rowOf(item)
    row?.touch(item.timeNs, item.timeNs)
    if (item.kind !== 'migration') return
    const totals = row?.totals ?? this.#unclaimed
    totals.migrations++
  }

  /** The task is over. In a window its totals are those of the window, so what the item tells is of no use. */
  end(item: TaskItem): void {
    const known = this.live.get(item.taskId)
    const row = known ?? (this.#windowed || this.#overflowed ? undefined : this.#open(item))
    if (row === undefined) {
      if (!this.#windowed) this.#endWithoutRow(item)
      return
    }
    row.end(item)
    if (!this.#windowed) row.claim(item)
    else if (item.leftOut !== undefined) addTotals(row.totals, item.leftOut)
    this.#finish(row)
  }

  /** Chooses the tasks that get rows. The trace is over, and with it every task of which no item told the end. */
  list(): ListedTasks {
    for (const row of this.live.values()) this.#finish(row)
    const { maxTasks, minTasks } = this.#settings
    this.#keepHeaviest(maxTasks)
    const level = this.#line.choose(
      this.ended.map(row => row.totals),
      minTasks,
    )
    const displaced = this.#line.displacedUpTo(level)
    if (displaced > 0) this.#diagnostics.count('TC_SUMMARY_ROWS', { by: displaced })
    const isListed = (row: TaskRow) => this.#line.levelOf(row.totals) <= level
    const rows = this.ended.filter(isListed)
    for (const row of this.ended) if (!isListed(row)) this.#fold(row)
    if (!this.#claimed) addTotals(this.#others.totals, this.#unclaimed)
    const all = new TaskSums()
    for (const sums of [this.#others, ...rows]) all.absorb(sums)
    const threshold = this.#line.stepAt(level)
    return { rows, others: this.#others, otherTasks: this.#otherTasks, all, tasks: this.tasks, threshold }
  }

  #rowOf(key: TaskKey): TaskRow | undefined {
    const row = this.live.get(key.taskId) ?? this.#open(key)
    if (row === undefined) this.#diagnostics.count('TC_SUMMARY_LIVE_TASKS')
    return row
  }

  #open(key: TaskKey): TaskRow | undefined {
    if (this.live.size >= this.#settings.maxLiveTasks) {
      this.#overflowed = true
      return undefined
    }
    const row = new TaskRow({ ...key, comm: detachString(key.comm) }, this.tasks++)
    this.live.set(key.taskId, row)
    return row
  }

  #endWithoutRow(item: TaskItem): void {
    this.tasks++
    this.#otherTasks++
    this.#claimed = true
    addTotals(this.#others.totals, item)
  }

  #finish(row: TaskRow): void {
    this.live.delete(row.taskId)
    if (this.#least !== undefined && byWeight(row, this.#least) > 0) {
      this.#displace(row)
      return
    }
    this.ended.push(row)
    // Twice as many as can be listed: so that the sort costs little per task.
    const { maxTasks } = this.#settings
    if (this.ended.length >= 2 * maxTasks) this.#keepHeaviest(maxTasks)
  }

  #keepHeaviest(limit: number): void {
    this.ended.sort(byWeight)
    for (const row of this.ended.slice(limit)) this.#displace(row)
    if (this.ended.length < limit) return
    this.ended.length = limit
    this.#least = this.ended[limit - 1]
  }

  #displace(row: TaskRow): void {
    this.#line.displace(row.totals)
    this.#fold(row)
  }

  #fold(row: TaskRow): void {
    this.#otherTasks++
    this.#others.absorb(row)
  }
}
