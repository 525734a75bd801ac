import { NOTHING } from '../shared/data-format.js'
import type { ChartData } from './data.js'
import { STATES, visitStates } from './records.js'
import type { Span } from './view.js'

export interface RowTimes {
  readonly row: number
  /** By the index of a state. Units: ns. */
  readonly times: readonly number[]
  /** In calls that move data or make sure of them, and in those that wait for some. Units: ns. */
  readonly ioNs: number
  readonly pollNs: number
  readonly bytes: number
}

export interface RangeStats {
  /** All tasks together. */
  readonly all: RowTimes
  /** Tasks that did anything but sleep, those that ran longest first; of others, those that moved most. */
  readonly tasks: readonly RowTimes[]
  readonly cpus: readonly RowTimes[]
  /** The edges cut through bins, of which nothing tells where in them their times lie. */
  readonly isEstimate: boolean
}

/** What every task and every CPU did between two times. */
export function rangeStats(data: ChartData, range: Span): RangeStats {
  const { startNs } = range
  // The last bin may reach beyond the end of the chart; it is not cut there.
  const endNs = range.endNs < data.head.endNs ? range.endNs : Number.POSITIVE_INFINITY
  const sums = STATES.map(() => 0)
  const all = { row: NOTHING, times: sums, ioNs: 0, pollNs: 0, bytes: 0 }
  const tasks: RowTimes[] = []
  const cpus: RowTimes[] = []
  let isEstimate = false
  data.rows.forEach(({ kind }, row) => {
    if (kind === 'process') return
    const times = STATES.map(() => 0)
    const records = data.recordsOf(row)
    const cut = visitStates(records, records.lanes.get('sched'), data.tables, startNs, endNs, (state, ns) => {
      if (state !== NOTHING) times[state] = (times[state] as number) + ns
    })
    const io = { ioNs: 0, pollNs: 0, bytes: 0 }
    const cutCalls = visitStates(
      records,
      records.lanes.get('io'),
      data.tables,
      startNs,
      endNs,
      (_state, ns, _record, _count, name, bytes) => {
        for (const sum of [io, all]) {
          if (name.startsWith('poll')) sum.pollNs += ns
          else sum.ioNs += ns
          sum.bytes += bytes
        }
      },
    )
    isEstimate ||= cut || cutCalls
    if (kind === 'cpu') cpus.push({ row, times, ...io })
    else if (active(times) + io.ioNs + io.pollNs > 0) tasks.push({ row, times, ...io })
    if (kind !== 'cpu') for (const [state, ns] of times.entries()) sums[state] = (sums[state] as number) + ns
  })
  const order = (a: RowTimes, b: RowTimes) =>
    (b.times[0] as number) - (a.times[0] as number) ||
    active(b.times) - active(a.times) ||
    b.bytes - a.bytes ||
    b.ioNs - a.ioNs ||
    a.row - b.row
  return { all, tasks: tasks.sort(order), cpus, isEstimate }
}

/** Running, waiting and blocked. */
function active(times: readonly number[]): number {
  return (times[0] as number) + (times[1] as number) + (times[2] as number)
}
