import { open } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CliError, systemError } from './errors.js'
import { InputStream } from './input-stream.js'
import { isPerfData, PERF_DATA_MAGIC_BYTES, refusePerfData } from './perf-data.js'

/** An open input: its text, and what is known of it. */
export interface Input {
  /** Plain text, unpacked. */
  readonly stream: Readable
  /** For messages. */
  readonly name: string
  /** Size of what is read, packed as it is; undefined for a pipe. Units: bytes. */
  readonly sizeBytes: number | undefined
  /** Bytes read so far, of `sizeBytes`. */
  readBytes(): number
  /** Packed data that ends too early was met; what came before was used. */
  isTruncated(): boolean
  /** Ends the text here, as if the input had ended. */
  stop(): void
}

/** Bytes of a file read at once: fewer trips to the disk than with the 64 kB of Node. */
const READ_BYTES = 256 * 1024

/** Packed how often at most, and one more look for a recording inside. */
const MAX_LAYERS = 3

interface Source {
  readonly stream: Readable
  readonly name: string
  readonly file: string | undefined
  readonly sizeBytes: number | undefined
}

/**
 * Opens a file, or stdin for `-` and undefined; unpacks gzip.
 *
 * Errors: CliError where it cannot be read, or is a recording of perf that is not text yet.
 */
export async function openInput(file: string | undefined, stdin: Readable): Promise<Input> {
  return start(file === undefined || file === '-' ? stdinSource(stdin) : await fileSource(file))
}

/** Opens a file by its name. */
export async function openInputFile(file: string): Promise<Input> {
  return start(await fileSource(file))
}

async function start(source: Source): Promise<Input> {
  const explain = (error: unknown) => systemError('read', source.name, error)
  const packed = new InputStream(source.stream, explain)
  try {
    const text = await unpack(packed, source.file, explain)
    return {
      stream: text,
      name: source.name,
      sizeBytes: source.sizeBytes,
      readBytes: () => packed.bytes,
      isTruncated: () => text.isTruncated,
      stop() {
        text.stop()
        source.stream.destroy()
      },
    }
  } catch (error) {
    source.stream.destroy()
    throw explain(error)
  }
}

function stdinSource(stdin: Readable): Source {
  return { stream: stdin, name: 'standard input', file: undefined, sizeBytes: undefined }
}

async function fileSource(file: string): Promise<Source> {
  try {
    const handle = await open(file)
    const status = await handle.stat()
    if (status.isDirectory()) {
      await handle.close()
      throw new CliError(`cannot read ${file}: is a directory`)
    }
    const sizeBytes = status.isFile() ? status.size : undefined
    return { stream: handle.createReadStream({ highWaterMark: READ_BYTES }), name: file, file, sizeBytes }
  } catch (error) {
    throw systemError('read', file, error)
  }
}

/** Looks at the first bytes, and unpacks as often as they are packed: what was gzipped before may be so again. */
async function unpack(
  stream: InputStream,
  file: string | undefined,
  explain: (error: unknown) => Error,
): Promise<InputStream> {
  let text = stream
  for (let layers = 0; layers < MAX_LAYERS; layers++) {
    const head = await text.peek(PERF_DATA_MAGIC_BYTES)
    if (isPerfData(head)) throw refusePerfData(file)
    if (!isGzip(head)) break
    // Errors of the packed stream reach the unpacked one, and a reader that goes away closes both.
    text = new InputStream(
      pipeline(text, createGunzip(), () => {}),
      explain,
    )
  }
  return text
}

function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b
}
