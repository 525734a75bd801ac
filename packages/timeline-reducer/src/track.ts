import type { Lane } from '@tc-stream/event-schema'
import { BinSeries } from './bins.js'
import type { Box } from './box.js'
import type { CallchainTable } from './callchains.js'

/** One lane of one row: the intervals that are exact, and bins of the others. What a state means it does not know. */
export class Track {
  readonly lane: Lane
  /** In the order of their ends, as they came. */
  boxes: Box[] = []
  readonly bins = new BinSeries()

  constructor(lane: Lane) {
    this.lane = lane
  }

  get elements(): number {
    return this.boxes.length + this.bins.length
  }

  /** Adds an interval shorter than the quantum; returns how many bins that made. */
  fold(state: number, startNs: number, endNs: number, quantumNs: number, count = 1, bytes = 0): number {
    const { bins } = this
    const before = bins.length
    if (bins.quantumNs !== quantumNs) bins.coarsen(quantumNs)
    bins.add(state, startNs, endNs, count, bytes)
    return bins.length - before
  }

  /** About how many elements a longer quantum would leave, found without folding. */
  elementsAt(quantumNs: number): number {
    let exact = 0
    let folded = 0
    let last = Number.NaN
    for (const box of this.boxes) {
      if (box.endNs - box.startNs >= quantumNs || box.pin !== null) {
        exact++
        continue
      }
      const index = Math.floor(box.startNs / quantumNs)
      if (index !== last) folded++
      last = index
    }
    return exact + Math.max(folded, this.bins.lengthAt(quantumNs))
  }

  /** Folds what is shorter than the quantum and not pinned. */
  refold(quantumNs: number, callchains: CallchainTable): void {
    this.bins.coarsen(quantumNs)
    const { boxes } = this
    // Into a series of their own first: one by one, old boxes would each be inserted in the middle of a long list.
    const folded = new BinSeries()
    folded.quantumNs = quantumNs
    let kept = 0
    for (const box of boxes) {
      if (box.endNs - box.startNs >= quantumNs || box.pin !== null) {
        boxes[kept++] = box
        continue
      }
      addBox(folded, box)
      letGo(box, callchains)
    }
    boxes.length = kept
    this.bins.absorb(folded)
  }
}

/** What a box told, of which its bins keep the sums. */
export function addBox(bins: BinSeries, box: Box): void {
  const { state, startNs, endNs, io } = box
  if (io === null) bins.add(state, startNs, endNs)
  else bins.add(state, startNs, endNs, io.merges + 1, io.bytes)
}

/** The box is folded: nothing needs its callchain any more. */
export function letGo(box: Box, callchains: CallchainTable): void {
  callchains.release(box.chain)
  box.chain = null
}
