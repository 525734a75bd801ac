import type { BinItem, BoxItem, CallchainItem, ChartMarkItem } from '@tc-stream/event-schema'
import { RowRecords } from '../row-records.js'
import type { Tables } from '../shared/data-format.js'
import { type Description, describeRecord } from '../shared/describe.js'
import { decodeRow, type RowData } from '../shared/row-data.js'
import { PictureTables } from '../tables.js'

export type RowElement = BoxItem | BinItem | ChartMarkItem

export interface WrittenRow {
  readonly data: RowData
  readonly tables: Tables
}

/** A row as the script reads it from a picture that begins at 0. */
export function writtenRow(items: readonly RowElement[], callchains: readonly CallchainItem[] = []): WrittenRow {
  const tables = new PictureTables(() => {})
  const records = new RowRecords(tables, 0)
  for (const item of items) {
    if (item.type === 'box') records.box(item)
    else if (item.type === 'bin') records.bin(item)
    else records.mark(item)
  }
  for (const callchain of callchains) tables.callchain(callchain)
  const all = tables.all()
  return { data: decodeRow([records.take()], all.shapes, 0), tables: all }
}

/** What is told of one record of a row that was recorded from second 100 on. */
export function told({ data, tables }: WrittenRow, lane: string, record = 0): Description {
  const records = data.lanes.get(lane)
  if (records === undefined) throw new Error(`no lane ${lane}`)
  return describeRecord(data, records, record, { tables, originSeconds: 100, chartStartNs: 0, callerFirst: false })
}
