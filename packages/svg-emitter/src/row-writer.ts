import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import type { PictureRow } from './geometry.js'
import type { Highlighting } from './highlighting.js'
import { RowRecords } from './row-records.js'
import { visibleText } from './shared/escape.js'
import type { Markup } from './shared/markup.js'
import { addToShare, leastStripWidth } from './shared/paint-records.js'
import { noShare, RowPainter } from './shared/row-painter.js'
import { boxText, rowPicture } from './shared/row-picture.js'
import { cpuSlot, SLOT, stripSlot, taskSlot } from './shared/slots.js'
import { isSpot, type Spotlight, spotShare } from './shared/spotlight.js'
import type { TimeScale } from './shared/time-scale.js'
import type { PictureTables } from './tables.js'

/** Records of a row are written in elements of about this size. Units: UTF-16 code units. */
export const MAX_RECORDS_LENGTH = 262_144

/** Draws one row as its boxes arrive. Bounds: the paths of one row, and `MAX_RECORDS_LENGTH` of its records. */
export class RowWriter {
  readonly #markup: Markup
  readonly #painter: RowPainter
  readonly #records: RowRecords
  readonly #isCpu: boolean
  readonly #spotlight: Spotlight
  readonly #highlighting: Highlighting
  #texts = ''
  boxes = 0
  /** Boxes and bins that are highlighted. */
  spots = 0

  constructor(markup: Markup, row: PictureRow, scale: TimeScale, tables: PictureTables, highlighting: Highlighting) {
    const { comm, kind } = row.item
    this.#highlighting = highlighting
    this.#spotlight = {
      named: kind !== 'cpu' && comm !== undefined && highlighting.isName(comm),
      longerThanNs: highlighting.longerThanNs,
    }
    this.#markup = markup
    this.#isCpu = row.item.kind === 'cpu'
    this.#painter = new RowPainter(row.item.kind, scale)
    this.#records = new RowRecords(tables, scale.startNs)
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
    spotShare(this.#spotlight, share)
    if (share.spot > 0) this.spots++
    if (bin.lane === 'sched') this.#painter.bin(bin.startNs, bin.endNs, share)
    else if (bin.lane === 'pState') {
      if (total > 0) this.#painter.step(bin.startNs, weighted / total)
    } else if (bin.lane === 'interrupt') {
      // A bin full of interrupts is hardly filled by them: the longest stands for all.
      this.#painter.strip(stripSlot(bin.lane, most), bin.longest.startNs, bin.longest.endNs, 1)
    } else {
      const part = total / Math.max(1, bin.endNs - bin.startNs)
      this.#painter.strip(stripSlot(bin.lane, most), bin.startNs, bin.endNs, leastStripWidth(bin.lane), part)
    }
  }

  mark(mark: ChartMarkItem): void {
    this.#records.mark(mark)
    this.#painter.mark(mark.kind, mark.timeNs)
  }

  /** Records that make a full element. */
  fullRecords(): string {
    return this.#records.length < MAX_RECORDS_LENGTH ? '' : this.#records.take()
  }

  restOfRecords(): string {
    return this.#records.take()
  }

  /** What is seen of the row. */
  picture(): Generator<string> {
    return rowPicture(this.#markup, this.#painter, this.#texts)
  }

  #paintBox(box: BoxItem): void {
    const comm = visibleText(box.comm ?? '')
    const lit = box.state === 'running' && this.#isSpot(box)
    if (lit) this.spots++
    const slot = lit ? SLOT.spot : this.#isCpu ? cpuSlot(box.state, comm) : taskSlot(box.state, box.cause)
    this.#painter.box(slot, box.startNs, box.endNs)
    if (!this.#isCpu || box.state !== 'running') return
    this.#texts += boxText('cpu', comm, this.#painter.left, this.#painter.right)
  }

  #isSpot(box: BoxItem): boolean {
    const ofTask = this.#isCpu && box.comm !== undefined && this.#highlighting.isName(box.comm)
    return isSpot(this.#spotlight, ofTask, box.startNs, box.endNs)
  }
}
