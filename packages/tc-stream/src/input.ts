import { fstatSync } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { descriptorOf } from './descriptor.js'
import { CliError, systemError } from './errors.js'
import { isDirectory, openFileSource } from './file-source.js'
import { InputStream, type PackedDamage } from './input-stream.js'
import {
  isPerfData,
  isTraceDat,
  MAGIC_BYTES,
  openPerfScript,
  type Recording,
  refusePerfData,
  refuseTraceDat,
} from './perf-data.js'
import { printable } from './text.js'

/** An open input: its text, and what is known of it. */
export interface Input {
  /** Plain text, unpacked. */
  readonly stream: Readable
  /** For messages. */
  readonly name: string
  /** Size of what is read, packed as it is; undefined for a pipe and for what perf prints. Units: bytes. */
  readonly sizeBytes: number | undefined
  /** It can be opened once more and gives the same. */
  readonly isRepeatable: boolean
  /** Bytes read so far, of `sizeBytes`. */
  readBytes(): number
  /** What is wrong with packed data, of which all that could be unpacked is used; for messages. */
  damage(): string | undefined
  /** What perf, which read a recording for us, had to say. */
  messages(): string[]
  /** Ends the text here, as if the input had ended. */
  stop(): void
  /** Ends the text soon: a file here, a pipe where its writer ends, which the signal that ends us has reached as well. */
  endSoon(): void
}

/** Packed how often at most, and one more look for a recording inside. */
const MAX_LAYERS = 3

/** How an input is opened. */
export interface InputOptions {
  /** The text is NDJSON, which no recording of perf is. */
  readonly isNdjson?: boolean
  /** Ends what was started to open it. */
  readonly signal?: AbortSignal
}

interface Source {
  readonly stream: Readable
  readonly name: string
  readonly file: string | undefined
  readonly sizeBytes: number | undefined
}

/** What a source turned out to be. */
interface Content {
  readonly text: InputStream
  /** The layers of packed data around it, as they were unpacked. */
  readonly unpacked: readonly InputStream[]
  readonly isRecording: boolean
  messages(): string[]
}

/**
 * Opens a file, or stdin for `-` and undefined; unpacks gzip, and has perf turn a recording into text.
 *
 * Errors: CliError where it cannot be read.
 */
export async function openInput(file: string | undefined, stdin: Readable, options: InputOptions = {}): Promise<Input> {
  return start(file === undefined || file === '-' ? stdinSource(stdin) : await fileSource(file), options)
}

/** Opens a file by its name. */
export async function openInputFile(file: string, options: InputOptions = {}): Promise<Input> {
  return start(await fileSource(file), options)
}

async function start(source: Source, options: InputOptions): Promise<Input> {
  const explain = (error: unknown) => systemError('read', source.name, error)
  const packed = new InputStream(source.stream, explain)
  try {
    const { text, unpacked, isRecording, messages } = await openContent(packed, source, explain, options)
    const stop = () => {
      text.stop()
      source.stream.destroy()
    }
    return {
      stream: text,
      name: source.name,
      sizeBytes: isRecording ? undefined : source.sizeBytes,
      isRepeatable: source.sizeBytes !== undefined,
      readBytes: () => (isRecording ? text.bytes : packed.bytes),
      damage: () => damageOf(source.name, unpacked),
      messages,
      stop,
      // A file has an end that nobody needs to wait for.
      endSoon: () => (whereIs(packed, source).kind === 'bytes' ? packed.endSoon() : stop()),
    }
  } catch (error) {
    source.stream.destroy()
    throw explain(error)
  }
}

function stdinSource(stdin: Readable): Source {
  const fd = descriptorOf(stdin)
  // Node takes a directory for an empty input.
  if (fd !== undefined && isDirectory(fd)) throw new CliError('cannot read standard input: is a directory')
  return { stream: stdin, name: 'standard input', file: undefined, sizeBytes: undefined }
}

async function fileSource(file: string): Promise<Source> {
  return { ...(await openFileSource(file)), name: printable(file), file }
}

/** Looks at the first bytes, and unpacks as often as they are packed: what was gzipped before may be so again. */
async function openContent(
  stream: InputStream,
  source: Source,
  explain: (error: unknown) => Error,
  options: InputOptions,
): Promise<Content> {
  const unpacked: InputStream[] = []
  let text = stream
  for (let layers = 0; layers < MAX_LAYERS; layers++) {
    const head = await text.peek(MAGIC_BYTES)
    if (isPerfData(head)) return { ...(await openRecording(text, source, layers > 0, options)), unpacked }
    if (isTraceDat(head)) throw refuseTraceDat(source.file, source.name)
    if (!isGzip(head)) break
    // Errors of the packed stream reach the unpacked one, and a reader that goes away closes both.
    text = new InputStream(
      pipeline(text, createGunzip(), () => {}),
      explain,
    )
    unpacked.push(text)
  }
  return { text, unpacked, isRecording: false, messages: () => [] }
}

/** Of the piece in which zlib meets the fault it gives nothing: up to 16 KiB of text before it are missing too. */
const DAMAGES: Readonly<Record<PackedDamage, string>> = {
  cut: 'the compressed data ends too early; used as far as it goes',
  damaged: 'the compressed data is damaged; used as far as it could be unpacked',
  trailing: 'something else follows the compressed data; used as far as it could be unpacked',
}

function damageOf(name: string, unpacked: readonly InputStream[]): string | undefined {
  const damage = unpacked.find(stream => stream.damage !== undefined)?.damage
  return damage === undefined ? undefined : `${name}: ${DAMAGES[damage]}`
}

async function openRecording(
  bytes: InputStream,
  source: Source,
  isPacked: boolean,
  { isNdjson, signal }: InputOptions,
): Promise<Omit<Content, 'unpacked'>> {
  if (isNdjson === true) throw refusePerfData(source.file, source.name)
  const recording = isPacked ? ({ kind: 'bytes', bytes, isPacked } as const) : whereIs(bytes, source)
  // perf opens the file anew.
  if (recording.kind === 'file') source.stream.destroy()
  return { ...(await openPerfScript(recording, source.name, signal)), isRecording: true }
}

/** A named pipe has no size, and is read here and now. */
function whereIs(bytes: InputStream, { file, sizeBytes, stream }: Source): Recording {
  if (file !== undefined && sizeBytes !== undefined) return { kind: 'file', file }
  const fd = file === undefined ? descriptorOf(stream) : undefined
  if (fd !== undefined && fstatSync(fd).isFile()) return { kind: 'descriptor', fd }
  return { kind: 'bytes', bytes, isPacked: false }
}

function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b
}
