import type { Markup } from '../shared/markup.js'
import { svgElement, withAttributes } from './dom.js'

const PADDING = 8
const LEADING = 16

/** The short text beside the pointer. */
export class Tooltip {
  readonly element = svgElement('g', { 'pointer-events': 'none', display: 'none', 'data-tooltip': '', 'data-tool': '' })
  readonly #markup: Markup

  constructor(markup: Markup) {
    this.#markup = markup
  }

  /** Units: picture coordinates; `right` and `bottom` are the edges that the tooltip keeps within. */
  show(lines: readonly string[], x: number, y: number, right: number, bottom: number): void {
    const markup = this.#markup
    const used = lines.filter(line => line !== '')
    withAttributes(this.element, { display: undefined })
    this.element.innerHTML = used
      .map((line, index) => {
        const style = index === 0 ? ' font-weight="600"' : ''
        return markup.text(PADDING, 17 + index * LEADING, line, index === 0 ? 'ink' : 'dim', 12, style)
      })
      .join('')
    const texts = [...this.element.children] as SVGTextElement[]
    const width = Math.max(...texts.map(text => text.getComputedTextLength())) + 2 * PADDING
    const height = used.length * LEADING + 9
    const ground = `<rect rx="4" width="${width}" height="${height}" ${markup.fill('paper')}/>`
    const edge = `<rect rx="4" width="${width}" height="${height}" ${markup.stroke('rule')}/>`
    this.element.innerHTML = ground + edge + this.element.innerHTML
    const left = x + 14 + width > right ? x - 14 - width : x + 14
    const top = y + 18 + height > bottom ? y - 12 - height : y + 18
    withAttributes(this.element, { transform: `translate(${Math.max(0, left)} ${top})` })
  }

  hide(): void {
    withAttributes(this.element, { display: 'none' })
  }
}
