import { type ChildProcess, spawn } from 'node:child_process'
import { type Readable, Transform, type TransformCallback } from 'node:stream'
import { codeOf, messageOf } from './errors.js'
import { cleanMessages, MAX_MESSAGES } from './perf-script.js'

/** How a program ended that did not do what it was started for. */
export interface ProgramFailure {
  /** There is no such program. */
  readonly isMissing: boolean
  /** `exit status 255`, `signal SIGSEGV`. */
  readonly how: string
  /** What it said on stderr, cleaned. */
  readonly messages: readonly string[]
}

export interface ProgramOptions {
  /** A file descriptor that becomes the program's stdin, or a stream that is written to it. */
  readonly stdin?: number | Readable
  /** Ends the program too. */
  readonly signal?: AbortSignal | undefined
  readonly explain: (failure: ProgramFailure) => Error
}

/** Bytes of stderr that are looked at: what comes after is advice. */
const MAX_STDERR_BYTES = 64 * 1024

/**
 * What a program prints, as a stream that fails where the program fails: its end tells that all went well. The program
 * is held back by a slow reader, and ended when the stream is destroyed.
 *
 * Bounds: a chunk of output, 64 KiB of its messages.
 */
export class ProgramText extends Transform {
  readonly #child: ChildProcess
  readonly #explain: (failure: ProgramFailure) => Error
  readonly #over: Promise<Error | undefined>
  #stderr = ''

  constructor(command: string, args: readonly string[], { stdin, signal, explain }: ProgramOptions) {
    super({ readableHighWaterMark: 65_536 })
    this.#explain = explain
    const isFed = typeof stdin === 'object'
    const child = spawn(command, args, {
      stdio: [isFed ? 'pipe' : (stdin ?? 'ignore'), 'pipe', 'pipe'],
      // What is fed ends with its food: a Ctrl-C on the terminal shall not end it before.
      detached: isFed,
    })
    this.#child = child
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#stderr.length < MAX_STDERR_BYTES) this.#stderr += text
    })
    this.#over = new Promise(resolve => {
      child.on('error', error => resolve(this.#failure(codeOf(error) === 'ENOENT', messageOf(error))))
      child.on('close', (code, signal) => resolve(this.#outcome(code, signal)))
    })
    child.stdout?.on('error', error => this.destroy(error))
    child.stdout?.pipe(this)
    if (isFed) this.#feed(stdin)
    if (signal?.aborted) this.destroy()
    else signal?.addEventListener('abort', () => this.destroy(), { once: true })
  }

  /** What the program had to say so far. */
  messages(): string[] {
    return cleanMessages(this.#stderr.split('\n'))
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, chunk)
  }

  override _flush(done: TransformCallback): void {
    this.#over.then(failure => done(failure ?? null))
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.stdout?.destroy()
    this.#child.stdin?.destroy()
    // It has nothing to clean up. One that has ended is not hurt.
    this.#child.kill('SIGTERM')
    done(error)
  }

  /** The program may end before it has read everything, and then tells why itself. */
  #feed(source: Readable): void {
    const { stdin } = this.#child
    if (stdin === null) return
    stdin.on('error', () => source.destroy())
    source.on('error', error => this.destroy(error))
    source.pipe(stdin)
  }

  #outcome(code: number | null, signal: NodeJS.Signals | null): Error | undefined {
    // An interrupt ends the text early and is no failure: on a terminal both get it.
    if (code === 0 || signal === 'SIGINT') return undefined
    return this.#failure(false, signal === null ? `exit status ${code}` : `signal ${signal}`)
  }

  #failure(isMissing: boolean, how: string): Error {
    return this.#explain({ isMissing, how, messages: this.messages() })
  }
}

/** The first messages in one line. */
export function joinMessages(messages: readonly string[]): string {
  return messages.slice(0, MAX_MESSAGES / 5).join('; ')
}
