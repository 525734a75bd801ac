import { type GivenTotals, ioBytesOf } from '@tc-stream/event-schema'

/** What the line goes by. */
type Done = Pick<GivenTotals, 'runningNs' | 'ioReadBytes' | 'ioWriteBytes' | 'ioRxBytes' | 'ioTxBytes'>

/**
 * What a task has to do for a row: run for the threshold, or move the threshold of bytes. If too few tasks do, both are
 * divided by ten as often as needed. What a task has done only grows, so the line only rises: a task that ended below it
 * never gets a row.
 *
 * Bounds: one count per division.
 */
export class CutLine {
  readonly #minTasks: number
  /** Falling; the last ones are 0, which every task reaches. */
  readonly #ns: number[] = []
  /** As many; only the last one is 0, so that tasks without I/O are measured by their running time alone. */
  readonly #bytes: number[] = []
  /** Tasks that have reached each step. */
  readonly #reached: number[] = []
  #at: number

  constructor(thresholdNs: number, thresholdBytes: number, minTasks: number) {
    this.#minTasks = minTasks
    let [ns, bytes] = [thresholdNs, thresholdBytes]
    for (; ns > 0 || bytes > 0; ns = Math.floor(ns / 10), bytes = Math.floor(bytes / 10)) {
      this.#ns.push(ns)
      this.#bytes.push(thresholdBytes === 0 ? 0 : Math.max(1, bytes))
    }
    this.#ns.push(0)
    this.#bytes.push(0)
    for (const _ of this.#ns) this.#reached.push(0)
    this.#at = this.#ns.length - 1
    this.#rise()
  }

  /** How often the thresholds were divided. */
  get level(): number {
    return this.#at
  }

  get ns(): number {
    return this.#ns[this.#at] as number
  }

  get bytes(): number {
    return this.#bytes[this.#at] as number
  }

  /** The level of a task that has not done anything yet. */
  get lowest(): number {
    return this.#ns.length - 1
  }

  admits(done: Done): boolean {
    return this.#reaches(done, this.#at)
  }

  /** Counts a task that has come from `level` to `done`; returns its new level. */
  climb(level: number, done: Done): number {
    let at = level
    while (at > 0 && this.#reaches(done, at - 1)) {
      at--
      this.#reached[at] = (this.#reached[at] as number) + 1
    }
    if (at !== level) this.#rise()
    return at
  }

  #reaches(done: Done, at: number): boolean {
    return done.runningNs >= (this.#ns[at] as number) || ioBytesOf(done) >= (this.#bytes[at] as number)
  }

  #rise(): void {
    for (let at = 0; at < this.#at; at++) {
      if ((this.#reached[at] as number) < this.#minTasks) continue
      this.#at = at
      return
    }
  }
}
