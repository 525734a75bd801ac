import type { Transform } from 'node:stream'
import type { TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createTimelineFilter } from './filter.js'
import type { TimelineFilterOptions } from './options.js'

/** Timeline items in, those that were asked for out. */
export function filterTimeline(options: TimelineFilterOptions = {}): Transform {
  return new StageTransform<TimelineItem, TimelineItem>(createTimelineFilter(options))
}
