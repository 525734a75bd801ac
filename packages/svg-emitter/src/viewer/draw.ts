import { AXIS_HEIGHT, drawAxis, drawGrid } from '../shared/axes.js'
import { Markup } from '../shared/markup.js'
import { paintRecords } from '../shared/paint-records.js'
import { RowPainter } from '../shared/row-painter.js'
import { rowPicture } from '../shared/row-picture.js'
import type { ChartData } from './data.js'
import { svgElement } from './dom.js'
import { isWhole, scaleOf, type View } from './view.js'

/** Draws the rows in view again for the time in view; the rest waits until it is scrolled to. */
export class Drawing {
  readonly markup: Markup
  readonly #data: ChartData
  readonly #root: SVGSVGElement
  /** For which view a row was drawn last; the pictures of the file are for the whole trace. */
  readonly #drawn = new Map<number, string>()
  readonly #axis: SVGElement

  constructor(root: SVGSVGElement, data: ChartData) {
    this.#root = root
    this.#data = data
    this.markup = new Markup(data.prefix, data.head.theme)
    this.#axis = this.#standOut()
  }

  /** Everything, for a view. Units: CSS pixels of the picture. */
  draw(view: View, plotWidth: number, top: number, bottom: number): void {
    const { head } = this.#data
    const untouched = isWhole(view, head) && plotWidth === head.plotWidth
    const key = untouched ? '' : `${view.startNs} ${view.endNs} ${plotWidth}`
    this.#data.rows.forEach((row, index) => {
      if (row.height === 0 || row.y + row.height < top || row.y > bottom) return
      if ((this.#drawn.get(index) ?? '') === key) return
      this.#drawn.set(index, key)
      this.#drawRow(index, view, plotWidth, untouched)
    })
    this.#drawAxes(view, plotWidth)
    for (const group of this.#all('arrows')) group.style.display = untouched ? '' : 'none'
  }

  /** Keeps the upper axis in sight. */
  stick(top: number): void {
    const { rowsTop, rowsBottom } = this.#data.head
    const away = Math.max(0, Math.min(top - (rowsTop - AXIS_HEIGHT), rowsBottom - rowsTop))
    this.#axis.setAttribute('transform', `translate(0 ${away})`)
  }

  #drawRow(index: number, view: View, plotWidth: number, untouched: boolean): void {
    const row = this.#data.rows[index]
    const [first, ...others] = this.#data.groupsOf(index)
    if (row === undefined || first === undefined) return
    for (const group of [first, ...others]) showStatic(group, untouched)
    const live = liveGroup(first)
    if (untouched) {
      live.replaceChildren()
      return
    }
    const painter = new RowPainter(row.kind, scaleOf(view, plotWidth))
    if (row.kind !== 'process') painter.rest(row.startNs, row.endNs)
    const isCpu = row.kind === 'cpu'
    const texts = paintRecords(painter, isCpu, this.#data.recordsOf(index), this.#data.tables, view.startNs, view.endNs)
    live.innerHTML = [...rowPicture(this.markup, painter, texts)].join('')
  }

  #drawAxes(view: View, plotWidth: number): void {
    const { startNs, plotX, rowsTop, rowsBottom, bottomAxis } = this.#data.head
    const scale = scaleOf(view, plotWidth)
    for (const group of this.#all('grid-lines')) {
      group.innerHTML = drawGrid(this.markup, scale, startNs, plotX, rowsTop, rowsBottom)
    }
    for (const group of this.#all('axis-upper')) {
      const ground = this.markup.rect(0, rowsTop - AXIS_HEIGHT, 0, AXIS_HEIGHT, this.markup.fill('paper'))
      const wide = ground.replace('width="0"', 'width="100%"')
      group.innerHTML = wide + drawAxis(this.markup, scale, startNs, plotX, rowsTop, true)
    }
    if (!bottomAxis) return
    for (const group of this.#all('axis-lower')) {
      group.innerHTML = drawAxis(this.markup, scale, startNs, plotX, rowsBottom, false)
    }
  }

  /** The upper axis comes to lie over the rows, that it may stay while they move. */
  #standOut(): SVGElement {
    const axis = this.#root.querySelector<SVGElement>(`.${this.markup.id('axis-upper')}`) ?? svgElement('g')
    this.#root.append(axis)
    return axis
  }

  #all(name: string): SVGElement[] {
    return [...this.#root.querySelectorAll<SVGElement>(`.${this.markup.id(name)}`)]
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
    if (child.nodeName === 'metadata' || child.hasAttribute(LIVE)) continue
    if (shown) child.removeAttribute('display')
    else child.setAttribute('display', 'none')
  }
}
