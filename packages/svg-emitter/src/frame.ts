import type { ChartHeadItem, TraceItem } from '@tc-stream/event-schema'
import { type Geometry, LEGEND_LEADING, labelled } from './geometry.js'
import { drawLegendItem } from './legend.js'
import { chartSummary, isIoOnly, machineFacts, warningsLine } from './notes.js'
import { drawAxis, drawGrid } from './shared/axes.js'
import { escapeXml, visibleText } from './shared/escape.js'
import { FONT_STACK, type Markup } from './shared/markup.js'
import { drawBand, drawLabel, drawSection, MARGIN } from './shared/row-labels.js'
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
  yield `<g class="${markup.id('legend')}">`
  for (const [index, row] of geometry.legend.entries()) {
    const y = geometry.legendY + index * LEGEND_LEADING + 12
    for (const item of row) yield `<g>${drawLegendItem(markup, item, MARGIN, y)}</g>`
  }
  yield `</g>\n<g class="${markup.id('bands')}">`
  for (const row of geometry.rows) if (row.item.kind === 'process') yield drawBand(markup, row, geometry.width)
  yield '</g>\n'
  yield drawAxes(context, scale)
  yield `<g class="${markup.id('labels')}">`
  for (const section of geometry.sections) yield drawSection(markup, section)
  for (const row of geometry.rows) yield drawLabel(markup, labelled(row), row, geometry)
  yield '</g>\n'
}

function openSvg({ markup, geometry, head, trace, title, script }: FrameContext): string {
  const { width, height } = geometry
  const name = markup.id('title')
  const about = markup.id('desc')
  const summary = head === undefined ? 'The trace holds nothing to draw.' : visibleText(chartSummary(head, trace))
  const how =
    head !== undefined && isIoOnly(head)
      ? 'Rows show, from left to right in time, what every task read and received (above the line), wrote and sent (below), synced and polled for.'
      : 'Rows show, from left to right in time, what every CPU and every task was doing: running, waiting for a CPU, blocked or asleep.'
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<svg xmlns="http://www.w3.org/2000/svg" id="${markup.id('svg')}" class="${markup.id('root')}" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${name} ${about}" font-family="${FONT_STACK}" ` +
    `font-size="12">\n<title id="${name}">${escapeXml(title)}</title>\n` +
    `<desc id="${about}">${escapeXml(`${how} ${summary}`)}</desc>\n` +
    `${drawStyle(markup, script)}\n${drawPatterns(markup)}\n` +
    `<rect width="100%" height="100%" ${markup.fillOf('paper')}/>\n`
  )
}

/** Bold letters of 20 px are as wide as others of this size. */
const TITLE_MEASURE = 23.6

function drawHeading({ markup, geometry, head, trace, title, script, warnings }: FrameContext): string {
  const room = geometry.width - 2 * MARGIN
  const heading = fitText(visibleText(title), TITLE_MEASURE, room)
  const lines = [
    markup.text(MARGIN, 40, heading, 'ink', 20, ' font-weight="600"'),
    markup.text(MARGIN, 62, fitText(machineFacts(trace), 12.5, room), 'dim', 12.5),
  ]
  if (head !== undefined) {
    const warned = warningsLine(warnings)
    const summary = fitText(chartSummary(head, trace), 12.5, room - measureText(warned, 12.5))
    const warning = warned !== '' ? `<tspan dx="10" ${markup.fillOf('warn')}>${escapeXml(warned)}</tspan>` : ''
    lines.push(markup.text(MARGIN, 81, summary, 'dim', 12.5).replace('</text>', `${warning}</text>`))
  }
  if (script) {
    const hint = 'Open in a browser to zoom and to read details'
    // Beside the title, or above it where that leaves no room.
    const left = room - measureText(heading, TITLE_MEASURE) - measureText(hint, 11.5)
    const text = markup.text(geometry.width - MARGIN, left >= MARGIN ? 40 : 18, hint, 'dim', 11.5, ' text-anchor="end"')
    lines.push(`<g class="${markup.id('hint')}">${text}</g>`)
  }
  return `<g class="${markup.id('heading')}">${lines.join('\n')}</g>\n`
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
