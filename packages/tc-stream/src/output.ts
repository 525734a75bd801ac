import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, open, readlink, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Writable } from 'node:stream'
import { codeOf, isBrokenPipe, systemError } from './errors.js'

/** As many links as the kernel follows. */
const MAX_LINKS = 40
/** Characters of the name that the temporary file shares: with what is added, a name has at most 255 bytes. */
const KEPT_NAME_LENGTH = 50

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
        // A machine that stops now shall not find an empty file under the name of the former one.
        if (target.temporary !== undefined) await target.handle.sync()
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
      if (target.temporary !== undefined) await unlink(target.temporary).catch(() => {})
      // A write to a pipe that nobody reads holds it open; nobody waits for that.
      target.handle.close().catch(() => {})
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

/** The file that the name leads to, or the device or pipe (`/dev/null`, `/dev/stdout`), which is written as it is. */
async function openTarget(file: string): Promise<Target> {
  const status = await statOf(file)
  const final = status === undefined ? await destinationOf(file) : await realpath(file).catch(() => undefined)
  // A rename would replace it. What has no name any more cannot be replaced.
  if (final === undefined || (status !== undefined && !status.isFile())) {
    return { handle: await open(file, 'w'), temporary: undefined, final: file }
  }
  const { handle, temporary } = await openBeside(final)
  if (status !== undefined) await takeAfter(handle, status)
  return { handle, temporary, final }
}

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Where a name leads at which there is nothing yet: a link keeps pointing where it points. */
async function destinationOf(file: string): Promise<string> {
  let path = file
  for (let links = 0; links < MAX_LINKS; links++) {
    const target = await readlink(path).catch(() => undefined)
    if (target === undefined) break
    // Put together only: where a directory is a link itself, `..` is another one than it seems.
    path = isAbsolute(target) ? target : `${dirname(path)}/${target}`
  }
  return path
}

/** Opens a file that nobody else has, however many runs before were killed and left theirs. */
async function openBeside(final: string): Promise<{ handle: FileHandle; temporary: string }> {
  const name = [...basename(final)].slice(0, KEPT_NAME_LENGTH).join('')
  const temporary = join(dirname(final), `.${name}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`)
  return { handle: await open(temporary, 'wx', 0o666), temporary }
}

/** Permissions and owner stay, as far as they may be given. */
async function takeAfter(handle: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  await handle.chown(uid, gid).catch(() => {})
  await handle.chmod(mode).catch(() => {})
}
