export type RowKind = 'cpu' | 'process' | 'task' | 'group'

/** How a row is cut into strips: tasks and groups that did I/O have a strip for it, or nothing but that. */
export type ShapeName = RowKind | 'taskIo' | 'io'

/** Where the strips of a row lie. Units: CSS pixels from the row's top. */
export interface RowShape {
  readonly height: number
  /** Top and height of the `sched` lane; boxes stand on its bottom line. */
  readonly top: number
  readonly bar: number
  /** Top and height of the strip above: interrupts. */
  readonly overTop: number
  readonly over: number
  /** Top and height of the strip below: C-states of a CPU. */
  readonly underTop: number
  readonly under: number
  /** The line that I/O stands on and hangs from, and how far it reaches from there; 0: no place for it. */
  readonly ioMiddle: number
  readonly ioHalf: number
  /** The line that the label stands on. */
  readonly base: number
}

/** In the order of `RowShape`. */
function shapeOf(
  ...[height, top, bar, overTop, over, underTop, under, base, ioMiddle = 0, ioHalf = 0]: readonly [
    ...[number, number, number, number, number, number, number, number],
    ...[ioMiddle?: number, ioHalf?: number],
  ]
): RowShape {
  return { height, top, bar, overTop, over, underTop, under, ioMiddle, ioHalf, base }
}

const TASK = shapeOf(20, 3, 13, 0, 2, 16.5, 2.5, 13.5)

export const ROW_SHAPES: Readonly<Record<ShapeName, RowShape>> = {
  cpu: shapeOf(39, 8, 17, 1, 6, 26, 10, 20.5),
  process: shapeOf(26, 10, 10, 7, 2, 21, 2, 18, 15, 7),
  task: TASK,
  group: TASK,
  taskIo: shapeOf(36, 3, 13, 0, 2, 16.5, 2.5, 13.5, 25, 7),
  io: shapeOf(36, 4, 14, 0, 2, 16.5, 2.5, 21.5, 17, 13),
}

/** Top and height of the strip for I/O, or of that for all else. */
export function laneArea(
  { top, bar, ioMiddle, ioHalf }: RowShape,
  lane: string,
): readonly [top: number, height: number] {
  return lane === 'io' ? [ioMiddle - ioHalf, 2 * ioHalf + 1] : [top, bar]
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
