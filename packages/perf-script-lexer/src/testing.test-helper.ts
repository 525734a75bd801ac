import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type PerfRecord, type RecordItem, runStage } from '@tc-stream/event-schema'
import { createPerfScriptLexer, type LexerOptions, lexPerfScript, type PerfScriptLexer } from './index.js'

const TEST_DATA = join(__dirname, '../../../test-data')

export const RECORDINGS = list('recordings', '.txt')
export const LAYOUTS = list('layouts', '.perf.txt')

function list(directory: string, suffix: string): string[] {
  const names = readdirSync(join(TEST_DATA, directory)).filter(name => name.endsWith(suffix))
  return names.map(name => `${directory}/${name}`)
}

export function testDataPath(name: string): string {
  return join(TEST_DATA, name)
}

export function readTestData(name: string): Buffer {
  return readFileSync(testDataPath(name))
}

/** Lines as the stream cuts them: the last one counts only if it is not empty. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

export interface LexedText {
  readonly lexer: PerfScriptLexer
  readonly items: PerfRecord[]
  readonly records: RecordItem[]
}

export function lexText(text: string, options?: LexerOptions): LexedText {
  const lexer = createPerfScriptLexer(options)
  const items = [...runStage(lexer, linesOf(text))]
  return { lexer, items, records: items.filter(item => item.type === 'record') }
}

export async function lexChunks(chunks: Iterable<Uint8Array | string>, options?: LexerOptions): Promise<PerfRecord[]> {
  const items: PerfRecord[] = []
  const stream = Readable.from(chunks, { objectMode: true }).pipe(lexPerfScript(options))
  for await (const batch of stream) items.push(...(batch as PerfRecord[]))
  return items
}

/** Numbers in [0, 1) that are the same on every run. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Cuts at random places, mostly into pieces of up to `longest` bytes. */
export function* cutAtRandom(bytes: Buffer, seed: number, longest: number): Generator<Buffer> {
  const random = createRandom(seed)
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + Math.floor(random() ** 2 * longest)
    yield bytes.subarray(from, to)
    from = to
  }
}
