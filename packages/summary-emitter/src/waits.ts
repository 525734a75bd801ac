import type { IntervalItem, WaitCause } from '@tc-stream/event-schema'
import { Distribution, type DistributionSummary } from './distribution.js'

export interface WaitsSummary {
  all: DistributionSummary
  woken: DistributionSummary
  preempted: DistributionSummary
  new: DistributionSummary
}

/** Waits for a CPU, told apart by their cause. A kind that does not occur takes no room. */
export class Waits {
  readonly #byCause: Record<WaitCause | 'other', Distribution | undefined> = {
    woken: undefined,
    preempted: undefined,
    new: undefined,
    other: undefined,
  }

  add(cause: IntervalItem['cause'], ns: number, atNs: number): void {
    this.#of(cause ?? 'other').add(ns, atNs)
  }

  absorb(other: Waits): void {
    for (const cause of ['woken', 'preempted', 'new', 'other'] as const) {
      const part = other.#byCause[cause]
      if (part !== undefined) this.#of(cause).absorb(part)
    }
  }

  summary(): WaitsSummary {
    const { woken, preempted, new: fresh, other } = this.#byCause
    const all = new Distribution()
    for (const part of [woken, preempted, fresh, other]) all.absorb(part)
    return {
      all: all.summary(),
      woken: (woken ?? NONE).summary(),
      preempted: (preempted ?? NONE).summary(),
      new: (fresh ?? NONE).summary(),
    }
  }

  #of(cause: WaitCause | 'other'): Distribution {
    this.#byCause[cause] ??= new Distribution()
    return this.#byCause[cause]
  }
}

/** Never added to. */
const NONE = new Distribution()
