import type { ChartItem } from '@tc-stream/event-schema'
import { type Chunk, PacedTransform } from '@tc-stream/event-schema/stream'
import { createSvgEmitter, type SvgEmitter } from './emitter.js'
import type { SvgOptions } from './options.js'
import { PIECE_LENGTH } from './text-sink.js'

/**
 * Chart items, or arrays of them, in; SVG text out, in pieces of about 64 kB. A slow reader stops the writing within
 * one item.
 */
export function emitSvg(options?: Partial<SvgOptions>): SvgStream {
  return new SvgStream(createSvgEmitter(options))
}

/** The Transform around the core. Its readable side is text, so `StageTransform`, which hands on items, does not fit. */
export class SvgStream extends PacedTransform {
  readonly emitter: SvgEmitter

  constructor(emitter: SvgEmitter) {
    super({ writableObjectMode: true, writableHighWaterMark: 2, readableHighWaterMark: PIECE_LENGTH })
    this.emitter = emitter
  }

  override _transform(chunk: Chunk<ChartItem>, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(Array.isArray(chunk) ? chunk : [chunk as ChartItem]).then(() => done(), done)
  }

  override _flush(done: (error?: Error | null) => void): void {
    this.#send(this.emitter.flush()).then(() => done(), done)
  }

  async #take(items: readonly ChartItem[]): Promise<void> {
    const pieces: string[] = []
    for (const item of items) {
      this.emitter.push(item, text => pieces.push(text))
      if (pieces.length > 0) await this.#send(pieces.splice(0))
    }
  }

  async #send(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) if (!this.pushPaced(piece)) await this.untilWanted()
  }
}
