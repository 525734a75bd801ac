import type { TraceItem } from '@tc-stream/event-schema'

type Topology = Pick<TraceItem, 'siblingSockets' | 'siblingDies' | 'siblingThreads'>

/** CPUs from one to another, both included. */
type Range = readonly [from: number, to: number]

/**
 * Compares CPUs by where they are: those of a socket stand together, in it those of a die, in that the threads of a core.
 * A CPU that no list has comes after those of its kind that are in one; CPUs that share everything keep their numbers.
 *
 * Shape: `siblingSockets` `['0-3', '4-7']`, `siblingThreads` `['0,4', '1,5', …]`: the lists in the order in which they
 * were printed.
 * Returns: undefined where the trace tells nothing of it.
 */
export function compareByTopology({
  siblingSockets,
  siblingDies,
  siblingThreads,
}: Topology): ((a: number, b: number) => number) | undefined {
  const levels = [siblingSockets, siblingDies, siblingThreads].filter(lists => lists !== undefined)
  if (levels.length === 0) return undefined
  const places = levels.map(lists => placesOf(lists.map(parseRanges)))
  return (a, b) => {
    for (const place of places) {
      const difference = place(a) - place(b)
      if (difference !== 0) return difference
    }
    return a - b
  }
}

/** The place of a CPU: the index of the list that has it, past all of them for none. Each CPU is looked up once. */
function placesOf(lists: readonly (readonly Range[])[]): (cpu: number) => number {
  const known = new Map<number, number>()
  return cpu => {
    let place = known.get(cpu)
    if (place === undefined) {
      const found = lists.findIndex(ranges => ranges.some(([from, to]) => cpu >= from && cpu <= to))
      place = found === -1 ? lists.length : found
      known.set(cpu, place)
    }
    return place
  }
}

/** Shape: `0-3,8`; what is no range is left out. */
function parseRanges(list: string): Range[] {
  return list.split(',').flatMap((text): Range[] => {
    const match = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(text)
    return match === null ? [] : [[Number(match[1]), Number(match[2] ?? match[1])]]
  })
}
