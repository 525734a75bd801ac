import type { Box } from './box.js'

/** One of the longest intervals of a state. */
export interface WorstEntry {
  readonly box: Box
  readonly order: number
}

/**
 * The `limit` longest intervals of a state: a heap with the least of them on top. Of equal ones the earlier is worse.
 */
export class WorstIntervals {
  readonly #limit: number
  readonly #heap: WorstEntry[] = []
  #order = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Is an interval among the worst so far? */
  admits(startNs: number, endNs: number): boolean {
    if (this.#heap.length < this.#limit) return true
    const least = this.#heap[0]
    if (least === undefined) return false
    const longer = endNs - startNs - lengthOf(least.box)
    return longer > 0 || (longer === 0 && startNs < least.box.startNs)
  }

  /** Pins a box that was admitted; returns the one that has to make room. */
  add(box: Box): Box | undefined {
    const entry = { box, order: this.#order++ }
    box.pin = entry
    const heap = this.#heap
    if (heap.length < this.#limit) {
      heap.push(entry)
      this.#up(heap.length - 1)
      return undefined
    }
    const evicted = (heap[0] as WorstEntry).box
    evicted.pin = null
    heap[0] = entry
    this.#down(0)
    return evicted
  }

  /** The worst first. */
  ranked(): Box[] {
    return [...this.#heap].sort((a, b) => (isLess(a, b) ? 1 : -1)).map(entry => entry.box)
  }

  #up(from: number): void {
    const heap = this.#heap
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!isLess(heap[at] as WorstEntry, heap[parent] as WorstEntry)) return
      swap(heap, at, parent)
      at = parent
    }
  }

  #down(from: number): void {
    const heap = this.#heap
    for (let at = from; ; ) {
      let least = at
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++) {
        if (isLess(heap[child] as WorstEntry, heap[least] as WorstEntry)) least = child
      }
      if (least === at) return
      swap(heap, at, least)
      at = least
    }
  }
}

const lengthOf = (box: Box): number => box.endNs - box.startNs

function isLess(a: WorstEntry, b: WorstEntry): boolean {
  const longer = lengthOf(a.box) - lengthOf(b.box)
  if (longer !== 0) return longer < 0
  if (a.box.startNs !== b.box.startNs) return a.box.startNs > b.box.startNs
  return a.order > b.order
}

function swap(heap: WorstEntry[], a: number, b: number): void {
  const entry = heap[a] as WorstEntry
  heap[a] = heap[b] as WorstEntry
  heap[b] = entry
}
