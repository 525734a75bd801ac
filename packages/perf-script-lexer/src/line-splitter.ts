import type { Transform } from 'node:stream'
import split2 from 'split2'

/** Bytes handed to split2 at once: what it holds is then at most a line and this. */
const PIECE_BYTES = 1 << 16
const NEWLINE = 10

export interface LineListener {
  onLine(line: string): void
  /** A line longer than the limit was skipped; it comes in its place between the other lines. */
  onLongLine(): void
}

type Done = (error?: Error | null) => void

/**
 * Cuts bytes into lines with split2. Lines go straight to a listener: through the readable side of a stream each would
 * cost about a microsecond.
 *
 * split2 limits only the line that a chunk leaves open, and does not tell; so the length of each line is checked here,
 * and its `overflow` after each piece. The result does not depend on how the input was cut.
 *
 * Bounds: one line of `maxLineLength` and one piece.
 */
export class LineSplitter {
  readonly #split: Transform & { overflow?: boolean }
  readonly #listener: LineListener
  readonly #maxLineLength: number
  /** The open line is too long and was counted already. */
  #isSkipping = false
  #isEnding = false

  constructor(maxLineLength: number, listener: LineListener) {
    this.#listener = listener
    this.#maxLineLength = maxLineLength
    const options = { maxLength: maxLineLength, skipOverflow: true }
    this.#split = split2('\n', (line: string) => this.#takeLine(line), options)
    // An error also reaches the callback of the write that caused it.
    this.#split.on('error', () => {})
  }

  write(chunk: Buffer, done: Done): void {
    const piece = chunk.length > PIECE_BYTES ? chunk.subarray(0, PIECE_BYTES) : chunk
    this.#split.write(piece, error => {
      if (error) return done(error)
      this.#noticeOverflow(piece)
      if (piece.length === chunk.length) done()
      else this.write(chunk.subarray(piece.length), done)
    })
  }

  /** Hands over the last line, if no newline ended it. */
  end(done: Done): void {
    this.#isEnding = true
    let failure: Error | undefined
    this.#split.once('error', error => {
      failure = error
    })
    this.#split.once('close', () => done(failure))
    this.#split.resume()
    this.#split.end()
  }

  destroy(): void {
    this.#split.destroy()
  }

  #takeLine(line: string): void {
    // At the end split2 hands over what it kept of a line that it was skipping.
    if (this.#isEnding && this.#isSkipping) return
    if (line.length > this.#maxLineLength) this.#listener.onLongLine()
    else this.#listener.onLine(line)
  }

  #noticeOverflow(piece: Buffer): void {
    const isSameLine = this.#isSkipping && !piece.includes(NEWLINE)
    this.#isSkipping = this.#split.overflow === true
    if (this.#isSkipping && !isSameLine) this.#listener.onLongLine()
  }
}
