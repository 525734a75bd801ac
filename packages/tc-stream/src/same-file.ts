import { fstatSync, statSync } from 'node:fs'
import { descriptorOf } from './descriptor.js'
import { UsageError } from './errors.js'
import type { CliOptions } from './options.js'
import type { Host } from './run.js'

/**
 * A chart in place of its trace, or in the middle of it, is nobody's wish; nor is one in place of any other file that is
 * read. However it is called: by another name, a link, or `< trace.txt` and `>> trace.txt`.
 *
 * Errors: UsageError.
 */
export function refuseSameFile({ input, output, kallsyms, use }: CliOptions, host: Host): void {
  const toStdout = output === undefined || output === '-'
  const to = toStdout ? identityOf(descriptorOf(host.stdout)) : identityOf(output)
  if (to === undefined) return
  const fromStdin = input === undefined || input === '-'
  const sources: (readonly [what: string, file: string | number | undefined])[] = [
    ['the input', fromStdin ? descriptorOf(host.stdin) : input],
    ['the file of --kallsyms', kallsyms],
    ...use.map(file => ['a module of --use', file] as const),
  ]
  const same = sources.find(([, file]) => identityOf(file) === to)
  if (same === undefined) return
  throw new UsageError(
    toStdout
      ? `standard output is ${same[0]}; the output would be written into it`
      : `${output} is ${same[0]}; the output would replace it`,
  )
}

/** What a name or a descriptor stands for, if that is a file. */
function identityOf(file: string | number | undefined): string | undefined {
  if (file === undefined) return undefined
  try {
    const status = typeof file === 'number' ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true })
    return status.isFile() ? `${status.dev}:${status.ino}` : undefined
  } catch {
    return undefined
  }
}
