import type { Markup } from '../shared/markup.js'
import { moveTo, show, svgElement } from './dom.js'

const PADDING = 8
const LEADING = 16

/** The short text beside the pointer. */
export interface Tooltip {
  readonly element: SVGElement
  /** Units: picture coordinates; `right` and `bottom` are the edges that it keeps within. Without lines it is hidden. */
  tell(lines: readonly string[], x: number, y: number, right: number, bottom: number): void
}

export function createTooltip(markup: Markup): Tooltip {
  const element = svgElement('g', { 'pointer-events': 'none', display: 'none', 'data-tooltip': '', 'data-tool': '' })
  return {
    element,
    tell(lines, x, y, right, bottom) {
      const used = lines.filter(line => line !== '')
      show(element, used.length > 0)
      const texts = used.map((line, index) =>
        index === 0
          ? markup.text(PADDING, 17, line, 'ink', 12, ' font-weight="600"')
          : markup.text(PADDING, 17 + index * LEADING, line, 'dim', 12),
      )
      element.innerHTML = texts.join('')
      const lengths = ([...element.children] as SVGTextElement[]).map(text => text.getComputedTextLength())
      const width = Math.max(...lengths, 0) + 2 * PADDING
      const height = used.length * LEADING + 9
      const box = (attributes: string) => markup.rect(0, 0, width, height, `rx="4" ${attributes}`)
      element.innerHTML = box(markup.fillOf('paper')) + box(markup.strokeOf('rule')) + texts.join('')
      const left = x + 14 + width > right ? x - 14 - width : x + 14
      const top = y + 18 + height > bottom ? y - 12 - height : y + 18
      moveTo(element, Math.max(0, left), top)
    },
  }
}
