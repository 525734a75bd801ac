import { type LaneData, shapeAt, visitParts } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { stateIndex } from './records.js'

/** Waits of a task by their length: one bar for each doubling, from a microsecond on. */
export interface Histogram {
  /** The last one holds everything longer. */
  readonly counts: readonly number[]
  /** Of these, in bins that tell only their number and their sum. */
  readonly folded: number
}

export const BARS = 24
const FIRST_NS = 1000

/** Where the bar of a length begins: 0, 1 µs, 2 µs, 4 µs … Units: ns. */
export function barStart(bar: number): number {
  return bar === 0 ? 0 : FIRST_NS * 2 ** (bar - 1)
}

export function barOf(lengthNs: number): number {
  return lengthNs < FIRST_NS ? 0 : Math.min(BARS - 1, 1 + Math.floor(Math.log2(lengthNs / FIRST_NS)))
}

export function histogramOf(data: ChartData, row: number): Histogram {
  const counts = new Array<number>(BARS).fill(0)
  let folded = 0
  const records = data.recordsOf(row)
  const lane = records.lanes.get('sched')
  for (const record of lane?.shape.keys() ?? []) {
    const isBin = shapeAt(data.tables, lane as LaneData, record)[0] === 1
    visitParts(records, data.tables, lane as LaneData, record, (state, ns, count) => {
      if (stateIndex(state) !== 1 || count === 0) return
      const bar = barOf(ns / count)
      counts[bar] = (counts[bar] as number) + count
      if (isBin) folded += count
    })
  }
  return { counts, folded }
}
