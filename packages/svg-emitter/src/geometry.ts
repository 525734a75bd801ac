import type { ChartHeadItem, RowItem } from '@tc-stream/event-schema'
import { labelOf, type RowLabel } from './labels.js'
import { type LegendNeeds, type LegendRow, legendRows } from './legend.js'
import type { Note } from './notes.js'
import { AXIS_HEIGHT } from './shared/axes.js'
import type { PlacedRow, ShapeName } from './shared/layout.js'
import { placeRows, type Section } from './shared/place-rows.js'
import { LABEL_SIZE, type LabelledRow, MARGIN, NUMBER_SIZE } from './shared/row-labels.js'
import { measureText, wrapText } from './shared/text.js'

export const NOTE_SIZE = 11.5
export const NOTE_LEADING = 17
/** Worst waits, and as many worst blocks, that are listed below the chart. */
export const WORST_LISTED = 6
export const LEGEND_LEADING = 22
const INDENT = 12
const LABEL_GAP = 14

export interface PictureRow extends PlacedRow {
  readonly item: RowItem
  readonly label: RowLabel
  readonly indent: number
  readonly shape: ShapeName
}

/** What stands beside a row. */
export function labelled({ item, label, indent, shape }: PictureRow): LabelledRow {
  return { kind: item.kind, shape, label: label.name, number: label.number, facts: label.facts, indent }
}

/** Where everything lies. Units: CSS pixels. */
export interface Geometry {
  readonly width: number
  readonly height: number
  readonly plotX: number
  readonly plotWidth: number
  readonly legend: readonly LegendRow[]
  readonly legendY: number
  readonly axisY: number
  readonly rowsTop: number
  readonly rowsBottom: number
  readonly rows: readonly PictureRow[]
  readonly sections: readonly Section[]
  /** The lower axis is worth its place where the upper one is out of sight. */
  readonly bottomAxis: boolean
  readonly footerY: number
  readonly notes: readonly Note[]
  /** The notes, cut into lines of a column. */
  readonly noteLines: readonly Note[]
}

export function layOut(
  width: number,
  head: ChartHeadItem | undefined,
  items: readonly RowItem[],
  notes: readonly Note[],
  wishes: Pick<LegendNeeds, 'narrowed' | 'highlighted'>,
): Geometry {
  const threads = threadsOf(items)
  const scheduled = head?.scheduled !== false
  const labels = items.map((item, index) => labelOf(item, scheduled, threads.get(index)?.size))
  const shapes = items.map(item => shapeOf(item, scheduled))
  const lone = loneParents(items)
  const indents = items.map(item =>
    item.kind === 'task' && item.parent !== undefined && !lone.has(item.parent) ? INDENT : 0,
  )
  const plotX = MARGIN + labelWidth(width, items, labels, indents) + LABEL_GAP
  const plotWidth = width - MARGIN - plotX
  const legend = legendRows(width - 2 * MARGIN, {
    tasks: scheduled && (items.some(item => item.kind !== 'cpu') || items.length === 0),
    cpus: items[0]?.kind === 'cpu',
    folded: (head?.quantumNs ?? 0) > 0,
    ...wishes,
    samples: items.some(item => item.samples !== undefined),
    marked: head?.marked !== undefined,
    lost: items.some(item => (item.cpuTotals?.lost ?? 0) > 0),
    cpuLanes: head?.cpuLanes,
    interruptArrows: head?.interruptArrows !== 0,
    maxFreqKhz: head?.maxFreqKhz ?? 0,
    mostBytes: head?.io?.maxBytes,
  })
  const legendY = 102
  const axisY = legendY + legend.length * LEGEND_LEADING + 6
  const rowsTop = axisY + AXIS_HEIGHT
  const toPlace = items.map(({ kind }, index) => ({
    ...{ kind, shape: shapes[index] as ShapeName, indent: indents[index] as number, hidden: lone.has(index) },
  }))
  const { rows: places, sections, bottom } = placeRows(toPlace, rowsTop)
  const rows = items.map((item, index) => ({
    ...(places[index] as PlacedRow),
    item,
    label: labels[index] as RowLabel,
    indent: indents[index] as number,
    shape: shapes[index] as ShapeName,
  }))
  const bottomAxis = bottom - rowsTop > 600
  const footerY = bottom + (bottomAxis ? AXIS_HEIGHT : 0) + 34
  const wrapped = notes.flatMap(({ text, warning }) =>
    wrapText(text, NOTE_SIZE, footerColumn(width) - 8).map(line => ({ text: line, warning })),
  )
  const height = Math.ceil(footerY + (Math.max(WORST_LISTED, wrapped.length) + 1) * NOTE_LEADING + 40)
  return {
    width,
    height,
    plotX,
    plotWidth,
    legend,
    legendY,
    axisY,
    rowsTop,
    rowsBottom: bottom,
    rows,
    sections,
    bottomAxis,
    footerY,
    notes,
    noteLines: wrapped,
  }
}

/** Rows of tasks that did I/O have a place for it: beside their states, or alone where there are no states to draw. */
function shapeOf({ kind, totals }: RowItem, scheduled: boolean): ShapeName {
  if ((kind !== 'task' && kind !== 'group') || !totals?.ioCalls) return kind
  return scheduled ? 'taskIo' : 'io'
}

/** Width of one of the three columns below the chart. */
export function footerColumn(width: number): number {
  return (width - 2 * MARGIN) / 3
}

function labelWidth(width: number, items: readonly RowItem[], labels: readonly RowLabel[], indents: number[]): number {
  let widest = 120
  items.forEach((item, index) => {
    const label = labels[index] as RowLabel
    // The heading of a process may run on into the plot.
    if (item.kind === 'process') return
    const number = label.number === '' ? 0 : measureText(label.number, NUMBER_SIZE) + 10
    widest = Math.max(widest, measureText(label.name, LABEL_SIZE) + number + (indents[index] as number))
  })
  return Math.round(Math.min(widest, 260, width * 0.25))
}

/** The threads of each process, by its row. A thread that changed its name has several rows. */
function threadsOf(items: readonly RowItem[]): ReadonlyMap<number, ReadonlySet<number>> {
  const threads = new Map<number, Set<number>>()
  for (const { parent, tid } of items) {
    if (parent === undefined || tid === undefined) continue
    const known = threads.get(parent)
    if (known === undefined) threads.set(parent, new Set([tid]))
    else known.add(tid)
  }
  return threads
}

/** Processes of one task: the task's row says it all, a heading would only say it again. */
function loneParents(items: readonly RowItem[]): ReadonlySet<number> {
  const children = new Map<number, number>()
  for (const { parent } of items) if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1)
  return new Set([...children].filter(([, count]) => count === 1).map(([parent]) => parent))
}
