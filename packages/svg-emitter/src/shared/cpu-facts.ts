import type { Tables } from './data-format.js'
import { formatFrequency } from './format.js'
import { firstReaching, type LaneData, type RowData, visitParts } from './row-data.js'

/** The mean frequency of the CPU while something else was the case there; undefined where none is known. */
export function frequencyDuring(data: RowData, during: LaneData, record: number, tables: Tables): string | undefined {
  const lane = data.lanes.get('pState')
  if (lane === undefined || lane === during) return undefined
  const fromNs = during.startNs[record] as number
  const toNs = Math.max(fromNs + 1, during.endNs[record] as number)
  let weighted = 0
  let total = 0
  for (let at = firstReaching(lane, fromNs); (lane.startNs[at] as number) < toNs; at++) {
    const startNs = lane.startNs[at] as number
    const lengthNs = (lane.endNs[at] as number) - startNs
    const sharedNs = Math.min(toNs, startNs + lengthNs) - Math.max(fromNs, startNs)
    // Of a bin, the part of each of its times that lies within.
    visitParts(data, tables, lane, at, (state, ns) => {
      const khz = Number(state)
      // What is but another frequency has no part in the mean.
      if (sharedNs <= 0 || !(khz >= 0)) return
      const part = (ns * sharedNs) / lengthNs
      weighted += part * khz
      total += part
    })
  }
  return total > 0 ? formatFrequency(weighted / total) : undefined
}
