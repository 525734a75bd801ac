import { type FileHandle, open, realpath } from 'node:fs/promises'
import { CliError, messageOf, systemError } from './errors.js'
import { InputStream } from './input-stream.js'
import {
  type EventAttr,
  isPerfStream,
  MAX_STREAM_HEAD_BYTES,
  parseStreamAttrs,
  readFileAttrs,
  STREAM_HEADER_BYTES,
} from './perf-attrs.js'
import { bestScriptArgs, plainScriptArgs } from './perf-script.js'
import { joinMessages, type ProgramFailure, type ProgramOptions, ProgramText } from './program-text.js'
import { quoteForShell } from './shell-quote.js'
import { printable } from './text.js'

/** The first bytes of perf.data, written by a machine of our byte order and of the other, and before Linux 3.6. */
const MAGICS = ['PERFILE2', '2ELIFREP', 'PERFFILE']

/** The first bytes of trace.dat, which trace-cmd writes. */
const TRACE_DAT_MAGIC = '\x17\x08\x44tracing'

/** Bytes that tell a recording from text. */
export const MAGIC_BYTES = 10

export function isPerfData(head: Buffer): boolean {
  return MAGICS.includes(head.toString('latin1', 0, 8))
}

/** Where a recording is: a file by its name, the file that is our stdin, or bytes that can be read only once. */
export type Recording =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'descriptor'; readonly fd: number }
  | { readonly kind: 'bytes'; readonly bytes: InputStream; readonly isPacked: boolean }

/** The text that perf script makes of a recording. */
export interface PerfText {
  readonly text: InputStream
  /** What perf had to say about it so far. */
  messages(): string[]
}

/** Starts perf script. Errors: CliError, in one line, where there is no perf, or it cannot read the recording. */
export function openPerfScript(recording: Recording, name: string, signal?: AbortSignal): Promise<PerfText> {
  return recording.kind === 'bytes' ? openStream(recording, name, signal) : openFile(recording, name, signal)
}

/** perf jumps to and fro in a file, so it gets the file itself. */
async function openFile(
  recording: Exclude<Recording, { kind: 'bytes' }>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<PerfText> {
  // Such names as /dev/fd/3 mean another file to another process.
  const file = recording.kind === 'file' ? await realpath(recording.file) : '/dev/stdin'
  const options = recording.kind === 'file' ? { signal } : { signal, stdin: recording.fd }
  const best = bestScriptArgs(file, await fileAttrs(file))
  try {
    return await start(best, name, options)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof MissingPerfError) throw error
    // An old perf knows less. Where it failed for another reason, it does so again and tells why.
    const plain = await start(plainScriptArgs(file), name, options)
    return { ...plain, messages: () => [`${messageOf(error)}; its own choice of fields is used`, ...plain.messages()] }
  }
}

/** Waits for the first bytes: until then it can fail for what it was asked. */
async function start(
  args: readonly string[],
  name: string,
  options: Omit<ProgramOptions, 'explain'>,
): Promise<PerfText> {
  const program = new ProgramText('perf', args, { ...options, explain: failure => explainFailure(name, failure) })
  const text = new InputStream(program, error => systemError('read', name, error))
  await text.peek(1)
  return { text, messages: () => program.messages() }
}

async function fileAttrs(file: string): Promise<EventAttr[] | undefined> {
  let handle: FileHandle | undefined
  try {
    const opened = await open(file)
    handle = opened
    return await readFileAttrs(async (offset, length) => {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    })
  } catch {
    return undefined
  } finally {
    await handle?.close()
  }
}

/** `perf record -o -` can be read from a pipe, byte after byte; a file cannot. */
async function openStream(
  { bytes, isPacked }: Extract<Recording, { kind: 'bytes' }>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<PerfText> {
  const head = await bytes.peek(STREAM_HEADER_BYTES)
  if (!isPerfStream(head)) throw refusePipedFile(name, isPacked)
  return start(bestScriptArgs('-', await streamAttrs(bytes)), name, { signal, stdin: bytes })
}

async function streamAttrs(bytes: InputStream): Promise<EventAttr[] | undefined> {
  for (let wanted = STREAM_HEADER_BYTES; wanted <= MAX_STREAM_HEAD_BYTES; ) {
    const head = await bytes.peekAll(wanted)
    const attrs = parseStreamAttrs(head)
    if (attrs !== undefined || head.length < wanted) return attrs
    wanted = head.length + 1
  }
  return undefined
}

class MissingPerfError extends CliError {}

function explainFailure(name: string, { isMissing, how, messages }: ProgramFailure): CliError {
  if (isMissing) {
    return new MissingPerfError(
      `${name} is a recording of perf record, and perf, which reads it, is not installed` +
        ` (linux-perf, linux-tools or perf in most distributions)`,
    )
  }
  const reason = messages.length === 0 ? '' : `: ${printable(joinMessages(messages))}`
  return new CliError(`cannot read ${name}: perf script failed (${how})${reason}`)
}

function refusePipedFile(name: string, isPacked: boolean): CliError {
  const advice = isPacked ? 'unpack it first' : 'give tc-stream the file itself: tc-stream perf.data'
  return new CliError(`${name} holds a perf.data file, which perf can only read as a file; ${advice}`)
}

/** A recording where NDJSON is expected. */
export function refusePerfData(file: string | undefined, name: string): CliError {
  const operand = file === undefined ? 'perf.data' : printable(quoteForShell(file))
  return new CliError(
    `${name} is a recording of perf record, not NDJSON; draw it without --from-format: tc-stream ${operand}`,
  )
}

export function isTraceDat(head: Buffer): boolean {
  return head.toString('latin1', 0, TRACE_DAT_MAGIC.length) === TRACE_DAT_MAGIC
}

/** A recording of trace-cmd, whose text is known. */
export function refuseTraceDat(file: string | undefined, name: string): CliError {
  const operand = file === undefined ? 'trace.dat' : printable(quoteForShell(file))
  return new CliError(
    `${name} is a recording of trace-cmd, not text: trace-cmd report -i ${operand} | tc-stream > out.svg`,
  )
}
