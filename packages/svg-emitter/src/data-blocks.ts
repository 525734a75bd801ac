import type { ChartHeadItem } from '@tc-stream/event-schema'
import type { Geometry } from './geometry.js'
import type { ChartHead, RowHead, Tables } from './shared/data-format.js'
import { escapeJson } from './shared/escape.js'
import type { Markup } from './shared/markup.js'

/** A block of data is closed when it grows to this. Units: UTF-16 code units. */
export const MAX_BLOCK_LENGTH = 500_000

/** Facts that the viewer needs before anything else. */
export function* drawHeadBlocks(
  markup: Markup,
  geometry: Geometry,
  head: ChartHeadItem,
  originSeconds: number,
): Generator<string> {
  const chart: ChartHead = {
    version: 1,
    originSeconds,
    startNs: head.startNs,
    endNs: head.endNs,
    quantumNs: head.quantumNs,
    width: geometry.width,
    height: geometry.height,
    plotX: geometry.plotX,
    plotWidth: geometry.plotWidth,
    rowsTop: geometry.rowsTop,
    rowsBottom: geometry.rowsBottom,
    bottomAxis: geometry.bottomAxis,
    theme: markup.theme,
  }
  yield block(markup, 'head', JSON.stringify(chart))
  yield* listBlocks(markup, 'rows', rowHeads(geometry))
}

function* rowHeads(geometry: Geometry): Generator<RowHead> {
  for (const { item, label, y, height } of geometry.rows) {
    const { startNs, endNs } = item
    yield { kind: item.kind, label: label.name, y, height, startNs, endNs, facts: label.facts }
  }
}

/** The tables that the rows' integers point into. */
export function* drawTableBlocks(markup: Markup, tables: Tables): Generator<string> {
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
