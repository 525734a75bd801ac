import { svgElement, withAttributes } from './dom.js'
import type { Skin } from './skin.js'

const PADDING = 8
const LEADING = 16

/** The short text beside the pointer. */
export class Tooltip {
  readonly #group = svgElement('g', { 'pointer-events': 'none', display: 'none', 'data-tooltip': '' })
  readonly #ground = svgElement('rect', { rx: 4 })
  readonly #texts = [0, 1, 2].map(() => svgElement('text', { 'font-size': 12 }) as SVGTextElement)
  readonly #skin: Skin

  constructor(root: SVGSVGElement, skin: Skin) {
    this.#skin = skin
    this.#group.append(this.#ground, ...this.#texts)
    root.append(this.#group)
  }

  /** Units: picture coordinates; `right` and `bottom` are the edges that the tooltip keeps within. */
  show(lines: readonly string[], x: number, y: number, right: number, bottom: number): void {
    const skin = this.#skin
    this.#group.removeAttribute('display')
    let width = 0
    this.#texts.forEach((text, index) => {
      text.textContent = lines[index] ?? ''
      withAttributes(text, { x: PADDING, y: 16 + index * LEADING, fill: skin(index === 0 ? 'ink' : 'dim') })
      text.setAttribute('font-weight', index === 0 ? '600' : '400')
      width = Math.max(width, text.getComputedTextLength())
    })
    const used = lines.filter(line => line !== '').length
    const size = { width: width + 2 * PADDING, height: used * LEADING + 8 }
    withAttributes(this.#ground, { ...size, fill: skin('paper'), stroke: skin('rule') })
    const left = x + 14 + size.width > right ? x - 14 - size.width : x + 14
    const top = y + 18 + size.height > bottom ? y - 12 - size.height : y + 18
    this.#group.setAttribute('transform', `translate(${Math.max(0, left)} ${top})`)
  }

  hide(): void {
    this.#group.setAttribute('display', 'none')
  }
}
