/**
 * What is narrower than a pixel, gathered pixel by pixel: how much of each column every state took.
 *
 * Bounds: one column.
 */
export class Columns {
  readonly #parts: Float64Array
  readonly #draw: (left: number, right: number, parts: ArrayLike<number>) => void
  #column = -1

  /** `draw` is called for each column, and for each bin of a pixel and more, with the share of every state in it. */
  constructor(states: number, draw: (left: number, right: number, parts: ArrayLike<number>) => void) {
    this.#parts = new Float64Array(states)
    this.#draw = draw
  }

  /** Something narrower than a pixel; `part` of it is in this state. They come from left to right. */
  add(left: number, right: number, state: number, part = 1): void {
    const column = Math.floor((left + right) / 2)
    if (column !== this.#column) this.flush()
    this.#column = column
    this.#parts[state] = (this.#parts[state] as number) + part * (right - left)
  }

  /** A bin of any width. */
  bin(left: number, right: number, parts: Float64Array): void {
    if (right - left >= 1) this.#draw(left, right, parts)
    else if (right > left) {
      parts.forEach((part, state) => {
        this.add(left, right, state, part)
      })
    }
  }

  flush(): void {
    if (this.#column >= 0) this.#draw(this.#column, this.#column + 1, this.#parts)
    this.#parts.fill(0)
    this.#column = -1
  }
}
