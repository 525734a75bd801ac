import { type Callchain, detachString, type Frame } from '@tc-stream/event-schema'
import { parseFrame } from './frame.js'
import type { Namer } from './namer.js'
import { MAX_EXAMINED_FRAMES, MAX_FRAME_TEXT, MAX_PIDS_PER_CALLCHAIN, MAX_SYMBOL_LENGTH } from './options.js'
import { describeReason } from './reason.js'
import { findWakeupOrigin, type WakeupOrigin } from './wakeup-origin.js'

/** One distinct callchain with all that is concluded from it, so that each is concluded once. */
export interface KnownCallchain {
  /** Shared by all items with this callchain. */
  readonly frames: Frame[]
  readonly reason: string | undefined
  readonly origin: WakeupOrigin
  /** Was longer than what is kept. */
  readonly clipped: boolean
  /** All that is looked at, where some of it is generated code that each process names in its own way. */
  readonly generated: readonly Frame[] | undefined
  readonly byPid: Map<number | null, KnownCallchain> | undefined
}

export interface InternCounters {
  /** Callchains found by the identity of the array that the lexer shares. */
  sameArrays: number
  /** Callchains found by what they hold. */
  equalArrays: number
  /** Callchains met for the first time since the table was last started anew. */
  newCallchains: number
  newFrames: number
  oddFrames: number
  unnamedKernelFrames: number
  /** Names of symbols and dsos that were too long to be kept whole. */
  clippedNames: number
  framesResets: number
  callchainsResets: number
}

export interface InternLimits {
  readonly callchainDepth: number
  readonly maxFrames: number
  readonly maxCallchains: number
}

interface KnownFrame {
  readonly frame: Frame
  /** Number in the table, from 0: its code unit in the keys of callchains. */
  readonly id: number
}

/**
 * Gives equal callchains one array and equal frames one object.
 *
 * Three steps, cheapest first: by the identity of the array, by the numbers of its frames, by parsing.
 * Bounds: `maxFrames` frames of `MAX_FRAME_TEXT` and `maxCallchains` callchains. A full table is started anew: what comes again is parsed
 * again, what was handed out stays valid. Arrays of the lexer are held weakly.
 */
export class CallchainTable {
  readonly counters: InternCounters = {
    sameArrays: 0,
    equalArrays: 0,
    newCallchains: 0,
    newFrames: 0,
    oddFrames: 0,
    unnamedKernelFrames: 0,
    clippedNames: 0,
    framesResets: 0,
    callchainsResets: 0,
  }
  readonly #limits: InternLimits
  readonly #namer: Namer
  readonly #frames = new Map<string, KnownFrame>()
  #frameText = 0
  readonly #callchains = new Map<string, KnownCallchain>()
  /** By the key of what is kept; at most one for each callchain. */
  readonly #clipped = new Map<string, Frame[]>()
  readonly #byArray = new WeakMap<Callchain, KnownCallchain>()

  constructor(limits: InternLimits, namer: Namer) {
    this.#limits = limits
    this.#namer = namer
  }

  /** `pid` is the process whose map names generated code; null where it is not known. */
  intern(callchain: Callchain, pid: number | null): KnownCallchain {
    let known = this.#byArray.get(callchain)
    if (known === undefined) {
      known = this.#internByContent(callchain)
      this.#byArray.set(callchain, known)
      if (known.frames !== callchain) this.#byArray.set(known.frames, known)
    } else this.counters.sameArrays++
    return known.byPid === undefined ? known : this.#nameGenerated(known, known.byPid, pid)
  }

  #internByContent(callchain: Callchain): KnownCallchain {
    const length = Math.min(callchain.length, MAX_EXAMINED_FRAMES)
    this.#makeRoom(length)
    const frames: Frame[] = []
    let key = ''
    let generated = false
    for (let at = 0; at < length; at++) {
      const { frame, id } = this.#internFrame(callchain[at] as Frame | string)
      frames.push(frame)
      key += String.fromCharCode(id)
      generated ||= this.#namer.isGenerated(frame)
    }
    return this.#remember(key, frames, generated, callchain.length > this.#limits.callchainDepth)
  }

  /** Makes sure that no frame of one callchain starts the table anew: its key would hold numbers of two tables. */
  #makeRoom(count: number): void {
    const isFull = this.#frames.size + count > this.#limits.maxFrames || this.#frameText > MAX_FRAME_TEXT
    if (this.#frames.size === 0 || !isFull) return
    this.#frames.clear()
    this.#frameText = 0
    this.#forgetCallchains()
    this.counters.framesResets++
  }

  #remember(key: string, frames: Frame[], generated: boolean, clipped: boolean): KnownCallchain {
    const known = this.#callchains.get(key)
    if (known !== undefined) {
      this.counters.equalArrays++
      return known
    }
    if (this.#callchains.size >= this.#limits.maxCallchains) {
      this.#forgetCallchains()
      this.counters.callchainsResets++
    }
    this.counters.newCallchains++
    const made: KnownCallchain = {
      frames: frames.length > this.#limits.callchainDepth ? this.#clip(key, frames) : frames,
      reason: describeReason(frames),
      origin: findWakeupOrigin(frames),
      clipped,
      generated: generated ? frames : undefined,
      byPid: generated ? new Map() : undefined,
    }
    this.#callchains.set(key, made)
    return made
  }

  #forgetCallchains(): void {
    this.#callchains.clear()
    this.#clipped.clear()
  }

  /** Callchains that differ beyond the depth share what is kept of them. */
  #clip(key: string, frames: Frame[]): Frame[] {
    const depth = this.#limits.callchainDepth
    const kept = key.slice(0, depth)
    const known = this.#clipped.get(kept)
    if (known !== undefined) return known
    const clipped = frames.slice(0, depth)
    this.#clipped.set(detachString(kept), clipped)
    return clipped
  }

  #nameGenerated(known: KnownCallchain, byPid: Map<number | null, KnownCallchain>, pid: number | null): KnownCallchain {
    const named = byPid.get(pid)
    if (named !== undefined) return named
    if (byPid.size >= MAX_PIDS_PER_CALLCHAIN) byPid.clear()
    const frames = (known.generated as readonly Frame[]).map(frame => this.#namer.nameGenerated(frame, pid))
    const changed = frames.some((frame, at) => frame !== known.generated?.[at])
    const made = changed ? this.#internNamed(frames, known) : { ...known, byPid: undefined }
    byPid.set(pid, made)
    return made
  }

  #internNamed(named: readonly Frame[], known: KnownCallchain): KnownCallchain {
    this.#makeRoom(named.length)
    const frames: Frame[] = []
    let key = ''
    for (const candidate of named) {
      const { frame, id } = this.#internFrame(candidate)
      frames.push(frame)
      key += String.fromCharCode(id)
    }
    const made = this.#remember(key, frames, false, known.clipped)
    return made.byPid === undefined ? made : { ...made, byPid: undefined }
  }

  #clipNames(frame: Frame): Frame {
    const { symbol, dso } = frame
    const isLong = (name: string | null) => name !== null && name.length > MAX_SYMBOL_LENGTH
    if (!isLong(symbol) && !isLong(dso)) return frame
    this.counters.clippedNames++
    return {
      ...frame,
      ip: frame.ip === null ? null : detachString(frame.ip),
      symbol: symbol !== null && isLong(symbol) ? clipName(symbol) : symbol,
      dso: dso !== null && isLong(dso) ? clipName(dso) : dso,
    }
  }

  #internFrame(raw: Frame | string): KnownFrame {
    const text = typeof raw === 'string' ? raw : keyOfFrame(raw)
    const known = this.#frames.get(text)
    if (known !== undefined) return known
    const key = detachString(text)
    const parsed = this.#clipNames(typeof raw === 'string' ? parseFrame(key) : raw)
    if (parsed.ip === null && typeof raw === 'string') this.counters.oddFrames++
    const frame = this.#namer.nameKernel(parsed)
    if (frame.kernel === true && frame.symbol === null) this.counters.unnamedKernelFrames++
    const made: KnownFrame = { frame, id: this.#frames.size }
    this.#frames.set(key, made)
    this.#frameText += key.length
    this.counters.newFrames++
    return made
  }
}

/** The start of a name, and a sign that it is not all of it; a copy, which keeps nothing else alive. */
function clipName(name: string): string {
  return detachString(`${name.slice(0, MAX_SYMBOL_LENGTH - 3)}...`)
}

/** A key that no line of text has: what a frame holds, behind a NUL. */
function keyOfFrame({ ip, symbol, offset, dso, inlined, kernel }: Frame): string {
  return `\0${ip}\0${symbol}\0${offset}\0${dso}\0${inlined}\0${kernel}`
}
