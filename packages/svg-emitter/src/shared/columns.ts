/**
 * What is narrower than a column, gathered column by column: how much of each column every state took.
 *
 * Bounds: one column.
 */
export class Columns {
  readonly #parts: Float64Array
  readonly #draw: (left: number, right: number, parts: ArrayLike<number>) => void
  readonly #widthPx: number
  #column = -1

  /** `draw` is called for each column, and for each bin at least as wide, with the share of every state in it. */
  constructor(widthPx: number, states: number, draw: (left: number, right: number, parts: ArrayLike<number>) => void) {
    this.#widthPx = widthPx
    this.#parts = new Float64Array(states)
    this.#draw = draw
  }

  /** Something narrower than a column; `part` of it is in this state. They come from left to right. */
  add(left: number, right: number, state: number, part = 1): void {
    if (right <= left) return
    const column = Math.floor((left + right) / 2 / this.#widthPx)
    if (column !== this.#column) this.flush()
    this.#column = column
    this.#parts[state] = (this.#parts[state] as number) + (part * (right - left)) / this.#widthPx
  }

  /** Something of any width that is in one state. */
  box(left: number, right: number, state: number): void {
    if (right - left < this.#widthPx) this.add(left, right, state)
    else {
      const parts = new Float64Array(this.#parts.length)
      parts[state] = 1
      this.#draw(left, right, parts)
    }
  }

  /** A bin of any width. */
  bin(left: number, right: number, parts: Float64Array): void {
    if (right - left >= this.#widthPx) this.#draw(left, right, parts)
    else {
      parts.forEach((part, state) => {
        this.add(left, right, state, part)
      })
    }
  }

  flush(): void {
    if (this.#column >= 0) {
      this.#draw(this.#column * this.#widthPx, (this.#column + 1) * this.#widthPx, this.#parts)
    }
    this.#parts.fill(0)
    this.#column = -1
  }
}
