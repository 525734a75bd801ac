import { type Diagnostics, detachString, type Emit, type PerfRecord, type RecordItem } from '@tc-stream/event-schema'
import type { LexerCounters } from './counters.js'
import type { LexerCode } from './diagnostics.js'
import type { TraceFacts } from './trace-facts.js'

/** Text of the records held at most. Units: UTF-16 code units. */
export const MAX_HELD_TEXT = 1 << 24

/**
 * Holds records without a time until the first time is known, because the trace item, which carries the origin of all
 * times, goes first. Synthesized side-band records come before everything else: thousands on a busy machine.
 *
 * Bounds: `limit` records of `MAX_HELD_TEXT`. Beyond it side-band records are dropped and counted; a sample instead says that the text has
 * no times to wait for, so the gate opens with origin 0.
 */
export class OriginGate {
  #held: RecordItem[] = []
  #heldText = 0
  #origin: number | undefined

  readonly #limit: number
  readonly #facts: TraceFacts
  readonly #counters: LexerCounters
  readonly #diagnostics: Diagnostics<LexerCode>

  constructor(limit: number, facts: TraceFacts, counters: LexerCounters, diagnostics: Diagnostics<LexerCode>) {
    this.#limit = limit
    this.#facts = facts
    this.#counters = counters
    this.#diagnostics = diagnostics
  }

  /** Whole seconds; undefined while no time was met. */
  get originSeconds(): number | undefined {
    return this.#origin
  }

  /** Hands out the trace item and what was held. */
  open(originSeconds: number, emit: Emit<PerfRecord>): void {
    for (const item of this.drain(originSeconds)) emit(item)
  }

  /** As `open`, at the pace of its reader. */
  *drain(originSeconds: number): Generator<PerfRecord, void, undefined> {
    if (this.#origin !== undefined) return
    this.#origin = originSeconds
    const held = this.#held
    this.#held = []
    yield this.#facts.toItem(originSeconds)
    yield* held
  }

  pass(record: RecordItem, isSideBand: boolean, emit: Emit<PerfRecord>): void {
    if (this.#origin !== undefined) {
      emit(record)
      return
    }
    const length = textLength(record)
    if (this.#held.length < this.#limit && this.#heldText + length <= MAX_HELD_TEXT) {
      this.#heldText += length
      record.payload = detachString(record.payload)
      this.#held.push(record)
      return
    }
    if (!isSideBand) {
      this.open(0, emit)
      emit(record)
      return
    }
    this.#counters.heldDropped++
    this.#diagnostics.count('TC_LEX_HELD_DROPPED', { line: record.line })
  }
}

function textLength({ payload, callchain }: RecordItem): number {
  return callchain === undefined ? payload.length : callchain.reduce((sum, frame) => sum + frame.length, payload.length)
}
