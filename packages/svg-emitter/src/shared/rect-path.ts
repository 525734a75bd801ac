/** A `d` is closed before it grows to this. Units: UTF-16 code units. librsvg refuses attributes of 10 MB. */
export const MAX_PATH_LENGTH = 800_000

/** Horizontal resolution of a path. Units: parts of a CSS pixel. */
export const SUBPIXELS = 4

/** Where a path can have a corner. Units: CSS pixels. */
export const onGrid = (x: number): number => Math.round(x * SUBPIXELS) / SUBPIXELS

/**
 * Many rectangles as one path. Rectangles arrive from left to right. One that touches the last one, at the same height,
 * becomes part of it, so that the size of a path is bounded by the pixels and not by the number of intervals; one that
 * goes on at another height makes one outline with it, which is shorter to write and has fewer edges to fill.
 *
 * Shape: `m12 3h4.25v13h-4.25z`, relative to the last outline's corner: along the top, down, and back along the bottom.
 */
export class RectPath {
  readonly #done: string[] = []
  #text = ''
  /** The outline that is being drawn: its corner, its top but for the last rectangle, and its way back from there. */
  #cornerX = 0
  #cornerY = 0
  #top = ''
  #back = ''
  /** Where the bottom of the last rectangle begins. */
  #level = 0
  /** The last rectangle, if there is any (`#to` is -1 else). */
  #from = 0
  #to = -1
  #upper = 0
  #lower = 0
  #penX = 0
  #penY = 0

  /** Units: quarter pixels across, pixels down. */
  add(left: number, right: number, top: number, height: number): void {
    const lower = top + height
    if (this.#to >= 0) {
      if (left <= this.#to && left >= this.#from && top === this.#upper && lower === this.#lower) {
        if (right > this.#to) this.#to = right
        return
      }
      if (left === this.#to && top < this.#lower && lower > this.#upper && this.#isShort()) this.#join(top, lower)
      else this.#close()
    }
    if (this.#to < 0) {
      this.#cornerX = left / SUBPIXELS
      this.#cornerY = top
      this.#level = left
    }
    this.#from = left
    this.#to = right
    this.#upper = top
    this.#lower = lower
  }

  /** The finished `d` attributes, each shorter than `MAX_PATH_LENGTH` and a little. */
  finish(): readonly string[] {
    if (this.#to >= 0) this.#close()
    if (this.#text !== '') this.#done.push(this.#text)
    this.#text = ''
    return this.#done
  }

  #isShort(): boolean {
    return this.#text.length + this.#top.length + this.#back.length < MAX_PATH_LENGTH
  }

  /** The outline goes on at another height. */
  #join(upper: number, lower: number): void {
    const step = upper === this.#upper ? '' : `v${upper - this.#upper}`
    this.#top += this.#across() + step
    if (lower === this.#lower) return
    this.#back = `v${this.#lower - lower}h-${(this.#to - this.#level) / SUBPIXELS}${this.#back}`
    this.#level = this.#to
  }

  #across(): string {
    return `h${(this.#to - this.#from) / SUBPIXELS}`
  }

  #close(): void {
    const x = this.#cornerX
    const y = this.#cornerY
    const move = this.#text === '' ? `M${x} ${y}` : `m${x - this.#penX}${gap(y - this.#penY)}`
    const down = `v${this.#lower - this.#upper}h-${(this.#to - this.#level) / SUBPIXELS}`
    this.#text += `${move}${this.#top}${this.#across()}${down}${this.#back}z`
    this.#penX = x
    this.#penY = y
    this.#to = -1
    this.#top = ''
    this.#back = ''
    if (this.#text.length < MAX_PATH_LENGTH) return
    this.#done.push(this.#text)
    this.#text = ''
  }
}

/** A number after a number: its minus sign separates as well as a space. */
function gap(value: number): string {
  return value < 0 ? String(value) : ` ${value}`
}
