import { type Arrow, arrowPaths } from '../shared/arrow-shape.js'
import { AXIS_HEIGHT, drawAxis, drawGrid } from '../shared/axes.js'
import type { PlacedRow } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import { paintRecords } from '../shared/paint-records.js'
import { onGrid } from '../shared/rect-path.js'
import { firstReaching } from '../shared/row-data.js'
import { RowPainter } from '../shared/row-painter.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData, RowHead } from './data.js'
import { setMarkup, show, svgElement, withAttributes } from './dom.js'
import { paintFolded } from './folded.js'
import { createLayer, type Layer } from './layer.js'
import type { Hits } from './search.js'
import type { Stage } from './stage.js'
import { longestWakes, type Wake } from './survey.js'
import { isWhole, scaleOf, type View } from './view.js'

/** Waits shorter than this get no arrow, and no view gets more arrows. Units: CSS pixels. */
const LEAST_WAIT_PX = 2
const MOST_ARROWS = 60
const MOST_WHILE_MOVING = 20
/** Arrows so far apart are not of one path. Units: CSS pixels. */
const STRIP_PX = 256
const OUT_PX = 60
/** The columns of a row that has more records in view than so many for each pixel, while it moves. Units: CSS pixels. */
const COARSE_PX = 4
const DENSE_PER_PX = 0.25
/** What is not found steps back this far. */
const STEPPED_BACK = 0.22

/** Draws the rows in sight again for the time in view; the rest waits until it is scrolled to. */
export interface Drawing {
  /** What was drawn does not hold any more: other rows are folded, or something else is searched for. */
  forget(): void
  /**
   * The rows between two heights, for a view; while it moves, dense ones with less detail, and fewer arrows: they want
   * to be drawn again when it has come to rest. Units: CSS pixels of the picture.
   */
  drawRows(
    view: View,
    top: number,
    bottom: number,
    hits: Hits | undefined,
    wakes: readonly Wake[],
    moves?: boolean,
  ): void
}

const LIVE = 'data-live'
const AS_IN_FILE = ''

type RowTest = (row: number) => boolean

/** What is drawn in the place of what the file shows of a row; of a search, what was found lies in front. */
interface LiveRow {
  readonly element: SVGElement
  readonly whole: Layer
  front: Layer | undefined
}

export function createDrawing(root: SVGSVGElement, data: ChartData, stage: Stage, markup: Markup): Drawing {
  const { head, tables } = data
  /** For which view a row was drawn last; the pictures of the file are for the whole trace. */
  const drawn = new Map<number, string>()
  const arrows = svgElement('g', {
    // Not `opacity`: a group of that costs a picture of its own in every frame.
    ...{ 'stroke-opacity': 0.5, 'fill-opacity': 0.5 },
    ...{ 'pointer-events': 'none', 'data-arrows': '' },
  })
  let generation = 0
  let axesKey = ''
  const live: LiveRow[] = []

  root.append(arrows)
  for (const name of ['arrows', 'heading', 'footer']) show(data.part(name), false)

  const paint = (layer: Layer, index: number, scale: TimeScale, only?: ReadonlySet<number>) => {
    const { kind, shape, startNs, endNs, spotlight } = data.rows[index] as RowHead
    const painter = new RowPainter(shape, scale, head.mostBytes)
    let texts = ''
    if (kind === 'process') paintFolded(painter, data, index, scale)
    else {
      if (!only) painter.rest(startNs, endNs)
      const records = data.recordsOf(index)
      texts = paintRecords(painter, kind === 'cpu', records, tables, scale.startNs, scale.endNs, spotlight, only)
    }
    layer.draw(painter, texts)
  }

  const paintHits = (row: LiveRow, index: number, scale: TimeScale, found: ReadonlySet<number>) => {
    row.front ??= createLayer(markup)
    withAttributes(row.front.element, { 'data-hits': '' })
    row.element.append(row.front.element)
    paint(row.front, index, scale, found)
  }

  /** Of a search, what is not found steps back, and what is lies over it. */
  const drawRow = (index: number, scale: TimeScale, hits: Hits | undefined) => {
    const row = live[index] ?? addRow(index)
    const found = hits?.rows.get(index)
    withAttributes(row.whole.element, { opacity: hits !== undefined && STEPPED_BACK })
    paint(row.whole, index, scale)
    if (found) paintHits(row, index, scale, found)
    else row.front?.element.remove()
  }

  const addRow = (index: number): LiveRow => {
    const whole = createLayer(markup)
    const element = svgElement('g', { [LIVE]: '' }, whole.element)
    data.groupsOf(index)[0]?.append(element)
    const row = { element, whole, front: undefined }
    live[index] = row
    return row
  }

  /** What the file shows of a row, or what has been drawn instead. */
  const showStatic = (index: number, shown: boolean) => {
    for (const child of data.groupsOf(index).flatMap(group => [...group.children])) {
      if (child.nodeName !== 'metadata') show(child, shown !== child.hasAttribute(LIVE))
    }
  }

  const isDense = (index: number, { startNs, endNs, widthPx }: TimeScale): boolean => {
    let count = 0
    for (const row of stage.folded.has(index) ? data.childrenOf(index) : [index]) {
      for (const lane of data.recordsOf(row).lanes.values()) {
        count += firstReaching(lane, endNs) - firstReaching(lane, startNs)
      }
    }
    return count > DENSE_PER_PX * widthPx
  }

  const drawAxes = (scale: TimeScale) => {
    const { plotX, rowsTop, rowsBottom, bottomAxis, width } = stage
    const { startNs } = head
    const axis = (y: number, above: boolean) => drawAxis(markup, scale, startNs, plotX, y, above)
    const ground = markup.rect(0, rowsTop - AXIS_HEIGHT, width, AXIS_HEIGHT, markup.fillOf('paper'))
    setMarkup(data.part('grid-lines'), drawGrid(markup, scale, startNs, plotX, rowsTop, rowsBottom))
    setMarkup(data.part('axis-upper'), ground + axis(rowsTop, true))
    setMarkup(data.part('axis-lower'), bottomAxis ? axis(rowsBottom, false) : '')
  }

  /** Strip by strip: what is drawn in one part of the window need not be looked at in the others. */
  const drawArrows = (
    scale: TimeScale,
    wakes: readonly Wake[],
    most: number,
    top: number,
    bottom: number,
    isSeen: RowTest,
  ) => {
    const strips: Arrow[][] = []
    // An arrow that leaves the window ends outside of it, but not far: what nobody sees would be painted too.
    const near = ({ y, height }: PlacedRow) => ({ y: Math.max(top - OUT_PX, Math.min(bottom + OUT_PX, y)), height })
    const seen = wakes.filter(({ row, wakerRow }) => row !== wakerRow && (isSeen(row) || isSeen(wakerRow)))
    for (const wake of longestWakes(seen, scale, LEAST_WAIT_PX / scale.pxPerNs, most)) {
      const from = stage.rows[wake.wakerRow]
      const to = stage.rows[wake.row]
      if (!from?.height || !to?.height) continue
      const x = stage.plotX + onGrid(scale.x(wake.timeNs))
      const strip = Math.floor(x / STRIP_PX)
      strips[strip] ??= []
      strips[strip].push({ x, from: near(from), to: near(to), byInterrupt: wake.byInterrupt })
    }
    setMarkup(arrows, strips.map(strip => arrowPaths(markup, strip, 0.7)).join(''))
  }

  return {
    forget() {
      generation++
    },
    drawRows(view, top, bottom, hits, wakes, moves) {
      const { plotWidth } = stage
      const plain = isWhole(view, head) && plotWidth === head.plotWidth && !hits
      const key = `${view.startNs} ${view.endNs} ${plotWidth} ${generation}`
      const fine = scaleOf(view, plotWidth)
      const coarse = scaleOf(view, plotWidth, COARSE_PX)
      const isSeen = (row: number) => {
        const { y, height } = stage.rows[row] as PlacedRow
        return height > 0 && y + height >= top && y <= bottom
      }
      const most = moves ? MOST_WHILE_MOVING : MOST_ARROWS
      for (const index of stage.rows.keys()) {
        if (!isSeen(index)) continue
        const isFolded = stage.folded.has(index)
        const asInFile = !isFolded && (plain || data.rows[index]?.kind === 'process')
        const scale = moves && !asInFile && isDense(index, fine) ? coarse : fine
        const wanted = asInFile ? AS_IN_FILE : `${key} ${scale.grainPx}`
        const before = drawn.get(index) ?? AS_IN_FILE
        if (before === wanted) continue
        drawn.set(index, wanted)
        if (asInFile) live[index]?.front?.element.remove()
        else drawRow(index, scale, hits)
        if (asInFile || before === AS_IN_FILE) showStatic(index, asInFile)
      }
      const nextKey = `${key} ${top} ${bottom} ${most}`
      if (nextKey === axesKey) return
      axesKey = nextKey
      drawAxes(fine)
      drawArrows(fine, wakes, most, top, bottom, isSeen)
    },
  }
}
