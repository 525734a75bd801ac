import type { ChartMarkItem } from '@tc-stream/event-schema'
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

/** Adds a mark to a row's list, or to the count of the one of its kind in the same quantum of marks. */
export function addMark(list: Mark[], mark: Mark, shared: Shared): void {
  const same = sameSlot(list, mark, list.length, shared.markQuantumNs)
  if (same !== undefined) {
    join(same, mark, shared)
    return
  }
  if (shared.marks >= shared.markCeiling) {
    shared.diagnostics.count('TC_REDUCE_MARKS', { by: mark.count })
    shared.callchains.release(mark.chain)
    return
  }
  list.push(mark)
  shared.marks++
}

/** Joins the marks of a kind that a longer quantum brings together. */
export function refoldMarks(list: Mark[], shared: Shared): void {
  let kept = 0
  for (const mark of list) {
    const same = sameSlot(list, mark, kept, shared.markQuantumNs)
    if (same === undefined) list[kept++] = mark
    else join(same, mark, shared)
  }
  shared.marks -= list.length - kept
  list.length = kept
}

/** The row is not drawn, or drawn with others: its marks go. */
export function dropMarks(list: Mark[], shared: Shared): void {
  for (const mark of list) shared.callchains.release(mark.chain)
  shared.marks -= list.length
  shared.counters.marksLeftOut += list.length
  list.length = 0
}

function join(same: Mark, mark: Mark, shared: Shared): void {
  same.count += mark.count
  shared.callchains.release(mark.chain)
}

/** Marks come in order of time, so that only those of the last quantum need a look; there is one of each kind. */
function sameSlot(list: readonly Mark[], mark: Mark, length: number, quantumNs: number): Mark | undefined {
  if (quantumNs === 0) return undefined
  const slot = Math.floor(mark.timeNs / quantumNs)
  for (let at = length - 1; at >= 0; at--) {
    const other = list[at] as Mark
    if (Math.floor(other.timeNs / quantumNs) !== slot) return undefined
    if (other.kind === mark.kind) return other
  }
  return undefined
}
