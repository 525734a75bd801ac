import { Transform } from 'node:stream'
import type { PerfRecord } from '@tc-stream/event-schema'
import { BATCH_SIZE } from '@tc-stream/event-schema/stream'
import { createPerfScriptLexer, type PerfScriptLexer } from './lexer.js'
import { LineSplitter } from './line-splitter.js'
import { type LexerOptions, parseLexerOptions } from './options.js'

type Done = (error?: Error | null) => void

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

export class LexerTransform extends Transform {
  readonly #lexer: PerfScriptLexer
  readonly #splitter: LineSplitter
  #batch: PerfRecord[] = []
  /** The reader has asked for more since the last push. */
  #isWanted = false
  #resume: (() => void) | undefined

  constructor(options: LexerOptions) {
    super({ readableObjectMode: true, readableHighWaterMark: 2 })
    const { maxLineLength } = parseLexerOptions(options)
    const lexer = createPerfScriptLexer(options)
    const emit = (item: PerfRecord) => {
      this.#batch.push(item)
    }
    this.#lexer = lexer
    this.#splitter = new LineSplitter(maxLineLength, {
      onLine: line => lexer.push(line, emit),
      onLongLine: () => lexer.skipLongLine(),
    })
  }

  get counters(): PerfScriptLexer['counters'] {
    return this.#lexer.counters
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#splitter.write(chunk, error => {
      if (error) done(error)
      else if (this.#send()) done()
      else this.#resume = done
    })
  }

  override _flush(done: Done): void {
    this.#splitter.end(error => {
      if (error) done(error)
      else this.#finish().then(() => done(), done)
    })
  }

  override _read(size: number): void {
    this.#isWanted = true
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
    super._read(size)
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#splitter.destroy()
    done(error)
  }

  async #finish(): Promise<void> {
    await this.#sent()
    for (const item of this.#lexer.flush()) {
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
    this.#isWanted = false
    return this.push(batch) || this.#isWanted
  }

  #sent(): Promise<void> | undefined {
    if (this.#send()) return undefined
    return new Promise<void>(resolve => {
      this.#resume = resolve
    })
  }
}
