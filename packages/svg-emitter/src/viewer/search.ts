import { type FieldName, NOTHING } from '../shared/data-format.js'
import { fieldOf, type LaneData, type RowData, visitParts } from '../shared/row-data.js'
import type { ChartData, RowHead } from './data.js'
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

/** Errors: throws on a regular expression that is none. */
export function matcherOf({ text, isRegex }: Query): Matcher {
  return isRegex ? regexMatcher(text) : plainMatcher(text)
}

export interface Search extends Hits {
  isDone(): boolean
  /** Looks at one more row. */
  next(): void
}

/** Looks through the chart for a name, a thread id, a symbol or a file of code, row by row. */
export function createSearch(data: ChartData, query: Query): Search {
  const { strings, tasks, frames, callchains } = data.tables
  const matches = matcherOf(query)
  const rows = new Map<number, Set<number>>()
  const list: (readonly [number, LaneData, number])[] = []
  const times = [0, 0, 0, 0, 0]
  let at = 0

  // Each name is looked at once, however many boxes have it.
  const named = strings.map(matches)
  const ofTask = tasks.map(([tid, comm]) => named[comm] || matches(`${strings[comm]}:${tid}`))
  const ofFrame = frames.map(([symbol, , dso]) => named[symbol] || named[dso])
  const chains = new Set([...callchains].filter(([, chain]) => chain.some(frame => ofFrame[frame])).map(([id]) => id))

  const isHit = (records: RowData, lane: LaneData, record: number): boolean | undefined => {
    const value = (field: FieldName) => fieldOf(records, lane, record, data.tables, field)
    return chains.has(value('callchain')) || ofTask[value('task')] || TEXT_FIELDS.some(field => named[value(field)])
  }

  const addTimes = (records: RowData, lane: LaneData, record: number) => {
    visitParts(records, data.tables, lane, record, (state, ns) => {
      const index = stateIndex(state)
      if (index >= 0) times[index] = (times[index] as number) + ns
    })
  }

  return {
    rows,
    list,
    times,
    isDone: () => at >= data.rows.length,
    next() {
      const row = at++
      const { kind, label } = data.rows[row] as RowHead
      if (kind === 'process') return
      const records = data.recordsOf(row)
      const isCpu = kind === 'cpu'
      const byName = !isCpu && matches(label)
      const found = new Set<number>()
      for (const lane of records.lanes.values()) {
        for (let record = 0; record < lane.startNs.length; record++) {
          if (!byName && !isHit(records, lane, record)) continue
          found.add(lane.at[record] as number)
          // A box of a CPU that is drawn again in the row of its task counts there.
          const task = isCpu ? fieldOf(records, lane, record, data.tables, 'task') : NOTHING
          if ((tasks[task]?.[2] ?? NOTHING) >= 0) continue
          if (list.length < MAX_HITS) list.push([row, lane, record])
          if (lane.lane === 'sched' && !isCpu) addTimes(records, lane, record)
        }
      }
      if (found.size > 0) rows.set(row, found)
    },
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
