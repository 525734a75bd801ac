import { append } from './multimap.js'
import { readReference, SIDE_BAND } from './reference-reader.js'
import { floorUs } from './timeline-runs.js'

/** When records of names, forks and exits show each task on a CPU; perf sched does not read them. Units: us. */
export type SideBand = ReadonlyMap<number, readonly number[]>

export function readSideBand(text: string): SideBand {
  const shown = new Map<number, number[]>()
  for (const { tid, timeNs, event } of readReference(text).samples) {
    if (event.startsWith(SIDE_BAND)) append(shown, tid, floorUs(timeNs))
  }
  return shown
}
