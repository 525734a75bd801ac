import { type PlacedRow, ROW_SHAPES, type RowKind, type ShapeName } from './layout.js'
import type { Markup } from './markup.js'
import type { Section } from './place-rows.js'
import { fitText, measureText } from './text.js'

export const MARGIN = 24
export const LABEL_SIZE = 12
export const NUMBER_SIZE = 11
/** Numbers need a column at least this wide beside the names. Units: CSS pixels. */
const LEAST_NUMBER_COLUMN = 130

/** What stands beside a row. */
export interface LabelledRow {
  readonly kind: RowKind
  readonly shape: ShapeName
  readonly label: string
  readonly number: string
  readonly facts: string
  readonly indent: number
}

/** Units: CSS pixels; `width` is the picture's. */
export interface LabelColumn {
  readonly plotX: number
  readonly width: number
}

/** The name of a row and its most telling number; of a process also its other numbers, unless its row is drawn in. */
export function drawLabel(
  markup: Markup,
  row: LabelledRow,
  { y, height }: PlacedRow,
  column: LabelColumn,
  withFacts = true,
): string {
  if (height === 0) return ''
  const base = y + ROW_SHAPES[row.shape].base
  if (row.kind === 'process') return drawHeading(markup, row, base, column, withFacts)
  const right = column.plotX - 10
  const left = MARGIN + row.indent
  const number = right - left < LEAST_NUMBER_COLUMN - row.indent - 10 ? '' : row.number
  const numberWidth = number === '' ? 0 : measureText(number, NUMBER_SIZE) + 8
  const name = fitText(row.label, LABEL_SIZE, right - left - numberWidth)
  const weight = row.kind === 'cpu' ? ' font-weight="600"' : ''
  const second =
    number === ''
      ? ''
      : ` <tspan x="${right}" text-anchor="end" font-size="${NUMBER_SIZE}" font-weight="400" ${markup.fillOf('dim')}>${markup.escape(number)}</tspan>`
  return `<text x="${left}" y="${base}" ${markup.fillOf('ink')}${weight}>${markup.escape(name)}${second}</text>\n`
}

/** A process has no boxes of its own: its numbers stand where they would be. */
function drawHeading(markup: Markup, row: LabelledRow, y: number, column: LabelColumn, withFacts: boolean): string {
  const room = column.plotX - MARGIN + (withFacts ? 60 : -10)
  const name = fitText(row.label, LABEL_SIZE, room)
  const label = markup.text(MARGIN, y, name, 'ink', LABEL_SIZE, ' font-weight="600"')
  if (!withFacts) return `${label}\n`
  const x = Math.max(column.plotX, MARGIN + measureText(name, LABEL_SIZE) * 1.06 + 14)
  const facts = fitText(row.facts, NUMBER_SIZE, column.width - MARGIN - x)
  return `${label}${markup.text(x, y, facts, 'dim', NUMBER_SIZE)}\n`
}

/** The ground of a process's heading. */
export function drawBand(markup: Markup, { y, height }: PlacedRow, width: number): string {
  if (height === 0) return ''
  return markup.rect(MARGIN - 8, y + 3, width - 2 * MARGIN + 16, height - 5, `rx="3" ${markup.fillOf('panel')}`)
}

export function drawSection(markup: Markup, { title, note, y }: Section): string {
  const x = MARGIN + measureText(title, 13) + 8
  return (
    markup.text(MARGIN, y + 20, title, 'ink', 13, ' font-weight="600"') +
    (note === '' ? '' : markup.text(x, y + 20, note, 'dim', 11)) +
    '\n'
  )
}
