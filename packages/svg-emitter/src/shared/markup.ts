import { escapeMarkup } from './escape.js'
import type { Colour, Theme } from './palette.js'
import { SLOT_FILLS, SLOTS, type SlotName } from './slots.js'

/** Named faces first: where a system has none of them, `system-ui` says what it has. */
export const FONT_STACK =
  "-apple-system,BlinkMacSystemFont,'Segoe UI',Inter,Roboto,'Helvetica Neue','Noto Sans','Liberation Sans',Arial,system-ui,sans-serif"

export const MONO_STACK = "ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace"

/**
 * The looks of one picture. Every class and id begins with the picture's own prefix, so that several pictures can stand
 * in one page; every colour is an attribute, and a class besides, by which the style sheet restyles it for the dark.
 */
export class Markup {
  readonly prefix: string
  readonly theme: Theme
  readonly #shadeOf: ((colour: Colour) => string) | undefined
  readonly #visible: ((text: string) => string) | undefined

  /**
   * `shadeOf` gives the colours of the attributes; without it there are classes only, and a style sheet must be there.
   * `visible` makes text from outside fit for XML; what stands in a picture already is.
   */
  constructor(prefix: string, theme: Theme, shadeOf?: (colour: Colour) => string, visible?: (text: string) => string) {
    this.prefix = prefix
    this.theme = theme
    this.#shadeOf = shadeOf
    this.#visible = visible
  }

  /** For the content of an element. */
  escape(text: string): string {
    return escapeMarkup(this.#visible?.(text) ?? text)
  }

  id(name: string): string {
    return `${this.prefix}-${name}`
  }

  fillOf(colour: Colour): string {
    const shade = this.#shadeOf === undefined ? '' : ` fill="${this.#shadeOf(colour)}"`
    return `class="${this.id(colour)}"${shade}`
  }

  strokeOf(colour: Colour): string {
    const shade = this.#shadeOf === undefined ? '' : ` stroke="${this.#shadeOf(colour)}"`
    return `class="${this.id(`${colour}-s`)}" fill="none"${shade}`
  }

  /** The attributes of a slot's paths. */
  slot(slot: number): string {
    const name = SLOTS[slot] as SlotName
    const fill = SLOT_FILLS[name] ?? name
    return fill.startsWith('#') ? `fill="url(#${this.id(fill.slice(1))})"` : this.fillOf(fill as Colour)
  }

  /** One line of text. `style` are further attributes. */
  text(x: number, y: number, content: string, colour: Colour, sizePx: number, style = ''): string {
    return `<text x="${round(x)}" y="${round(y)}" font-size="${sizePx}" ${this.fillOf(colour)}${style}>${this.escape(content)}</text>`
  }

  rect(x: number, y: number, width: number, height: number, attributes: string): string {
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${attributes}/>`
  }
}

/** Two decimals, without the zeros that say nothing. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}
