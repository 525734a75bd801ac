import { Histogram } from './histogram.js'

/** What is told of many intervals of one kind. Units: ns. */
export interface DistributionSummary {
  count: number
  totalNs: number
  /** Rounded. */
  averageNs: number
  p50Ns: number
  p99Ns: number
  maxNs: number
  /** Start of the longest one; of equally long ones the earliest. */
  maxAtNs: number | null
}

/** Lengths of intervals: count, sum and longest exactly, quantiles within `QUANTILE_ERROR`. */
export class Distribution {
  count = 0
  totalNs = 0
  #minNs = Number.POSITIVE_INFINITY
  #maxNs = 0
  #maxAtNs: number | null = null
  readonly #histogram = new Histogram()

  add(ns: number, atNs: number): void {
    this.count++
    this.totalNs += ns
    if (ns < this.#minNs) this.#minNs = ns
    this.#noteMax(ns, atNs)
    this.#histogram.add(ns)
  }

  absorb(other: Distribution | undefined): void {
    if (other === undefined || other.count === 0) return
    this.count += other.count
    this.totalNs += other.totalNs
    if (other.#minNs < this.#minNs) this.#minNs = other.#minNs
    this.#noteMax(other.#maxNs, other.#maxAtNs as number)
    this.#histogram.absorb(other.#histogram)
  }

  summary(): DistributionSummary {
    const { count, totalNs } = this
    return {
      count,
      totalNs,
      averageNs: count === 0 ? 0 : Math.round(totalNs / count),
      p50Ns: this.quantile(0.5),
      p99Ns: this.quantile(0.99),
      maxNs: this.#maxNs,
      maxAtNs: this.#maxAtNs,
    }
  }

  /** The least length that at least this share of all do not exceed (nearest rank); never outside of what was seen. */
  quantile(share: number): number {
    if (this.count === 0) return 0
    const rank = Math.ceil(share * this.count)
    if (rank >= this.count) return this.#maxNs
    const value = this.#histogram.valueAt(Math.max(1, rank))
    return Math.min(this.#maxNs, Math.max(this.#minNs, value))
  }

  #noteMax(ns: number, atNs: number): void {
    const before = this.#maxAtNs
    if (before !== null && (ns < this.#maxNs || (ns === this.#maxNs && atNs >= before))) return
    this.#maxNs = ns
    this.#maxAtNs = atNs
  }
}
