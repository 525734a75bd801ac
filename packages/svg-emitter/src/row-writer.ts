import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import { escapeXml, visibleText } from './escape.js'
import { type Markup, round } from './markup.js'
import type { PictureRow } from './geometry.js'
import { RowRecords } from './row-records.js'
import { ROW_SHAPES } from './shared/layout.js'
import { addToShare, leastStripWidth } from './shared/paint-records.js'
import { noShare, RowPainter } from './shared/row-painter.js'
import { cpuSlot, stripSlot, taskSlot } from './shared/slots.js'
import { fitText } from './shared/text.js'
import type { TimeScale } from './shared/time-scale.js'
import type { PictureTables } from './tables.js'

/** Records of a row are written in elements of about this size. Units: UTF-16 code units. */
export const MAX_RECORDS_LENGTH = 262_144

export const BOX_TEXT_SIZE = 10.5
const LEAST_TEXT_WIDTH = 24

/** Draws one row as its boxes arrive. Bounds: the paths of one row, and `MAX_RECORDS_LENGTH` of its records. */
export class RowWriter {
  readonly #markup: Markup
  readonly #row: PictureRow
  readonly #painter: RowPainter
  readonly #records: RowRecords
  readonly #isCpu: boolean
  #texts = ''
  boxes = 0

  constructor(markup: Markup, row: PictureRow, scale: TimeScale, tables: PictureTables, chartStartNs: number) {
    this.#markup = markup
    this.#row = row
    this.#isCpu = row.item.kind === 'cpu'
    this.#painter = new RowPainter(row.item.kind, scale)
    this.#records = new RowRecords(tables, chartStartNs)
    if (row.item.kind !== 'process') this.#painter.rest(row.item.startNs, row.item.endNs)
  }

  box(box: BoxItem): void {
    this.boxes++
    this.#records.box(box)
    if (box.lane === 'sched') this.#paintBox(box)
    else if (box.lane === 'pState') this.#painter.step(box.startNs, Number(box.state) || 0)
    else this.#painter.strip(stripSlot(box.lane, box.state), box.startNs, box.endNs, leastStripWidth(box.lane))
  }

  bin(bin: BinItem): void {
    this.boxes++
    this.#records.bin(bin)
    const share = noShare()
    let total = 0
    let weighted = 0
    let most = ''
    for (const state in bin.states) {
      const { ns } = bin.states[state] as { ns: number }
      addToShare(share, state, ns)
      total += ns
      weighted += ns * (Number(state) || 0)
      if (most === '' || ns > (bin.states[most] as { ns: number }).ns) most = state
    }
    if (bin.lane === 'sched') this.#painter.bin(bin.startNs, bin.endNs, share)
    else if (bin.lane === 'pState') {
      if (total > 0) this.#painter.step(bin.startNs, weighted / total)
    } else {
      const part = total / Math.max(1, bin.endNs - bin.startNs)
      this.#painter.strip(stripSlot(bin.lane, most), bin.startNs, bin.endNs, leastStripWidth(bin.lane), part)
    }
  }

  mark(mark: ChartMarkItem): void {
    this.#records.mark(mark)
    this.#painter.mark(mark.kind === 'lost', mark.timeNs)
  }

  /** Records that make a full element. */
  fullRecords(): string {
    return this.#records.length < MAX_RECORDS_LENGTH ? '' : this.#records.take()
  }

  restOfRecords(): string {
    return this.#records.take()
  }

  /** What is seen of the row. */
  *picture(): Generator<string> {
    for (const { slot, d } of this.#painter.finish()) yield `<path d="${d}" ${this.#markup.slot(slot)}/>\n`
    const line = this.#painter.stepLine()
    if (line !== '') yield `<path d="${line}" stroke-width="1" opacity="0.35" ${this.#markup.stroke('freq')}/>\n`
    if (this.#texts !== '') yield `<g font-size="${BOX_TEXT_SIZE}" ${this.#markup.fill('ink')}>${this.#texts}</g>\n`
  }

  #paintBox(box: BoxItem): void {
    const comm = visibleText(box.comm ?? '')
    this.#painter.box(this.#isCpu ? cpuSlot(box.state, comm) : taskSlot(box.state, box.cause), box.startNs, box.endNs)
    const { left, right } = this.#painter
    if (!this.#isCpu || box.state !== 'running' || right - left < LEAST_TEXT_WIDTH) return
    const text = fitText(comm, BOX_TEXT_SIZE, right - left - 6)
    const { top, bar } = ROW_SHAPES[this.#row.item.kind]
    if (text !== '') this.#texts += `<text x="${round(left + 4)}" y="${top + bar / 2 + 4}">${escapeXml(text)}</text>`
  }
}
