import { detachString } from '@tc-stream/event-schema'
import type { Decoder, Resolved } from './registry.js'

/** An event name of the stream: how to decode it, and how often it was met. */
export interface EventEntry {
  readonly name: string
  readonly decode: Decoder | null
  readonly part: string
  count: number
}

export interface EventNames {
  of(event: string): EventEntry
  /** Times each event was met, in the order of first meeting. */
  counts(): ReadonlyMap<string, number>
  /** Records of events beyond the limit: they are decoded, but not counted by name. */
  readonly uncounted: number
}

/**
 * The events of a stream by name; a few in any real one, so the resolved decoder is kept with the count.
 *
 * Bounds: `limit` names.
 */
export function createEventNames(resolve: (event: string) => Resolved | undefined, limit: number): EventNames {
  const entries = new Map<string, EventEntry>()
  let last: EventEntry | undefined
  let uncounted = 0
  return {
    of(event) {
      if (last?.name === event) return last
      let entry = entries.get(event)
      if (entry === undefined) {
        const { decode, part } = resolve(event) ?? { decode: null, part: '' }
        entry = { name: detachString(event), decode, part: detachString(part), count: 0 }
        if (entries.size >= limit) {
          uncounted++
          return entry
        }
        entries.set(entry.name, entry)
      }
      last = entry
      return entry
    },
    counts: () => new Map([...entries.values()].map(({ name, count }) => [name, count])),
    get uncounted() {
      return uncounted
    },
  }
}
