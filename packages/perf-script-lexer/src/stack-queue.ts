import type { Emit, PerfRecord, RecordItem } from '@tc-stream/event-schema'
import type { OriginGate } from './origin-gate.js'

/** Most records that are held: so many events of other CPUs may come between an event and its stack. */
const MAX_HELD = 256
/** Payloads that are held together. Units: UTF-16 code units. */
const MAX_HELD_TEXT = 1 << 22

/**
 * Holds records back until their stack can no longer come: ftrace writes it as an event of its own, and the events of
 * other CPUs may come between. As long as no stack was met, nothing is held.
 *
 * Bounds: 256 records with payloads of 4 M characters; beyond it the oldest one goes on without its stack.
 */
export class StackQueue {
  #isActive = false
  /** In the order of the text. */
  readonly #held: RecordItem[] = []
  #heldText = 0
  /** Held records of each CPU. */
  readonly #heldOf = new Map<number | null, number>()

  readonly #gate: OriginGate

  constructor(gate: OriginGate) {
    this.#gate = gate
  }

  /** From here on there are stacks. */
  activate(): void {
    this.#isActive = true
  }

  pass(record: RecordItem, isSideBand: boolean, emit: Emit<PerfRecord>): void {
    if (!this.#isActive) {
      this.#gate.pass(record, isSideBand, emit)
      return
    }
    this.#held.push(record)
    this.#heldText += record.payload.length
    this.#count(record, 1)
    while (this.#isFull() || this.#isSettled(this.#held[0])) this.#release(emit)
  }

  /** The record that a stack of this task on this CPU belongs to: the last one of that CPU, if it has none yet. */
  find(tid: number, cpu: number): RecordItem | undefined {
    const record = this.#held.findLast(held => held.cpu === cpu)
    return record?.tid === tid && record.callchain === undefined ? record : undefined
  }

  /** Hands on all that is held. */
  drain(emit: Emit<PerfRecord>): void {
    while (this.#held.length > 0) this.#release(emit)
  }

  #isFull(): boolean {
    return this.#held.length > MAX_HELD || this.#heldText > MAX_HELD_TEXT
  }

  /** A stack comes before the next event of its CPU. */
  #isSettled(record: RecordItem | undefined): boolean {
    if (record === undefined) return false
    return record.callchain !== undefined || record.cpu === null || (this.#heldOf.get(record.cpu) ?? 0) > 1
  }

  #release(emit: Emit<PerfRecord>): void {
    const record = this.#held.shift() as RecordItem
    this.#heldText -= record.payload.length
    this.#count(record, -1)
    // A time was met by now: the gate is open.
    this.#gate.pass(record, false, emit)
  }

  #count({ cpu }: RecordItem, by: number): void {
    const count = (this.#heldOf.get(cpu) ?? 0) + by
    if (count === 0) this.#heldOf.delete(cpu)
    else this.#heldOf.set(cpu, count)
  }
}
