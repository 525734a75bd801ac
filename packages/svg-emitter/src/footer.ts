import type { ChartHeadItem, WorstItem } from '@tc-stream/event-schema'
import { type FooterLine, footerLists } from './footer-lists.js'
import { footerColumn, type Geometry, NOTE_LEADING, NOTE_SIZE } from './geometry.js'
import { visibleText } from './shared/escape.js'
import { detailCommand } from './shared/format.js'
import { type Markup, MONO_STACK } from './shared/markup.js'
import { MARGIN } from './shared/row-labels.js'
import { fitText } from './shared/text.js'

/** What stands below the rows: the worst waits and blocks, and what to know of the picture. */
export function* drawFooter(
  markup: Markup,
  geometry: Geometry,
  head: ChartHeadItem,
  originSeconds: number,
  worst: readonly WorstItem[],
): Generator<string> {
  const column = footerColumn(geometry.width)
  const y = geometry.footerY
  const rule = markup.rect(MARGIN, y - 22, geometry.width - 2 * MARGIN, 1, markup.fillOf('rule'))
  yield `<g class="${markup.id('footer')}">${rule}\n`
  const lists = footerLists(
    head,
    worst,
    geometry.rows.map(row => row.item),
  )
  for (const [index, { title, lines }] of lists.entries()) {
    const x = MARGIN + index * column
    yield markup.text(x, y, title, 'ink', 12.5, ' font-weight="600"')
    if (lines.length === 0) yield markup.text(x, y + NOTE_LEADING + 3, 'none', 'dim', NOTE_SIZE)
    for (const [line, entry] of lines.entries()) {
      yield drawLine(markup, entry, x, y + (line + 1) * NOTE_LEADING + 3, column)
    }
  }
  const x = MARGIN + lists.length * column
  yield markup.text(x, y, 'About this chart', 'ink', 12.5, ' font-weight="600"')
  for (const [line, note] of geometry.noteLines.entries()) {
    yield markup.text(x, y + (line + 1) * NOTE_LEADING + 3, note.text, note.warning ? 'warn' : 'dim', NOTE_SIZE)
  }
  yield drawCommand(markup, geometry, head, originSeconds, worst)
  yield '</g>\n'
}

function drawLine(markup: Markup, { number, words, more }: FooterLine, x: number, y: number, room: number): string {
  const text = visibleText([...words, more].filter(Boolean).join('  ·  '))
  return (
    markup.text(x + 58, y, number, 'ink', NOTE_SIZE, ' text-anchor="end"') +
    markup.text(x + 70, y, fitText(text, NOTE_SIZE, room - 90), 'dim', NOTE_SIZE) +
    '\n'
  )
}

/** How to see a part of the trace more closely: around the longest wait, or the first tenth. */
function drawCommand(
  markup: Markup,
  geometry: Geometry,
  head: ChartHeadItem,
  originSeconds: number,
  worst: readonly WorstItem[],
): string {
  if (head.quantumNs === 0) return ''
  const y = geometry.height - 18
  const span = head.endNs - head.startNs
  const longest = worst.find(item => item.state === 'waiting' && item.rank === 0)
  const room = Math.round(span / 20)
  const from = Math.max(head.startNs, (longest?.startNs ?? head.startNs) - room)
  const to = Math.min(head.endNs, (longest?.endNs ?? from + room) + room)
  const what = longest === undefined ? 'A part of the trace in full detail:' : 'The longest wait in full detail:'
  const command = detailCommand(originSeconds, from, to)
  return (
    `<text x="${MARGIN}" y="${y}" font-size="${NOTE_SIZE}"><tspan ${markup.fillOf('dim')}>${what}</tspan>` +
    `<tspan dx="10" font-family="${MONO_STACK}" ${markup.fillOf('ink')}>${command}</tspan></text>\n`
  )
}
