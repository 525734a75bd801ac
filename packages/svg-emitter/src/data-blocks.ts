import { type ChartHeadItem, ioBytesOf, type RowItem, type WorstItem } from '@tc-stream/event-schema'
import type { Geometry, PictureRow } from './geometry.js'
import type { Highlighting } from './highlighting.js'
import { type HeadEntry, NOTHING, type RowEntry, type Tables, type WorstEntry } from './shared/data-format.js'
import { escapeJson } from './shared/escape.js'
import type { Markup } from './shared/markup.js'
import type { PictureTables } from './tables.js'

/** A block of data is closed when it grows to this. Units: UTF-16 code units. */
export const MAX_BLOCK_LENGTH = 500_000

/** Facts that the viewer needs before anything else. */
export function* drawHeadBlocks(
  markup: Markup,
  geometry: Geometry,
  { startNs, endNs, io }: ChartHeadItem,
  originSeconds: number,
  highlighting: Highlighting,
  callerFirst: boolean,
): Generator<string> {
  const { width, height, plotX, plotWidth, legendY, rowsTop, rowsBottom } = geometry
  const places = [width, height, plotX, plotWidth, legendY, rowsTop, rowsBottom] as const
  const { longerThanNs } = highlighting
  const mostBytes = io?.maxBytes ?? 0
  const head: HeadEntry = [
    2,
    originSeconds,
    startNs,
    endNs,
    ...places,
    markup.theme,
    longerThanNs,
    callerFirst,
    mostBytes,
  ]
  yield block(markup, 'head', JSON.stringify(head))
  yield* listBlocks(
    markup,
    'rows',
    geometry.rows.map(row => rowEntry(row, highlighting)),
  )
}

function rowEntry(row: PictureRow, { isName }: Highlighting): RowEntry {
  const { item, label, indent, height, shape } = row
  const { kind, parent = NOTHING, cpu = NOTHING, startNs, endNs } = item
  const { name, number, facts } = label
  const spot = kind !== 'cpu' && item.comm !== undefined && isName(item.comm)
  return [kind, name, number, facts, indent, height, parent, cpu, startNs, endNs, totalsOf(item), spot, shape]
}

/** In the order of `TOTALS`. */
function totalsOf({ totals, cpuTotals }: RowItem): number[] {
  if (cpuTotals !== undefined) return [cpuTotals.busyNs, 0, 0, cpuTotals.idleNs, cpuTotals.unknownNs]
  if (totals === undefined) return []
  const { runningNs, waitingNs, blockedNs, sleepingNs, unknownNs, switches, migrations, wakeups, maxWaitNs } = totals
  return [
    ...[runningNs, waitingNs, blockedNs, sleepingNs, unknownNs, maxWaitNs, switches, migrations, wakeups],
    ...[ioBytesOf(totals), totals.ioCalls ?? 0, totals.ioErrors ?? 0],
  ]
}

/** The worst intervals, as indexes into the tables: to be asked for before these are written. */
export function worstEntries(tables: PictureTables, worst: readonly WorstItem[]): WorstEntry[] {
  return [...worst]
    .sort((a, b) => a.rank - b.rank)
    .map(item => [
      item.state === 'blocked' ? 1 : 0,
      item.row ?? NOTHING,
      tables.task(item.tid, item.comm, item.row),
      item.startNs,
      item.endNs,
      item.reason === undefined ? NOTHING : tables.string(item.reason),
      item.cause ?? '',
      wakerOf(tables, item),
    ])
}

/** An interrupt stands for the task that it stopped: that one did not do it. */
function wakerOf(tables: PictureTables, { wakerTid, wakerComm, context, interrupt }: WorstItem): number {
  if (context === 'interrupt' && (interrupt !== undefined || wakerTid !== 0)) {
    return tables.task(NOTHING, interrupt ?? 'an interrupt', undefined)
  }
  return wakerTid === undefined ? NOTHING : tables.task(wakerTid, wakerComm ?? '', undefined)
}

/** The tables that the rows' integers point into. */
export function* drawTableBlocks(markup: Markup, tables: Tables, worst: readonly WorstEntry[]): Generator<string> {
  yield* listBlocks(markup, 'worst', worst)
  yield* listBlocks(markup, 'strings', tables.strings)
  yield* listBlocks(markup, 'shapes', tables.shapes)
  yield* listBlocks(markup, 'tasks', tables.tasks)
  yield* listBlocks(markup, 'frames', tables.frames)
  yield* listBlocks(markup, 'callchains', callchainLists(tables))
}

/** Shape: `[id, frame, frame…]` */
function* callchainLists(tables: Tables): Generator<readonly number[]> {
  for (const [id, frames] of tables.callchains) yield [id, ...frames]
}

/** A list, in as many blocks as its size makes it; each is a list of its own. */
function* listBlocks(markup: Markup, name: string, values: Iterable<unknown>): Generator<string> {
  let json = ''
  for (const value of values) {
    json += `${json === '' ? '' : ','}${JSON.stringify(value)}`
    if (json.length < MAX_BLOCK_LENGTH) continue
    yield block(markup, name, `[${json}]`)
    json = ''
  }
  if (json !== '') yield block(markup, name, `[${json}]`)
}

function block(markup: Markup, name: string, json: string): string {
  return `<metadata class="${markup.id(`data-${name}`)}">${escapeJson(json)}</metadata>\n`
}
