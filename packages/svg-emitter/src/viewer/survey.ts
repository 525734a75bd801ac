import { NOTHING, type Shape } from '../shared/data-format.js'
import { fieldOf } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { Density } from './density.js'
import { visitStates } from './records.js'
import type { Span } from './view.js'

/** Columns of the overview, however wide it is drawn. */
export const OVERVIEW_COLUMNS = 1200

/** A wait that tells who ended the sleep before it. Units: ns. */
export interface Wake {
  readonly timeNs: number
  readonly lengthNs: number
  readonly wakerRow: number
  readonly row: number
  readonly record: number
}

/** What has to be known of all rows at once, gathered row by row while the browser has nothing else to do. */
export class Survey {
  /** Time of CPUs that were busy, and of tasks that waited and that were blocked. */
  readonly busy = new Density(OVERVIEW_COLUMNS)
  readonly waiting = new Density(OVERVIEW_COLUMNS)
  readonly blocked = new Density(OVERVIEW_COLUMNS)
  readonly wakes: Wake[] = []
  readonly cpus: number
  readonly #data: ChartData
  #next = 0

  constructor(data: ChartData) {
    this.#data = data
    this.cpus = data.rows.filter(row => row.kind === 'cpu').length
  }

  get isComplete(): boolean {
    return this.#next >= this.#data.rows.length
  }

  /** Looks at one more row. */
  step(): void {
    const row = this.#next++
    const head = this.#data.rows[row]
    if (head === undefined || head.kind === 'process') return
    this.#cover(row, head.kind === 'cpu')
    if (head.kind !== 'cpu') this.#collectWakes(row)
  }

  finish(): void {
    while (!this.isComplete) this.step()
  }

  #cover(row: number, isCpu: boolean): void {
    const { head, tables } = this.#data
    const data = this.#data.recordsOf(row)
    const perNs = OVERVIEW_COLUMNS / Math.max(1, head.endNs - head.startNs)
    const kinds = isCpu ? [this.busy] : [this.cpus === 0 ? this.busy : undefined, this.waiting, this.blocked]
    visitStates(data, data.lanes.get('sched'), tables, head.startNs, head.endNs, (state, ns, _count, lane, record) => {
      const start = lane.startNs[record] as number
      const length = (lane.endNs[record] as number) - start
      const left = (start - head.startNs) * perNs
      kinds[state]?.add(left, left + length * perNs, ns / length)
    })
  }

  #collectWakes(row: number): void {
    const { tables } = this.#data
    const data = this.#data.recordsOf(row)
    const lane = data.lanes.get('sched')
    lane?.startNs.forEach((startNs, record) => {
      const shape = tables.shapes[lane.shape[record] as number] as Shape
      if (shape[0] !== 0 || shape[2] !== 'waiting') return
      const wakerRow = tables.tasks[fieldOf(data, lane, record, tables, 'waker')]?.[2] ?? NOTHING
      if (wakerRow < 0) return
      const before = Math.max(0, fieldOf(data, lane, record, tables, 'woken'))
      const lengthNs = (lane.endNs[record] as number) - startNs
      this.wakes.push({ timeNs: startNs - before, lengthNs, wakerRow, row, record })
    })
  }
}

/** The wakes within a span that ended in the longest waits, at most so many. */
export function longestWakes(wakes: readonly Wake[], span: Span, leastNs: number, most: number): Wake[] {
  const within = wakes.filter(
    ({ timeNs, lengthNs }) => timeNs >= span.startNs && timeNs <= span.endNs && lengthNs >= leastNs,
  )
  if (within.length <= most) return within
  return within.sort((a, b) => b.lengthNs - a.lengthNs).slice(0, most)
}
