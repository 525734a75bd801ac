/** How many numbers a state takes in `Bin.cells`: its id, its time, its count. */
export const CELL = 3

/** The id under which `Bin.cells` has the bytes of a state, in the place of its time: few states have any. */
export const bytesOf = (state: number): number => ~state

/** What folded intervals left in `[index·quantum, (index+1)·quantum)`. */
export class Bin {
  index: number
  /**
   * Flat triples of state id, ns, count: one small array of numbers instead of an object per state. A negative id is
   * that of a state's bytes.
   */
  cells: number[]
  longestState = 0
  longestStartNs = 0
  longestEndNs = -1

  constructor(index: number, state: number) {
    this.index = index
    this.cells = [state, 0, 0]
  }

  add(state: number, ns: number, count: number): void {
    const { cells } = this
    for (let at = 0; at < cells.length; at += CELL) {
      if (cells[at] !== state) continue
      cells[at + 1] = (cells[at + 1] as number) + ns
      cells[at + 2] = (cells[at + 2] as number) + count
      return
    }
    // A push, and a spread as well, would make room for five states more; of the many bins, most see two or three.
    this.cells = cells.concat([state, ns, count])
  }

  /** Keeps the longest hidden interval; of equal ones the earliest, so that the order of folding does not matter. */
  note(state: number, startNs: number, endNs: number): void {
    const longer = endNs - startNs - (this.longestEndNs - this.longestStartNs)
    if (longer < 0 || (longer === 0 && startNs >= this.longestStartNs)) return
    this.longestState = state
    this.longestStartNs = startNs
    this.longestEndNs = endNs
  }

  merge(other: Bin): void {
    const { cells } = other
    for (let at = 0; at < cells.length; at += CELL) {
      this.add(cells[at] as number, cells[at + 1] as number, cells[at + 2] as number)
    }
    this.note(other.longestState, other.longestStartNs, other.longestEndNs)
  }
}

/** Steps back from the end before a search by halves: what is folded is nearly always of late. */
const NEAR = 4

/** Where the other series is this much shorter, its bins are put in one by one instead of merging both. */
const FEW = 16

/**
 * Bins of one quantum in order of time; empty ones are not kept.
 *
 * Bounds: as many bins as quanta that hold something; `coarsen` halves them.
 */
export class BinSeries {
  bins: Bin[] = []
  /** 0 until something is folded. Units: ns, a power of two. */
  quantumNs = 0

  get length(): number {
    return this.bins.length
  }

  /**
   * Adds an interval: its time is split exactly over the bins it overlaps, it is counted where it starts, and its bytes
   * are there too. `quantumNs` must have been set.
   */
  add(state: number, startNs: number, endNs: number, count = 1, bytes = 0): void {
    const quantum = this.quantumNs
    const index = Math.floor(startNs / quantum)
    let edge = (index + 1) * quantum
    let at = this.#place(index, state)
    let bin = this.bins[at] as Bin
    bin.add(state, Math.min(endNs, edge) - startNs, count)
    if (bytes > 0) bin.add(bytesOf(state), bytes, 0)
    bin.note(state, startNs, endNs)
    for (let next = index + 1; edge < endNs; next++) {
      at = this.#placeAfter(at, next, state)
      bin = this.bins[at] as Bin
      const from = edge
      edge += quantum
      bin.add(state, Math.min(endNs, edge) - from, 0)
      bin.note(state, startNs, endNs)
    }
  }

  /** Makes the quantum longer: `quantumNs` is a multiple, by a power of two, of the present one. */
  coarsen(quantumNs: number): void {
    const factor = this.quantumNs === 0 ? 1 : quantumNs / this.quantumNs
    this.quantumNs = quantumNs
    if (factor === 1) return
    let last: Bin | undefined
    let write = 0
    for (const bin of this.bins) {
      const index = Math.floor(bin.index / factor)
      if (last !== undefined && last.index === index) {
        last.merge(bin)
        continue
      }
      bin.index = index
      last = bin
      this.bins[write++] = bin
    }
    this.bins.length = write
  }

  /** Takes over the bins of a series whose quantum is not longer than its own. */
  absorb(other: BinSeries): void {
    if (other.length === 0) return
    const factor = this.quantumNs / other.quantumNs
    if (other.length * FEW < this.length) {
      for (const bin of other.bins) {
        const at = this.#place(Math.floor(bin.index / factor), bin.cells[0] as number)
        ;(this.bins[at] as Bin).merge(bin)
      }
      return
    }
    other.coarsen(this.quantumNs)
    this.bins = mergeSorted(this.bins, other.bins)
  }

  /** How many bins there would be with a longer quantum. */
  lengthAt(quantumNs: number): number {
    const factor = this.quantumNs === 0 ? 1 : quantumNs / this.quantumNs
    let count = 0
    let last = Number.NaN
    for (const bin of this.bins) {
      const index = Math.floor(bin.index / factor)
      if (index !== last) count++
      last = index
    }
    return count
  }

  /** Position of the bin of this index, made for `state` if it was not there. */
  #place(index: number, state: number): number {
    const { bins } = this
    let at = bins.length - 1
    const near = Math.max(-1, at - NEAR)
    while (at > near && (bins[at] as Bin).index > index) at--
    if (at === near && at >= 0 && (bins[at] as Bin).index > index) at = lastAtMost(bins, index, at)
    return this.#insert(at, index, state)
  }

  #placeAfter(before: number, index: number, state: number): number {
    const following = this.bins[before + 1]
    return following !== undefined && following.index === index ? before + 1 : this.#insert(before, index, state)
  }

  /** `at` is the last position whose bin is not behind `index`, or -1. */
  #insert(at: number, index: number, state: number): number {
    const { bins } = this
    if (at >= 0 && (bins[at] as Bin).index === index) return at
    if (at + 1 === bins.length) bins.push(new Bin(index, state))
    else bins.splice(at + 1, 0, new Bin(index, state))
    return at + 1
  }
}

/** Last position before `end` whose bin is not behind `index`, or -1. */
function lastAtMost(bins: readonly Bin[], index: number, end: number): number {
  let low = 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bins[middle] as Bin).index <= index) low = middle + 1
    else high = middle
  }
  return low - 1
}

function mergeSorted(left: readonly Bin[], right: readonly Bin[]): Bin[] {
  const out: Bin[] = []
  let at = 0
  for (const bin of right) {
    while (at < left.length && (left[at] as Bin).index < bin.index) out.push(left[at++] as Bin)
    const same = left[at]
    if (same !== undefined && same.index === bin.index) same.merge(bin)
    else out.push(bin)
  }
  while (at < left.length) out.push(left[at++] as Bin)
  return out
}
