import { type FieldName, NOTHING, type Shape } from '../shared/data-format.js'
import { fieldOf, firstReaching, type LaneData, shapeAt } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { findRecord, lanesAt } from './hit-test.js'

/** One record of one row. */
export interface Selection {
  readonly row: number
  readonly lane: LaneData
  readonly record: number
  readonly startNs: number
  readonly endNs: number
}

export function selectionOf(row: number, lane: LaneData, record: number): Selection | undefined {
  const startNs = lane.startNs[record]
  const endNs = lane.endNs[record]
  return startNs === undefined || endNs === undefined ? undefined : { row, lane, record, startNs, endNs }
}

/** What lies in a row at a height and a time. Units: CSS pixels from the row's top; ns. */
export function selectAt(
  data: ChartData,
  row: number,
  y: number,
  timeNs: number,
  nearNs: number,
): Selection | undefined {
  const head = data.rows[row]
  if (!head || head.kind === 'process') return undefined
  const hit = findRecord(data.recordsOf(row), lanesAt(head.shape, y), timeNs, nearNs)
  return !hit ? undefined : selectionOf(row, hit.lane, hit.record)
}

/** The box of a row that holds a time, or the nearest one: a state if it has any, else a system call. */
export function selectNear(data: ChartData, row: number, timeNs: number): Selection | undefined {
  if (!data.rows[row]) return undefined
  const hit = findRecord(data.recordsOf(row), ['sched', 'io'], timeNs, Number.POSITIVE_INFINITY)
  return !hit ? undefined : selectionOf(row, hit.lane, hit.record)
}

/** The record of a lane that begins at just this time; of several, the first of the length asked for. */
export function selectBox(
  data: ChartData,
  row: number,
  laneName: string,
  startNs: number,
  endNs?: number,
): Selection | undefined {
  if (!data.rows[row]) return undefined
  const lane = data.recordsOf(row).lanes.get(laneName)
  if (!lane) return undefined
  for (let record = firstReaching(lane, startNs); record < lane.startNs.length; record++) {
    const start = lane.startNs[record] as number
    if (start > startNs) break
    if (start === startNs && (endNs === undefined || endNs === lane.endNs[record]))
      return selectionOf(row, lane, record)
  }
  return undefined
}

/** The record before or after in the same lane. */
export function neighbour({ row, lane, record }: Selection, step: number): Selection | undefined {
  return selectionOf(row, lane, record + step)
}

export function shapeOf(data: ChartData, { lane, record }: Selection): Shape {
  return shapeAt(data.tables, lane, record)
}

/** The state of a box; `''` for bins and marks. */
export function stateOf(data: ChartData, selection: Selection): string {
  const shape = shapeOf(data, selection)
  return shape[0] === 0 ? shape[2] : ''
}

export function fieldValue(data: ChartData, { row, lane, record }: Selection, field: FieldName): number {
  return fieldOf(data.recordsOf(row), lane, record, data.tables, field)
}

/** The row of the task that woke a waiting one, or that ran on a CPU; NOTHING where it is not drawn. */
export function rowOf(data: ChartData, selection: Selection, field: 'waker' | 'task'): number {
  return data.tables.tasks[fieldValue(data, selection, field)]?.[2] ?? NOTHING
}

/** The row of a CPU; NOTHING where it is not drawn. */
export function rowOfCpu(data: ChartData, cpu: number): number {
  return cpu < 0 ? NOTHING : data.rows.findIndex(row => row.kind === 'cpu' && row.cpu === cpu)
}

/** The row that a wait's wakeup came from: of the waker, or of the CPU whose interrupt it was. */
export function wakerRowOf(data: ChartData, wait: Selection): number {
  const shape = shapeOf(data, wait)
  if (shape[0] !== 0 || shape[5] !== 'interrupt') return rowOf(data, wait, 'waker')
  return rowOfCpu(data, fieldValue(data, wait, 'wakerCpu'))
}

export function isSame(a: Selection | undefined, b: Selection | undefined): boolean {
  return a?.row === b?.row && a?.lane.lane === b?.lane.lane && a?.record === b?.record
}
