import { type Callchain, type ChartMarkItem, detachString } from '@tc-stream/event-schema'
import type { KeptCallchain } from './callchains.js'
import type { Shared } from './shared.js'

export interface Mark {
  readonly kind: ChartMarkItem['kind']
  readonly timeNs: number
  readonly text: string | undefined
  /** How many marks it stands for; of `lost`, how many events. */
  count: number
  chain: KeptCallchain | null
}

/** What is told of a mark before it is kept: its callchain as it came. */
export type NewMark = Omit<Mark, 'chain'> & { readonly callchain: Callchain | undefined }

/**
 * The marks of one row, in order of time. Samples stand in a list of their own, with a quantum of their own: they are by
 * far the most, and each says the least.
 */
export class RowMarks {
  readonly #told: Mark[] = []
  readonly #samples: Mark[] = []

  get length(): number {
    return this.#told.length + this.#samples.length
  }

  /** Adds a mark, or adds to the count of the one of its kind in the same quantum. */
  add(mark: NewMark, shared: Shared): void {
    const isSample = mark.kind === 'sample'
    const list = isSample ? this.#samples : this.#told
    const same = sameSlot(list, mark, list.length, isSample ? shared.sampleQuantumNs : shared.markQuantumNs)
    if (same !== undefined) {
      same.count += mark.count
      return
    }
    if (shared.marks >= shared.markCeiling) {
      shared.diagnostics.count('TC_REDUCE_MARKS', { by: mark.count })
      return
    }
    const { kind, timeNs, count } = mark
    const text = mark.text === undefined ? undefined : detachString(mark.text)
    list.push({ kind, timeNs, text, count, chain: shared.callchains.retain(mark.callchain, false) })
    shared.marks++
    if (isSample) shared.samples++
  }

  /** Joins what longer quanta bring together. */
  refold(shared: Shared): void {
    refoldList(this.#told, shared.markQuantumNs, shared)
    refoldList(this.#samples, shared.sampleQuantumNs, shared)
  }

  /** Drops marks beyond `limit`, samples first; returns how many things they told of. */
  limit(limit: number, shared: Shared): number {
    const fromSamples = Math.min(this.#samples.length, Math.max(0, this.length - limit))
    const dropped = this.#samples.splice(this.#samples.length - fromSamples)
    dropped.push(...this.#told.splice(limit))
    let count = 0
    for (const mark of dropped) {
      count += mark.count
      letGoOf(mark, shared)
    }
    return count
  }

  /** The row is not drawn, or drawn with others: its marks go. */
  drop(shared: Shared): void {
    shared.counters.marksLeftOut += this.length
    for (const list of [this.#told, this.#samples]) {
      for (const mark of list) letGoOf(mark, shared)
      list.length = 0
    }
  }

  /** All of them, in order of time. */
  inOrder(): Mark[] {
    return [...this.#told, ...this.#samples].sort((a, b) => a.timeNs - b.timeNs)
  }
}

function letGoOf(mark: Mark, shared: Shared): void {
  shared.callchains.release(mark.chain)
  shared.marks--
  if (mark.kind === 'sample') shared.samples--
}

function refoldList(list: Mark[], quantumNs: number, shared: Shared): void {
  let kept = 0
  for (const mark of list) {
    const same = sameSlot(list, mark, kept, quantumNs)
    if (same === undefined) {
      list[kept++] = mark
      continue
    }
    same.count += mark.count
    letGoOf(mark, shared)
  }
  list.length = kept
}

/**
 * Marks come in order of time, so that only those of the last quantum need a look; there is one of each kind, and of
 * samples one of each event.
 */
function sameSlot(
  list: readonly Mark[],
  mark: Pick<Mark, 'kind' | 'timeNs' | 'text'>,
  length: number,
  quantumNs: number,
): Mark | undefined {
  if (quantumNs === 0) return undefined
  const slot = Math.floor(mark.timeNs / quantumNs)
  for (let at = length - 1; at >= 0; at--) {
    const other = list[at] as Mark
    if (Math.floor(other.timeNs / quantumNs) !== slot) return undefined
    if (other.kind === mark.kind && (mark.kind !== 'sample' || other.text === mark.text)) return other
  }
  return undefined
}
