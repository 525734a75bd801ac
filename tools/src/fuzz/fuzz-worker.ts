/**
 * Runs the cases of a seed, one after the other, in a process of its own: a case that never ends, or takes all memory,
 * takes this process only. It tells of each case before it and after it.
 */
import { join } from 'node:path'
import { loadCorpus } from './corpus.js'
import { codesOf, tryCase } from './try-case.js'

/** What the worker tells its parent. */
export type WorkerMessage =
  | { readonly type: 'begin'; readonly number: number }
  | {
      readonly type: 'end'
      readonly number: number
      readonly name: string
      readonly lines: number
      readonly events: number
      readonly faults: readonly string[]
    }

const [seed = '1', first = '0'] = process.argv.slice(2)
const corpus = loadCorpus(join(import.meta.dirname, '..', '..', '..', 'test-data'))
const [untouched] = corpus
if (untouched === undefined) throw new Error('test-data holds no recording')
const codes = await codesOf(untouched)

const tell = (message: WorkerMessage) =>
  new Promise<void>(resolve => {
    process.send?.(message, () => resolve())
  })

for (let number = Number(first); process.connected; number++) {
  await tell({ type: 'begin', number })
  const { name, faults, result } = await tryCase(corpus, Number(seed), number, codes)
  await tell({ type: 'end', number, name, faults, lines: result?.lines ?? 0, events: result?.events ?? 0 })
}
