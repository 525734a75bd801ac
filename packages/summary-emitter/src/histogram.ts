/** Buckets in each power of two. A value and the middle of its bucket differ by at most 1 / (2 × SUB_BUCKETS). */
const SUB_BUCKETS = 64
const SUB_BITS = 6

/** Largest relative error of a quantile. Below `2 × SUB_BUCKETS` ns every value has a bucket of its own. */
export const QUANTILE_ERROR = 1 / (2 * SUB_BUCKETS)

/**
 * Counts of lengths in buckets that grow with the lengths, for quantiles of any number of values.
 *
 * Bounds: one pair of numbers for each bucket that is used, at most about 3,000 (48 powers of two, 64 buckets each);
 * lengths of one kind are in a few dozen.
 */
export class Histogram {
  /** Buckets in use, rising, and how many values are in each. */
  readonly #buckets: number[] = []
  readonly #counts: number[] = []

  add(value: number): void {
    this.#addTo(bucketOf(value), 1)
  }

  absorb(other: Histogram): void {
    const buckets = other.#buckets
    for (let at = 0; at < buckets.length; at++) this.#addTo(buckets[at] as number, other.#counts[at] as number)
  }

  /** About the value that `rank` values do not exceed, counted from the least, from 1. Returns 0 if there are fewer. */
  valueAt(rank: number): number {
    let seen = 0
    for (let at = 0; at < this.#buckets.length; at++) {
      seen += this.#counts[at] as number
      if (seen >= rank) return middleOf(this.#buckets[at] as number)
    }
    return 0
  }

  #addTo(bucket: number, count: number): void {
    const buckets = this.#buckets
    let low = 0
    let high = buckets.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((buckets[middle] as number) < bucket) low = middle + 1
      else high = middle
    }
    if (buckets[low] === bucket) {
      this.#counts[low] = (this.#counts[low] as number) + count
      return
    }
    buckets.splice(low, 0, bucket)
    this.#counts.splice(low, 0, count)
  }
}

/** Values up to 127 are their own bucket; then each power of two has 64. */
function bucketOf(value: number): number {
  const shift = Math.max(0, exponentOf(value) - SUB_BITS)
  return shift * SUB_BUCKETS + Math.floor(value / 2 ** shift)
}

function middleOf(bucket: number): number {
  const shift = Math.max(0, Math.floor(bucket / SUB_BUCKETS) - 1)
  const width = 2 ** shift
  return (bucket - shift * SUB_BUCKETS) * width + Math.floor((width - 1) / 2)
}

/** The power of two that the value reaches. Bounds: exact up to 2^53. */
function exponentOf(value: number): number {
  if (value < 2 ** 31) return 31 - Math.clz32(value)
  return 62 - Math.clz32(Math.floor(value / 2 ** 31))
}
