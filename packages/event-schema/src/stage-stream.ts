import type { TransformCallback, TransformOptions } from 'node:stream'
import { BATCH_SIZE, BatchTransform } from './paced-transform.js'
import type { Stage } from './stage.js'

export { BATCH_SIZE, BatchTransform, PacedTransform } from './paced-transform.js'

/**
 * Items travel between stages in arrays: a stream costs about a microsecond for each chunk, however small. A stage
 * takes single items as well, so any object stream can be put in between.
 */
export type Chunk<Item> = Item | readonly Item[]

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
export class StageTransform<In, Out> extends BatchTransform<Out> {
  readonly #stage: Stage<In, Out>
  readonly #validateInput: ((item: In) => void) | undefined
  readonly #encode: ((items: Out[]) => unknown) | undefined

  constructor(stage: Stage<In, Out>, options: StageStreamOptions<In, Out> = {}) {
    super({ objectMode: true, writableHighWaterMark: 2, readableHighWaterMark: 2, ...options.transform })
    this.#stage = stage
    this.#validateInput = options.validateInput
    this.#encode = options.encode
  }

  override _transform(chunk: Chunk<In>, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#take(Array.isArray(chunk) ? chunk : [chunk as In], 0, done)
  }

  override _flush(done: TransformCallback): void {
    this.sendAll(this.#stage.flush()).then(() => done(), done)
  }

  protected override encodeBatch(batch: Out[]): unknown {
    return this.#encode === undefined ? batch : this.#encode(batch)
  }

  /** Takes the items from one on, up to the first batch that the reader has no room for; it goes on from there later. */
  #take(items: readonly In[], from: number, done: TransformCallback): void {
    let next = from
    try {
      while (next < items.length) {
        next = this.#fill(items, next)
        if (!this.send()) {
          this.whenWanted(() => this.#take(items, next, done))
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
    const validateInput = this.#validateInput
    const { batch, collect } = this
    for (let i = from; i < items.length; i++) {
      const item = items[i] as In
      if (validateInput !== undefined) validateInput(item)
      stage.push(item, collect)
      if (batch.length >= BATCH_SIZE) return i + 1
    }
    return items.length
  }
}
