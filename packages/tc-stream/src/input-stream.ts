import { once } from 'node:events'
import { Readable } from 'node:stream'
import { codeOf } from './errors.js'

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
  /** Handed on so far. */
  bytes = 0
  /** The source was packed data that ends too early; what could be unpacked was handed on. */
  isTruncated = false

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
    while (lengthOf(this.#head) < bytes && !this.#sourceOver) {
      const chunk = this.#source.read() as Buffer | null
      if (chunk !== null) this.#head.push(chunk)
      else await nextOf(this.#source)
    }
    if (this.errored) throw this.errored
    return Buffer.concat(this.#head)
  }

  /** Ends the stream here, whatever the source still holds. */
  stop(): void {
    this.#head = []
    this.#sourceEnded()
    this.#source.destroy()
  }

  override _read(): void {
    this.#wanted = true
    this.#pump()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#over = true
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
    if (codeOf(error) === 'Z_BUF_ERROR' && this.bytes > 0) {
      this.isTruncated = true
      this.#endIfDone()
    } else {
      this.destroy(this.#explain(error))
    }
  }

  #endIfDone(): void {
    if (this.#over || !this.#sourceOver || this.#head.length > 0) return
    this.#over = true
    this.push(null)
  }
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
