import type { ChartHeadItem, TraceItem } from '@tc-stream/event-schema'
import {
  type Geometry,
  LABEL_SIZE,
  LEGEND_LEADING,
  MARGIN,
  NUMBER_SIZE,
  type PictureRow,
  type Section,
} from './geometry.js'
import { drawLegendItem } from './legend.js'
import { chartSummary, machineFacts } from './notes.js'
import { drawAxis, drawGrid } from './shared/axes.js'
import { escapeXml, visibleText } from './shared/escape.js'
import { FONT_STACK, type Markup } from './shared/markup.js'
import { fitText, measureText } from './shared/text.js'
import type { TimeScale } from './shared/time-scale.js'
import { drawPatterns, drawStyle } from './style-sheet.js'

/** What stands around the rows. */
export interface FrameContext {
  readonly markup: Markup
  readonly geometry: Geometry
  readonly head: ChartHeadItem | undefined
  readonly trace: TraceItem | undefined
  readonly title: string
  readonly script: boolean
  readonly warnings: number
}

/** From the first byte to the last thing that lies under the rows. */
export function* drawFrame(context: FrameContext, scale: TimeScale): Generator<string> {
  yield openSvg(context)
  yield drawHeading(context)
  const { markup, geometry } = context
  for (const [index, row] of geometry.legend.entries()) {
    const y = geometry.legendY + index * LEGEND_LEADING + 12
    for (const item of row) yield drawLegendItem(markup, item, MARGIN, y)
  }
  for (const row of geometry.rows) if (row.item.kind === 'process' && row.height > 0) yield drawBand(context, row)
  yield drawAxes(context, scale)
  for (const section of geometry.sections) yield drawSection(markup, section)
  yield `<g class="${markup.id('labels')}">`
  for (const [index, row] of geometry.rows.entries()) yield drawLabel(context, row, index)
  yield '</g>'
}

function openSvg({ markup, geometry, head, trace, title }: FrameContext): string {
  const { width, height } = geometry
  const name = markup.id('title')
  const about = markup.id('desc')
  const summary = head === undefined ? 'The trace holds nothing to draw.' : visibleText(chartSummary(head, trace))
  const how =
    'Rows show, from left to right in time, what every CPU and every task was doing: running, waiting for a CPU, blocked or asleep.'
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<svg xmlns="http://www.w3.org/2000/svg" id="${markup.id('svg')}" class="${markup.id('root')}" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${name} ${about}" font-family="${FONT_STACK}" ` +
    `font-size="12">\n<title id="${name}">${escapeXml(title)}</title>\n` +
    `<desc id="${about}">${escapeXml(`${how} ${summary}`)}</desc>\n` +
    `${drawStyle(markup)}\n${drawPatterns(markup)}\n` +
    `<rect width="100%" height="100%" ${markup.fill('paper')}/>\n`
  )
}

function drawHeading({ markup, geometry, head, trace, title, script, warnings }: FrameContext): string {
  const room = geometry.width - 2 * MARGIN
  const lines = [
    markup.text(MARGIN, 40, fitText(visibleText(title), 20, room), 'ink', 20, ' font-weight="600"'),
    markup.text(MARGIN, 62, fitText(machineFacts(trace), 12.5, room), 'dim', 12.5),
  ]
  if (head !== undefined) {
    const warned = `⚠ ${warnings === 1 ? 'a warning' : `${warnings} warnings`}, see the notes below`
    const summary = fitText(chartSummary(head, trace), 12.5, warnings > 0 ? room - measureText(warned, 12.5) : room)
    const warning = warnings > 0 ? `<tspan dx="10" ${markup.fill('warn')}>${escapeXml(warned)}</tspan>` : ''
    lines.push(markup.text(MARGIN, 81, summary, 'dim', 12.5).replace('</text>', `${warning}</text>`))
  }
  if (script) {
    const hint = 'Open in a browser to zoom and to read details'
    const text = markup.text(geometry.width - MARGIN, 40, hint, 'faint', 11.5, ' text-anchor="end"')
    lines.push(`<g class="${markup.id('hint')}">${text}</g>`)
  }
  return `${lines.join('\n')}\n`
}

/** The ground of a process's heading. */
function drawBand({ markup, geometry }: FrameContext, row: PictureRow): string {
  const band = markup.rect(
    MARGIN - 8,
    row.y + 3,
    geometry.width - 2 * MARGIN + 16,
    row.height - 5,
    markup.fill('panel'),
  )
  return `<g class="${markup.id('wide')}">${band}</g>\n`
}

function drawAxes({ markup, geometry, head }: FrameContext, scale: TimeScale): string {
  if (head === undefined) return ''
  const { plotX, rowsTop, rowsBottom } = geometry
  const grid = drawGrid(markup, scale, head.startNs, plotX, rowsTop, rowsBottom)
  const upper = drawAxis(markup, scale, head.startNs, plotX, rowsTop, true)
  const lower = geometry.bottomAxis ? drawAxis(markup, scale, head.startNs, plotX, rowsBottom, false) : ''
  const group = (name: string, content: string) => `<g class="${markup.id(name)}">${content}</g>\n`
  return group('grid-lines', grid) + group('axis-upper', upper) + group('axis-lower', lower)
}

function drawSection(markup: Markup, section: Section): string {
  const y = section.y + 20
  const x = MARGIN + measureText(section.title, 13) + 8
  return (
    markup.text(MARGIN, y, section.title, 'ink', 13, ' font-weight="600"') +
    (section.note === '' ? '' : markup.text(x, y, section.note, 'faint', 11)) +
    '\n'
  )
}

function drawLabel({ markup, geometry }: FrameContext, row: PictureRow, index: number): string {
  const { label, item } = row
  if (row.height === 0) return ''
  const right = geometry.plotX - 10
  const left = MARGIN + row.indent
  const y = item.kind === 'process' ? row.y + 18 : item.kind === 'cpu' ? row.y + 18.5 : row.y + 13.5
  const weight = item.kind === 'process' || item.kind === 'cpu' ? ' font-weight="600"' : ''
  if (item.kind === 'process') return drawHeadingLabel(markup, geometry, row, y)
  const numberWidth = label.number === '' ? 0 : measureText(label.number, NUMBER_SIZE) + 8
  const name = fitText(label.name, LABEL_SIZE, right - left - numberWidth)
  const number =
    label.number === ''
      ? ''
      : ` <tspan x="${right}" text-anchor="end" font-size="${NUMBER_SIZE}" font-weight="400" ${markup.fill('dim')}>${escapeXml(label.number)}</tspan>`
  return `<text data-row="${index}" x="${left}" y="${y}" ${markup.fill('ink')}${weight}>${escapeXml(name)}${number}</text>\n`
}

/** A process has no boxes of its own: its numbers stand where they would be. */
function drawHeadingLabel(markup: Markup, geometry: Geometry, row: PictureRow, y: number): string {
  const name = fitText(row.label.name, LABEL_SIZE, geometry.plotX - MARGIN + 60)
  const x = Math.max(geometry.plotX, MARGIN + measureText(name, LABEL_SIZE) * 1.06 + 14)
  const facts = fitText(row.label.facts, NUMBER_SIZE, geometry.width - MARGIN - x)
  const label = markup.text(MARGIN, y, name, 'ink', LABEL_SIZE, ' font-weight="600"')
  return `${label}${markup.text(x, y, facts, 'dim', NUMBER_SIZE)}\n`
}
