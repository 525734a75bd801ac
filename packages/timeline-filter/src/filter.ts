import {
  createDiagnostics,
  type Diagnostics,
  type Emit,
  type EndItem,
  type IntervalItem,
  type IoItem,
  type MarkItem,
  type Stage,
  type TaskItem,
  type TimelineItem,
  type WakeupItem,
} from '@tc-stream/event-schema'
import { cpuRunOf } from './cpu-run.js'
import { type FilterCode, filterDiagnostics } from './diagnostics.js'
import { type KnownTask, KnownTasks } from './known-tasks.js'
import { parseOptions, type TimelineFilterOptions, type TimelineFilterSettings } from './options.js'
import { createWindowSums, type WindowSums } from './window-sums.js'

export interface TimelineFilter extends Stage<TimelineItem, TimelineItem> {
  readonly diagnostics: Diagnostics<FilterCode>
  readonly counters: { readonly liveTasks: number }
}

/**
 * Leaves out of a timeline what was not asked for. Items keep their order; what is left out of the rows of tasks still
 * stands in the rows of CPUs, as `cpuRun`.
 *
 * Bounds: see `KnownTasks`; one item is held, the `end`, behind which nothing may come.
 * Errors: bad options throw; items never do.
 */
export function createTimelineFilter(options: TimelineFilterOptions = {}): TimelineFilter {
  return new Filter(parseOptions(options))
}

type Out = Emit<TimelineItem>

class Filter implements TimelineFilter {
  readonly diagnostics: Diagnostics<FilterCode>
  readonly #settings: TimelineFilterSettings
  readonly #tasks: KnownTasks
  readonly #sums: WindowSums
  readonly #cpus: ReadonlySet<number> | undefined
  readonly #states: ReadonlySet<string> | undefined
  /** A task needs an interval of some kind to be shown. */
  readonly #needsInterval: boolean
  #end: EndItem | undefined

  constructor(settings: TimelineFilterSettings) {
    const { cpus, states, minDurationNs, onDiagnostic } = settings
    this.#settings = settings
    this.diagnostics = createDiagnostics(filterDiagnostics(settings), onDiagnostic)
    this.#tasks = new KnownTasks(settings, () => this.diagnostics.count('TC_FILTER_LIVE_TASKS'))
    this.#sums = createWindowSums(settings)
    this.#cpus = cpus.length > 0 ? new Set(cpus) : undefined
    this.#states = states.length > 0 ? new Set(states) : undefined
    this.#needsInterval = states.length > 0 || minDurationNs > 0
  }

  get counters() {
    return { liveTasks: this.#tasks.size }
  }

  push(item: TimelineItem, emit: Out): void {
    switch (item.type) {
      case 'interval':
        this.#interval(item, emit)
        return
      case 'io':
        if (this.#passesIo(item)) emit(item)
        return
      case 'mark':
        if (this.#passesMark(item)) emit(item)
        return
      case 'wakeup':
        if (this.#passesWakeup(item)) emit(item)
        return
      case 'task':
        this.#task(item, emit)
        return
      case 'end':
        this.#end = item
        return
      case 'cpu':
        if (this.#drawsCpu(item.cpu)) emit(item)
        else this.diagnostics.count('TC_FILTER_CPUS')
        return
      case 'cpuRun':
      case 'cpuMark':
      case 'idle':
      case 'cpuGap':
      case 'interrupt':
        if (this.#drawsCpu(item.cpu)) emit(item)
        return
      case 'cState':
      case 'pState':
        if (!this.#drawsCpu(item.cpu)) return
        if (this.#settings.powerStates) emit(item)
        else this.diagnostics.count('TC_FILTER_POWER')
        return
      case 'lost':
        // Where it is not known which CPU lost them, it may be any.
        if (item.cpu === null || this.#isOn(item.cpu)) emit(item)
        return
      default:
        emit(item)
    }
  }

  *flush(): Generator<TimelineItem, void, undefined> {
    this.#countMissing()
    yield* this.diagnostics.items()
    if (this.#end !== undefined) yield this.#end
  }

  #interval(item: IntervalItem, emit: Out): void {
    const task = this.#tasks.of(item)
    const cpu = cpuOf(item, task)
    const on = this.#isOn(cpu)
    if (task.selected && on && this.#passesInterval(item)) {
      task.shown = true
      emit(item)
      return
    }
    if (this.#settings.rows === 'cpus' || !task.selected) {
      this.#emitRun(item, on, emit)
      return
    }
    this.#sums.add(task, item)
    this.diagnostics.count(this.#whyNot(item, on))
    this.#emitRun(item, on, emit)
  }

  #passesInterval(item: IntervalItem): boolean {
    return this.#settings.rows !== 'cpus' && this.#isInState(item) && this.#isLongEnough(item)
  }

  #whyNot(item: IntervalItem, on: boolean): FilterCode {
    if (!on) return 'TC_FILTER_OTHER_CPUS'
    return this.#isInState(item) ? 'TC_FILTER_SHORT' : 'TC_FILTER_OTHER_STATES'
  }

  #emitRun(item: IntervalItem, on: boolean, emit: Out): void {
    if (!on || this.#settings.rows === 'tasks') return
    const run = cpuRunOf(item)
    if (run !== undefined) emit(run)
  }

  /** A call may begin on one CPU and end on another: the calls of a task that is shown are. */
  #passesIo(item: IoItem): boolean {
    const task = this.#tasks.of(item)
    if (this.#settings.rows === 'cpus' || !task.selected) return false
    const isLong = this.#isLongEnough(item)
    if (isLong && (this.#cpus === undefined || task.shown)) {
      task.shown = true
      return true
    }
    this.#sums.addIo(task, item)
    this.diagnostics.count(isLong ? 'TC_FILTER_OTHER_CPUS' : 'TC_FILTER_SHORT')
    return false
  }

  /** A mark alone is no reason for a row where intervals of some kind were asked for. */
  #passesMark(item: MarkItem): boolean {
    const task = this.#tasks.of(item)
    if (this.#settings.rows === 'cpus' || !task.selected) return false
    const on = this.#isOn(item.cpu)
    if (on && (task.shown || !this.#needsInterval)) {
      task.shown = true
      return true
    }
    this.#sums.addMark(task, item)
    this.diagnostics.count(on ? 'TC_FILTER_MARKS' : 'TC_FILTER_OTHER_CPUS')
    return false
  }

  /** One that a selected task makes or receives. Where it sends the task, the wait that follows is. */
  #passesWakeup(item: WakeupItem): boolean {
    const { wakeeTaskId: taskId, wakeeTid: tid, wakeeComm: comm, wakerTaskId, targetCpu } = item
    const wakee = this.#tasks.of({ taskId, tid, pid: null, comm })
    wakee.queuedOn = targetCpu
    if (this.#settings.rows === 'cpus') return false
    if (!wakee.selected && (wakerTaskId === null || !this.#tasks.isSelected(wakerTaskId))) return false
    return this.#isOn(targetCpu) || this.#isOn(item.cpu)
  }

  #task(item: TaskItem, emit: Out): void {
    const task = this.#tasks.take(item)
    if (this.#settings.rows === 'cpus' || !task.selected) this.diagnostics.count('TC_FILTER_TASKS')
    else if (!task.shown && (this.#needsInterval || this.#cpus !== undefined))
      this.diagnostics.count('TC_FILTER_NO_INTERVAL')
    else emit(task.leftOut === undefined ? item : { ...item, leftOut: task.leftOut })
  }

  #countMissing(): void {
    const { nearest } = this.#settings
    const told = this.#tasks.missing.map(({ label }) => {
      const meant = nearest?.(label, this.#tasks.names)
      return meant === undefined ? label : `${label}; did you mean ${meant}?`
    })
    if (told.length > 0) this.diagnostics.count('TC_FILTER_NO_MATCH', { by: told.length, sample: told.join(', ') })
  }

  #isInState({ state, cause }: IntervalItem): boolean {
    const states = this.#states
    return states === undefined || states.has(state) || (cause !== undefined && states.has(cause))
  }

  #isLongEnough({ startNs, endNs }: IntervalItem | IoItem): boolean {
    return endNs - startNs >= this.#settings.minDurationNs
  }

  #isOn(cpu: number | null): boolean {
    return this.#cpus === undefined || (cpu !== null && this.#cpus.has(cpu))
  }

  #drawsCpu(cpu: number): boolean {
    return this.#settings.rows !== 'tasks' && this.#isOn(cpu)
  }
}

/** A task that was woken waits on the CPU that it was sent to; else it is where it last ran. */
function cpuOf(item: IntervalItem, { queuedOn }: KnownTask): number | null {
  const isQueued = item.state === 'waiting' && item.cause !== 'preempted'
  return isQueued && queuedOn !== undefined ? queuedOn : item.cpu
}
