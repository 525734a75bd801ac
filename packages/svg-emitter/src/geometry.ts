import type { ChartHeadItem, RowItem } from '@tc-stream/event-schema'
import { labelOf, type RowLabel } from './labels.js'
import { type LegendRow, legendRows } from './legend.js'
import type { Note } from './notes.js'
import { AXIS_HEIGHT } from './shared/axes.js'
import { type PlacedRow, ROW_SHAPES, type RowKind } from './shared/layout.js'
import { measureText, wrapText } from './shared/text.js'

export const MARGIN = 24
export const LABEL_SIZE = 12
export const NUMBER_SIZE = 11
export const NOTE_SIZE = 11.5
export const NOTE_LEADING = 17
/** Worst waits, and as many worst blocks, that are listed below the chart. */
export const WORST_LISTED = 6
export const LEGEND_LEADING = 22
export const SECTION_HEIGHT = 30
const INDENT = 12
const LABEL_GAP = 14

export interface PictureRow extends PlacedRow {
  readonly item: RowItem
  readonly label: RowLabel
  readonly indent: number
}

export interface Section {
  readonly title: string
  readonly note: string
  readonly y: number
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
}

const SECTIONS: Readonly<Record<RowKind, readonly [key: string, title: string, note: string]>> = {
  cpu: ['cpu', 'CPUs', '(share busy)'],
  process: ['task', 'Tasks', '(time running)'],
  task: ['task', 'Tasks', '(time running)'],
  group: ['group', 'Many tasks in a row', ''],
}

export function layOut(
  width: number,
  head: ChartHeadItem | undefined,
  items: readonly RowItem[],
  notes: readonly Note[],
): Geometry {
  const threads = threadsOf(items)
  const labels = items.map((item, index) => labelOf(item, threads.get(index)?.size))
  const lone = loneParents(items)
  const indents = items.map(item =>
    item.kind === 'task' && item.parent !== undefined && !lone.has(item.parent) ? INDENT : 0,
  )
  const plotX = MARGIN + labelWidth(width, items, labels, indents) + LABEL_GAP
  const plotWidth = width - MARGIN - plotX
  const legend = legendRows(width - 2 * MARGIN, (head?.quantumNs ?? 0) > 0, items[0]?.kind === 'cpu')
  const legendY = 102
  const axisY = legendY + legend.length * LEGEND_LEADING + 6
  const rowsTop = axisY + AXIS_HEIGHT
  const { rows, sections, bottom } = placeRows(items, labels, indents, lone, rowsTop)
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
    notes: wrapped,
  }
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
    widest = Math.max(widest, measureText(label.name, LABEL_SIZE) + number + (indents[index] ?? 0))
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

function placeRows(
  items: readonly RowItem[],
  labels: readonly RowLabel[],
  indents: readonly number[],
  lone: ReadonlySet<number>,
  top: number,
) {
  const rows: PictureRow[] = []
  const sections: Section[] = []
  let y = top
  let current = ''
  let lastIndent = 0
  items.forEach((item, index) => {
    const [key, title, note] = SECTIONS[item.kind]
    if (key !== current) {
      sections.push({ title, note, y })
      y += SECTION_HEIGHT
      current = key
    }
    const height = lone.has(index) ? 0 : ROW_SHAPES[item.kind].height
    // A row that follows the threads of another process stands off from them.
    const indent = indents[index] ?? 0
    if (height > 0 && indent === 0 && lastIndent > 0) y += 5
    if (height > 0) lastIndent = indent
    rows.push({ item, label: labels[index] as RowLabel, indent, y, height })
    y += height
  })
  return { rows, sections, bottom: y + 4 }
}
