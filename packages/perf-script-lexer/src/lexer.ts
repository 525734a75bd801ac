import {
  createDiagnostics,
  type Diagnostics,
  type Emit,
  type PerfRecord,
  type RecordItem,
  type Stage,
} from '@tc-stream/event-schema'
import { BACKSLASH, BYTE_ORDER_MARK, CARRIAGE_RETURN, codeAt, HASH, hasColonBlank, skipBlanks, TAB } from './chars.js'
import { CommFragments } from './comm-fragments.js'
import { createLexerCounters, type LexerCounters } from './counters.js'
import { LEXER_DIAGNOSTICS, type LexerCode } from './diagnostics.js'
import { isFrameLine } from './frame-line.js'
import { FtraceLines } from './ftrace-lines.js'
import { isPreamble, isStackFrame, withoutEscapedEnd } from './ftrace-text.js'
import { ABSENT, type HeaderLine } from './header-fields.js'
import { HeaderParser } from './header-line.js'
import { CallchainTable, type Frame, NameTable } from './intern.js'
import { KnownFrames } from './known-frames.js'
import { KnownHeaders } from './known-headers.js'
import { isNoise, lostChunks } from './noise.js'
import { type LexerOptions, parseLexerOptions } from './options.js'
import { OriginGate } from './origin-gate.js'
import { RecordAssembler } from './record-assembler.js'
import { StackQueue } from './stack-queue.js'
import { TraceFacts } from './trace-facts.js'

const NANOS_PER_SECOND = 1e9
/** Times further than 52 days from the first one are no times: from the earliest to the latest a double must hold. */
const MAX_TIME_NS = 2 ** 52

/** The core: lines in, without their ends, records out. */
export interface PerfScriptLexer extends Stage<string, PerfRecord> {
  readonly counters: Readonly<LexerCounters>
  readonly diagnostics: Diagnostics<LexerCode>
  /** Counts a line that was too long to be handed over. */
  skipLongLine(): void
}

/** Errors: throws where an option is unknown or out of range; never on what it reads. */
export function createPerfScriptLexer(options: LexerOptions = {}): PerfScriptLexer {
  return new Lexer(options)
}

/**
 * Decides for each line alone what it is: a header opens a record, frames and continuations follow, a blank line or the
 * next header ends it. A record is handed on when it has ended.
 */
class Lexer implements PerfScriptLexer {
  readonly counters: LexerCounters = createLexerCounters()
  readonly diagnostics: Diagnostics<LexerCode>
  readonly #parser = new HeaderParser()
  readonly #knownHeaders = new KnownHeaders()
  readonly #knownFrames = new KnownFrames()
  readonly #facts = new TraceFacts()
  readonly #comms: NameTable
  readonly #events: NameTable
  readonly #gate: OriginGate
  readonly #queue: StackQueue
  readonly #assembler: RecordAssembler
  readonly #fragments: CommFragments
  readonly #ftrace: FtraceLines
  constructor(given: LexerOptions) {
    const options = parseLexerOptions(given)
    const { counters } = this
    this.diagnostics = createDiagnostics(LEXER_DIAGNOSTICS, options.onDiagnostic)
    const onClear = () => {
      counters.tablesCleared++
      this.diagnostics.count('TC_LEX_TABLE_CLEARED')
    }
    this.#comms = new NameTable(options.maxNames, onClear)
    this.#events = new NameTable(options.maxNames, onClear)
    this.#gate = new OriginGate(options.maxHeldRecords, this.#facts, counters, this.diagnostics)
    const callchains = new CallchainTable(options.maxFrames, options.maxCallchains, () => {
      this.#knownFrames.clear()
      onClear()
    })
    const { diagnostics } = this
    this.#queue = new StackQueue(this.#gate)
    this.#assembler = new RecordAssembler(
      callchains,
      this.#knownFrames,
      options.maxCallchainDepth,
      this.#queue,
      counters,
      diagnostics,
    )
    this.#fragments = new CommFragments(counters, diagnostics)
    this.#ftrace = new FtraceLines(this.#events, this.#assembler, this.#queue, counters, diagnostics)
  }

  push(line: string, emit: Emit<PerfRecord>): void {
    let text = line
    if (this.counters.lines++ === 0 && codeAt(text, 0) === BYTE_ORDER_MARK) text = text.slice(1)
    if (codeAt(text, text.length - 1) === CARRIAGE_RETURN) text = text.slice(0, -1)
    if (codeAt(text, 0) === TAB) {
      const frame = this.#knownFrames.find(text)
      if (frame === undefined) this.#takeAny(text, emit)
      else this.#takeFrame(text, 0, frame)
      return
    }
    const header = this.#knownHeaders.find(text)
    if (header === undefined) this.#takeAny(text, emit)
    else this.#takeHeader(text, header, emit)
  }

  #takeAny(line: string, emit: Emit<PerfRecord>): void {
    const text = codeAt(line, line.length - 1) === BACKSLASH ? withoutEscapedEnd(line) : line
    const start = skipBlanks(text, 0)
    const isFrame = isFrameLine(text, start)
    if (start === text.length) this.#takeBlank(emit)
    else if (isStackFrame(text, start)) this.#takeStackFrame(text, start)
    else if (isFrame && !hasColonBlank(text, start)) this.#takeFrame(text, start)
    else this.#takeLine(text, start, isFrame, emit)
  }

  *flush(): Generator<PerfRecord, void, undefined> {
    const last: PerfRecord[] = []
    this.#fragments.refuse()
    this.#assembler.close(item => last.push(item))
    this.#queue.drain(item => last.push(item))
    yield* this.#gate.drain(0)
    yield* last
    if (this.counters.records === 0) this.diagnostics.count('TC_LEX_NO_RECORDS')
    yield* this.diagnostics.items()
  }

  skipLongLine(): void {
    this.counters.lines++
    this.counters.longLines++
    this.diagnostics.count('TC_LEX_LINE_TOO_LONG', { line: this.counters.lines })
  }

  #takeLine(text: string, start: number, isFrame: boolean, emit: Emit<PerfRecord>): void {
    const header = this.#parser.parse(text, start)
    // In ftrace's layout perf's parser finds no time, or no thread: `sh-12` is a comm to it.
    const ftrace = header === undefined || header.tid === ABSENT ? this.#ftrace.read(text, start, emit) : undefined
    if (ftrace === 'taken') return
    if (ftrace !== undefined) this.#takeHeader(ftrace.text, ftrace.header, emit)
    else if (header !== undefined) this.#takeHeader(text, header, emit)
    else if (isFrame) this.#takeFrame(text, start)
    else if (codeAt(text, 0) === HASH || isPreamble(text, start)) this.#takeComment(text)
    else if (isNoise(text, start)) this.#takeNoise(text, start)
    else if (!this.#ftrace.takeLoss(text, start, emit) && !this.#assembler.addLine(text))
      this.#takeOther(text, start, emit)
  }

  #takeBlank(emit: Emit<PerfRecord>): void {
    if (!this.#fragments.isEmpty) this.#fragments.refuse()
    if (this.#assembler.addBlankLine()) return
    this.counters.blankLines++
    this.#assembler.close(emit)
  }

  #takeFrame(text: string, start: number, known?: Frame): void {
    if (!this.#fragments.isEmpty) this.#fragments.refuse()
    this.#assembler.addFrame(text, start, known)
  }

  #takeHeader(text: string, header: HeaderLine, emit: Emit<PerfRecord>): void {
    this.#assembler.close(emit)
    const { counters } = this
    counters.records++
    if (header.sideBand) counters.sideBand++
    const isWhole = this.#fragments.isEmpty
    const comm = this.#readComm(text, header)
    const record: RecordItem = {
      type: 'record',
      line: counters.lines,
      comm,
      pid: header.pid === ABSENT ? null : header.pid,
      tid: header.tid === ABSENT ? null : header.tid,
      cpu: header.cpu === ABSENT ? null : header.cpu,
      timeNs: this.#readTime(text, header, emit),
      event: header.event === '' ? this.#events.get(text.slice(header.eventStart, header.eventEnd)) : header.event,
      payload: '',
    }
    if (isWhole && header.event === '') this.#knownHeaders.learn(text, header, record)
    if (header.period !== ABSENT) record.period = header.period
    if (record.cpu === null && !header.sideBand) this.diagnostics.count('TC_LEX_NO_CPU', this.#at(text))
    this.#assembler.open(record, header.sideBand, text, header.payloadStart)
  }

  #takeStackFrame(text: string, start: number): void {
    if (!this.#fragments.isEmpty) this.#fragments.refuse()
    this.#ftrace.takeFrame(text, start)
  }

  #readComm(text: string, header: HeaderLine): string | null {
    if (!this.#fragments.isEmpty) {
      const joined = this.#fragments.join(text.slice(0, header.commEnd))
      if (joined !== undefined) return this.#comms.get(joined)
    }
    if (header.comm !== '') return header.comm
    if (header.commEnd <= header.commStart) return null
    return this.#comms.get(text.slice(header.commStart, header.commEnd))
  }

  /** ns since the origin; null for what was synthesized before the recording began, whose time is 0.000000. */
  #readTime(text: string, header: HeaderLine, emit: Emit<PerfRecord>): number | null {
    if (!header.timed) {
      if (header.sideBand) return null
      this.counters.untimed++
      this.diagnostics.count('TC_LEX_NO_TIME', this.#at(text))
      return null
    }
    const { seconds, nanos, sideBand } = header
    if (sideBand && seconds === 0 && nanos === 0) return null
    if (this.#gate.originSeconds === undefined) this.#gate.open(seconds, emit)
    const timeNs = (seconds - (this.#gate.originSeconds as number)) * NANOS_PER_SECOND + nanos
    if (timeNs <= MAX_TIME_NS && timeNs >= -MAX_TIME_NS) return timeNs
    this.diagnostics.count('TC_LEX_TIME_RANGE', this.#at(text))
    return null
  }

  /** A header without a time, or a line that only the next header explains. */
  #takeOther(text: string, start: number, emit: Emit<PerfRecord>): void {
    const header = this.#parser.parseUntimed(text, start)
    if (header !== undefined) this.#takeHeader(text, header, emit)
    else this.#fragments.add(text)
  }

  #takeComment(text: string): void {
    this.counters.headerLines++
    this.#facts.read(text)
  }

  #takeNoise(text: string, start: number): void {
    this.counters.noise++
    this.diagnostics.count('TC_LEX_NOISE', this.#at(text))
    const lost = lostChunks(text, start)
    if (lost > 0) this.diagnostics.count('TC_LEX_LOST_CHUNKS', { ...this.#at(text), by: lost })
  }

  #at(text: string): { line: number; sample: string } {
    return { line: this.counters.lines, sample: text }
  }
}
