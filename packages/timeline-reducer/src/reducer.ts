import {
  addIo,
  type ChartItem,
  type CpuMarkItem,
  type CpuRunItem,
  type DiagnosticItem,
  type Diagnostics,
  type Emit,
  type EndItem,
  type IntervalItem,
  type IoItem,
  type LostItem,
  type MarkItem,
  SCHEMA_VERSION,
  type Stage,
  type TimelineItem,
  TimeWindow,
} from '@tc-stream/event-schema'
import { type Box, intervalBox, ioBox, placedBox } from './box.js'
import { Budget } from './budget.js'
import { chartItems } from './chart.js'
import { CpuTable } from './cpus.js'
import type { ReduceDiagnosticCode } from './diagnostics.js'
import { ioStateName } from './io.js'
import { layOut } from './layout.js'
import { MAX_DIAGNOSTICS, parseOptions, type TimelineReducerOptions } from './options.js'
import type { TaskRow } from './rows.js'
import { createShared, type ReducerCounters, type Shared } from './shared.js'
import { TaskTable } from './tasks.js'
import { letGo } from './track.js'
import { WorstIntervals } from './worst.js'

export interface TimelineReducer extends Stage<TimelineItem, ChartItem> {
  readonly counters: Readonly<ReducerCounters>
  readonly diagnostics: Diagnostics<ReduceDiagnosticCode>
}

/**
 * A chart of a trace of any length. It emits the trace item at once and everything else at the end, item by item as it
 * is asked for.
 *
 * Bounds: the options' limits, the tasks alive and the CPUs; never the length of the trace.
 * Errors: throws on bad options; never on items.
 */
export function createTimelineReducer(options: TimelineReducerOptions = {}): TimelineReducer {
  return new Reducer(createShared(parseOptions(options)))
}

class Reducer implements TimelineReducer {
  readonly #shared: Shared
  readonly #tasks: TaskTable
  readonly #cpus: CpuTable
  readonly #budget: Budget
  readonly #waits: WorstIntervals
  readonly #blocks: WorstIntervals
  readonly #passedOn: DiagnosticItem[] = []
  readonly #window: TimeWindow
  readonly #cpuRows: boolean
  #traced = false
  #end: EndItem | undefined
  #items = 0
  #peakElements = 0

  constructor(shared: Shared) {
    const { settings } = shared
    this.#shared = shared
    this.#tasks = new TaskTable(shared)
    this.#cpus = new CpuTable(shared)
    this.#budget = new Budget(shared, this.#tasks, this.#cpus)
    this.#waits = new WorstIntervals(settings.worst)
    this.#blocks = new WorstIntervals(settings.worst)
    this.#window = new TimeWindow(settings.fromNs, settings.toNs)
    this.#cpuRows = settings.cpuRows
  }

  get diagnostics(): Diagnostics<ReduceDiagnosticCode> {
    return this.#shared.diagnostics
  }

  get counters(): ReducerCounters {
    const shared = this.#shared
    return {
      items: this.#items,
      tasks: this.#tasks.tasks,
      liveTasks: this.#tasks.live.size,
      endedTasks: this.#tasks.ended.length,
      groups: this.#tasks.allGroups().length,
      cpus: this.#cpus.rows.size,
      elements: shared.elements,
      peakElements: this.#peakElements,
      quantumNs: shared.quantumNs,
      marks: shared.marks,
      markQuantumNs: shared.markQuantumNs,
      sampleQuantumNs: shared.sampleQuantumNs,
      marksLeftOut: shared.counters.marksLeftOut,
      callchains: shared.callchains.size,
    }
  }

  push(item: TimelineItem, emit: Emit<ChartItem>): void {
    this.#items++
    if (item.type === 'interval') this.#interval(item)
    else this.#other(item, emit)
    if (this.#shared.elements > this.#peakElements) this.#peakElements = this.#shared.elements
    this.#budget.check()
  }

  *flush(): Generator<ChartItem, void, undefined> {
    if (!this.#traced) yield { type: 'trace', schemaVersion: SCHEMA_VERSION, originSeconds: 0 }
    yield* chartItems({
      shared: this.#shared,
      layout: layOut(this.#shared, this.#tasks, this.#cpus, this.#budget),
      waits: this.#waits,
      blocks: this.#blocks,
      end: this.#end,
      diagnostics: this.#passedOn,
      windowed: this.#window.isPart,
    })
  }

  #other(item: Exclude<TimelineItem, IntervalItem>, emit: Emit<ChartItem>): void {
    switch (item.type) {
      case 'cpuRun':
        this.#cpuRun(item)
        break
      case 'idle':
        this.#shared.scheduled = true
        if (this.#clip(item) && this.#cpuRows) this.#cpus.add(item, this.#window.startNs, this.#window.endNs)
        break
      case 'cpuGap':
      case 'cState':
      case 'pState':
      case 'interrupt':
        if (this.#clip(item) && this.#cpuRows) this.#cpus.add(item, this.#window.startNs, this.#window.endNs)
        break
      case 'io':
        this.#io(item)
        break
      case 'mark':
        this.#mark(item)
        break
      case 'cpuMark':
        this.#cpuMark(item)
        break
      case 'lost':
        this.#lost(item)
        break
      case 'task':
        this.#tasks.end(item, this.#window.isPart)
        break
      case 'cpu':
        if (this.#cpuRows) this.#cpus.addTotals(item)
        break
      case 'trace':
        if (!this.#traced) emit(item)
        this.#shared.trace ??= item
        this.#traced = true
        break
      case 'diagnostic':
        if (this.#passedOn.length < MAX_DIAGNOSTICS) this.#passedOn.push(item)
        else this.#shared.diagnostics.count('TC_REDUCE_DIAGNOSTICS')
        break
      case 'end':
        this.#end = item
        break
      case 'wakeup': // The wait that it begins tells all of it.
        break
    }
  }

  /** Cuts an item to the window; false where nothing of it is in there. */
  #clip(item: { readonly startNs: number; readonly endNs: number }): boolean {
    const window = this.#window
    if (!window.clip(item)) return false
    const shared = this.#shared
    if (window.startNs < shared.startNs) shared.startNs = window.startNs
    if (window.endNs > shared.endNs) shared.endNs = window.endNs
    return true
  }

  /** A moment lies in the chart, though the interval that it lies in may not have ended yet. */
  #reach(timeNs: number): void {
    const shared = this.#shared
    if (timeNs < shared.startNs) shared.startNs = timeNs
    if (timeNs > shared.endNs) shared.endNs = timeNs
  }

  #interval(item: IntervalItem): void {
    if (item.endNs < item.startNs || !this.#clip(item)) return
    const { startNs, endNs } = this.#window
    const shared = this.#shared
    shared.scheduled = true
    const state = shared.states.idOf(item.state)
    const row = this.#tasks.rowOf(item)
    let box: Box | undefined
    if (row === undefined) {
      this.#tasks.countWithoutRow(item, startNs, endNs)
      this.#tasks.addWithoutRow(item.comm, 'sched', state, startNs, endNs)
    } else {
      row.count(item, startNs, endNs)
      if (item.state === 'running') this.#tasks.climb(row)
      box = this.#keepOrFold(row, item, state)
    }
    if (item.state !== 'running' || item.cpu === null || !this.#cpuRows) return
    if (box === undefined && endNs - startNs >= shared.quantumNs) {
      box = intervalBox(item, startNs, endNs, state, item.comm)
    }
    this.#cpus.addRunning(item, box, state, startNs, endNs)
  }

  /** The run of a task that has no row. */
  #cpuRun(item: CpuRunItem): void {
    this.#shared.scheduled = true
    if (item.endNs < item.startNs || !this.#clip(item) || !this.#cpuRows) return
    const { startNs, endNs } = this.#window
    const shared = this.#shared
    const state = shared.states.idOf('running')
    const isExact = endNs - startNs >= shared.quantumNs
    const box = isExact ? placedBox(item, startNs, endNs, state, item.comm) : undefined
    this.#cpus.addRunning(item, box, state, startNs, endNs)
  }

  /** The box of an interval that is long enough, or among the worst; the others go into a bin without one. */
  #keepOrFold(row: TaskRow, item: IntervalItem, state: number): Box | undefined {
    const { startNs, endNs } = this.#window
    const shared = this.#shared
    const worst = this.#worstOf(item)
    if (worst === undefined && endNs - startNs < shared.quantumNs) {
      shared.elements += row.sched.fold(state, startNs, endNs, shared.quantumNs)
      return undefined
    }
    const box = intervalBox(item, startNs, endNs, state, row.comm)
    box.chain = shared.callchains.retain(item.callchain, worst !== undefined)
    row.sched.boxes.push(box)
    shared.elements++
    const evicted = worst?.add(box)
    if (evicted !== undefined) this.#unpin(evicted)
    return box
  }

  /** The list that the interval is to join. */
  #worstOf(item: IntervalItem): WorstIntervals | undefined {
    if (item.state !== 'waiting' && item.state !== 'blocked') return undefined
    const worst = item.state === 'waiting' ? this.#waits : this.#blocks
    return worst.admits(this.#window.startNs, this.#window.endNs) ? worst : undefined
  }

  #unpin(box: Box): void {
    if (box.loose) {
      letGo(box, this.#shared.callchains)
      return
    }
    this.#shared.callchains.unpin(box)
    if (box.endNs - box.startNs < this.#shared.quantumNs) this.#shared.stale++
  }

  #io(item: IoItem): void {
    if (item.endNs < item.startNs || !this.#clip(item)) return
    const { startNs, endNs } = this.#window
    const shared = this.#shared
    const state = shared.states.idOf(ioStateName(item))
    const row = this.#tasks.rowOf(item)
    shared.io.count(item)
    if (row === undefined) {
      this.#tasks.countIoWithoutRow(item, state, startNs, endNs)
      return
    }
    row.touch(startNs, endNs)
    addIo(row.totals, item, startNs, endNs)
    if (item.bytes > 0) this.#tasks.climb(row)
    const track = row.track('io')
    if (endNs - startNs < shared.quantumNs) {
      shared.elements += track.fold(state, startNs, endNs, shared.quantumNs, item.merges + 1, item.bytes)
      return
    }
    track.boxes.push(ioBox(item, startNs, endNs, state))
    shared.elements++
  }

  #mark(item: MarkItem): void {
    const { kind, timeNs, text, callchain } = item
    if (!this.#window.has(timeNs)) return
    const shared = this.#shared
    const row = this.#tasks.rowOf(item)
    if (kind === 'sample') {
      const event = shared.sampleEvents.nameOf(text ?? kind)
      if (row === undefined) this.#tasks.countSampleWithoutRow(item.comm, event)
      else row.countSample(event)
    }
    if (kind === 'event') shared.marked++
    this.#reach(timeNs)
    if (row === undefined) return
    row.touch(timeNs, timeNs)
    if (kind === 'migration') row.totals.migrations++
    row.marks.add({ kind, timeNs, text, count: 1, callchain }, shared)
  }

  #cpuMark({ cpu, kind, timeNs, text, callchain }: CpuMarkItem): void {
    if (!this.#window.has(timeNs)) return
    this.#shared.marked++
    this.#reach(timeNs)
    const row = this.#cpuRows ? this.#cpus.rowOf(cpu) : undefined
    if (row === undefined) return
    row.touch(timeNs, timeNs)
    row.marks.add({ kind, timeNs, text, count: 1, callchain }, this.#shared)
  }

  /** Events lost on an unknown CPU may be missing on any. */
  #lost(item: LostItem): void {
    const { cpu, count, timeNs } = item
    if (!this.#window.has(timeNs)) return
    this.#reach(timeNs)
    if (!this.#cpuRows) return
    const rows = cpu === null ? this.#cpus.rows.values() : [this.#cpus.rowOf(cpu)]
    for (const row of rows) {
      if (row === undefined) continue
      if (cpu !== null) row.lost += count
      row.touch(timeNs, timeNs)
      row.marks.add({ kind: 'lost', timeNs, text: undefined, count, callchain: undefined }, this.#shared)
    }
  }
}
