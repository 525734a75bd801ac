import { EXIT, type ExitCode } from './exit-codes.js'
import { printable } from './text.js'

/** An end of the program that is explained to the user in words, without a stack trace. */
export class CliError extends Error {
  override readonly name: string = 'CliError'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** The command line was wrong. */
export class UsageError extends CliError {
  override readonly name = 'UsageError'
  /** The help page that tells how it is right. */
  readonly help: string

  constructor(message: string, help = 'tc-stream --help') {
    // What was typed is quoted, and may hold anything; the message stays one line.
    super(printable(message), EXIT.usage)
    this.help = help
  }
}

/** The value of an option is wrong; the message says what was expected. */
export class ValueError extends Error {
  override readonly name = 'ValueError'
}

/** `--strict` met something that was not understood. */
export class StrictError extends CliError {
  override readonly name = 'StrictError'
}

/** The usual reasons the system gives; any other is told as Node words it. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'not open',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EIO: 'input/output error',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'name too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'a part of the path is not a directory',
  ENXIO: 'no such device or address',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  Z_BUF_ERROR: 'the compressed data ends too early',
  Z_DATA_ERROR: 'the compressed data is damaged',
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `cannot <verb> <name>: <reason>`, from an error of the system. */
export function systemError(verb: string, name: string, error: unknown): CliError {
  if (error instanceof CliError) return error
  const reason = REASONS[codeOf(error) ?? ''] ?? messageOf(error)
  return new CliError(`cannot ${verb} ${printable(name)}: ${printable(reason)}`)
}

/** The reader of the output went away (`tc-stream | head`): not our failure. */
export function isBrokenPipe(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'EPIPE' || code === 'ECONNRESET'
}
