import type { Diagnostics, Emit, PerfRecord } from '@tc-stream/event-schema'
import type { LexerCounters } from './counters.js'
import type { LexerCode } from './diagnostics.js'
import { FtraceParser } from './ftrace-line.js'
import { parseLoss, toFrame } from './ftrace-text.js'
import type { HeaderLine } from './header-fields.js'
import type { NameTable } from './intern.js'
import type { RecordAssembler } from './record-assembler.js'
import type { StackQueue } from './stack-queue.js'

/** An event of ftrace, and the text that its payload is to be cut from. */
export interface FtraceEvent {
  readonly header: HeaderLine
  readonly text: string
}

/** What ftrace's lines are to the records: its events become headers, its stacks callchains, its losses side-band records. */
export class FtraceLines {
  readonly #parser = new FtraceParser()
  /** The frames that follow are those of no record. */
  #isStray = false
  /** Of the last record that was closed here. */
  #lastTimeNs: number | null = null

  readonly #events: NameTable
  readonly #assembler: RecordAssembler
  readonly #queue: StackQueue
  readonly #counters: LexerCounters
  readonly #diagnostics: Diagnostics<LexerCode>

  constructor(
    events: NameTable,
    assembler: RecordAssembler,
    queue: StackQueue,
    counters: LexerCounters,
    diagnostics: Diagnostics<LexerCode>,
  ) {
    this.#events = events
    this.#assembler = assembler
    this.#queue = queue
    this.#counters = counters
    this.#diagnostics = diagnostics
  }

  /** An event of ftrace; `taken` for a line that was used already, undefined for one that is none of ftrace's. */
  read(text: string, start: number, emit: Emit<PerfRecord>): FtraceEvent | 'taken' | undefined {
    const header = this.#parser.parse(text, start)
    if (header === undefined) return undefined
    const { kind } = this.#parser
    this.#isStray = false
    if (kind === 'stack') {
      this.#beginStack(text, header, emit)
      return 'taken'
    }
    const name = kind === 'call' ? 'function' : text.slice(header.eventStart, header.eventEnd)
    // The names that the same events have in perf.
    header.event = this.#events.get(kind === 'enter' || kind === 'exit' ? `sys_${kind}_${name}` : name)
    // The arguments of a call stand in parentheses, and end there.
    return { header, text: kind === 'enter' ? text.replace(/\)\s*$/, '') : text }
  }

  /** Takes a frame below `<stack trace>`. */
  takeFrame(text: string, start: number): void {
    if (this.#isStray) this.#refuse(text)
    else this.#assembler.addStackFrame(text, toFrame(text, start))
  }

  /** Takes a line that tells of lost events; it comes before the first event after them. Returns: false for another line. */
  takeLoss(text: string, start: number, emit: Emit<PerfRecord>): boolean {
    const loss = parseLoss(text, start)
    if (loss === undefined) return false
    const { lines: line } = this.#counters
    this.#diagnostics.count('TC_LEX_LOST_EVENTS', { line, sample: text, by: loss.count })
    this.#close(emit)
    if (this.#lastTimeNs === null) {
      // Nothing was lost of what is shown: it is told, and that is all the line is of use for.
      this.#counters.headerLines++
      return true
    }
    this.#counters.records++
    this.#counters.sideBand++
    const payload = `lost ${loss.count}`
    const facts = { comm: null, pid: null, tid: null, cpu: loss.cpu, timeNs: this.#lastTimeNs }
    this.#queue.pass({ type: 'record', line, ...facts, event: 'PERF_RECORD_LOST', payload }, true, emit)
    return true
  }

  /** A stack is an event of its own, which follows the event that it belongs to on its CPU. */
  #beginStack(text: string, header: HeaderLine, emit: Emit<PerfRecord>): void {
    this.#lastTimeNs = this.#assembler.timeNs ?? this.#lastTimeNs
    if (this.#assembler.beginStack(header.tid, header.cpu, emit)) {
      this.#counters.joinedLines++
      return
    }
    this.#isStray = true
    this.#refuse(text)
  }

  /** Every line of a stray stack is counted under its code, as every line is that is not used. */
  #refuse(text: string): void {
    this.#counters.extraLines++
    this.#diagnostics.count('TC_LEX_STRAY_STACK', { line: this.#counters.lines, sample: text })
  }

  #close(emit: Emit<PerfRecord>): void {
    this.#lastTimeNs = this.#assembler.timeNs ?? this.#lastTimeNs
    this.#assembler.close(emit)
  }
}
