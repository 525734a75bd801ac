import { escapeMarkup } from './escape.js'
import { ROW_SHAPES, type RowKind } from './layout.js'
import { type Markup, round } from './markup.js'
import type { RowPainter } from './row-painter.js'
import { fitText } from './text.js'

const BOX_TEXT_SIZE = 10.5

/** Narrower boxes get no name. Units: CSS pixels. */
export const LEAST_TEXT_WIDTH = 24

/** The name of the task in a box of a CPU, or as much of it as fits. Units: CSS pixels. */
export function boxText(kind: RowKind, comm: string, left: number, right: number): string {
  if (right - left < LEAST_TEXT_WIDTH) return ''
  const text = fitText(comm, BOX_TEXT_SIZE, right - left - 6)
  if (text === '') return ''
  const { top, bar } = ROW_SHAPES[kind]
  return `<text x="${round(left + 4)}" y="${top + bar / 2 + 4}">${escapeMarkup(text)}</text>`
}

/** Keeps a name readable where a line goes through it. */
const HALO = 'stroke-width="2.5" stroke-opacity="0.75" paint-order="stroke"'

const DEPTH_TEXT_SIZE = 9
const LEAST_DEPTH_WIDTH = 30

/** The name of a C-state, where the CPU is idle for long enough: there is nothing else in its place. */
export function depthText(state: string, left: number, right: number): string {
  if (right - left < LEAST_DEPTH_WIDTH) return ''
  const { top, bar } = ROW_SHAPES.cpu
  return `<text x="${round(left + 3)}" y="${top + bar - 4}" font-size="${DEPTH_TEXT_SIZE}" fill-opacity="0.6">${escapeMarkup(state)}</text>`
}

/** The line of a CPU's frequency. */
export const lineStyle = (markup: Markup): string => `stroke-width="1.2" ${markup.strokeOf('freq')}`

/** The names in the boxes of a row; `overLine` where the line of its frequency goes through them. */
export function nameGroup(markup: Markup, texts: string, overLine: boolean): string {
  if (texts === '') return ''
  const names = `<g font-size="${BOX_TEXT_SIZE}" ${markup.fillOf('ink')}>${texts}</g>`
  return overLine ? `<g ${markup.strokeOf('paper')} ${HALO}>${names}</g>\n` : `${names}\n`
}

/** What is seen of a row: its paths, the line of its frequency, the names in its boxes. */
export function* rowPicture(markup: Markup, painter: RowPainter, texts: string): Generator<string> {
  for (const { slot, d } of painter.finish()) yield `<path d="${d}" ${markup.slot(slot)}/>\n`
  const line = painter.line.path
  if (line !== '') yield `<path d="${line}" ${lineStyle(markup)}/>\n`
  yield nameGroup(markup, texts, line !== '')
}
