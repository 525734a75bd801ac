import { Transform, type TransformOptions } from 'node:stream'
import type { Stage } from './stage.js'

/**
 * Items travel between stages in arrays: a stream costs about a microsecond for each chunk, however small. A stage
 * takes single items as well, so any object stream can be put in between.
 */
export type Chunk<Item> = Item | readonly Item[]

type Done = (error?: Error | null) => void

/** Most items in one array that leaves a stage. */
export const BATCH_SIZE = 512

export interface StageStreamOptions<In, Out> {
  /** Called with each item that enters; a throw ends the stream with that error. */
  readonly validateInput?: (item: In) => void
  /** Turns an array of items into what leaves the readable side; the default is the array itself. */
  readonly encode?: (items: Out[]) => unknown
  readonly transform?: TransformOptions
}

/**
 * The Transform around a core. It keeps backpressure inside a chunk too: when the reader is slow, no further batch is
 * made until it asks for more.
 *
 * Bounds: one batch beyond the stream's high-water marks.
 */
export class StageTransform<In, Out> extends Transform {
  readonly #stage: Stage<In, Out>
  readonly #validateInput: ((item: In) => void) | undefined
  readonly #encode: ((items: Out[]) => unknown) | undefined
  readonly #emit = (item: Out): void => {
    this.#batch.push(item)
  }
  #batch: Out[] = []
  /** The reader has asked for more since the last push. */
  #wanted = false
  #resume: (() => void) | undefined

  constructor(stage: Stage<In, Out>, options: StageStreamOptions<In, Out> = {}) {
    super({ objectMode: true, writableHighWaterMark: 2, readableHighWaterMark: 2, ...options.transform })
    this.#stage = stage
    this.#validateInput = options.validateInput
    this.#encode = options.encode
  }

  override _transform(chunk: Chunk<In>, _encoding: BufferEncoding, done: Done): void {
    this.#take(Array.isArray(chunk) ? chunk : [chunk as In], 0, done)
  }

  override _flush(done: Done): void {
    this.#finish().then(() => done(), done)
  }

  override _read(size: number): void {
    this.#wanted = true
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
    super._read(size)
  }

  /** Takes the items from one on, up to the first batch that the reader has no room for; it goes on from there later. */
  #take(items: readonly In[], from: number, done: Done): void {
    let next = from
    try {
      while (next < items.length) {
        next = this.#fill(items, next)
        if (!this.#send()) {
          this.#resume = () => this.#take(items, next, done)
          return
        }
      }
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  }

  /** Takes items until there is a batch. Returns: the index of the next item. */
  #fill(items: readonly In[], from: number): number {
    const stage = this.#stage
    const emit = this.#emit
    const validateInput = this.#validateInput
    const batch = this.#batch
    for (let i = from; i < items.length; i++) {
      const item = items[i] as In
      if (validateInput !== undefined) validateInput(item)
      stage.push(item, emit)
      if (batch.length >= BATCH_SIZE) return i + 1
    }
    return items.length
  }

  async #finish(): Promise<void> {
    for (const item of this.#stage.flush()) {
      this.#batch.push(item)
      if (this.#batch.length >= BATCH_SIZE) await this.#sent()
    }
    await this.#sent()
  }

  /** Pushes the batch as one array. Returns: whether the reader wants more. */
  #send(): boolean {
    if (this.#batch.length === 0) return true
    const batch = this.#batch
    this.#batch = []
    this.#wanted = false
    return this.push(this.#encode === undefined ? batch : this.#encode(batch)) || this.#wanted
  }

  #sent(): Promise<void> | undefined {
    if (this.#send()) return undefined
    return new Promise<void>(resolve => {
      this.#resume = resolve
    })
  }
}
