import type { Callchain } from '@tc-stream/event-schema'
import { type FrameOrText, LongFrames, longFramesOf } from './long-frames.js'

/** A callchain that something in the chart refers to. */
export interface KeptCallchain {
  readonly frames: Callchain
  readonly hash: number
  /** Kept beyond the limit, for the worst intervals only. */
  readonly extra: boolean
  references: number
  /** Given in the order of emission; -1 before. */
  id: number
  /** Its frames with long names; most callchains have none. */
  readonly long: readonly FrameOrText[] | undefined
  /** Another one with the same hash. */
  next: KeptCallchain | undefined
}

/**
 * Callchains by content, for as long as something refers to them.
 *
 * Bounds: `limit` callchains, `MAX_LONG_TEXT` of frames with long names, and the worst intervals' callchains beyond it.
 */
export class CallchainTable {
  readonly #limit: number
  readonly #onOverflow: () => void
  /** Equal callchains mostly share one array: then no frame is looked at. */
  readonly #byArray = new Map<Callchain, KeptCallchain>()
  readonly #byHash = new Map<number, KeptCallchain>()

  #extras = 0
  readonly #longFrames = new LongFrames()

  constructor(limit: number, onOverflow: () => void) {
    this.#limit = limit
    this.#onOverflow = onOverflow
  }

  get size(): number {
    return this.#byArray.size
  }

  /** `always`: keep it although the table is full, for one of the worst. */
  retain(frames: Callchain | undefined, always: boolean): KeptCallchain | null {
    if (frames === undefined || frames.length === 0) return null
    const kept = this.#byArray.get(frames) ?? this.#add(frames, always)
    if (kept === undefined || (kept.extra && !always)) {
      this.#onOverflow()
      return null
    }
    kept.references++
    return kept
  }

  /** The box is among the worst no more: a callchain beyond the limit is not for it. */
  unpin(box: { chain: KeptCallchain | null }): void {
    if (box.chain?.extra !== true) return
    this.#onOverflow()
    this.release(box.chain)
    box.chain = null
  }

  release(kept: KeptCallchain | null): void {
    if (kept === null || --kept.references > 0) return
    this.#byArray.delete(kept.frames)
    if (kept.extra) this.#extras--
    if (kept.long !== undefined) this.#longFrames.release(kept.long)
    let entry = this.#byHash.get(kept.hash)
    if (entry === kept) {
      if (kept.next === undefined) this.#byHash.delete(kept.hash)
      else this.#byHash.set(kept.hash, kept.next)
      return
    }
    while (entry !== undefined && entry.next !== kept) entry = entry.next
    if (entry !== undefined) entry.next = kept.next
  }

  #add(frames: Callchain, always: boolean): KeptCallchain | undefined {
    const hash = hashOf(frames)
    const first = this.#byHash.get(hash)
    for (let entry = first; entry !== undefined; entry = entry.next) {
      if (sameFrames(entry.frames, frames)) return entry
    }
    const extra = this.#byArray.size - this.#extras >= this.#limit || this.#longFrames.isFull
    if (extra && !always) return undefined
    if (extra) this.#extras++
    const long = longFramesOf(frames)
    if (long !== undefined) this.#longFrames.retain(long)
    const kept: KeptCallchain = { frames, hash, extra, references: 0, id: -1, long, next: first }
    this.#byArray.set(frames, kept)
    this.#byHash.set(hash, kept)
    return kept
  }
}

/** FNV-1a over the addresses, or what stands there instead. */
function hashOf(frames: Callchain): number {
  let hash = 0x811c9dc5
  for (const frame of frames) {
    const text = typeof frame === 'string' ? frame : (frame.ip ?? frame.symbol ?? '')
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ 0xff, 0x01000193)
  }
  return hash
}

function sameFrames(left: Callchain, right: Callchain): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) {
    const a = left[i]
    const b = right[i]
    if (a === b) continue
    if (typeof a !== 'object' || typeof b !== 'object') return false
    if (a.ip !== b.ip || a.symbol !== b.symbol || a.offset !== b.offset || a.dso !== b.dso) return false
    if (a.inlined !== b.inlined || a.kernel !== b.kernel) return false
  }
  return true
}
