import { onGrid } from './rect-path.js'

/**
 * A line of steps. It breaks where nothing is known.
 *
 * Bounds: four steps per pixel.
 */
export class StepLine {
  #d = ''
  #y = 0
  /** Drawn up to here. */
  #right = -1

  /** A level over `[left, right)`. They come in order of time. Units: CSS pixels. */
  add(left: number, right: number, y: number): void {
    const from = onGrid(left)
    const to = onGrid(right)
    if (to <= this.#right) return
    if (from > this.#right) this.#d = `${this.path}M${from} ${y}`
    else if (y !== this.#y) this.#d += `H${this.#right}V${y}`
    this.#y = y
    this.#right = to
  }

  /** `''` where there is none. */
  get path(): string {
    return this.#d && `${this.#d}H${this.#right}`
  }
}
