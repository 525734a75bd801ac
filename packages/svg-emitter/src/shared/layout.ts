export type RowKind = 'cpu' | 'process' | 'task' | 'group'

/** Where the strips of a row lie. Units: CSS pixels from the row's top. */
export interface RowShape {
  readonly height: number
  /** Top and height of the `sched` lane; boxes stand on its bottom line. */
  readonly top: number
  readonly bar: number
  /** Top and height of the strip above: interrupts. */
  readonly overTop: number
  readonly over: number
  /** Top and height of the strip below: C-states of a CPU, I/O of a task. */
  readonly underTop: number
  readonly under: number
}

export const ROW_SHAPES: Readonly<Record<RowKind, RowShape>> = {
  cpu: { height: 39, top: 8, bar: 17, overTop: 1, over: 6, underTop: 26, under: 10 },
  process: { height: 26, top: 10, bar: 10, overTop: 7, over: 2, underTop: 21, under: 2 },
  task: { height: 20, top: 3, bar: 13, overTop: 0, over: 2, underTop: 16.5, under: 2.5 },
  group: { height: 20, top: 3, bar: 13, overTop: 0, over: 2, underTop: 16.5, under: 2.5 },
}

/** Height of the line of one kind of interrupts; from the top down they are in the order of their slots. Units: CSS pixels. */
export const INTERRUPT_LINE = 2

/** Height of a box beside that of a running one: the second sign of a state, beside its colour. */
export const WOKEN_SHARE = 0.6
export const PREEMPTED_SHARE = 0.8
export const BLOCKED_SHARE = 0.6

export interface PlacedRow {
  readonly y: number
  readonly height: number
}

/** The index of the row at `y`, or -1. Rows lie from top to bottom. */
export function rowAt(rows: readonly PlacedRow[], y: number): number {
  let low = 0
  let high = rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = rows[middle] as PlacedRow
    if (y < row.y) high = middle - 1
    else if (y >= row.y + row.height) low = middle + 1
    else return middle
  }
  return -1
}
