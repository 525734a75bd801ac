import { readFileSync } from 'node:fs'
import { CliError, isBrokenPipe, messageOf, systemError, UsageError } from './errors.js'
import { type EndingSignal, EXIT, type ExitCode, signalOf } from './exit-codes.js'
import { type Emphasize, helpPage, SHORT_USAGE } from './help.js'
import { parseOptions } from './options.js'
import type { Host } from './run.js'
import { createPalette, useColor } from './terminal.js'
import { printableLines } from './text.js'

/** Runs the program on this process. Whoever started it learns the outcome from `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has gone away is met by the write that fails; the event alone would end the program with a trace.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  const code = await runCommand(argv.slice(2), process)
  process.exitCode = code
  // A recording ends as perf and its command did.
  const signal = argv[2] === 'record' ? undefined : signalOf(code)
  if (signal !== undefined) endBy(signal)
}

/**
 * Ends an aborted program: output that a stuck reader never takes, or a pipe that nobody opens, would keep it alive, and
 * `process.exit` waits for both. A shell sees by the signal that its user wants an end, of a loop around us too.
 */
function endBy(signal: EndingSignal): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

/** Runs one command line; every failure ends in a message and an exit code. */
export async function runCommand(args: readonly string[], host: Host): Promise<number> {
  try {
    // Only as the first word: a file of that name is `./record`.
    return args[0] === 'record' ? await runRecord(args.slice(1), host) : await runDraw(args, host)
  } catch (error) {
    return explain(error, host)
  }
}

async function runRecord(args: readonly string[], host: Host): Promise<number> {
  const { parseRecordOptions } = await import('./record-options.js')
  const options = parseRecordOptions(args)
  if (options.help) {
    const { recordHelpPage } = await import('./record-help.js')
    return print(host, recordHelpPage(emphasis(host)))
  }
  const { record } = await import('./record.js')
  return record(options, host)
}

async function runDraw(args: readonly string[], host: Host): Promise<ExitCode> {
  const options = parseOptions(args)
  if (options.help) return print(host, helpPage(emphasis(host)))
  if (options.version) return print(host, `${readVersion()}\n`)
  if (options.input === undefined && isTTY(host.stdin)) {
    host.stderr.write(`${SHORT_USAGE}\n`)
    return EXIT.usage
  }
  // Loaded only now: help and mistakes should be answered at once.
  const { run } = await import('./run.js')
  return run(options, host)
}

function emphasis(host: Host): Emphasize {
  return createPalette(useColor('auto', isTTY(host.stdout), host.env)).bold
}

/** Errors: CliError where stdout takes nothing. A reader that is gone is none. */
function print(host: Host, text: string): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    host.stdout.write(text, error => {
      if (error && !isBrokenPipe(error)) reject(systemError('write', 'standard output', error))
      else resolve(EXIT.ok)
    })
  })
}

function explain(error: unknown, host: Host): ExitCode {
  const known = error instanceof CliError
  // Whatever a message quotes, nothing of it reaches the terminal as it is.
  host.stderr.write(printableLines(known ? `tc-stream: ${error.message}\n` : internalError(error)))
  if (error instanceof UsageError) host.stderr.write(`see ${error.help}\n`)
  return known ? error.exitCode : EXIT.failed
}

function internalError(error: unknown): string {
  return `tc-stream: internal error: ${messageOf(error)}\n  Run it again with --log-level debug and report what it says.\n`
}

function isTTY(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
