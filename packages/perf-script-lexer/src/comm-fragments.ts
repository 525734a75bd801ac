import type { Diagnostics } from '@tc-stream/event-schema'
import { joinComm, MAX_COMM_LINE_LENGTH, MAX_COMM_LINES } from './continuation.js'
import type { LexerCounters } from './counters.js'
import type { LexerCode } from './diagnostics.js'

/**
 * Holds unknown lines until the next header tells whether they are the first lines of its comm.
 *
 * Bounds: 15 lines of at most 16 characters; longer ones are unknown at once.
 */
export class CommFragments {
  readonly #lines: string[] = []
  readonly #numbers: number[] = []

  readonly #counters: LexerCounters
  readonly #diagnostics: Diagnostics<LexerCode>

  constructor(counters: LexerCounters, diagnostics: Diagnostics<LexerCode>) {
    this.#counters = counters
    this.#diagnostics = diagnostics
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  add(line: string): void {
    if (line.length > MAX_COMM_LINE_LENGTH) {
      this.refuse()
      this.#countUnknown(line, this.#counters.lines)
      return
    }
    if (this.#lines.length >= MAX_COMM_LINES) this.refuse()
    this.#lines.push(line)
    this.#numbers.push(this.#counters.lines)
  }

  /** The whole comm of a header whose line begins with `rest`, or undefined where the held lines are none of it. */
  join(rest: string): string | undefined {
    const comm = joinComm(this.#lines, rest)
    if (comm === undefined) {
      this.refuse()
      return undefined
    }
    this.#counters.joinedLines += this.#lines.length
    this.#clear()
    return comm
  }

  /** Counts what is held as unknown. */
  refuse(): void {
    for (const [i, line] of this.#lines.entries()) this.#countUnknown(line, this.#numbers[i] as number)
    this.#clear()
  }

  #clear(): void {
    this.#lines.length = 0
    this.#numbers.length = 0
  }

  #countUnknown(line: string, number: number): void {
    this.#counters.unknownLines++
    this.#diagnostics.count('TC_LEX_UNKNOWN_LINE', { line: number, sample: line })
  }
}
