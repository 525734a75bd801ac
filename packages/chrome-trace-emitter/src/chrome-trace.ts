import {
  type CpuMarkItem,
  type CpuRunItem,
  createDiagnostics,
  type Diagnostics,
  type Emit,
  type IdleItem,
  type IntervalItem,
  type LostItem,
  type Stage,
  type TimelineItem,
  TimeWindow,
  type TraceItem,
} from '@tc-stream/event-schema'
import { CallchainTexts } from './callchain-text.js'
import { CpuRows, type HardwareItem } from './cpus.js'
import { CHROME_TRACE_DIAGNOSTICS, type ChromeTraceDiagnosticCode } from './diagnostics.js'
import { flowEnd, flowStart, instant, slice } from './events.js'
import { intervalLook, ioLook, markLook, wakeupLook } from './look.js'
import { type ChromeTraceOptions, type ChromeTraceSettings, parseOptions } from './options.js'
import { ioTid, type Row } from './rows.js'
import { type Thread, type ThreadItem, ThreadTable } from './threads.js'

export interface ChromeTraceCounters {
  readonly items: number
  /** Items with a part in the window. */
  readonly selected: number
  readonly events: number
  /** Wakeups with an arrow, and those of which nothing tells where they came from. */
  readonly arrows: number
  readonly withoutArrow: number
  /** Tasks met, and those remembered now. */
  readonly tasks: number
  readonly threads: number
}

export interface ChromeTrace extends Stage<TimelineItem, string> {
  readonly counters: ChromeTraceCounters
  readonly diagnostics: Diagnostics<ChromeTraceDiagnosticCode>
}

/**
 * Writes a timeline in the Trace Event Format as it comes: one event a line, in one JSON document that `flush` closes.
 * Nothing is written before the first item that is in the window.
 *
 * Bounds: the options' limits and the tasks alive; never the length of the trace.
 * Errors: throws on bad options; never on items.
 */
export function createChromeTrace(options: ChromeTraceOptions = {}): ChromeTrace {
  return new Writer(parseOptions(options))
}

class Writer implements ChromeTrace {
  readonly diagnostics: Diagnostics<ChromeTraceDiagnosticCode>
  readonly #settings: ChromeTraceSettings
  readonly #window: TimeWindow
  readonly #threads: ThreadTable
  readonly #cpus: CpuRows
  readonly #callchains: CallchainTexts | undefined
  #trace: TraceItem | undefined
  #items = 0
  #selected = 0
  #events = 0
  #arrows = 0
  #withoutArrow = 0
  /** Where the text of this moment goes. */
  #emit: Emit<string> = () => {}

  constructor(settings: ChromeTraceSettings) {
    this.diagnostics = createDiagnostics(CHROME_TRACE_DIAGNOSTICS, settings.onDiagnostic)
    this.#settings = settings
    this.#window = new TimeWindow(settings.fromNs, settings.toNs)
    this.#threads = new ThreadTable(this.#writeItem, settings.maxThreads, this.diagnostics)
    this.#callchains = settings.callchains ? new CallchainTexts() : undefined
    this.#cpus = new CpuRows(settings.maxCpus, this.diagnostics)
  }

  get counters(): ChromeTraceCounters {
    return {
      items: this.#items,
      selected: this.#selected,
      events: this.#events,
      arrows: this.#arrows,
      withoutArrow: this.#withoutArrow,
      tasks: this.#threads.met,
      threads: this.#threads.size,
    }
  }

  push(item: TimelineItem, emit: Emit<string>): void {
    this.#items++
    this.#emit = emit
    switch (item.type) {
      case 'interval':
        this.#interval(item)
        break
      case 'cpuRun':
        if (this.#clip(item)) this.#run(item)
        break
      case 'io':
        if (this.#clip(item)) this.#threads.take(item, this.#write)
        break
      case 'mark':
        if (this.#has(item)) this.#threads.take(item, this.#write)
        break
      case 'cpuGap':
      case 'cState':
      case 'pState':
      case 'interrupt':
      case 'idle':
      case 'cpuMark':
      case 'lost':
        if (this.#settings.cpuRows) this.#ofCpu(item)
        break
      case 'task':
        this.#threads.end(item, this.#write)
        break
      case 'trace':
        this.#trace ??= item
        break
      case 'wakeup': // The wait that it begins tells all of it.
      case 'cpu':
      case 'diagnostic':
      case 'end':
        break
    }
  }

  *flush(): Generator<string, void, undefined> {
    const texts: string[] = []
    this.#emit = text => texts.push(text)
    this.#threads.endAll(this.#write)
    yield* texts
    // Nothing after the last brace, not even the end of its line: Perfetto refuses a chunk that comes after it.
    yield `${this.#events === 0 ? head(this.#trace) : ''}\n]}`
  }

  #interval(item: IntervalItem): void {
    if (!this.#clip(item)) return
    if (item.state === 'running') this.#run(item)
    if (item.state !== 'dead' && (this.#settings.sleeping || !isAsleep(item))) this.#threads.take(item, this.#write)
  }

  #ofCpu(item: HardwareItem | IdleItem | CpuMarkItem | LostItem): void {
    if (item.type === 'cpuMark') {
      if (this.#has(item)) this.#cpus.mark(item, this.#callchains, this.#write)
    } else if (item.type === 'lost') {
      if (this.#has(item)) this.#cpus.lost(item, this.#write)
    } else if (this.#clip(item)) {
      // A CPU that idles has a row, but nothing is on it.
      if (item.type === 'idle') this.#cpus.row(item.cpu, this.#write)
      else this.#cpus.hardware(item, this.#window.startNs, this.#window.endNs, this.#write)
    }
  }

  #run(item: IntervalItem | CpuRunItem): void {
    if (this.#settings.cpuRows) this.#cpus.run(item, this.#window.startNs, this.#window.endNs, this.#write)
  }

  /** An item that is in the window, now or when the process of its task has become known. */
  readonly #writeItem = (item: ThreadItem, thread: Thread, emit: Emit<string>): void => {
    const window = this.#window
    switch (item.type) {
      case 'interval': {
        window.clip(item)
        const { startNs, endNs } = window
        emit(slice(thread, startNs, endNs, intervalLook(item, window, this.#callchains)))
        if (item.state === 'waiting' && startNs === item.startNs) this.#arrow(item, thread)
        break
      }
      case 'io':
        window.clip(item)
        emit(slice({ pid: thread.pid, tid: ioTid(thread.tid) }, window.startNs, window.endNs, ioLook(item)))
        break
      case 'mark':
        emit(instant(thread, item.timeNs, markLook(item, this.#callchains)))
    }
  }

  /**
   * From the waker to the wait that it begins. It starts in a slice without length, that it may start at this moment:
   * readers draw it from the end of its slice, or from the last mark within it.
   */
  #arrow(item: IntervalItem, to: Row): void {
    const { wakeupNs } = item
    if (!this.#settings.arrows || wakeupNs === undefined || !this.#window.has(wakeupNs)) return
    const from = this.#origin(item)
    if (from === undefined) {
      this.#withoutArrow++
      return
    }
    const id = ++this.#arrows
    this.#write(slice(from, wakeupNs, wakeupNs, wakeupLook(item)))
    this.#write(flowStart(from, wakeupNs, id))
    this.#write(flowEnd(to, item.startNs, id))
  }

  /** Where a wakeup came from an interrupt, the task that it came upon has nothing to do with it: it comes from the CPU. */
  #origin({ wakerTid, wakerCpu, context }: IntervalItem): Row | undefined {
    const isByTask = context !== 'interrupt' && wakerTid !== undefined && wakerTid !== 0
    const row = isByTask ? this.#threads.placedRow(wakerTid) : undefined
    if (row !== undefined || typeof wakerCpu !== 'number' || !this.#settings.cpuRows) return row
    return this.#cpus.row(wakerCpu, this.#write)
  }

  readonly #write: Emit<string> = event => {
    this.#emit(this.#events++ === 0 ? `${head(this.#trace)}${event}` : `,\n${event}`)
  }

  /** Cuts an item to the window; false where nothing of it is in there, or where it ends before it begins. */
  #clip(item: { readonly startNs: number; readonly endNs: number }): boolean {
    if (item.endNs < item.startNs || !this.#window.clip(item)) return false
    this.#selected++
    return true
  }

  #has({ timeNs }: { readonly timeNs: number }): boolean {
    if (!this.#window.has(timeNs)) return false
    this.#selected++
    return true
  }
}

function isAsleep({ state }: IntervalItem): boolean {
  return state === 'sleeping' || state === 'idle' || state === 'stopped' || state === 'parked'
}

/**
 * Facts of the trace first: some readers take no notice of what comes after the events. No `displayTimeUnit`, though the
 * format has it: older versions of Perfetto took it for the unit of the times.
 */
function head(trace: TraceItem | undefined): string {
  const { type: _, schemaVersion: __, ...facts } = trace ?? { type: 'trace', schemaVersion: 1, originSeconds: 0 }
  return `{"otherData":${JSON.stringify({ writtenBy: 'tc-stream', ...facts })},"traceEvents":[\n`
}
