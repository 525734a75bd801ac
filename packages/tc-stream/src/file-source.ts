import { fstatSync, open } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { CliError, systemError } from './errors.js'
import { printable } from './text.js'

/** Bytes of a file read at once: fewer trips to the disk than with the 64 kB of Node. */
const READ_BYTES = 256 * 1024

/** The bytes of a file, a device or a named pipe. */
export interface FileSource {
  readonly stream: Readable
  /** Undefined for what is no plain file. Units: bytes. */
  readonly sizeBytes: number | undefined
}

/** Opens what a name stands for. Errors: CliError where it cannot be read. */
export async function openFileSource(file: string): Promise<FileSource> {
  try {
    const handle = await openFile(file)
    const status = await handle.stat()
    if (status.isDirectory()) {
      await handle.close()
      throw new CliError(`cannot read ${printable(file)}: is a directory`)
    }
    if (status.isFIFO()) {
      const stream = await pipeOf(file)
      await handle.close()
      return { stream, sizeBytes: undefined }
    }
    const sizeBytes = status.isFile() ? status.size : undefined
    return { stream: handle.createReadStream({ highWaterMark: READ_BYTES }), sizeBytes }
  } catch (error) {
    throw systemError('read', file, error)
  }
}

/**
 * A named pipe is waited for by the event loop. A read of a file would wait in a thread, and keep the program from ending
 * as long as the writer is silent.
 */
async function pipeOf(file: string): Promise<Readable> {
  return new Socket({ fd: await promisify(open)(file, 'r'), readable: true, writable: false })
}

/** Whether a descriptor stands for a directory. */
export function isDirectory(fd: number): boolean {
  try {
    return fstatSync(fd).isDirectory()
  } catch {
    return false
  }
}
