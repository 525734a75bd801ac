import { cellOf } from '../shared/data-format.js'
import { type LaneData, type RowData, shapeAt } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { createDensity, type Density } from './density.js'
import { visitStates } from './records.js'
import { fieldValue, type Selection, selectionOf, wakerRowOf } from './selection.js'
import type { Span } from './view.js'

/** Columns of the overview, however wide it is drawn. */
export const OVERVIEW_COLUMNS = 1200

/** A wait that tells who ended the sleep before it. Units: ns. */
export interface Wake {
  readonly timeNs: number
  readonly lengthNs: number
  /** Of the task that woke, or of the CPU whose interrupt did. */
  readonly wakerRow: number
  readonly row: number
  readonly byInterrupt: boolean
}

/** A call of I/O, or the longest of those in a bin. */
export interface Call {
  readonly box: Selection
  readonly lengthNs: number
}

/** Most calls that are listed. */
const MOST_CALLS = 50

/** What has to be known of all rows at once, gathered row by row while the browser has nothing else to do. */
export interface Survey {
  /** Time of CPUs that were busy, and of tasks that waited and that were blocked. */
  readonly busy: Density
  readonly waiting: Density
  readonly blocked: Density
  readonly wakes: readonly Wake[]
  /** The longest calls of I/O, but for polls: these wait. */
  calls(): readonly Call[]
  readonly cpus: number
  readonly isComplete: boolean
  /** Looks at one more row. */
  surveyNext(): void
}

export function createSurvey(data: ChartData): Survey {
  const { head, rows, tables } = data
  const [busy, waiting, blocked] = [0, 0, 0].map(() => createDensity(OVERVIEW_COLUMNS)) as [Density, Density, Density]
  const wakes: Wake[] = []
  let calls: Call[] = []
  const cpus = rows.filter(({ kind }) => kind === 'cpu').length
  const perNs = OVERVIEW_COLUMNS / Math.max(1, head.endNs - head.startNs)
  let at = 0

  const collectWake = (row: number, lane: LaneData, record: number) => {
    const shape = shapeAt(tables, lane, record)
    if (shape[0] !== 0 || shape[2] !== 'waiting') return
    const wait = selectionOf(row, lane, record) as Selection
    const wakerRow = wakerRowOf(data, wait)
    if (wakerRow < 0) return
    const { startNs, endNs } = wait
    const timeNs = startNs - Math.max(0, fieldValue(data, wait, 'woken'))
    wakes.push({ timeNs, lengthNs: endNs - startNs, wakerRow, row, byInterrupt: shape[5] === 'interrupt' })
  }

  const collectCall = (row: number, records: RowData, lane: LaneData, record: number) => {
    const shape = shapeAt(tables, lane, record)
    const box = selectionOf(row, lane, record)
    const state = shape[0] === 1 ? shape[3] : shape[2]
    if (!box || shape[0] === 2 || state.startsWith('poll')) return
    // A bin's last number is the length of the longest.
    const last = (lane.at[record] as number) + cellOf('io') * shape[2].length + 1
    calls.push({ box, lengthNs: shape[0] === 1 ? (records.integers[last] as number) : box.endNs - box.startNs })
    if (calls.length > 20 * MOST_CALLS) calls = longest()
  }
  const longest = () => calls.sort((a, b) => b.lengthNs - a.lengthNs).slice(0, MOST_CALLS)

  return {
    calls: longest,
    busy,
    waiting,
    blocked,
    wakes,
    cpus,
    get isComplete() {
      return at >= rows.length
    },
    surveyNext() {
      const row = at++
      const kind = rows[row]?.kind
      if (kind === undefined || kind === 'process') return
      const isCpu = kind === 'cpu'
      const records = data.recordsOf(row)
      // By the index of a state.
      const kinds = isCpu ? [busy] : [cpus === 0 ? busy : undefined, waiting, blocked]
      // Where nothing tells of states, it is I/O that is busy.
      const lane = records.lanes.get('sched') ?? records.lanes.get('io')
      visitStates(records, lane, tables, head.startNs, head.endNs, (state, ns, record) => {
        const start = lane?.startNs[record] as number
        const length = (lane?.endNs[record] as number) - start
        const left = (start - head.startNs) * perNs
        kinds[state]?.cover(left, left + length * perNs, ns / length)
      })
      const io = records.lanes.get('io')
      if (io) for (const record of io.startNs.keys()) collectCall(row, records, io, record)
      if (isCpu || !lane) return
      for (let record = 0; record < lane.startNs.length; record++) collectWake(row, lane, record)
    },
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
