import type { Diagnostics, Emit, PerfRecord, RecordItem } from '@tc-stream/event-schema'
import { codeAt, TAB, trimEndIndex } from './chars.js'
import {
  isCutPayload,
  isSideBandContinuation,
  isSourceLine,
  MAX_PAYLOAD_LINES,
  MAX_SIDE_BAND_LINES,
} from './continuation.js'
import type { LexerCounters } from './counters.js'
import type { LexerCode } from './diagnostics.js'
import { findTrailingFrame } from './frame-line.js'
import type { CallchainTable, Frame } from './intern.js'
import type { KnownFrames } from './known-frames.js'
import type { StackQueue } from './stack-queue.js'

/** A longer frame loses its middle: templates of C++ go on for pages, and a callchain has up to a thousand frames. */
export const MAX_FRAME_LENGTH = 4_096
/** What is kept of its end, where the dso stands. */
const FRAME_END_LENGTH = 1_024

/** What the lines after a header are to the record it opened. */
export class RecordAssembler {
  #record: RecordItem | undefined
  #isSideBand = false
  /** Header line and start of its payload, untrimmed: a payload that goes on on the next line needs its blanks. */
  #text = ''
  #payloadStart = 0
  /** Lines that may continue the payload, if it becomes complete with them. */
  readonly #parts: string[] = []
  readonly #partNumbers: number[] = []
  #sideBandLines = 0
  /** A record that was closed before its stack came. */
  #stackOf: RecordItem | undefined

  readonly #callchains: CallchainTable
  readonly #frames: KnownFrames
  readonly #maxDepth: number
  readonly #queue: StackQueue
  readonly #counters: LexerCounters
  readonly #diagnostics: Diagnostics<LexerCode>

  constructor(
    callchains: CallchainTable,
    frames: KnownFrames,
    maxDepth: number,
    queue: StackQueue,
    counters: LexerCounters,
    diagnostics: Diagnostics<LexerCode>,
  ) {
    this.#callchains = callchains
    this.#frames = frames
    this.#maxDepth = maxDepth
    this.#queue = queue
    this.#counters = counters
    this.#diagnostics = diagnostics
  }

  /** Of the open record. */
  get timeNs(): number | null {
    return this.#record?.timeNs ?? null
  }

  /** Takes a record whose payload has yet to be cut from `text`, and the one-line frame with it. */
  open(record: RecordItem, isSideBand: boolean, text: string, payloadStart: number): void {
    this.#record = record
    this.#isSideBand = isSideBand
    this.#text = text
    this.#payloadStart = payloadStart
    this.#sideBandLines = 0
    this.#setPayload(record, text, payloadStart)
  }

  /** Hands the record on, if one is open. */
  close(emit: Emit<PerfRecord>): void {
    const record = this.#record
    if (record === undefined) {
      this.#endStack()
      return
    }
    this.#record = undefined
    if (this.#parts.length > 0) this.#refuseParts()
    if (this.#callchains.depth > 0) record.callchain = this.#callchains.take()
    this.#queue.pass(record, this.#isSideBand, emit)
  }

  /** Takes a frame line; `known` is its frame, if the line was read before. */
  addFrame(line: string, start: number, known?: Frame): void {
    const record = this.#record
    if (record === undefined || this.#isSideBand || record.callchain !== undefined) {
      this.#countOrphan(line)
      return
    }
    const callchains = this.#callchains
    // A comm such as `new\nbeef` makes the rest of a cut payload look like a frame.
    if (callchains.depth === 0 && codeAt(line, 0) !== TAB && this.#continuePayload(record, line)) return
    this.#counters.frames++
    if (callchains.depth < this.#maxDepth) callchains.add(known ?? this.#readFrame(line, start))
    else this.#dropFrame(record)
  }

  #dropFrame(record: RecordItem): void {
    this.#counters.framesDropped++
    this.#diagnostics.count('TC_LEX_CALLCHAIN_CUT', { line: record.line })
  }

  #readFrame(line: string, start: number): Frame {
    const frame = this.#frameOf(line.slice(start, trimEndIndex(line, start, line.length)))
    if (codeAt(line, 0) === TAB) this.#frames.learn(line, frame)
    return frame
  }

  /** Finds the record whose stack follows: the open one, or one that waits for its stack. Returns: whether there is one. */
  beginStack(tid: number, cpu: number, emit: Emit<PerfRecord>): boolean {
    this.#queue.activate()
    const record = this.#record ?? this.#stackOf
    if (record?.tid === tid && record.cpu === cpu && record.callchain === undefined) return true
    this.close(emit)
    this.#stackOf = this.#queue.find(tid, cpu)
    return this.#stackOf !== undefined
  }

  /** Takes a frame that ftrace prints below a record, as perf would print it. */
  addStackFrame(line: string, frame: string): void {
    const record = this.#record ?? this.#stackOf
    if (record === undefined || record.callchain !== undefined) {
      this.#countOrphan(line)
      return
    }
    const callchains = this.#callchains
    this.#counters.frames++
    if (callchains.depth < this.#maxDepth) callchains.add(this.#frameOf(frame))
    else this.#dropFrame(record)
  }

  #endStack(): void {
    if (this.#stackOf === undefined) return
    if (this.#callchains.depth > 0) this.#stackOf.callchain = this.#callchains.take()
    this.#stackOf = undefined
  }

  #frameOf(text: string): Frame {
    if (text.length <= MAX_FRAME_LENGTH) return this.#callchains.frameOf(text)
    this.#counters.framesClipped++
    this.#diagnostics.count('TC_LEX_LONG_FRAME', { line: this.#counters.lines, sample: text })
    const start = text.slice(0, MAX_FRAME_LENGTH - FRAME_END_LENGTH - 3)
    return this.#callchains.frameOf(`${start}...${text.slice(-FRAME_END_LENGTH)}`)
  }

  /** Whether a line that is nothing else belongs to the open record; it is counted then. */
  addLine(line: string): boolean {
    const record = this.#record
    if (record === undefined) return false
    if (this.#isSideBand && isSideBandContinuation(record.event, line)) {
      this.#addSideBandLine(record, line)
      return true
    }
    if (this.#callchains.depth > 0 || (record.callchain !== undefined && isSourceLine(line))) {
      this.#counters.extraLines++
      this.#diagnostics.count('TC_LEX_EXTRA_LINE', { line: this.#counters.lines, sample: line })
      return true
    }
    return record.callchain === undefined && this.#continuePayload(record, line)
  }

  /** Whether a blank line can be a part of a cut payload (a comm with two newlines in a row). */
  addBlankLine(): boolean {
    const record = this.#record
    if (record === undefined || this.#callchains.depth > 0 || record.callchain !== undefined) return false
    return this.#continuePayload(record, '')
  }

  #continuePayload(record: RecordItem, line: string): boolean {
    if (!isCutPayload(record.event, record.payload)) return false
    if (this.#parts.length >= MAX_PAYLOAD_LINES) return false
    this.#parts.push(line)
    this.#partNumbers.push(this.#counters.lines)
    const whole = `${this.#text.slice(this.#payloadStart)}\n${this.#parts.join('\n')}`
    if (isCutPayload(record.event, whole)) return true
    this.#counters.joinedLines += this.#parts.length
    this.#clearParts()
    this.#setPayload(record, whole, 0)
    return true
  }

  #setPayload(record: RecordItem, text: string, start: number): void {
    const end = trimEndIndex(text, start, text.length)
    const frame = this.#isSideBand ? -1 : findTrailingFrame(text, start, end)
    if (frame === -1) {
      record.payload = text.slice(start, end)
      return
    }
    record.payload = text.slice(start, trimEndIndex(text, start, frame))
    this.#callchains.add(this.#frameOf(text.slice(frame, end)))
    record.callchain = this.#callchains.take()
  }

  #addSideBandLine(record: RecordItem, line: string): void {
    this.#counters.joinedLines++
    if (this.#sideBandLines++ < MAX_SIDE_BAND_LINES) record.payload += `\n${line.trim()}`
  }

  #refuseParts(): void {
    for (const [i, part] of this.#parts.entries()) {
      if (part === '') {
        this.#counters.blankLines++
        continue
      }
      this.#counters.unknownLines++
      this.#diagnostics.count('TC_LEX_UNKNOWN_LINE', { line: this.#partNumbers[i] as number, sample: part })
    }
    this.#clearParts()
  }

  #clearParts(): void {
    this.#parts.length = 0
    this.#partNumbers.length = 0
  }

  #countOrphan(line: string): void {
    this.#counters.orphanFrames++
    this.#diagnostics.count('TC_LEX_ORPHAN_FRAME', { line: this.#counters.lines, sample: line })
  }
}
