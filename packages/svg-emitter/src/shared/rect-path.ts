/** A `d` is closed before it grows to this. Units: UTF-16 code units. librsvg refuses attributes of 10 MB. */
export const MAX_PATH_LENGTH = 800_000

/** Horizontal resolution of a path. Units: parts of a CSS pixel. */
export const SUBPIXELS = 4

/** Where a path can have a corner. Units: CSS pixels. */
export const onGrid = (x: number): number => Math.round(x * SUBPIXELS) / SUBPIXELS

/**
 * Many rectangles as one path. Rectangles arrive from left to right; one that touches the last one, at the same height,
 * becomes part of it, so that the size of a path is bounded by the pixels and not by the number of intervals.
 *
 * Shape: `m12 3h4.25v13h-4.25z`, relative to the last rectangle's corner.
 */
export class RectPath {
  readonly #done: string[] = []
  #text = ''
  #left = 0
  #right = -1
  #top = 0
  #height = 0
  #penX = 0
  #penY = 0

  /** Units: quarter pixels across, pixels down. */
  add(left: number, right: number, top: number, height: number): void {
    if (this.#right >= 0) {
      if (left <= this.#right && left >= this.#left && top === this.#top && height === this.#height) {
        if (right > this.#right) this.#right = right
        return
      }
      this.#draw()
    }
    this.#left = left
    this.#right = right
    this.#top = top
    this.#height = height
  }

  /** The finished `d` attributes, each shorter than `MAX_PATH_LENGTH` and a little. */
  finish(): readonly string[] {
    if (this.#right >= 0) this.#draw()
    this.#right = -1
    if (this.#text !== '') this.#done.push(this.#text)
    this.#text = ''
    return this.#done
  }

  #draw(): void {
    const x = this.#left / SUBPIXELS
    const width = (this.#right - this.#left) / SUBPIXELS
    const move = this.#text === '' ? `M${x} ${this.#top}` : `m${x - this.#penX}${gap(this.#top - this.#penY)}`
    this.#text += `${move}h${width}v${this.#height}h-${width}z`
    this.#penX = x
    this.#penY = this.#top
    if (this.#text.length < MAX_PATH_LENGTH) return
    this.#done.push(this.#text)
    this.#text = ''
  }
}

/** A number after a number: its minus sign separates as well as a space. */
function gap(value: number): string {
  return value < 0 ? String(value) : ` ${value}`
}
