import type { Emit } from '@tc-stream/event-schema'

/** Size of the pieces in which text leaves. Units: UTF-16 code units. */
export const PIECE_LENGTH = 65_536

/**
 * Gathers text and hands it on in pieces of about one size, never cut inside a character.
 *
 * Bounds: one piece, and what is written at once.
 */
export class TextSink {
  #text = ''

  write(text: string, emit: Emit<string>): void {
    this.#text += text
    if (this.#text.length < PIECE_LENGTH) return
    let from = 0
    while (this.#text.length - from >= PIECE_LENGTH) {
      const to = characterEnd(this.#text, from + PIECE_LENGTH)
      emit(this.#text.slice(from, to))
      from = to
    }
    this.#text = this.#text.slice(from)
  }

  end(emit: Emit<string>): void {
    if (this.#text !== '') emit(this.#text)
    this.#text = ''
  }
}

function characterEnd(text: string, at: number): number {
  const code = text.charCodeAt(at - 1)
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at
}
