import { escapeXml } from './escape.js'
import { baseColour, type Colour, PALETTE, type Theme } from './palette.js'
import { SLOT_FILLS, SLOTS } from './slots.js'

/** Named faces first: where a system has none of them, `system-ui` says what it has. */
export const FONT_STACK =
  "-apple-system,BlinkMacSystemFont,'Segoe UI',Inter,Roboto,'Helvetica Neue','Noto Sans','Liberation Sans',Arial,system-ui,sans-serif"

export const MONO_STACK = "ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace"

/** Colours that lines are drawn in; the others only fill. */
const STROKES: readonly Colour[] = ['grid', 'rule', 'faint', 'freq', 'arrow', 'unknownInk', 'blockedInk', 'lostInk']

/**
 * The looks of one picture. Every class and id begins with the picture's own prefix, so that several pictures can stand
 * in one page; every colour is an attribute, and a class besides, by which the style sheet restyles it for the dark.
 */
export class Markup {
  readonly prefix: string
  readonly theme: Theme

  constructor(prefix: string, theme: Theme) {
    this.prefix = prefix
    this.theme = theme
  }

  id(name: string): string {
    return `${this.prefix}-${name}`
  }

  fill(colour: Colour): string {
    return `class="${this.id(colour)}" fill="${baseColour(colour, this.theme)}"`
  }

  stroke(colour: Colour): string {
    return `class="${this.id(`${colour}-s`)}" fill="none" stroke="${baseColour(colour, this.theme)}"`
  }

  /** The attributes of a slot's paths. */
  slot(slot: number): string {
    const fill = SLOT_FILLS[SLOTS[slot] ?? 'rest']
    return fill.startsWith('#') ? `fill="url(#${this.id(fill.slice(1))})"` : this.fill(fill as Colour)
  }

  /** One line of text. `style` are further attributes. */
  text(x: number, y: number, content: string, colour: Colour, sizePx: number, style = ''): string {
    return `<text x="${round(x)}" y="${round(y)}" font-size="${sizePx}" ${this.fill(colour)}${style}>${escapeXml(content)}</text>`
  }

  rect(x: number, y: number, width: number, height: number, attributes: string): string {
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${attributes}/>`
  }

  style(): string {
    const common = `.${this.id('root')}{font-variant-numeric:tabular-nums}`
    const dark = this.theme === 'auto' ? `@media (prefers-color-scheme:dark){${this.#darkRules()}}` : ''
    return `<style>${common}${dark}</style>`
  }

  /** Hatchings: the sign beside the colour that tells a state. */
  patterns(): string {
    const diagonal = (name: string, ground: Colour | undefined, ink: Colour, size: number, width: number) =>
      `<pattern id="${this.id(name)}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
      (ground === undefined ? '' : this.rect(0, 0, size, size, this.fill(ground))) +
      `<path d="M0 0V${size}" stroke-width="${width}" ${this.stroke(ink)}/></pattern>`
    return (
      `<defs>${diagonal('unknown', undefined, 'unknownInk', 5, 1.5)}` +
      `${diagonal('blocked', 'blocked', 'blockedInk', 4, 3)}` +
      `${diagonal('lost', undefined, 'lostInk', 3, 2)}</defs>`
    )
  }

  #darkRules(): string {
    const fills = Object.entries(PALETTE).map(([name, shades]) => `.${this.id(name)}{fill:${shades[1]}}`)
    const strokes = STROKES.map(name => `.${this.id(`${name}-s`)}{stroke:${PALETTE[name][1]}}`)
    return [...fills, ...strokes].join('')
  }
}

/** Two decimals, without the zeros that say nothing. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}
