import { Transform, type TransformOptions } from 'node:stream'
import type { Stage } from './stage.js'

/**
 * Items travel between stages in arrays: a stream costs about a microsecond for each chunk, however small. A stage
 * takes single items as well, so any object stream can be put in between.
 */
export type Chunk<Item> = Item | readonly Item[]

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
  readonly #options: StageStreamOptions<In, Out>
  #batch: Out[] = []
  /** The reader has asked for more since the last push. */
  #wanted = false
  #resume: (() => void) | undefined

  constructor(stage: Stage<In, Out>, options: StageStreamOptions<In, Out> = {}) {
    super({ objectMode: true, writableHighWaterMark: 2, readableHighWaterMark: 2, ...options.transform })
    this.#stage = stage
    this.#options = options
  }

  override _transform(chunk: Chunk<In>, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(() => done(), done)
  }

  override _flush(done: (error?: Error | null) => void): void {
    this.#finish().then(() => done(), done)
  }

  override _read(size: number): void {
    this.#wanted = true
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
    super._read(size)
  }

  async #take(chunk: Chunk<In>): Promise<void> {
    const { validateInput } = this.#options
    const emit = (item: Out) => {
      this.#batch.push(item)
    }
    const items: readonly In[] = Array.isArray(chunk) ? chunk : [chunk as In]
    for (const item of items) {
      validateInput?.(item)
      this.#stage.push(item, emit)
      if (this.#batch.length >= BATCH_SIZE) await this.#send()
    }
    await this.#send()
  }

  async #finish(): Promise<void> {
    for (const item of this.#stage.flush()) {
      this.#batch.push(item)
      if (this.#batch.length >= BATCH_SIZE) await this.#send()
    }
    await this.#send()
  }

  async #send(): Promise<void> {
    if (this.#batch.length === 0) return
    const batch = this.#batch
    this.#batch = []
    const chunk = this.#options.encode === undefined ? batch : this.#options.encode(batch)
    this.#wanted = false
    if (this.push(chunk) || this.#wanted) return
    await new Promise<void>(resolve => {
      this.#resume = resolve
    })
  }
}
