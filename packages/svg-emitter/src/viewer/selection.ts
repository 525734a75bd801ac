import { NOTHING } from '../shared/data-format.js'
import { rowAt } from '../shared/layout.js'
import { fieldOf } from '../shared/row-data.js'
import type { ChartData } from './data.js'
import { findRecord, type Hit, lanesAt } from './hit-test.js'

/** One record of one row. */
export interface Selection {
  readonly row: number
  readonly hit: Hit
  /** NOTHING where nobody woke it, or the waker is not drawn. */
  readonly wakerRow: number
}

/** What lies at a point. Units: CSS pixels of the picture; ns. */
export function selectAt(data: ChartData, y: number, timeNs: number, nearNs: number): Selection | undefined {
  const row = rowAt(data.rows, y)
  const head = data.rows[row]
  if (head === undefined) return undefined
  const hit = findRecord(data.recordsOf(row), lanesAt(head.kind, y - head.y), timeNs, nearNs)
  return hit === undefined ? undefined : selectionOf(data, row, hit)
}

/** The box of a row with just these ends. */
export function selectBox(data: ChartData, row: number, startNs: number, endNs: number): Selection | undefined {
  const lane = data.recordsOf(row).lanes.get('sched')
  const record = lane?.startNs.findIndex((start, index) => start === startNs && lane.endNs[index] === endNs) ?? -1
  return lane === undefined || record < 0 ? undefined : selectionOf(data, row, { lane, record })
}

/** The record before or after in the same lane. */
export function neighbour(data: ChartData, selection: Selection, step: number): Selection | undefined {
  const { row, hit } = selection
  const record = hit.record + step
  if (record < 0 || record >= hit.lane.startNs.length) return undefined
  return selectionOf(data, row, { lane: hit.lane, record })
}

function selectionOf(data: ChartData, row: number, hit: Hit): Selection {
  const waker = fieldOf(data.recordsOf(row), hit.lane, hit.record, data.tables, 'waker')
  return { row, hit, wakerRow: data.tables.tasks[waker]?.[2] ?? NOTHING }
}

export function isSame(a: Selection | undefined, b: Selection | undefined): boolean {
  return a?.row === b?.row && a?.hit.lane === b?.hit.lane && a?.hit.record === b?.hit.record
}
