/**
 * How much of each pixel column is covered, by any number of spans that may overlap. A long span costs no more than a
 * short one.
 *
 * Bounds: one number a column.
 */
export class Density {
  readonly #columns: Float64Array
  /** What begins to cover every column from here on, less what ends. */
  readonly #steps: Float64Array

  constructor(width: number) {
    this.#columns = new Float64Array(width)
    this.#steps = new Float64Array(width + 1)
  }

  /** Units: columns; `weight` for each column that is covered whole. */
  add(left: number, right: number, weight = 1): void {
    const width = this.#columns.length
    const from = Math.max(0, left)
    const to = Math.min(width, right)
    if (to <= from) return
    const first = Math.floor(from)
    const last = Math.floor(to)
    if (first === last) {
      this.#cover(first, (to - from) * weight)
      return
    }
    this.#cover(first, (first + 1 - from) * weight)
    if (last < width) this.#cover(last, (to - last) * weight)
    this.#steps[first + 1] = (this.#steps[first + 1] as number) + weight
    this.#steps[last] = (this.#steps[last] as number) - weight
  }

  values(): Float64Array {
    let whole = 0
    return this.#columns.map((part, column) => {
      whole += this.#steps[column] as number
      return part + whole
    })
  }

  #cover(column: number, part: number): void {
    this.#columns[column] = (this.#columns[column] as number) + part
  }
}
