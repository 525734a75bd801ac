import { statSync } from 'node:fs'
import { type LoadedSymbols, loadSymbols } from '@tc-stream/callchain-resolver'
import { CliError, systemError } from './errors.js'
import type { CliOptions } from './options.js'

/** The symbols that the options name. Errors: CliError where they cannot be read. */
export function readSymbols({ kallsyms, perfMapDir }: CliOptions): LoadedSymbols {
  return {
    ...(kallsyms === undefined ? {} : attempt(kallsyms, () => loadSymbols({ kallsyms }))),
    ...(perfMapDir === undefined ? {} : attempt(perfMapDir, () => loadMaps(perfMapDir))),
  }
}

/** A map that is missing is usual, but a directory that is missing is a mistake. */
function loadMaps(perfMapDir: string): LoadedSymbols {
  if (!statSync(perfMapDir).isDirectory()) throw new CliError(`cannot read ${perfMapDir}: is not a directory`)
  return loadSymbols({ perfMapDir })
}

function attempt(name: string, load: () => LoadedSymbols): LoadedSymbols {
  try {
    return load()
  } catch (error) {
    throw systemError('read', name, error)
  }
}
