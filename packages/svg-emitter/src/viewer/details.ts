import type { Description } from '../shared/describe.js'
import { FONT_STACK, MONO_STACK } from '../shared/markup.js'
import { htmlElement, svgElement, withAttributes } from './dom.js'
import type { Skin } from './skin.js'

export const PANEL_WIDTH = 460

/** The panel that tells all about one box. */
export class Details {
  readonly #frame = svgElement('foreignObject', { width: PANEL_WIDTH, display: 'none', 'data-details': '' })
  readonly #skin: Skin
  readonly #onClose: () => void

  constructor(root: SVGSVGElement, skin: Skin, onClose: () => void) {
    this.#skin = skin
    this.#onClose = onClose
    root.append(this.#frame)
  }

  get isOpen(): boolean {
    return !this.#frame.hasAttribute('display')
  }

  show(heading: string, description: Description): void {
    this.#frame.removeAttribute('display')
    this.#frame.replaceChildren(this.#panel(heading, description))
  }

  hide(): void {
    this.#frame.setAttribute('display', 'none')
    this.#frame.replaceChildren()
  }

  /** Into the lower right corner of what can be seen. Units: picture coordinates. */
  place(right: number, top: number, bottom: number): void {
    const height = Math.max(160, Math.min(bottom - top - 32, 560))
    withAttributes(this.#frame, { x: right - PANEL_WIDTH - 16, y: bottom - height - 16, height })
  }

  #panel(heading: string, description: Description): HTMLElement {
    const skin = this.#skin
    // The panel keeps to the bottom of its frame; above it the chart stays in reach.
    const outer = htmlElement(
      'div',
      'height:100%;display:flex;flex-direction:column;justify-content:flex-end;pointer-events:none',
    )
    const panel = htmlElement(
      'div',
      `box-sizing:border-box;max-height:100%;overflow:auto;pointer-events:auto;padding:12px 16px 14px;border:1px solid ${skin('rule')};border-radius:8px;` +
        `background:${skin('paper')};color:${skin('ink')};font:12px/1.5 ${FONT_STACK};user-select:text;-webkit-user-select:text;cursor:auto`,
    )
    panel.setAttribute('role', 'dialog')
    panel.setAttribute('aria-label', heading)
    panel.append(this.#title(heading), this.#subtitle(description.title), this.#facts(description))
    if (description.frames.length > 0) panel.append(...this.#backtrace(description))
    outer.append(panel)
    return outer
  }

  #title(heading: string): HTMLElement {
    const line = htmlElement('div', 'display:flex;justify-content:space-between;align-items:baseline;gap:12px')
    const close = htmlElement(
      'button',
      `font:16px/1 ${FONT_STACK};border:0;background:none;color:${this.#skin('dim')};cursor:pointer;padding:2px 4px`,
      '×',
    )
    close.setAttribute('aria-label', 'Close')
    close.addEventListener('click', this.#onClose)
    line.append(htmlElement('strong', 'font-size:13.5px;overflow-wrap:anywhere', heading), close)
    return line
  }

  #subtitle(text: string): HTMLElement {
    return htmlElement('div', `color:${this.#skin('dim')};margin-bottom:8px`, text)
  }

  #facts(description: Description): HTMLElement {
    const list = htmlElement(
      'div',
      'display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-variant-numeric:tabular-nums',
    )
    for (const [name, value] of description.facts) {
      list.append(
        htmlElement('span', `color:${this.#skin('dim')}`, name),
        htmlElement('span', 'overflow-wrap:anywhere;white-space:pre-wrap', value),
      )
    }
    return list
  }

  #backtrace(description: Description): HTMLElement[] {
    const skin = this.#skin
    const title = htmlElement(
      'div',
      `margin:10px 0 4px;color:${skin('dim')}`,
      `${description.framesTitle} (innermost first)`,
    )
    const list = htmlElement('div', `font:11px/1.55 ${MONO_STACK};white-space:pre-wrap;overflow-wrap:anywhere`)
    for (const frame of description.frames) {
      const colour = skin(frame.kernel ? 'preempted' : 'running')
      const line = htmlElement('div', `border-left:3px solid ${colour};padding-left:8px`)
      line.setAttribute('data-frame', frame.kernel ? 'kernel' : 'user')
      const side = htmlElement('span', `color:${skin('faint')}`, frame.kernel ? 'kernel ' : 'user   ')
      line.append(side, htmlElement('span', '', frame.text))
      list.append(line)
    }
    return [title, list]
  }
}
