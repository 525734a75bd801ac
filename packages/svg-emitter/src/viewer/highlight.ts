import { arrowHead, arrowLine } from '../shared/arrow-shape.js'
import { ROW_SHAPES } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { svgElement } from './dom.js'
import { rowOf, type Selection, stateOf } from './selection.js'
import type { Stage } from './stage.js'

/** The frame around the box whose details are shown, and the arrow from the task that woke it. */
export class Highlight {
  readonly #group = svgElement('g', { 'pointer-events': 'none', 'data-highlight': '' })
  readonly #data: ChartData
  readonly #stage: Stage
  readonly #markup: Markup

  constructor(root: SVGSVGElement, data: ChartData, stage: Stage, markup: Markup) {
    this.#data = data
    this.#stage = stage
    this.#markup = markup
    root.append(this.#group)
  }

  /** `cursorRow`: the row that the keyboard is at, -1 for none. */
  draw(selection: Selection | undefined, cursorRow: number, scale: TimeScale): void {
    const marked = selection === undefined ? '' : this.#frame(selection, scale) + this.#arrow(selection, scale)
    this.#group.innerHTML = this.#cursor(cursorRow) + marked
  }

  #cursor(row: number): string {
    const place = this.#stage.rows[row]
    if (place === undefined || place.height === 0) return ''
    return this.#markup.rect(0, place.y, 4, place.height, this.#markup.fill('running'))
  }

  #frame({ row, startNs, endNs }: Selection, scale: TimeScale): string {
    const head = this.#data.rows[row]
    const place = this.#stage.rows[row]
    if (head === undefined || place === undefined || place.height === 0) return ''
    const left = Math.max(-2, scale.x(startNs))
    const right = Math.min(scale.widthPx + 2, scale.x(endNs))
    if (right < 0 || left > scale.widthPx) return ''
    const { top, bar } = ROW_SHAPES[head.kind]
    const attributes = `rx="2" stroke-width="1.5" ${this.#markup.stroke('arrow')}`
    const x = this.#stage.plotX + left - 1
    return this.#markup.rect(x, place.y + top - 1.5, Math.max(2, right - left + 2), bar + 3, attributes)
  }

  #arrow(selection: Selection, scale: TimeScale): string {
    if (stateOf(this.#data, selection) !== 'waiting') return ''
    const from = this.#stage.rows[rowOf(this.#data, selection, 'waker')]
    const to = this.#stage.rows[selection.row]
    const x = scale.x(selection.startNs)
    if (from === undefined || to === undefined || from === to || x < 0 || x > scale.widthPx) return ''
    if (from.height === 0 || to.height === 0) return ''
    const at = this.#stage.plotX + Math.round(x * 4) / 4
    return (
      `<path d="${arrowLine(at, from, to)}" stroke-width="1.5" ${this.#markup.stroke('arrow')}/>` +
      `<path d="${arrowHead(at, from, to)}" ${this.#markup.fill('arrow')}/>`
    )
  }
}
