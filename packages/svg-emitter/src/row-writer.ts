import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import type { PictureRow } from './geometry.js'
import type { Highlighting } from './highlighting.js'
import type { RowRecords } from './row-records.js'
import { visibleText } from './shared/escape.js'
import type { Markup } from './shared/markup.js'
import { paintBin, paintStrip } from './shared/paint-bin.js'

import { RowPainter } from './shared/row-painter.js'
import { boxText, rowPicture } from './shared/row-picture.js'
import { cpuSlot, SLOT, taskSlot } from './shared/slots.js'
import { isSpot, type Spotlight } from './shared/spotlight.js'
import type { TimeScale } from './shared/time-scale.js'

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

  /** `most`: the highest frequency of the chart, and the most bytes that one interval moved. */
  constructor(
    markup: Markup,
    row: PictureRow,
    scale: TimeScale,
    records: RowRecords,
    highlighting: Highlighting,
    most: { readonly maxFreqKhz: number; readonly bytes: number },
  ) {
    const { comm, kind } = row.item
    this.#highlighting = highlighting
    this.#spotlight = {
      named: kind !== 'cpu' && comm !== undefined && highlighting.isName(comm),
      longerThanNs: highlighting.longerThanNs,
    }
    this.#markup = markup
    this.#isCpu = row.item.kind === 'cpu'
    this.#painter = new RowPainter(row.shape, scale, most.bytes)
    this.#painter.maxFreqKhz = most.maxFreqKhz
    this.#records = records
    records.beginRow()
    if (row.item.kind !== 'process') this.#painter.rest(row.item.startNs, row.item.endNs)
  }

  box(box: BoxItem): void {
    this.boxes++
    this.#records.box(box)
    if (box.lane === 'sched') this.#paintBox(box)
    else if (box.lane === 'io') this.#painter.io(ioState(box), box.startNs, box.endNs, box.bytes ?? 0)
    else this.#texts += paintStrip(this.#painter, box.lane, visibleText(box.state), box.startNs, box.endNs)
  }

  bin(bin: BinItem): void {
    this.boxes++
    this.#records.bin(bin)
    if (bin.lane === 'io') {
      for (const state in bin.states) {
        this.#painter.io(state, bin.startNs, bin.endNs, bin.states[state]?.bytes ?? 0)
      }
      return
    }
    const states = Object.keys(bin.states)
    const timeOf = (index: number) => (bin.states[states[index] as string] as { ns: number }).ns
    paintBin(this.#painter, bin.lane, bin.startNs, bin.endNs, states, timeOf, this.#spotlight)
    if (this.#spotlight.named && (bin.states.running?.ns ?? 0) > 0) this.spots++
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

const ioState = ({ state, error }: BoxItem): string => (error === undefined ? state : `${state} ${error}`)
