import type { Swatch } from './legend.js'
import { glyphPath } from './shared/glyphs.js'
import { INTERRUPT_LINE } from './shared/layout.js'
import type { Markup } from './shared/markup.js'
import { markSlot, SLOT, type SlotName } from './shared/slots.js'

export const SWATCH_WIDTH = 20
const SWATCH_HEIGHT = 12

/** C-states that stand for all in the legend. */
const DEPTH_SAMPLES = [1, 3, 5, 7, 9] as const

/** The sample beside an entry of the legend; `bottom` is the line that it stands on. */
export function drawSwatch(markup: Markup, item: Swatch, x: number, bottom: number): string {
  const layer = (slot: SlotName, left: number, width: number, up: number, height: number) =>
    markup.rect(x + left, bottom - up - height, width, height, markup.slot(SLOT[slot]))
  const line = layer('rest', 0, SWATCH_WIDTH, 0, 1)
  switch (item.kind) {
    case 'box': {
      const height = Math.round(SWATCH_HEIGHT * item.share)
      return line + layer(item.slot, 2, SWATCH_WIDTH - 4, 0, height)
    }
    case 'spot':
      return (
        line +
        layer('spot', 2, SWATCH_WIDTH - 4, 0, SWATCH_HEIGHT) +
        layer('spotEdge', 2, SWATCH_WIDTH - 4, SWATCH_HEIGHT - 2, 2)
      )
    case 'stack':
      return (
        line +
        [0, 1, 2, 3].map(index => layer('running', 2 + index * 4, 4, 0, [5, 7, 3, 6][index] as number)).join('') +
        [0, 1, 2, 3]
          .map(index => layer('woken', 2 + index * 4, 4, [5, 7, 3, 6][index] as number, [4, 2, 3, 4][index] as number))
          .join('')
      )
    case 'hues':
      return (['hue7', 'hue1', 'hue9'] as const)
        .map((slot, index) => layer(slot, index * 7, 6.5, 0, SWATCH_HEIGHT))
        .join('')
    case 'depths':
      return DEPTH_SAMPLES.map((depth, index) =>
        layer(`c${depth}`, index * 4, 4, SWATCH_HEIGHT - 2 - depth, depth + 1),
      ).join('')
    case 'interrupt': {
      const { slot } = item
      const up = SWATCH_HEIGHT - INTERRUPT_LINE * (1 + SLOT[slot] - SLOT.hardirq)
      return line + [3, 9, 15].map(left => layer(slot, left, 2, up, INTERRUPT_LINE)).join('')
    }
    case 'samples':
      return line + layer('running', 2, 16, 0, 7) + [4, 7, 8, 13].map(left => layer('sample', left, 1, 8, 2)).join('')
    case 'glyph':
      return `${line}<path d="${glyphPath(item.glyph, x + 10, bottom - 1)}" ${markup.slot(markSlot(item.glyph))}/>`
    case 'io':
      return ioSwatch(item.slot, layer)
    case 'line':
      return `${line}<path d="M${x} ${bottom - 3}h5v-5h7v3h3v-6h5" stroke-width="1.2" ${markup.strokeOf('freq')}/>`
    case 'arrow':
    case 'irqArrow': {
      const dashes = item.kind === 'arrow' ? '' : ' stroke-dasharray="3 2"'
      return (
        `<path d="M${x + 10} ${bottom - SWATCH_HEIGHT}v9"${dashes} ${markup.strokeOf(item.kind)}/>` +
        `<path d="M${x + 7} ${bottom - 5}h6l-3 5z" ${markup.fillOf(item.kind)}/>`
      )
    }
    default:
      return line
  }
}

type Layer = (slot: SlotName, left: number, width: number, up: number, height: number) => string

/** A strip of I/O in small: the middle line, and what stands on it and hangs from it. */
function ioSwatch(slot: SlotName, layer: Layer): string {
  const middle = SWATCH_HEIGHT / 2
  const line = layer('rest', 0, SWATCH_WIDTH, middle - 0.5, 1)
  switch (slot) {
    case 'ioSync':
      return layer(slot, 4, 12, -1, SWATCH_HEIGHT + 2) + line
    case 'ioPoll':
      return layer(slot, 0, SWATCH_WIDTH, middle - 2.5, 5) + line
    case 'ioError':
      return line + layer(slot, 4, 4, SWATCH_HEIGHT - 2.5, 3.5) + layer(slot, 12, 4, -1, 3.5)
    default:
      return line + layer(slot, 2, 7, middle + 0.5, 6) + layer(slot, 11, 7, middle - 4.5, 4)
  }
}
