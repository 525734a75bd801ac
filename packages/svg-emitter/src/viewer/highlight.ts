import { arrowHead, arrowLine } from '../shared/arrow-shape.js'
import { ROW_SHAPES } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { svgElement } from './dom.js'
import type { Selection } from './selection.js'

/** The frame around the box whose details are shown, and the arrow from the task that woke it. */
export class Highlight {
  readonly #group = svgElement('g', { 'pointer-events': 'none', 'data-highlight': '' })
  readonly #data: ChartData
  readonly #markup: Markup

  constructor(root: SVGSVGElement, data: ChartData, markup: Markup) {
    this.#data = data
    this.#markup = markup
    root.append(this.#group)
  }

  draw(selection: Selection | undefined, scale: TimeScale): void {
    this.#group.innerHTML = selection === undefined ? '' : this.#frame(selection, scale) + this.#arrow(selection, scale)
  }

  #frame({ row, hit }: Selection, scale: TimeScale): string {
    const head = this.#data.rows[row]
    if (head === undefined) return ''
    const left = Math.max(-2, scale.x(hit.lane.startNs[hit.record] as number))
    const right = Math.min(scale.widthPx + 2, scale.x(hit.lane.endNs[hit.record] as number))
    if (right < 0 || left > scale.widthPx) return ''
    const { top, bar } = ROW_SHAPES[head.kind]
    const attributes = `rx="2" stroke-width="1.5" ${this.#markup.stroke('arrow')}`
    const x = this.#data.head.plotX + left - 1
    return this.#markup.rect(x, head.y + top - 1.5, Math.max(2, right - left + 2), bar + 3, attributes)
  }

  #arrow({ row, hit, wakerRow }: Selection, scale: TimeScale): string {
    const from = this.#data.rows[wakerRow]
    const to = this.#data.rows[row]
    const x = scale.x(hit.lane.startNs[hit.record] as number)
    if (from === undefined || to === undefined || from === to || x < 0 || x > scale.widthPx) return ''
    const at = this.#data.head.plotX + Math.round(x * 4) / 4
    return (
      `<path d="${arrowLine(at, from, to)}" stroke-width="1.5" ${this.#markup.stroke('arrow')}/>` +
      `<path d="${arrowHead(at, from, to)}" ${this.#markup.fill('arrow')}/>`
    )
  }
}
