import { spawn } from 'node:child_process'
import { constants, cpus } from 'node:os'
import { CliError, codeOf, systemError } from './errors.js'
import { kernelEvents } from './kernel-events.js'
import { eventsOf, usualEvents } from './record-events.js'
import type { RecordOptions } from './record-options.js'
import type { Host } from './run.js'
import { quoteForShell } from './shell-quote.js'
import { onSignals } from './signals.js'
import { printable } from './text.js'

const NO_EVENTS =
  'the tracepoints of this kernel cannot be seen: recording needs root (sudo tc-stream record …),' +
  ' or CAP_PERFMON and a readable /sys/kernel/tracing'

/** Width that a shown command line keeps within, as far as it can be broken. */
const LINE_WIDTH = 100
const LIST_WIDTH = 82

/** Buffers of all CPUs together, and of one: what perf takes by itself loses events when the machine is busy. Units: MiB. */
const ALL_BUFFERS_MIB = 256
const MAX_BUFFER_MIB = 8

/** Where perf itself fails, or cannot start its command. */
const PERF_FAILED = 255

/** Shells tell the signal that ended a program so. */
const SIGNAL_BASE = 128

/**
 * Runs `perf record`, or shows how it would be run.
 *
 * Returns: what perf returned, which is what its command returned; 0 for a recording without a command, which is ended
 * by an interrupt.
 */
export async function record(options: RecordOptions, host: Host): Promise<number> {
  const offered = kernelEvents()
  if (options.print) {
    if (offered === undefined) host.stderr.write(`tc-stream: ${NO_EVENTS}; the usual ones are shown\n`)
    const events = offered === undefined ? usualEvents(options.mode) : eventsOf(options.mode, offered)
    host.stdout.write(`${layOut(['perf', ...recordArgs(options, events, { bufferMiB: bufferMiB() })])}\n`)
    return 0
  }
  if (offered === undefined) throw new CliError(NO_EVENTS)
  const events = eventsOf(options.mode, offered)
  if (events.length === 0)
    throw new CliError(`this kernel has none of the events to record (see tc-stream record --print)`)
  const isRoot = process.geteuid?.() === 0
  // Others may not lock as much memory.
  const settings = { ownPid: process.pid, ...(isRoot ? { bufferMiB: bufferMiB() } : {}) }
  const code = await runPerf(recordArgs(options, events, settings), options.command.length > 0, host)
  // With -q, perf does not even say why it fails.
  if (code === PERF_FAILED && options.quiet) {
    host.stderr.write(`tc-stream: perf record failed (exit status ${code}); without -q it says why\n`)
  }
  if (code === 0 && !options.quiet) {
    host.stderr.write(`tc-stream: draw it: tc-stream ${printable(quoteForShell(options.output))} > out.svg\n`)
  }
  return code
}

/** What the arguments of perf depend on beside the options. */
export interface RecordSettings {
  /** A process whose I/O is ours, and not to be recorded, beside perf's. */
  readonly ownPid?: number
  /** Buffer of each CPU, a power of two. Units: MiB. */
  readonly bufferMiB?: number
}

export function recordArgs(
  { callchain, mode, output, quiet, command }: RecordOptions,
  events: readonly string[],
  { ownPid, bufferMiB }: RecordSettings = {},
): string[] {
  const args = ['record', ...(quiet ? ['-q'] : []), '-a', '-c', '1', ...(callchain ? ['-g'] : [])]
  if (bufferMiB !== undefined) args.push('-m', `${bufferMiB}M`)
  args.push('-o', output)
  for (const names of inLines(events)) {
    args.push('-e', names)
    // Each is about the events before it. A perf that records its own writes has something to write for each of them.
    if (mode === 'io') args.push('--exclude-perf')
    if (mode === 'io' && ownPid !== undefined) args.push('--filter', `common_pid != ${ownPid}`)
  }
  if (command.length > 0) args.push('--', ...command)
  return args
}

/** As large as many CPUs allow. */
export function bufferMiB(cpuCount = cpus().length): number {
  const share = Math.min(MAX_BUFFER_MIB, ALL_BUFFERS_MIB / Math.max(1, cpuCount))
  return 2 ** Math.floor(Math.log2(Math.max(1, share)))
}

/** Names with commas between them, in texts that each fit into a line. */
function inLines(names: readonly string[]): string[] {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > LIST_WIDTH) lines.push(name)
    else lines[lines.length - 1] = `${last},${name}`
  }
  return lines
}

/** A command line for a shell, broken between options where it is long. */
function layOut(words: readonly string[]): string {
  const lines: string[] = []
  for (const part of partsOf(words)) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(part)
    else if (last.length + part.length < LINE_WIDTH) lines[lines.length - 1] = `${last} ${part}`
    else lines.push(`    ${part}`)
  }
  return lines.join(' \\\n')
}

/** An option with its value is one part, and so is all from `--` on. */
function partsOf(words: readonly string[]): string[] {
  const parts: string[] = []
  let isCommand = false
  for (const word of words) {
    const quoted = quoteForShell(word)
    if (parts.length === 0 || (word.startsWith('-') && !isCommand)) parts.push(quoted)
    else parts[parts.length - 1] += ` ${quoted}`
    isCommand ||= word === '--'
  }
  return parts
}

/** perf, and the command it runs, have our terminal; a signal is theirs, and we wait until they have ended. */
function runPerf(args: readonly string[], hasCommand: boolean, host: Host): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('perf', args, { stdio: 'inherit' })
    let interrupted = false
    const forward = (signal: NodeJS.Signals) => () => {
      interrupted = true
      child.kill(signal)
    }
    const ignoreSignals = onSignals(host, { first: forward('SIGINT'), second: forward('SIGTERM') })
    child.on('error', error => {
      ignoreSignals()
      reject(
        codeOf(error) === 'ENOENT'
          ? new CliError(`perf is not installed; it does the recording`)
          : systemError('start', 'perf', error),
      )
    })
    child.on('close', (code, signal) => {
      ignoreSignals()
      if (signal === null) resolve(code ?? 1)
      // Without a command this is how a recording ends.
      else resolve(interrupted && !hasCommand ? 0 : SIGNAL_BASE + constants.signals[signal])
    })
  })
}
