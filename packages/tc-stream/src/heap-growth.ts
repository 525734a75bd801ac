import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/** What the heap may fill before V8 looks for garbage. Units: bytes. */
const ROOM_BYTES = 80 * 2 ** 20

/** Growth once the heap is as large as that: without a limit it would grow with the trace. Units: percent of what is in use. */
const LEAST_PERCENT = 30

/** V8 takes no more. */
const MOST_PERCENT = 900

/** Well below the time in which a heap fills. Units: ms. */
const EVERY_MS = 50

/**
 * Lets the heap of this process grow quickly while it is small, and slowly after: a young heap that is collected at every
 * few megabytes costs a sixth of the time that a million events take, and one that may grow to a multiple of what is in
 * use takes more memory the longer the trace is.
 */
export function limitHeapGrowth(): void {
  let percent = 0
  const adjust = () => {
    const wanted = growthPercent(getHeapStatistics().used_heap_size)
    if (wanted === percent) return
    percent = wanted
    setFlagsFromString(`--heap-growing-percent=${percent}`)
  }
  adjust()
  setInterval(adjust, EVERY_MS).unref()
}

/** By how much the heap may grow beyond what is in use. Units: percent. */
export function growthPercent(usedBytes: number): number {
  const percent = Math.round((ROOM_BYTES / Math.max(1, usedBytes) - 1) * 100)
  return Math.max(LEAST_PERCENT, Math.min(MOST_PERCENT, percent))
}
