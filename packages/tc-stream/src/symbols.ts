import { statSync } from 'node:fs'
import { type LoadedSymbols, loadSymbols, MAX_KALLSYMS_BYTES, parseKallsyms } from '@tc-stream/callchain-resolver'
import { CliError, systemError } from './errors.js'
import { openFileSource } from './file-source.js'
import type { CliOptions } from './options.js'

/** The symbols that the options name. Errors: CliError where they cannot be read. */
export async function readSymbols({ kallsyms, perfMapDir }: CliOptions): Promise<LoadedSymbols> {
  return {
    ...(kallsyms === undefined ? {} : { kallsyms: parseKallsyms(await attempt(kallsyms, readKallsyms)) }),
    ...(perfMapDir === undefined ? {} : await attempt(perfMapDir, loadMaps)),
  }
}

/** It may be a pipe (`--kallsyms <(ssh host cat /proc/kallsyms)`), which comes when it comes, or never: nothing is blocked. */
async function readKallsyms(file: string): Promise<string> {
  const { stream } = await openFileSource(file)
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > MAX_KALLSYMS_BYTES) throw new Error(`more than ${MAX_KALLSYMS_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** A map that is missing is usual, but a directory that is missing is a mistake. */
async function loadMaps(perfMapDir: string): Promise<LoadedSymbols> {
  if (!statSync(perfMapDir).isDirectory()) throw new CliError(`cannot read ${perfMapDir}: is not a directory`)
  return loadSymbols({ perfMapDir })
}

async function attempt<Result>(name: string, load: (name: string) => Promise<Result>): Promise<Result> {
  try {
    return await load(name)
  } catch (error) {
    throw systemError('read', name, error)
  }
}
