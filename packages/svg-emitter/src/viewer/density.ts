/** How much of each pixel column is covered, by any number of spans that may overlap. */
export interface Density {
  /** Units: columns; `weight` for each column that is covered whole. */
  cover(left: number, right: number, weight?: number): void
  columns(): Float64Array
}

/** A long span costs no more than a short one. Bounds: two numbers a column. */
export function createDensity(width: number): Density {
  const parts = new Float64Array(width + 1)
  /** What begins to cover every column from here on, less what ends. */
  const steps = new Float64Array(width + 2)
  const add = (list: Float64Array, column: number, value: number) => {
    list[column] = (list[column] as number) + value
  }
  return {
    cover(left, right, weight = 1) {
      const from = Math.max(0, left)
      const to = Math.min(width, right)
      if (to <= from) return
      const first = Math.floor(from)
      const last = Math.floor(to)
      // The whole columns, less what is missing of the first, and with what there is of the last.
      add(steps, first, weight)
      add(steps, last, -weight)
      add(parts, first, (first - from) * weight)
      add(parts, last, (to - last) * weight)
    },
    columns() {
      let whole = 0
      return parts.slice(0, width).map((part, column) => {
        whole += steps[column] as number
        return part + whole
      })
    },
  }
}
