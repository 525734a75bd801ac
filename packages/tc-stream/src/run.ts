import type { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliError, UsageError } from './errors.js'
import { type EndingSignal, EXIT, EXIT_BY_SIGNAL, type ExitCode } from './exit-codes.js'
import { measureExtent } from './extent.js'
import { type Input, openInput } from './input.js'
import { createJob, type Job } from './job.js'
import { createLogger } from './log.js'
import type { CliOptions } from './options.js'
import { type Output, openOutput } from './output.js'
import { type Progress, startProgress } from './progress.js'
import { refuseSameFile } from './same-file.js'
import { onSignals } from './signals.js'
import type { NamedModule } from './stage-module.js'
import { needsExtent } from './stage-settings.js'
import { summaryLines } from './summary.js'
import { readSymbols } from './symbols.js'
import { createPalette, useColor, useProgress } from './terminal.js'
import { checkModules, loadModules } from './use.js'

const LONGEST_OPENING_MS = 1_000

/** What the program needs of its process. */
export interface Host extends EventEmitter {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * One run from input to output.
 *
 * A first signal ends the input, a pipe where its writer ends, which a Ctrl-C has reached as well; what was read is drawn.
 * A second one, or one while nothing has been read yet that could be drawn, ends the run. A failed run leaves no file
 * behind.
 */
export async function run(options: CliOptions, host: Host): Promise<ExitCode> {
  const isTTY = host.stderr.isTTY === true
  const color = useColor(options.color, isTTY, host.env)
  const log = await createLogger(options.logLevel, { isTTY, color })
  await refuseSameFile(options, host)
  const modules = await loadModules(options.use)
  checkModules(modules, options)
  refuseTerminal(options, modules, host)
  const abort = new AbortController()
  let output: Output | undefined
  let input: Input | undefined
  let progress: Progress | undefined
  const ignoreSignals = onSignals(host, {
    first(signal) {
      if (input === undefined) return abort.abort(signal)
      // On a terminal the line begins with what the keys of the interrupt left there.
      const start = isTTY ? '\n' : ''
      if (!options.quiet) host.stderr.write(`${start}tc-stream: drawing what was read so far; once more to give up\n`)
      input.endSoon()
    },
    second: signal => abort.abort(signal),
  })
  // A module of one's own may fail when nobody waits for it; the unfinished file shall not stay for that.
  const fail = (error: unknown) => abort.abort(error instanceof Error ? error : new Error(String(error)))
  host.on('uncaughtException', fail)
  // After the signals are listened to: one that comes between would leave the unfinished file behind.
  const openingOutput = openOutput(options.output, host.stdout)
  try {
    output = await unlessAborted(openingOutput, abort.signal)
    const extent = needsExtent(options)
      ? await unlessAborted(
          measureExtent(options.input ?? '-', options.fromFormat ?? 'text', modules, abort.signal),
          abort.signal,
        )
      : undefined
    const symbols = await unlessAborted(readSymbols(options), abort.signal)
    const job = createJob({ options, modules, symbols, log, extent })
    const opening = openInput(options.input, host.stdin, {
      isNdjson: options.fromFormat !== undefined,
      signal: abort.signal,
    })
    input = await unlessAborted(opening, abort.signal)
    log.info({ input: input.name, output: output.name, sizeBytes: input.sizeBytes }, 'reading')
    // Where the output itself is read, a line that is written over and over would be in the way.
    const isRead = options.output === undefined && host.stdout.isTTY === true
    if (useProgress(options.progress, options.quiet || isRead, isTTY, host.env)) {
      progress = await startProgress(host.stderr, isTTY, lookAt(job, input, output))
    }
    await job.run(input.stream, output.stream, abort.signal)
    const damage = input.damage()
    if (options.strict && damage !== undefined) throw new CliError(`--strict: ${damage}`)
    await output.commit()
    progress?.stop()
    const facts = { lines: job.lines(), items: job.report.items, writtenBytes: output.writtenBytes() }
    log.info(facts, 'done')
    if (!options.quiet) host.stderr.write(`${summary(job, input, output, color).join('\n')}\n`)
    return EXIT.ok
  } catch (error) {
    await discard(openingOutput)
    const { reason } = abort.signal
    if (reason instanceof Error) {
      log.error({ err: reason }, 'failed')
      throw reason
    }
    if (abort.signal.aborted) return EXIT_BY_SIGNAL[reason as EndingSignal]
    if (output?.isReaderGone()) return EXIT.ok
    log.error({ err: error }, 'failed')
    throw error
  } finally {
    progress?.stop()
    ignoreSignals()
    host.off('uncaughtException', fail)
    input?.stop()
  }
}

/** Leaves nothing behind, though the output may still be about to be opened. Only a pipe without a reader takes longer. */
async function discard(opening: Promise<Output>): Promise<void> {
  const discarded = opening.then(
    output => output.discard(),
    () => {},
  )
  await Promise.race([discarded, sleep(LONGEST_OPENING_MS, undefined, { ref: false })])
}

/** Formats that nobody reads on a terminal. */
const FILES: Readonly<Partial<Record<CliOptions['format'], { what: string; name: string }>>> = {
  svg: { what: 'chart', name: 'out.svg' },
  'chrome-trace': { what: 'trace', name: 'trace.json' },
}

/** A chart on a terminal is nobody's wish; the text of an emitter of one's own may be. */
function refuseTerminal(options: CliOptions, modules: readonly NamedModule[], host: Host): void {
  const file = FILES[options.format]
  if (file === undefined || options.output !== undefined || host.stdout.isTTY !== true) return
  if (modules.some(({ stages }) => stages.some(({ to }) => to === 'output'))) return
  throw new UsageError(
    `the ${file.what} would go to the terminal: add > ${file.name} or -o ${file.name} (-o - if you mean it)`,
  )
}

/** A pipe may never be opened at its other end, or never written to. */
function unlessAborted<T>(opening: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([opening, aborted])
}

function lookAt(job: Job, input: Input, output: Output) {
  return () => ({
    lines: job.lines(),
    readBytes: input.readBytes(),
    sizeBytes: input.sizeBytes,
    traceNs: (job.report.lastNs ?? 0) - (job.report.firstNs ?? 0),
    inputEnded: input.stream.readableEnded,
    writtenBytes: output.writtenBytes(),
  })
}

function summary(job: Job, input: Input, output: Output, color: boolean): string[] {
  const facts = {
    from: job.from,
    to: job.to,
    lines: job.lines(),
    writtenBytes: output.writtenBytes(),
    damage: input.damage(),
    inputMessages: input.messages(),
  }
  return summaryLines(job.report, facts, createPalette(color))
}
