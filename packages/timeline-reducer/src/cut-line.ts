/**
 * The running time a task needs for a row: the threshold, or if too few tasks have it, the threshold divided by ten as
 * often as needed. Running time only grows, so the line only rises: a task that ended below it never gets a row.
 *
 * Bounds: one count per division.
 */
export class CutLine {
  readonly #minTasks: number
  /** Falling; the last one is 0. */
  readonly #steps: number[] = []
  /** Tasks that have reached each step. */
  readonly #reached: number[] = []
  #at: number

  constructor(thresholdNs: number, minTasks: number) {
    this.#minTasks = minTasks
    for (let step = thresholdNs; step > 0; step = Math.floor(step / 10)) this.#steps.push(step)
    this.#steps.push(0)
    for (const _ of this.#steps) this.#reached.push(0)
    this.#at = this.#steps.length - 1
    this.#rise()
  }

  /** How often the threshold was divided. */
  get level(): number {
    return this.#at
  }

  get ns(): number {
    return this.#steps[this.#at] as number
  }

  /** The level of a task that has not run yet. */
  get lowest(): number {
    return this.#steps.length - 1
  }

  /** Counts a task that has come from `level` to `runningNs`; returns its new level. */
  climb(level: number, runningNs: number): number {
    let at = level
    while (at > 0 && runningNs >= (this.#steps[at - 1] as number)) {
      at--
      this.#reached[at] = (this.#reached[at] as number) + 1
    }
    if (at !== level) this.#rise()
    return at
  }

  #rise(): void {
    for (let at = 0; at < this.#at; at++) {
      if ((this.#reached[at] as number) < this.#minTasks) continue
      this.#at = at
      return
    }
  }
}
