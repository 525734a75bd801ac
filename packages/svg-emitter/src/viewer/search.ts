import { FIELD_BIT, type FieldName, NOTHING, type Shape } from '../shared/data-format.js'
import { fieldOf, type LaneData, type RowData } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { type Matcher, plainMatcher, regexMatcher } from './pattern.js'
import { stateIndex } from './records.js'

/** A search may take this long, in parts of a frame each; what was found by then stands. Units: ms. */
export const SEARCH_MS = 4000
/** Most boxes that can be stepped through. */
export const MAX_HITS = 500_000

export interface Query {
  readonly text: string
  readonly isRegex: boolean
}

/** What has been found so far. */
export interface Hits {
  /** By row: where the fields of the matching records begin in the row's integers. */
  readonly rows: ReadonlyMap<number, ReadonlySet<number>>
  /** Boxes to step through, row by row: row, and the record within its lane. */
  readonly list: readonly (readonly [row: number, lane: LaneData, record: number])[]
  /** Time of the matching boxes of tasks, by the index of their state. Units: ns. */
  readonly times: readonly number[]
}

const TEXT_FIELDS: readonly FieldName[] = ['reason', 'text', 'interrupt', 'error']
const TEXT_BITS = TEXT_FIELDS.reduce((bits, field) => bits | FIELD_BIT[field], 0)

/** Errors: throws on a regular expression that is none. */
export function matcherOf({ text, isRegex }: Query): Matcher {
  return isRegex ? regexMatcher(text) : plainMatcher(text)
}

/** Looks through the chart for a name, a thread id, a symbol or a file of code, row by row. */
export class Search implements Hits {
  readonly rows = new Map<number, Set<number>>()
  readonly list: (readonly [number, LaneData, number])[] = []
  readonly times = [0, 0, 0, 0, 0]
  readonly #data: ChartData
  readonly #matches: Matcher
  #strings: readonly boolean[] | undefined
  #tasks: readonly boolean[] = []
  #chains: ReadonlySet<number> = new Set()
  #next = 0

  constructor(data: ChartData, query: Query) {
    this.#data = data
    this.#matches = matcherOf(query)
  }

  get isComplete(): boolean {
    return this.#next >= this.#data.rows.length
  }

  /** Looks at one more row. */
  step(): void {
    if (this.#strings === undefined) this.#lookAtNames()
    const row = this.#next++
    const head = this.#data.rows[row]
    if (head === undefined || head.kind === 'process') return
    const data = this.#data.recordsOf(row)
    const isCpu = head.kind === 'cpu'
    const byName = !isCpu && this.#matches(head.label)
    for (const lane of data.lanes.values()) {
      for (let record = 0; record < lane.startNs.length; record++) {
        if (byName || this.#isHit(data, lane, record)) this.#add(row, data, lane, record, isCpu)
      }
    }
  }

  /** Each name is looked at once, however many boxes have it. */
  #lookAtNames(): void {
    const { strings, tasks, frames, callchains } = this.#data.tables
    const matching = strings.map(text => this.#matches(text))
    this.#strings = matching
    this.#tasks = tasks.map(([tid, comm]) => matching[comm] === true || this.#matches(`${strings[comm]}:${tid}`))
    const hit = frames.map(([symbol, , dso]) => matching[symbol] === true || matching[dso] === true)
    this.#chains = new Set([...callchains].filter(([, chain]) => chain.some(frame => hit[frame])).map(([id]) => id))
  }

  #isHit(data: RowData, lane: LaneData, record: number): boolean {
    const { tables } = this.#data
    const shape = tables.shapes[lane.shape[record] as number] as Shape
    if (shape[0] === 1) return false
    const bits = shape[0] === 0 ? shape[8] : shape[3]
    const value = (field: FieldName) => fieldOf(data, lane, record, tables, field)
    if ((bits & FIELD_BIT.callchain) !== 0 && this.#chains.has(value('callchain'))) return true
    if ((bits & FIELD_BIT.task) !== 0 && this.#tasks[value('task')] === true) return true
    return (bits & TEXT_BITS) !== 0 && TEXT_FIELDS.some(field => this.#strings?.[value(field)] === true)
  }

  #add(row: number, data: RowData, lane: LaneData, record: number, isCpu: boolean): void {
    const known = this.rows.get(row)
    if (known === undefined) this.rows.set(row, new Set([lane.at[record] as number]))
    else known.add(lane.at[record] as number)
    // A box of a CPU that is drawn again in the row of its task counts there.
    const task = isCpu ? fieldOf(data, lane, record, this.#data.tables, 'task') : NOTHING
    if ((this.#data.tables.tasks[task]?.[2] ?? NOTHING) >= 0) return
    if (this.list.length < MAX_HITS) this.list.push([row, lane, record])
    if (lane.lane === 'sched' && !isCpu) this.#addTimes(data, lane, record)
  }

  #addTimes(data: RowData, lane: LaneData, record: number): void {
    const shape = this.#data.tables.shapes[lane.shape[record] as number] as Shape
    const add = (state: string, ns: number) => {
      const index = stateIndex(state)
      if (index >= 0) this.times[index] = (this.times[index] as number) + ns
    }
    if (shape[0] === 0) add(shape[2], (lane.endNs[record] as number) - (lane.startNs[record] as number))
    else if (shape[0] === 1) {
      shape[2].forEach((state, index) => {
        add(state, data.integers[(lane.at[record] as number) + 2 * index] as number)
      })
    }
  }
}

/** The time that each state takes in all rows of tasks. Units: ns. */
export function allTimes(data: ChartData): number[] {
  const sums = [0, 0, 0, 0, 0]
  for (const { kind, totals } of data.rows) {
    if (kind !== 'task' && kind !== 'group') continue
    for (let state = 0; state < sums.length; state++) sums[state] = (sums[state] as number) + (totals[state] ?? 0)
  }
  return sums
}
