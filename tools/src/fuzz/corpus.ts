import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Lines, linesOf } from './lines.js'

export interface Source {
  readonly name: string
  readonly lines: Lines
}

/** Real texts of `perf script`, and one of each layout. */
export function loadCorpus(testData: string): readonly Source[] {
  return [...sources(join(testData, 'recordings'), '.txt'), ...sources(join(testData, 'layouts'), '.perf.txt')]
}

function sources(directory: string, suffix: string): Source[] {
  const names = readdirSync(directory).filter(name => name.endsWith(suffix))
  return names.sort().map(name => ({ name, lines: linesOf(readFileSync(join(directory, name))) }))
}
