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

interface Frame {
  readonly text: string
  /** A number of its own, spread over 32 bits. */
  readonly hash: number
}

/**
 * Gives equal callchains one array. Frames come one by one: each is looked up alone, so that only a frame never met
 * before costs a copy, and the callchain by the hash of its frames.
 *
 * Bounds: `maxFrames` frames and `maxCallchains` callchains; when one is full, both begin anew.
 */
export class CallchainTable {
  readonly #frames = new Map<string, Frame>()
  readonly #callchains = new Map<number, string[]>()
  #open: string[] = []
  #hash = 0
  #nextFrame = 1

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
    return this.#open.length
  }

  /** Adds a frame to the callchain that is being put together. */
  add(text: string): void {
    let frame = this.#frames.get(text)
    if (frame === undefined) {
      if (this.#frames.size >= this.#maxFrames) this.#clear()
      frame = { text: detachString(text), hash: Math.imul(this.#nextFrame++, 0x9e3779b1) }
      this.#frames.set(frame.text, frame)
    }
    this.#open.push(frame.text)
    this.#hash = Math.imul(this.#hash ^ frame.hash, 0x01000193) + 1
  }

  /** Ends the callchain and returns it, or the equal one that is known. */
  take(): string[] {
    const open = this.#open
    const known = this.#callchains.get(this.#hash)
    if (known !== undefined && areEqual(known, open)) {
      open.length = 0
      this.#hash = 0
      return known
    }
    if (known === undefined && this.#callchains.size >= this.#maxCallchains) this.#clear()
    this.#callchains.set(this.#hash, open)
    this.#open = []
    this.#hash = 0
    return open
  }

  #clear(): void {
    this.#frames.clear()
    this.#callchains.clear()
    this.#onClear()
  }
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
