import { detachString } from '@tc-stream/event-schema'

/** How often each event was sampled. */
export type SampleCounts = Map<string, number>

/** Where events past the limit are counted. */
export const OTHER_EVENTS = 'other events'

/**
 * The events that samples are counted by, one string for each.
 *
 * Bounds: `limit` names.
 */
export class SampleEvents {
  readonly #names = new Map<string, string>()
  readonly #limit: number
  readonly #onOverflow: () => void

  constructor(limit: number, onOverflow: () => void) {
    this.#limit = limit
    this.#onOverflow = onOverflow
  }

  nameOf(event: string): string {
    const known = this.#names.get(event)
    if (known !== undefined) return known
    if (this.#names.size >= this.#limit) {
      this.#onOverflow()
      return OTHER_EVENTS
    }
    const name = detachString(event)
    this.#names.set(name, name)
    return name
  }
}

/** Adds to the counts of a row, which has none before its first sample. */
export function countSamples(counts: SampleCounts | undefined, event: string, by: number): SampleCounts {
  const into = counts ?? new Map<string, number>()
  into.set(event, (into.get(event) ?? 0) + by)
  return into
}

export function addSamples(sum: SampleCounts | undefined, part: SampleCounts | undefined): SampleCounts | undefined {
  if (part === undefined) return sum
  let into = sum
  for (const [event, count] of part) into = countSamples(into, event, count)
  return into
}
