import type { IoItem, IoOp } from '@tc-stream/event-schema'

/** System calls of one kind. Units: ns, bytes. */
export interface IoSummary {
  calls: number
  errors: number
  bytes: number
  totalNs: number
  maxNs: number
  /** Start of the longest one. */
  maxAtNs: number | null
}

export const IO_OPS: readonly IoOp[] = ['read', 'write', 'rx', 'tx', 'sync', 'poll']

/** I/O of a task, by kind. */
export class IoTotals {
  readonly byOp: Partial<Record<IoOp, IoSummary>> = {}

  /**
   * Counts calls, of which `[startNs, endNs)` is in the window: as it is not known when they moved their bytes, all of
   * them. Calls that are told as one have taken no longer than they did, whatever lies between them.
   */
  add(item: IoItem, startNs: number, endNs: number): void {
    const sum = this.#of(item.op)
    const ns = endNs - startNs
    const isWhole = ns === item.endNs - item.startNs
    sum.totalNs += isWhole ? (item.callNs ?? ns) : ns
    noteMax(sum, isWhole ? (item.maxCallNs ?? ns) : ns, startNs)
    const calls = 1 + item.merges
    sum.calls += calls
    sum.bytes += item.bytes
    if (item.error !== null) sum.errors += calls
  }

  absorb(other: IoTotals | undefined): void {
    if (other === undefined) return
    for (const op of IO_OPS) {
      const part = other.byOp[op]
      if (part === undefined) continue
      const sum = this.#of(op)
      sum.calls += part.calls
      sum.errors += part.errors
      sum.bytes += part.bytes
      sum.totalNs += part.totalNs
      if (part.maxAtNs !== null) noteMax(sum, part.maxNs, part.maxAtNs)
    }
  }

  #of(op: IoOp): IoSummary {
    this.byOp[op] ??= { calls: 0, errors: 0, bytes: 0, totalNs: 0, maxNs: 0, maxAtNs: null }
    return this.byOp[op]
  }
}

function noteMax(sum: IoSummary, ns: number, atNs: number): void {
  if (sum.maxAtNs !== null && (ns < sum.maxNs || (ns === sum.maxNs && atNs >= sum.maxAtNs))) return
  sum.maxNs = ns
  sum.maxAtNs = atNs
}
