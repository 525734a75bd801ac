import { CliError } from './errors.js'
import { printable } from './text.js'

/** The first bytes of perf.data, written by a machine of our byte order and of the other. */
const MAGICS = ['PERFILE2', '2ELIFREP']

export const PERF_DATA_MAGIC_BYTES = 8

export function isPerfData(head: Buffer): boolean {
  return MAGICS.includes(head.toString('latin1', 0, PERF_DATA_MAGIC_BYTES))
}

/**
 * What to do with a recording that perf has not turned into text yet. Only perf can read it, in the version that wrote
 * it; starting it here would be the place.
 */
export function refusePerfData(name: string | undefined): CliError {
  const file = name === undefined ? 'perf.data' : quoteForShell(name)
  return new CliError(
    `${name ?? 'the input'} is a recording of perf record, not text; pipe it through perf script:\n` +
      `  perf script -i ${file} --ns --header --show-task-events | tc-stream > out.svg`,
  )
}

function quoteForShell(name: string): string {
  return /^[\w./:@%+=-]+$/.test(name) ? name : `'${printable(name).replaceAll("'", "'\\''")}'`
}
