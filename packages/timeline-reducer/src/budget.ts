import type { CpuTable } from './cpus.js'
import type { RowMarks } from './marks.js'
import { rowLimit, type Shared } from './shared.js'
import type { TaskTable } from './tasks.js'
import type { Track } from './track.js'

/** First quantum: what perf's usual microseconds can tell apart. Units: ns, a power of two. */
const FIRST_QUANTUM_NS = 1_024

/** Folding goes on to this part of the limit, so that the next folding is far enough away to cost nothing per item. */
const AFTER_FOLDING = 0.75

/** Keeps what the chart holds within its budget, by longer quanta. */
export class Budget {
  readonly #shared: Shared
  readonly #tasks: TaskTable
  readonly #cpus: CpuTable
  /** Set where even the longest quantum did not help. */
  #ceiling = 0

  constructor(shared: Shared, tasks: TaskTable, cpus: CpuTable) {
    this.#shared = shared
    this.#tasks = tasks
    this.#cpus = cpus
    if (shared.settings.maxMarks === 0) shared.markCeiling = 0
  }

  /** Folds when there are too many elements or marks; to be called after each item. */
  check(): void {
    const shared = this.#shared
    if (shared.elements > shared.settings.maxElements) this.#fit()
    if (shared.marks > shared.settings.maxMarks) this.#fitMarks()
  }

  /** The chart is chosen: no task is alive any more, and what is left has to fit. */
  fitChart(): void {
    const { settings } = this.#shared
    if (this.#shared.stale > 0) this.#refold(this.#shared.quantumNs)
    this.#raise(settings.maxElements)
    const over = this.#shared.elements - settings.maxElements
    if (over > 0) this.#shared.diagnostics.count('TC_REDUCE_OVER_BUDGET', { by: over })
  }

  #fit(): void {
    const shared = this.#shared
    const limit = shared.settings.maxElements + this.#allowance()
    if (shared.elements <= Math.max(limit, this.#ceiling)) return
    this.#tasks.foldBelowLine()
    if (shared.stale > 0) this.#refold(shared.quantumNs)
    const target = Math.floor(limit * AFTER_FOLDING)
    if (shared.elements > (limit + target) / 2) this.#raise(target)
    this.#ceiling = shared.elements > limit ? shared.elements + Math.floor(limit / 4) : 0
  }

  /**
   * Elements beyond the budget while tasks are alive. Each needs two bins however long the quantum is. And of more tasks
   * than can have rows, only the busiest will be drawn: until it is known which, the others hold elements that the chart
   * will not, and they must not make its quantum longer than it need be.
   *
   * Bounds: the budget once more, or two for each task alive.
   */
  #allowance(): number {
    const { maxElements } = this.#shared.settings
    const rows = rowLimit(this.#shared)
    const alive = this.#tasks.live.size
    const surplus = Math.max(0, alive - rows)
    return Math.max(2 * alive, Math.min(maxElements, Math.floor((surplus * maxElements) / rows)))
  }

  /** Doubles the quantum until the target is reached, or no interval is longer. */
  #raise(target: number): void {
    const shared = this.#shared
    const extentNs = shared.endNs - shared.startNs
    while (shared.elements > target && shared.quantumNs <= extentNs) {
      let quantumNs = shared.quantumNs === 0 ? FIRST_QUANTUM_NS : shared.quantumNs * 2
      // To count is much cheaper than to fold, and folding once gives what folding by steps does.
      while (quantumNs <= extentNs && this.#elementsAt(quantumNs) > target) quantumNs *= 2
      this.#refold(quantumNs)
    }
  }

  #elementsAt(quantumNs: number): number {
    let sum = 0
    for (const { tracks } of this.#trackedRows()) for (const track of tracks) sum += track.elementsAt(quantumNs)
    for (const { lanes } of this.#tasks.allGroups()) {
      for (const { bins } of lanes) sum += quantumNs > bins.quantumNs ? bins.lengthAt(quantumNs) : bins.length
    }
    return sum
  }

  #refold(quantumNs: number): void {
    const shared = this.#shared
    shared.stale = 0
    if (quantumNs === 0) return
    shared.quantumNs = quantumNs
    for (const { tracks } of this.#trackedRows()) this.#refoldTracks(tracks, quantumNs)
    for (const group of this.#tasks.allGroups()) {
      for (const { bins } of group.lanes) {
        const before = bins.length
        if (bins.quantumNs < quantumNs) bins.coarsen(quantumNs)
        shared.elements += bins.length - before
      }
    }
  }

  #refoldTracks(tracks: readonly Track[], quantumNs: number): void {
    const shared = this.#shared
    for (const track of tracks) {
      const before = track.elements
      track.refold(quantumNs, shared.callchains)
      shared.elements += track.elements - before
    }
  }

  #fitMarks(): void {
    const shared = this.#shared
    if (shared.marks >= shared.markCeiling) return
    const { maxMarks } = shared.settings
    const target = Math.floor(maxMarks * AFTER_FOLDING)
    while (shared.marks > target && this.#raiseMarkQuantum()) {
      for (const { marks } of this.#trackedRows()) marks.refold(shared)
    }
    if (shared.marks > maxMarks) shared.markCeiling = shared.marks
  }

  /** Samples give way first, while they are most of the marks; false where both quanta are as long as the chart. */
  #raiseMarkQuantum(): boolean {
    const shared = this.#shared
    const extentNs = shared.endNs - shared.startNs
    const samples = shared.sampleQuantumNs <= extentNs
    const others = shared.markQuantumNs <= extentNs
    if (samples && (shared.samples * 2 > shared.marks || !others)) {
      shared.sampleQuantumNs = Math.max(FIRST_QUANTUM_NS, shared.sampleQuantumNs * 2)
    } else if (others) shared.markQuantumNs = Math.max(FIRST_QUANTUM_NS, shared.markQuantumNs * 2)
    else return false
    return true
  }

  *#trackedRows(): Generator<{ readonly tracks: readonly Track[]; readonly marks: RowMarks }> {
    yield* this.#cpus.rows.values()
    yield* this.#tasks.live.values()
    yield* this.#tasks.ended
  }
}
