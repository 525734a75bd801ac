import { type FileHandle, lstat, open, realpath, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { isBrokenPipe, systemError } from './errors.js'

/** Where the output goes; nothing is in place before `commit`. */
export interface Output {
  readonly stream: Writable
  readonly name: string
  writtenBytes(): number
  /** The reader went away; what was written since is dropped. */
  isReaderGone(): boolean
  /** Puts the complete output in place. */
  commit(): Promise<void>
  /** Leaves things as they were; safe to call at any time, also after `commit`. */
  discard(): Promise<void>
}

/** The name the output has until it is complete. */
interface Target {
  readonly handle: FileHandle
  readonly temporary: string | undefined
  readonly final: string
}

/** stdout for `-` and undefined, else a file that appears when it is complete. Errors: CliError where it cannot be. */
export async function openOutput(file: string | undefined, stdout: Writable): Promise<Output> {
  return file === undefined || file === '-' ? openStdout(stdout) : openFile(file)
}

/**
 * Each chunk is done when stdout has taken it: no data is pending when the stream finishes, and an error belongs to the
 * write that met it.
 */
function openStdout(stdout: Writable): Output {
  const name = 'standard output'
  let bytes = 0
  let readerGone = false
  // The same error also comes as an event, which without a listener would end the program with a stack trace.
  stdout.on('error', () => {})
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      stdout.write(chunk, error => {
        if (error !== null && error !== undefined && isBrokenPipe(error)) readerGone = true
        done(error ? (readerGone ? error : systemError('write', name, error)) : null)
      })
    },
  })
  return {
    stream,
    name,
    writtenBytes: () => bytes,
    isReaderGone: () => readerGone,
    commit: async () => {},
    discard: async () => {},
  }
}

async function openFile(file: string): Promise<Output> {
  const target = await openTarget(file).catch(error => {
    throw systemError('write', file, error)
  })
  let bytes = 0
  let readerGone = false
  let settled = false
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      writeAll(target.handle, chunk).then(
        () => done(),
        error => {
          readerGone ||= isBrokenPipe(error)
          done(readerGone ? error : systemError('write', file, error))
        },
      )
    },
  })
  return {
    stream,
    name: file,
    writtenBytes: () => bytes,
    isReaderGone: () => readerGone,
    async commit() {
      try {
        await target.handle.close()
        if (target.temporary !== undefined) await rename(target.temporary, target.final)
        settled = true
      } catch (error) {
        throw systemError('write', file, error)
      }
    },
    async discard() {
      if (settled) return
      settled = true
      await target.handle.close().catch(() => {})
      if (target.temporary !== undefined) await unlink(target.temporary).catch(() => {})
    },
  }
}

/** A write of a file may take only a part (a signal, a full disk). */
async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, offset, chunk.length - offset)
    offset += bytesWritten
  }
}

/**
 * A temporary file beside the target, with the target's permissions. A device or pipe (`/dev/null`) is written as it is:
 * a rename would replace it. A symbolic link keeps pointing where it points.
 */
async function openTarget(file: string): Promise<Target> {
  const final = await realpath(file).catch(() => file)
  const status = await lstat(final).catch(() => undefined)
  if (status !== undefined && !status.isFile() && !status.isSymbolicLink()) {
    return { handle: await open(final, 'w'), temporary: undefined, final }
  }
  const temporary = join(dirname(final), `.${basename(final)}.${process.pid}.tmp`)
  const handle = await open(temporary, 'wx', 0o666)
  if (status?.isFile()) await handle.chmod(status.mode).catch(() => {})
  return { handle, temporary, final }
}
