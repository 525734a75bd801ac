import type { TimelineItem } from '@tc-stream/event-schema'
import { type Comparison, compareTimeline } from './compare.js'
import { readReference } from './reference-reader.js'
import { placeBoxes, readTimechart } from './timechart-svg.js'
import { readTimeline } from './timeline-stretches.js'

/** The whole comparison, from texts: a recording, perf timechart's SVG of it, and a timeline of it. */
export function checkTimeline(text: string, svg: string, items: Iterable<TimelineItem>): Comparison {
  const reference = readReference(text)
  return compareTimeline(readTimeline(items), reference, placeBoxes(readTimechart(svg), reference, reference.events))
}
