import { ROW_SHAPES, type ShapeName } from '../shared/layout.js'
import { firstReaching, type LaneData, type RowData } from '../shared/row-data.js'

export interface Hit {
  readonly lane: LaneData
  readonly record: number
}

const LANES = ['mark', 'sched', 'pState', 'interrupt', 'cState', 'io']

/** The lanes of a row, those that lie at `y` first. Units: CSS pixels from the row's top. */
export function lanesAt(name: ShapeName, y: number): readonly string[] {
  const { ioHalf, ioMiddle, top, underTop } = ROW_SHAPES[name]
  if (ioHalf > 0 && (name === 'io' || y >= ioMiddle - ioHalf)) return ['io', ...LANES]
  if (name === 'cpu' && y >= underTop - 1) return ['cState', ...LANES]
  return y < top ? ['mark', 'interrupt', ...LANES] : LANES
}

/**
 * The record of a row at a time, within `nearNs`: one that holds the time before one that is near, and of those the
 * shortest, which lies on top.
 */
export function findRecord(data: RowData, lanes: readonly string[], timeNs: number, nearNs: number): Hit | undefined {
  for (const name of lanes) {
    const lane = data.lanes.get(name)
    const record = lane === undefined ? -1 : nearest(lane, timeNs, name === 'mark' ? 3 * nearNs : nearNs)
    if (lane !== undefined && record >= 0) return { lane, record }
  }
  return undefined
}

function nearest(lane: LaneData, timeNs: number, nearNs: number): number {
  const { startNs, endNs } = lane
  let best = -1
  let bestAway = nearNs
  let bestLength = Number.POSITIVE_INFINITY
  for (let record = firstReaching(lane, timeNs - nearNs); record < startNs.length; record++) {
    const start = startNs[record] as number
    const end = endNs[record] as number
    if (start > timeNs + nearNs) break
    const away = Math.max(0, start - timeNs, timeNs - end)
    if (away > bestAway || (away === bestAway && end - start >= bestLength)) continue
    best = record
    bestAway = away
    bestLength = end - start
  }
  return best
}
