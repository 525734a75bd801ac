import type { TransformCallback } from 'node:stream'
import type { PerfRecord } from '@tc-stream/event-schema'
import { BatchTransform } from '@tc-stream/event-schema/stream'
import { createPerfScriptLexer, type PerfScriptLexer } from './lexer.js'
import { LineSplitter } from './line-splitter.js'
import { type LexerOptions, parseLexerOptions } from './options.js'

/**
 * A Transform from the text of `perf script`, in bytes or strings, to arrays of records.
 *
 * Shape: the first item is the trace item, the last ones are the diagnostics.
 * Bounds: the records of one chunk beyond the high-water marks; nothing more is read while the reader is slow.
 * Errors: throws at once where an option is wrong; input never fails.
 */
export function lexPerfScript(options: LexerOptions = {}): LexerTransform {
  return new LexerTransform(options)
}

export class LexerTransform extends BatchTransform<PerfRecord> {
  readonly #lexer: PerfScriptLexer
  readonly #splitter: LineSplitter

  constructor(options: LexerOptions) {
    super({ readableObjectMode: true, readableHighWaterMark: 2 })
    const { maxLineLength } = parseLexerOptions(options)
    const lexer = createPerfScriptLexer(options)
    this.#lexer = lexer
    this.#splitter = new LineSplitter(maxLineLength, {
      onLine: line => lexer.push(line, this.collect),
      onLongLine: () => lexer.skipLongLine(),
    })
  }

  get counters(): PerfScriptLexer['counters'] {
    return this.#lexer.counters
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#splitter.write(chunk, error => {
      if (error) done(error)
      else if (this.send()) done()
      else this.whenWanted(done)
    })
  }

  override _flush(done: TransformCallback): void {
    this.#splitter.end(error => {
      if (error) done(error)
      else this.#finish().then(() => done(), done)
    })
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#splitter.destroy()
    done(error)
  }

  async #finish(): Promise<void> {
    if (!this.send()) await this.untilWanted()
    await this.sendAll(this.#lexer.flush())
  }
}
