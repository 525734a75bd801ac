import { arrowHead, arrowLine } from '../shared/arrow-shape.js'
import { AXIS_HEIGHT, drawAxis, drawGrid } from '../shared/axes.js'
import type { Markup } from '../shared/markup.js'
import { paintRecords } from '../shared/paint-records.js'
import { RowPainter } from '../shared/row-painter.js'
import { rowPicture } from '../shared/row-picture.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { show, svgElement } from './dom.js'
import { paintFolded } from './folded.js'
import type { Hits } from './search.js'
import type { Stage } from './stage.js'
import { longestWakes, type Wake } from './survey.js'
import { isWhole, scaleOf, type View } from './view.js'

/** Waits shorter than this get no arrow, and no view gets more arrows. Units: CSS pixels. */
const LEAST_WAIT_PX = 2
const MOST_ARROWS = 80
/** What is not found steps back this far. */
const STEPPED_BACK = 0.22

/** Draws the rows in sight again for the time in view; the rest waits until it is scrolled to. */
export class Drawing {
  readonly #data: ChartData
  readonly #stage: Stage
  readonly #markup: Markup
  /** For which view a row was drawn last; the pictures of the file are for the whole trace. */
  readonly #drawn = new Map<number, string>()
  readonly #arrows = svgElement('g', { opacity: 0.45, 'pointer-events': 'none', 'data-arrows': '' })
  #generation = 0
  #axesKey = ''

  constructor(root: SVGSVGElement, data: ChartData, stage: Stage, markup: Markup) {
    this.#data = data
    this.#stage = stage
    this.#markup = markup
    root.append(this.#arrows)
    for (const name of ['arrows', 'heading', 'footer']) show(data.part(name), false)
  }

  /** What was drawn does not hold any more: other rows are folded, or something else is searched for. */
  forget(): void {
    this.#generation++
    this.#axesKey = ''
  }

  /** The rows between two heights, for a view. Units: CSS pixels of the picture. */
  draw(view: View, top: number, bottom: number, hits: Hits | undefined, wakes: readonly Wake[]): void {
    const { head, rows } = this.#data
    const { plotWidth } = this.#stage
    const plain = isWhole(view, head) && plotWidth === head.plotWidth && hits === undefined
    const key = `${view.startNs} ${view.endNs} ${plotWidth} ${this.#generation}`
    const scale = scaleOf(view, plotWidth)
    this.#stage.rows.forEach(({ y, height }, index) => {
      if (height === 0 || y + height < top || y > bottom) return
      const asInFile = plain && !this.#stage.folded.has(index)
      const wanted = asInFile ? '' : key
      if ((this.#drawn.get(index) ?? '') === wanted) return
      this.#drawn.set(index, wanted)
      if (rows[index]?.kind !== 'process' || wanted !== '') this.#drawRow(index, view, scale, asInFile, hits)
    })
    if (key === this.#axesKey) return
    this.#axesKey = key
    this.#drawAxes(scale)
    this.#drawArrows(view, scale, wakes)
  }

  #drawRow(index: number, view: View, scale: TimeScale, asInFile: boolean, hits: Hits | undefined): void {
    const [first, ...others] = this.#data.groupsOf(index)
    if (first === undefined) return
    for (const group of [first, ...others]) showStatic(group, asInFile)
    const live = liveGroup(first)
    live.innerHTML = asInFile ? '' : this.#picture(index, view, scale, hits)
  }

  #picture(index: number, view: View, scale: TimeScale, hits: Hits | undefined): string {
    const row = this.#data.rows[index]
    if (row === undefined) return ''
    if (row.kind === 'process') {
      if (!this.#stage.folded.has(index)) return ''
      const painter = new RowPainter(row.kind, scale)
      paintFolded(painter, this.#data, index, scale)
      return this.#paths(painter, '')
    }
    const whole = this.#paint(index, view, scale)
    if (hits === undefined) return whole
    const found = hits.rows.get(index)
    const front = found === undefined ? '' : this.#paint(index, view, scale, found)
    return `<g opacity="${STEPPED_BACK}">${whole}</g><g data-hits="">${front}</g>`
  }

  #paint(index: number, view: View, scale: TimeScale, only?: ReadonlySet<number>): string {
    const row = this.#data.rows[index]
    if (row === undefined || row.kind === 'process') return ''
    const painter = new RowPainter(row.kind, scale)
    if (only === undefined) painter.rest(row.startNs, row.endNs)
    const data = this.#data.recordsOf(index)
    const isCpu = row.kind === 'cpu'
    return this.#paths(painter, paintRecords(painter, isCpu, data, this.#data.tables, view.startNs, view.endNs, only))
  }

  #paths(painter: RowPainter, texts: string): string {
    return [...rowPicture(this.#markup, painter, texts)].join('')
  }

  #drawAxes(scale: TimeScale): void {
    const { startNs } = this.#data.head
    const { plotX, rowsTop, rowsBottom, bottomAxis, width } = this.#stage
    const fill = (name: string, content: string) => {
      this.#data.part(name).innerHTML = content
    }
    fill('grid-lines', drawGrid(this.#markup, scale, startNs, plotX, rowsTop, rowsBottom))
    const ground = this.#markup.rect(0, rowsTop - AXIS_HEIGHT, width, AXIS_HEIGHT, this.#markup.fill('paper'))
    fill('axis-upper', ground + drawAxis(this.#markup, scale, startNs, plotX, rowsTop, true))
    fill('axis-lower', bottomAxis ? drawAxis(this.#markup, scale, startNs, plotX, rowsBottom, false) : '')
  }

  #drawArrows(view: View, scale: TimeScale, wakes: readonly Wake[]): void {
    const { rows, plotX } = this.#stage
    let lines = ''
    let heads = ''
    for (const wake of longestWakes(wakes, view, LEAST_WAIT_PX / scale.pxPerNs, MOST_ARROWS)) {
      const from = rows[wake.wakerRow]
      const to = rows[wake.row]
      if (from === undefined || to === undefined || from === to || from.height === 0 || to.height === 0) continue
      const x = plotX + Math.round(scale.x(wake.timeNs) * 4) / 4
      lines += arrowLine(x, from, to)
      heads += arrowHead(x, from, to)
    }
    this.#arrows.innerHTML =
      lines === ''
        ? ''
        : `<path d="${lines}" stroke-width="0.7" ${this.#markup.stroke('arrow')}/><path d="${heads}" ${this.#markup.fill('arrow')}/>`
  }
}

const LIVE = 'data-live'

function liveGroup(group: Element): Element {
  const known = group.querySelector(`[${LIVE}]`)
  if (known !== null) return known
  const live = svgElement('g', { [LIVE]: '' })
  group.append(live)
  return live
}

function showStatic(group: Element, shown: boolean): void {
  for (const child of group.children) {
    if (child.nodeName !== 'metadata' && !child.hasAttribute(LIVE)) show(child, shown)
  }
}
