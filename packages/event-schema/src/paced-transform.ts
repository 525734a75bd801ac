import { Transform } from 'node:stream'

/** Most items in one array that leaves a stage. */
export const BATCH_SIZE = 512

/**
 * A Transform that makes nothing its reader has not asked for, inside a chunk too: after a push that fills the reader's
 * buffer it waits until the reader wants more.
 */
export abstract class PacedTransform extends Transform {
  /** The reader has asked for more since the last push. */
  #wanted = false
  #resume: (() => void) | undefined

  override _read(size: number): void {
    this.#wanted = true
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
    super._read(size)
  }

  /** Returns: whether the reader wants more; if not, go on by `whenWanted`. */
  protected pushPaced(chunk: unknown): boolean {
    this.#wanted = false
    return this.push(chunk) || this.#wanted
  }

  /** Calls `resume` once, as soon as the reader wants more. */
  protected whenWanted(resume: () => void): void {
    this.#resume = resume
  }

  /** The same as a promise, for what is no hot path. */
  protected untilWanted(): Promise<void> {
    return new Promise<void>(resolve => this.whenWanted(resolve))
  }
}

/** A paced Transform whose items leave in arrays. Bounds: the items of one batch, or of one step that emits more. */
export abstract class BatchTransform<Out> extends PacedTransform {
  /** Items that wait to leave. */
  protected batch: Out[] = []
  protected readonly collect = (item: Out): void => {
    this.batch.push(item)
  }

  /** What an array becomes before it leaves. */
  protected encodeBatch(batch: Out[]): unknown {
    return batch
  }

  /** Pushes the batch, if there is one. Returns: whether the reader wants more. */
  protected send(): boolean {
    const { batch } = this
    if (batch.length === 0) return true
    this.batch = []
    return this.pushPaced(this.encodeBatch(batch))
  }

  /** Pushes what waits and all items after it, batch by batch, as the reader takes them. */
  protected async sendAll(items: Iterable<Out>): Promise<void> {
    for (const item of items) {
      this.batch.push(item)
      if (this.batch.length >= BATCH_SIZE && !this.send()) await this.untilWanted()
    }
    if (!this.send()) await this.untilWanted()
  }
}
