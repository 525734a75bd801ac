import { detachString } from '@tc-stream/event-schema'

/**
 * Gives equal names one string, which shares no memory with the line it was cut from.
 *
 * Bounds: `limit` names; a full table begins anew and calls `onClear`.
 */
export class NameTable {
  readonly #names = new Map<string, string>()

  readonly #limit: number
  readonly #onClear: () => void

  constructor(limit: number, onClear: () => void) {
    this.#limit = limit
    this.#onClear = onClear
  }

  get(text: string): string {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    if (this.#names.size >= this.#limit) {
      this.#names.clear()
      this.#onClear()
    }
    const own = detachString(text)
    this.#names.set(own, own)
    return own
  }
}

/** Text that the frames of the table have together. Units: UTF-16 code units. */
export const MAX_FRAME_TEXT = 1 << 24

export interface Frame {
  readonly text: string
  /** A number of its own, spread over 32 bits. */
  readonly hash: number
}

/**
 * Gives equal callchains one array. Frames come one by one: each is looked up alone, so that only a frame never met
 * before costs a copy, and the callchain by the hash of its frames.
 *
 * Bounds: `maxFrames` frames of `MAX_FRAME_TEXT` and `maxCallchains` callchains; when one is full, both begin anew.
 */
export class CallchainTable {
  readonly #frames = new Map<string, Frame>()
  readonly #callchains = new Map<number, string[]>()
  readonly #open: string[] = []
  #depth = 0
  #hash = 0
  #nextFrame = 1
  #frameText = 0

  readonly #maxFrames: number
  readonly #maxCallchains: number
  readonly #onClear: () => void

  constructor(maxFrames: number, maxCallchains: number, onClear: () => void) {
    this.#maxFrames = maxFrames
    this.#maxCallchains = maxCallchains
    this.#onClear = onClear
  }

  /** Frames of the callchain that is being put together. */
  get depth(): number {
    return this.#depth
  }

  /** The frame of a text, to be added. */
  frameOf(text: string): Frame {
    let frame = this.#frames.get(text)
    if (frame === undefined) {
      if (this.#frames.size >= this.#maxFrames || this.#frameText > MAX_FRAME_TEXT) this.#clear()
      this.#frameText += text.length
      frame = { text: detachString(text), hash: Math.imul(this.#nextFrame++, 0x9e3779b1) }
      this.#frames.set(frame.text, frame)
    }
    return frame
  }

  /** Adds a frame to the callchain that is being put together. */
  add(frame: Frame): void {
    this.#open[this.#depth++] = frame.text
    this.#hash = Math.imul(this.#hash ^ frame.hash, 0x01000193) + 1
  }

  /** Ends the callchain and returns it, or the equal one that is known. */
  take(): string[] {
    const hash = this.#hash
    const depth = this.#depth
    this.#hash = 0
    this.#depth = 0
    const known = this.#callchains.get(hash)
    if (known !== undefined && startsWith(this.#open, known, depth)) return known
    if (known === undefined && this.#callchains.size >= this.#maxCallchains) this.#clear()
    const callchain = this.#open.slice(0, depth)
    this.#callchains.set(hash, callchain)
    return callchain
  }

  #clear(): void {
    this.#frames.clear()
    this.#frameText = 0
    this.#callchains.clear()
    this.#onClear()
  }
}

/** Whether the first `length` frames of `open` are those of `known`, and all of them. */
function startsWith(open: readonly string[], known: readonly string[], length: number): boolean {
  if (known.length !== length) return false
  for (let i = 0; i < length; i++) if (open[i] !== known[i]) return false
  return true
}
