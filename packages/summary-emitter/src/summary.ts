import {
  createDiagnostics,
  type DiagnosticItem,
  type Diagnostics,
  type EndItem,
  type IntervalItem,
  type LostItem,
  type Stage,
  type TimelineItem,
  TimeWindow,
  type TraceItem,
} from '@tc-stream/event-schema'
import { buildDocument } from './build-document.js'
import { CpuWaits } from './cpu-waits.js'
import { CpuTable } from './cpus.js'
import { SUMMARY_DIAGNOSTICS, type SummaryDiagnosticCode } from './diagnostics.js'
import type { SummaryDocument } from './document.js'
import { writeJson } from './json.js'
import { MAX_DIAGNOSTICS, parseOptions, type SummaryOptions, type SummarySettings } from './options.js'
import { writeTable } from './table.js'
import { TaskTable } from './tasks.js'
import { WorstIntervals } from './worst.js'

export interface SummaryCounters {
  readonly items: number
  /** Items with a part in the window. */
  readonly selected: number
  readonly tasks: number
  readonly liveTasks: number
  readonly endedTasks: number
  readonly cpus: number
}

export interface Summary extends Stage<TimelineItem, string> {
  readonly counters: SummaryCounters
  readonly diagnostics: Diagnostics<SummaryDiagnosticCode>
}

/**
 * Sums up a timeline of any length; all of its text comes at the end.
 *
 * Bounds: the options' limits, the tasks alive and the CPUs; never the length of the trace.
 * Errors: throws on bad options; never on items.
 */
export function createSummary(options: SummaryOptions = {}): Summary {
  return new Summarizer(parseOptions(options))
}

class Summarizer implements Summary {
  readonly diagnostics: Diagnostics<SummaryDiagnosticCode>
  readonly #settings: SummarySettings
  readonly #window: TimeWindow
  readonly #tasks: TaskTable
  readonly #cpus: CpuTable
  readonly #cpuWaits: CpuWaits
  readonly #waits: WorstIntervals
  readonly #blocks: WorstIntervals
  readonly #passedOn: DiagnosticItem[] = []
  #trace: TraceItem | undefined
  #end: EndItem | undefined
  #items = 0
  #selected = 0
  /** Extent of what is in the window. */
  #startNs = Number.POSITIVE_INFINITY
  #endNs = Number.NEGATIVE_INFINITY

  constructor(settings: SummarySettings) {
    this.diagnostics = createDiagnostics(SUMMARY_DIAGNOSTICS, settings.onDiagnostic)
    this.#settings = settings
    this.#window = new TimeWindow(settings.fromNs, settings.toNs)
    this.#tasks = new TaskTable(settings, this.#window.isPart, this.diagnostics)
    this.#cpus = new CpuTable(settings, this.diagnostics)
    this.#cpuWaits = new CpuWaits(this.#cpus, settings.maxLiveTasks)
    this.#waits = new WorstIntervals(settings.worst)
    this.#blocks = new WorstIntervals(settings.worst)
  }

  get counters(): SummaryCounters {
    return {
      items: this.#items,
      selected: this.#selected,
      tasks: this.#tasks.tasks,
      liveTasks: this.#tasks.live.size,
      endedTasks: this.#tasks.ended.length,
      cpus: this.#cpus.size,
    }
  }

  push(item: TimelineItem): void {
    this.#items++
    switch (item.type) {
      case 'interval':
        this.#interval(item)
        break
      case 'cpuRun':
        this.#cpuWaits.follow(item)
        if (this.#clip(item)) this.#cpus.running(item, this.#window.startNs, this.#window.endNs)
        break
      case 'idle':
      case 'cpuGap':
      case 'cState':
      case 'pState':
      case 'interrupt':
        if (this.#clip(item)) this.#cpus.hardware(item, this.#window.startNs, this.#window.endNs)
        break
      case 'io':
        if (this.#clip(item)) this.#tasks.io(item, this.#window.startNs, this.#window.endNs)
        break
      case 'mark':
        if (this.#window.has(item.timeNs)) this.#tasks.mark(item)
        break
      case 'lost':
        this.#lost(item)
        break
      case 'task':
        if (item.exited) this.#cpuWaits.end(item.tid)
        this.#tasks.end(item)
        break
      case 'cpu':
        if (!this.#window.isPart) this.#cpus.end(item)
        break
      case 'trace':
        this.#trace ??= item
        break
      case 'diagnostic':
        if (this.#passedOn.length < MAX_DIAGNOSTICS) this.#passedOn.push(item)
        else this.diagnostics.count('TC_SUMMARY_DIAGNOSTICS')
        break
      case 'end':
        this.#end = item
        break
      case 'cpuMark':
      case 'wakeup': // The wait that it begins tells all of it.
        break
    }
  }

  *flush(): Generator<string, void, undefined> {
    const document = this.document()
    if (this.#settings.json) yield* writeJson(document)
    else yield* writeTable(document)
  }

  /** All that has been summed up; to be called once, after the last item. */
  document(): SummaryDocument {
    this.#cpuWaits.endAll()
    const tasks = this.#tasks.list()
    return buildDocument({
      trace: this.#trace,
      end: this.#end,
      ...this.#extent(),
      tasks,
      cpus: this.#cpus.list(),
      waits: this.#waits.ranked,
      blocks: this.#blocks.ranked,
      diagnostics: [...this.#passedOn, ...this.diagnostics.items()],
    })
  }

  #interval(item: IntervalItem): void {
    this.#cpuWaits.follow(item)
    if (!this.#clip(item)) return
    const { startNs, endNs } = this.#window
    this.#tasks.interval(item, startNs, endNs)
    if (item.state === 'running') this.#cpus.running(item, startNs, endNs)
    else if (item.state === 'waiting') {
      this.#cpuWaits.add(item, startNs, endNs)
      this.#waits.offer(item, startNs, endNs)
    } else if (item.state === 'blocked') this.#blocks.offer(item, startNs, endNs)
  }

  /** Events lost on an unknown CPU may be missing on any; they are told by a diagnostic only. */
  #lost({ cpu, count, timeNs }: LostItem): void {
    if (cpu === null || !this.#window.has(timeNs)) return
    const row = this.#cpus.rowOf(cpu)
    if (row !== undefined) row.lost += count
  }

  /** Cuts an item to the window; false where nothing of it is in there, or where it ends before it begins. */
  #clip(item: { readonly startNs: number; readonly endNs: number }): boolean {
    const window = this.#window
    if (item.endNs < item.startNs || !window.clip(item)) return false
    this.#selected++
    if (window.startNs < this.#startNs) this.#startNs = window.startNs
    if (window.endNs > this.#endNs) this.#endNs = window.endNs
    return true
  }

  /** What is told about: the trace, or the part of it that is in the window. */
  #extent(): { startNs: number; endNs: number } {
    const { fromNs, toNs } = this.#window
    const seen = this.#selected > 0
    const startNs = Math.max(fromNs, this.#end?.startNs ?? (seen ? this.#startNs : 0))
    const endNs = Math.min(toNs, this.#end?.endNs ?? (seen ? this.#endNs : 0))
    return { startNs, endNs: Math.max(startNs, endNs) }
  }
}
