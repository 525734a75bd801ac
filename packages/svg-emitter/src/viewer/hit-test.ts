import { ROW_SHAPES, type RowKind } from '../shared/layout.js'
import { firstReaching, type LaneData, type RowData } from '../shared/row-data.js'

export interface Hit {
  readonly lane: LaneData
  readonly record: number
}

/** The lanes that lie at `y` of a row, the likeliest first. Units: CSS pixels from the row's top. */
export function lanesAt(kind: RowKind, y: number): readonly string[] {
  const shape = ROW_SHAPES[kind]
  const under = kind === 'cpu' ? 'cState' : 'io'
  if (y >= shape.underTop - 1) return [under, 'mark', 'sched', 'pState']
  if (y < shape.top) return ['mark', 'interrupt', 'sched', 'pState', under]
  return ['mark', 'sched', 'io', 'pState', 'interrupt', 'cState']
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
