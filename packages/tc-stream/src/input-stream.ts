import { once } from 'node:events'
import { Readable } from 'node:stream'
import { codeOf } from './errors.js'

/** What can be wrong with packed data: it ends too early, does not fit its check sums, or goes on as something else. */
export type PackedDamage = 'cut' | 'damaged' | 'trailing'

/** How long a writer that ends may be silent meanwhile, and how long it may take in all. */
const LONGEST_SILENCE_MS = 1_000
const LONGEST_ENDING_MS = 5_000
const LOOK_MS = 100

/**
 * Hands a stream on, counts its bytes, lets its start be looked at first, and can be ended from outside at any moment
 * (which a stream of Node cannot: its pending read would come after its end).
 *
 * Bounds: the head that was looked at, and one chunk.
 */
export class InputStream extends Readable {
  readonly #source: Readable
  readonly #explain: (error: unknown) => Error
  #head: Buffer[] = []
  #wanted = false
  #sourceOver = false
  #over = false
  #isStopped = false
  #ending: NodeJS.Timeout | undefined
  /** Handed on so far. */
  bytes = 0
  /** The source was packed data with a fault; what could be unpacked was handed on. */
  damage: PackedDamage | undefined

  constructor(source: Readable, explain: (error: unknown) => Error = error => error as Error) {
    super({ highWaterMark: 65_536 })
    this.#source = source
    this.#explain = explain
    source.on('readable', () => this.#pump())
    source.on('end', () => this.#sourceEnded())
    source.on('close', () => this.#sourceEnded())
    source.on('error', error => this.#sourceFailed(error))
    // An error before anyone listens is met by whoever looks at the head, or by the pipeline that comes later.
    this.on('error', () => {})
  }

  /** The first bytes: at least as many as asked for, unless the stream is shorter. They are still read afterwards. */
  async peek(bytes: number): Promise<Buffer> {
    return (await this.peekAll(bytes)).subarray(0, bytes)
  }

  /** As `peek`, with all that has come so far. */
  async peekAll(bytes: number): Promise<Buffer> {
    while (lengthOf(this.#head) < bytes && !this.#isStopped) {
      const chunk = this.#source.read() as Buffer | null
      if (chunk !== null) this.#head.push(chunk)
      else if (this.#sourceOver) break
      // A failure is known here by then.
      else await nextOf(this.#source).catch(() => {})
    }
    if (this.errored) throw this.errored
    return Buffer.concat(this.#head)
  }

  /** Ends the stream here, whatever the source still holds. */
  stop(): void {
    this.#isStopped = true
    this.#head = []
    this.#endHere()
  }

  /**
   * Ends the stream where the source ends by itself, which it is about to do: whoever writes it has still something to
   * say. A source that falls silent, or does not end, is not waited for.
   */
  endSoon(): void {
    if (this.#over || this.#ending !== undefined) return
    const startMs = performance.now()
    let heardMs = startMs
    let heard = this.bytes
    this.#ending = setInterval(() => {
      const nowMs = performance.now()
      // A reader that takes nothing does not make the source silent.
      if (this.bytes !== heard || !this.#wanted) heardMs = nowMs
      heard = this.bytes
      if (this.#sourceOver) clearInterval(this.#ending)
      else if (nowMs - heardMs >= LONGEST_SILENCE_MS || nowMs - startMs >= LONGEST_ENDING_MS) this.#endHere()
    }, LOOK_MS)
  }

  #endHere(): void {
    clearInterval(this.#ending)
    this.#sourceEnded()
    this.#source.destroy()
  }

  override _read(): void {
    this.#wanted = true
    this.#pump()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#over = true
    clearInterval(this.#ending)
    this.#source.destroy()
    done(error)
  }

  #pump(): void {
    while (this.#wanted && !this.#over) {
      const chunk = this.#head.shift() ?? (this.#source.read() as Buffer | null)
      if (chunk === null) break
      this.bytes += chunk.length
      this.#wanted = this.push(chunk)
    }
    this.#endIfDone()
  }

  #sourceEnded(): void {
    this.#sourceOver = true
    this.#endIfDone()
  }

  #sourceFailed(error: Error): void {
    this.#sourceOver = true
    if (this.#over) return
    const isEmpty = this.bytes + lengthOf(this.#head) + this.#source.readableLength === 0
    this.damage = isEmpty ? undefined : damageOf(error)
    if (this.damage === undefined) this.destroy(this.#explain(error))
    // What was unpacked before still lies in the source.
    else this.#pump()
  }

  #endIfDone(): void {
    if (this.#over || !this.#sourceOver || this.#head.length > 0) return
    if (this.damage !== undefined && !this.#isStopped && this.#source.readableLength > 0) return
    this.#over = true
    this.push(null)
  }
}

/** Bytes behind a complete member that begin no other one are not of the packed data. */
function damageOf(error: Error): PackedDamage | undefined {
  const code = codeOf(error)
  if (code === 'Z_BUF_ERROR') return 'cut'
  if (code !== 'Z_DATA_ERROR') return undefined
  return error.message === 'incorrect header check' ? 'trailing' : 'damaged'
}

/** Waits for something to read, the end or an error. */
async function nextOf(source: Readable): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  try {
    await Promise.race([
      once(source, 'readable', { signal }),
      once(source, 'end', { signal }),
      once(source, 'close', { signal }),
    ])
  } finally {
    settled.abort()
  }
}

function lengthOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}
