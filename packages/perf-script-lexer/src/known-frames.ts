import { detachString } from '@tc-stream/event-schema'
import type { Frame } from './intern.js'

/** Frame lines kept; a power of two. */
const SLOTS = 8192
/** A tab and an address in its 16 columns. */
const MIN_LENGTH = 17
/** Longer lines are read each time: the table stays small. */
const MAX_LENGTH = 256

interface FrameLine {
  readonly line: string
  readonly frame: Frame
}

/**
 * Recognizes whole frame lines that have been read before: a trace has many thousand times as many frame lines as
 * different ones, and a comparison takes a tenth of the time of reading one.
 *
 * Shape: `\tffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])`.
 * Bounds: 8,192 lines of at most 256 characters; a newer one replaces an older.
 */
export class KnownFrames {
  readonly #lines: (FrameLine | undefined)[] = new Array(SLOTS).fill(undefined)
  /** The frame last learned in vain for each slot: one that is met but once is not worth a copy. */
  readonly #missed = new Int32Array(SLOTS)

  find(line: string): Frame | undefined {
    if (line.length < MIN_LENGTH) return undefined
    const known = this.#lines[slotOf(line)]
    return known !== undefined && known.line === line ? known.frame : undefined
  }

  /** Keeps what a line was read as. */
  learn(line: string, frame: Frame): void {
    if (line.length < MIN_LENGTH || line.length > MAX_LENGTH) return
    const slot = slotOf(line)
    if (this.#missed[slot] === frame.hash) this.#lines[slot] = { line: detachString(line), frame }
    else this.#missed[slot] = frame.hash
  }

  clear(): void {
    this.#lines.fill(undefined)
  }
}

/** By the last digits of the address. */
function slotOf(line: string): number {
  let hash = line.length
  for (let i = MIN_LENGTH - 4; i < MIN_LENGTH; i++) hash = hash * 23 + line.charCodeAt(i)
  return hash & (SLOTS - 1)
}
