import {
  type BinItem,
  type BoxItem,
  type ChartHeadItem,
  type ChartItem,
  type ChartMarkItem,
  createDiagnostics,
  type DiagnosticItem,
  type Diagnostics,
  type Emit,
  type RowItem,
  type Stage,
  type TraceItem,
  type WorstItem,
} from '@tc-stream/event-schema'
import { ArrowChoice, drawArrows, LEAST_WAIT_PX } from './arrows.js'
import { drawHeadBlocks, drawTableBlocks, worstEntries } from './data-blocks.js'
import { SVG_DIAGNOSTICS, type SvgDiagnosticCode } from './diagnostics.js'
import { drawFooter } from './footer.js'
import { drawFrame, type FrameContext } from './frame.js'
import { VIEWER_SCRIPT } from './generated/viewer-script.js'
import { type Geometry, layOut, type PictureRow } from './geometry.js'
import { type Highlighting, highlightingOf, highlightLegend } from './highlighting.js'
import { chartNotes, defaultTitle } from './notes.js'
import { parseSvgOptions, type SvgOptions } from './options.js'
import { RowRecords } from './row-records.js'
import { RowWriter } from './row-writer.js'
import { visibleText } from './shared/escape.js'
import { Markup } from './shared/markup.js'
import { baseColour } from './shared/palette.js'
import { createTimeScale, type TimeScale } from './shared/time-scale.js'
import { PictureTables } from './tables.js'
import { TextSink } from './text-sink.js'
import { MANY_TITLES, TitledBoxes } from './titled-boxes.js'
import { drawTools } from './tools-markup.js'

/** Most diagnostics, worst waits and worst blocks that are kept for the notes: of each. */
export const MAX_NOTED = 1_000

export interface SvgCounters {
  rows: number
  boxes: number
  /** Boxes and bins that are highlighted. */
  highlighted: number
  arrows: number
  arrowsDrawn: number
  callchains: number
  /** Units: UTF-16 code units of SVG. */
  length: number
}

export interface SvgEmitter extends Stage<ChartItem, string> {
  readonly counters: Readonly<SvgCounters>
  readonly diagnostics: Diagnostics<SvgDiagnosticCode>
}

/**
 * The core of the emitter: chart items in, pieces of SVG out.
 *
 * Bounds: the rows' labels, the tables of names and frames that the chart refers to, and the paths of one row; without
 * script also the records of all boxes, until the callchains are known.
 */
export function createSvgEmitter(options?: Partial<SvgOptions>): SvgEmitter {
  return new Emitter(parseSvgOptions(options))
}

class Emitter implements SvgEmitter {
  readonly counters: SvgCounters = {
    rows: 0,
    boxes: 0,
    highlighted: 0,
    arrows: 0,
    arrowsDrawn: 0,
    callchains: 0,
    length: 0,
  }
  readonly diagnostics: Diagnostics<SvgDiagnosticCode>
  readonly #options: SvgOptions
  readonly #sink = new TextSink()
  readonly #tables: PictureTables
  readonly #arrows: ArrowChoice
  readonly #titles: TitledBoxes | undefined
  readonly #highlighting: Highlighting
  readonly #rows: RowItem[] = []
  readonly #noted: DiagnosticItem[] = []
  readonly #worst = { waiting: [] as WorstItem[], blocked: [] as WorstItem[] }
  #trace: TraceItem | undefined
  #head: ChartHeadItem | undefined
  #picture: { markup: Markup; geometry: Geometry; scale: TimeScale; records: RowRecords } | undefined
  #context: FrameContext | undefined
  #writer: RowWriter | undefined
  #writing = -1
  /** Rows before this one are in the picture, with or without boxes. */
  #begun = 0
  #ended = false

  constructor(options: SvgOptions) {
    this.#options = options
    this.diagnostics = createDiagnostics(SVG_DIAGNOSTICS, options.onDiagnostic)
    this.#highlighting = highlightingOf(options.highlight)
    const onFull = () => this.diagnostics.count('TC_SVG_TABLE_FULL')
    this.#tables = new PictureTables(onFull, this.#highlighting.isName)
    this.#arrows = new ArrowChoice(options.arrows)
    this.#titles = options.script ? undefined : new TitledBoxes()
  }

  push(item: ChartItem, emit: Emit<string>): void {
    switch (item.type) {
      case 'trace':
        this.#trace = item
        return
      case 'chart':
        this.#head = item
        return
      case 'diagnostic':
        this.#note(this.#noted, item)
        return
      case 'row':
        this.#takeRow(item)
        return
      case 'box':
      case 'bin':
      case 'mark':
        this.#takeRecord(item, emit)
        return
      case 'arrow':
        this.#arrows.arrow(item)
        return
      case 'worst':
        this.#note(this.#worst[item.state], item)
        return
      case 'callchain':
        this.counters.callchains++
        this.#tables.callchain(item)
        return
      case 'chartEnd':
        this.#ended = true
    }
  }

  *flush(): Generator<string> {
    const pieces: string[] = []
    const emit = (text: string) => {
      pieces.push(text)
    }
    if (!this.#ended) this.diagnostics.count('TC_SVG_NO_END')
    for (const text of this.#rest(emit)) {
      this.#write(text, emit)
      yield* pieces.splice(0)
    }
    this.#sink.end(emit)
    this.counters.length += pieces.reduce((sum, piece) => sum + piece.length, 0)
    yield* pieces
  }

  #note<Item>(list: Item[], item: Item): void {
    if (list.length < MAX_NOTED) list.push(item)
    else this.diagnostics.count('TC_SVG_NOTES_FULL')
  }

  #takeRow(row: RowItem): void {
    if (this.#picture !== undefined) this.diagnostics.count('TC_SVG_LATE_ROW')
    else this.#rows.push(row)
  }

  #takeRecord(item: BoxItem | BinItem | ChartMarkItem, emit: Emit<string>): void {
    const write = (text: string) => this.#write(text, emit)
    const writer = this.#writerOf(item.row, write)
    if (writer === undefined) {
      this.diagnostics.count('TC_SVG_UNKNOWN_ROW', { sample: `row ${item.row}` })
      return
    }
    if (item.type === 'box') {
      if (item.lane === 'sched') this.#arrows.wait(item)
      writer.box(item)
    } else if (item.type === 'bin') writer.bin(item)
    else writer.mark(item)
    this.#writeRecords(writer.fullRecords(), write)
  }

  get #originSeconds(): number {
    return this.#trace?.originSeconds ?? 0
  }

  #write(text: string, emit: Emit<string>): void {
    this.#sink.write(text, piece => {
      this.counters.length += piece.length
      emit(piece)
    })
  }

  #open(write: (text: string) => void) {
    if (this.#picture !== undefined) return this.#picture
    const head = this.#head
    const trace = this.#trace
    const notes = head === undefined ? [] : chartNotes(head, this.#noted, this.#highlighting)
    const narrowed = this.#noted.some(item => item.leftOut === 'intervals')
    const highlighted = visibleText(highlightLegend(this.#highlighting))
    const geometry = layOut(this.#options.width, head, this.#rows, notes, { narrowed, highlighted })
    const { theme } = this.#options
    const prefix = prefixOf([this.#options.title, trace, head, this.#rows.length])
    const markup = new Markup(prefix, theme, colour => baseColour(colour, theme), visibleText)
    const scale = createTimeScale(head?.startNs ?? 0, head?.endNs ?? 1, geometry.plotWidth)
    this.#picture = { markup, geometry, scale, records: new RowRecords(this.#tables, scale.startNs) }
    this.counters.rows = this.#rows.length
    this.#arrows.setLeast(LEAST_WAIT_PX / scale.pxPerNs)
    // Without words there is no name to be read out, and no heading.
    const title = this.#options.title?.trim() || defaultTitle(head, trace)
    const warnings = this.#noted.filter(item => item.severity !== 'info').length
    const context = { markup, geometry, head, trace, title, script: this.#options.script, warnings }
    this.#context = context
    for (const text of drawFrame(context, scale)) write(text)
    if (this.#options.script && head !== undefined) {
      for (const text of drawHeadBlocks(
        markup,
        geometry,
        head,
        this.#originSeconds,
        this.#highlighting,
        this.#options.caller,
      ))
        write(text)
    }
    write(`<g class="${markup.id('rows')}" shape-rendering="crispEdges" text-rendering="optimizeLegibility">\n`)
    return this.#picture
  }

  /** The writer of a row, after all rows before it. */
  #writerOf(index: number, write: (text: string) => void): RowWriter | undefined {
    const { geometry } = this.#open(write)
    if (index === this.#writing) return this.#writer
    const row = geometry.rows[index]
    if (row === undefined) return undefined
    this.#closeRow(write)
    this.#drawEmptyRows(index, write)
    this.#openRow(row, index, write)
    this.#begun = Math.max(this.#begun, index + 1)
    return this.#writer
  }

  #drawEmptyRows(before: number, write: (text: string) => void): void {
    const { geometry } = this.#open(write)
    for (; this.#begun < before; this.#begun++) {
      this.#openRow(geometry.rows[this.#begun] as PictureRow, this.#begun, write)
      this.#closeRow(write)
    }
  }

  #openRow(row: PictureRow, index: number, write: (text: string) => void): void {
    const { markup, geometry, scale, records } = this.#open(write)
    write(`<g class="${markup.id('row')}" data-row="${index}" transform="translate(${geometry.plotX} ${row.y})">\n`)
    this.#writing = index
    const { maxFreqKhz = 0, io } = this.#head ?? {}
    const most = { maxFreqKhz, bytes: io?.maxBytes ?? 0 }
    this.#writer = new RowWriter(markup, row, scale, records, this.#highlighting, most)
  }

  #closeRow(write: (text: string) => void): void {
    const writer = this.#writer
    if (writer === undefined) return
    for (const text of writer.picture()) write(text)
    this.#writeRecords(writer.restOfRecords(), write)
    write('</g>\n')
    this.counters.boxes += writer.boxes
    this.counters.highlighted += writer.spots
    this.#writer = undefined
    this.#writing = -1
  }

  #writeRecords(records: string, write: (text: string) => void): void {
    if (records === '') return
    if (this.#titles !== undefined) this.#titles.keep(this.#writing, records)
    else write(`<metadata>${records}</metadata>\n`)
  }

  /** What was to be highlighted and is nowhere. */
  #countUnlit(): void {
    const { what, missing } = this.#highlighting
    if (what !== '' && this.counters.highlighted === 0) {
      this.diagnostics.count('TC_SVG_NO_HIGHLIGHT', { sample: what })
      return
    }
    const names = missing()
    if (names.length > 0)
      this.diagnostics.count('TC_SVG_HIGHLIGHT_NAME', { by: names.length, sample: names.join(', ') })
  }

  /** All that follows the last box. */
  *#rest(emit: Emit<string>): Generator<string> {
    const write = (text: string) => this.#write(text, emit)
    const { markup, geometry, scale } = this.#open(write)
    this.#closeRow(write)
    this.#drawEmptyRows(geometry.rows.length, write)
    this.#countUnlit()
    yield '</g>\n'
    const arrows = this.#arrows.all()
    this.counters.arrows = this.#arrows.count
    this.counters.arrowsDrawn = arrows.length
    yield drawArrows(markup, arrows, geometry.rows, geometry.plotX, scale)
    const listed = [...this.#worst.waiting, ...this.#worst.blocked]
    if (this.#head !== undefined) yield* drawFooter(markup, geometry, this.#head, this.#originSeconds, listed)
    const worst = worstEntries(this.#tables, listed)
    const tables = this.#tables.all()
    if (this.#titles !== undefined) {
      if (this.counters.boxes > MANY_TITLES) this.diagnostics.count('TC_SVG_MANY_TITLES', { by: this.counters.boxes })
      const onLeftOut = () => this.diagnostics.count('TC_SVG_TITLES_LEFT_OUT')
      yield* this.#titles.draw(geometry, scale, tables, this.#originSeconds, this.#options.caller, onLeftOut)
    } else if (this.#head !== undefined) {
      yield* drawTableBlocks(markup, tables, worst)
      yield* drawTools(markup, this.#context as FrameContext, this.#head, listed)
      yield `<script><![CDATA[${VIEWER_SCRIPT}]]></script>\n`
    }
    yield '</svg>\n'
  }
}

/** A short name that the same chart always gets, and another chart hardly ever. */
function prefixOf(facts: unknown): string {
  const text = JSON.stringify(facts)
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return `t${(hash >>> 0).toString(36)}`
}
