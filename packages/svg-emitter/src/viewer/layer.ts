import type { Markup } from '../shared/markup.js'
import type { RowPainter } from '../shared/row-painter.js'
import { lineStyle, nameGroup } from '../shared/row-picture.js'
import { SLOTS } from '../shared/slots.js'
import { setMarkup, svgElement } from './dom.js'

/** The line of the frequency lies over everything that has a slot. */
const LINE = SLOTS.length

/**
 * A picture of a row that is drawn again for every frame. From one to the next the same paths get another form, which is
 * quicker than to make new ones; what looks as it did is left alone.
 */
export interface Layer {
  readonly element: SVGElement
  /** `texts`: the names in the boxes, as SVG. */
  draw(painter: RowPainter, texts: string): void
}

export function createLayer(markup: Markup): Layer {
  const names = svgElement('g')
  const element = svgElement('g', {}, names)
  /** By slot. */
  const paths: SVGElement[] = []
  let shown: readonly string[] = []

  const addPath = (slot: number): SVGElement => {
    const style = slot === LINE ? lineStyle(markup) : markup.slot(slot)
    const next = paths.find((path, other) => other > slot && path) ?? names
    next.insertAdjacentHTML('beforebegin', `<path ${style}/>`)
    const path = next.previousElementSibling as SVGElement
    paths[slot] = path
    return path
  }

  return {
    element,
    draw(painter, texts) {
      const forms: string[] = []
      for (const { slot, d } of painter.finish()) forms[slot] = (forms[slot] ?? '') + d
      const line = painter.line.path
      forms[LINE] = line
      for (let slot = 0; slot <= LINE; slot++) {
        const d = forms[slot] ?? ''
        if (d !== (shown[slot] ?? '')) (paths[slot] ?? addPath(slot)).setAttribute('d', d)
      }
      shown = forms
      setMarkup(names, nameGroup(markup, texts, line !== ''))
    },
  }
}
