import type { Tables } from '../shared/data-format.js'
import { firstReaching, type LaneData, type RowData, visitParts } from '../shared/row-data.js'

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
export type StateVisitor = (
  state: number,
  ns: number,
  record: number,
  count: number,
  name: string,
  bytes: number,
) => void

/**
 * What a lane holds between two times, cut at these. Of a bin that is cut, and of the bytes of a call, the parts are
 * shares: nothing tells where in it they lie. Returns whether there was such a one.
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
    // A call may have taken no time.
    const share = inside / (end - start || 1) || Number(start === end && start >= fromNs)
    if (share <= 0) continue
    visitParts(data, tables, lane, record, (name, ns, count, bytes) => {
      const isExact = ns === end - start
      cut ||= share < 1 && (!isExact || bytes > 0)
      visit(stateIndex(name), isExact ? Math.max(0, inside) : share * ns, record, count, name, share * bytes)
    })
  }
  return cut
}
