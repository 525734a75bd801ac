import { cellOf, type Shape, type Tables } from '../shared/data-format.js'
import { firstReaching, type LaneData, type RowData } from '../shared/row-data.js'

/** The states that are summed and stacked, in the order of `TOTALS`. */
export const STATES = ['running', 'waiting', 'blocked', 'sleeping', 'unknown'] as const

/** I/O that moves something, or makes sure of it; to poll is to wait. */
const BUSY = /^(read|write|[rt]x|sync)/

/**
 * Which of `STATES` a state counts as: idle, stopped and parked are sleep; preempted is waiting; I/O is running; -1 for
 * the dead.
 */
export function stateIndex(state: string): number {
  switch (state) {
    case 'preempted':
      return 1
    case 'idle':
    case 'stopped':
    case 'parked':
      return 3
    default:
      return BUSY.test(state) ? 0 : (STATES as readonly string[]).indexOf(state)
  }
}

/** Calls for every part of a record that is in one state: once for a box, for each of its states for a bin. */
export type StateVisitor = (state: number, ns: number, count: number, lane: LaneData, record: number) => void

/**
 * What a lane holds between two times, cut at these. Of a bin that is cut, the times are shares: nothing tells where in
 * it they lie. Returns whether there was such a bin.
 */
export function visitStates(
  data: RowData,
  lane: LaneData | undefined,
  tables: Tables,
  fromNs: number,
  toNs: number,
  visit: StateVisitor,
): boolean {
  let cut = false
  if (!lane) return cut
  for (let record = firstReaching(lane, fromNs); record < lane.startNs.length; record++) {
    const start = lane.startNs[record] as number
    const end = lane.endNs[record] as number
    if (start >= toNs) break
    const inside = Math.min(end, toNs) - Math.max(start, fromNs)
    if (inside <= 0) continue
    const shape = tables.shapes[lane.shape[record] as number] as Shape
    if (shape[0] === 0) visit(stateIndex(shape[2]), inside, 1, lane, record)
    else if (shape[0] === 1) {
      const share = inside / (end - start)
      cut ||= share < 1
      shape[2].forEach((state, index) => {
        const at = (lane.at[record] as number) + cellOf(shape[1]) * index
        visit(stateIndex(state), share * (data.integers[at] as number), data.integers[at + 1] as number, lane, record)
      })
    }
  }
  return cut
}
