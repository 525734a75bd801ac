import type { Shape } from '../shared/data-format.js'
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
  lane?.startNs.forEach((startNs, record) => {
    const shape = data.tables.shapes[lane.shape[record] as number] as Shape
    const add = (lengthNs: number, count: number) => {
      counts[barOf(lengthNs)] = (counts[barOf(lengthNs)] as number) + count
    }
    if (shape[0] === 0 && shape[2] === 'waiting') add((lane.endNs[record] as number) - startNs, 1)
    if (shape[0] !== 1) return
    shape[2].forEach((state, index) => {
      const at = (lane.at[record] as number) + 2 * index
      const count = records.integers[at + 1] as number
      if (stateIndex(state) !== 1 || count === 0) return
      add((records.integers[at] as number) / count, count)
      folded += count
    })
  })
  return { counts, folded }
}
