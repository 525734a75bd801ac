import { RADIX } from './shared/data-format.js'

/** The digits of a safe integer in this base. */
const MOST_DIGITS = 11
const FIRST_SIZE = 65_536

const COMMA = 44
const MINUS = 45
const DIGITS = Uint8Array.from({ length: RADIX }, (_, digit) => digit.toString(RADIX).charCodeAt(0))

const decoder = new TextDecoder()

/**
 * A list of integers as text, `0,xc,3,-1`. It is written as bytes: strings that grow number by number cost three times
 * as much, and half of that is collecting them again.
 *
 * Bounds: what has not been taken, and the most that ever was there at once.
 */
export class IntegerText {
  #bytes = new Uint8Array(FIRST_SIZE)
  #length = 0

  /** Units: characters not yet taken. */
  get length(): number {
    return this.#length
  }

  add(value: number): void {
    if (this.#length + MOST_DIGITS + 2 > this.#bytes.length) this.#grow()
    const bytes = this.#bytes
    let start = this.#length
    if (start > 0) bytes[start++] = COMMA
    if (value < 0) bytes[start++] = MINUS
    let rest = Math.abs(value)
    let end = start + 1
    for (let bound = RADIX; rest >= bound; bound *= RADIX) end++
    for (let at = end - 1; at >= start; at--) {
      const higher = Math.floor(rest / RADIX)
      bytes[at] = DIGITS[rest - higher * RADIX] as number
      rest = higher
    }
    this.#length = end
  }

  /** Hands over what has been written. */
  take(): string {
    const text = decoder.decode(this.#bytes.subarray(0, this.#length))
    this.#length = 0
    return text
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length)
    bytes.set(this.#bytes)
    this.#bytes = bytes
  }
}
