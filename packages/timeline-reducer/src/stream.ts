import type { ChartItem, TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import type { TimelineReducerOptions } from './options.js'
import { createTimelineReducer, type TimelineReducer } from './reducer.js'

export type TimelineReducerStream = StageTransform<TimelineItem, ChartItem> &
  Pick<TimelineReducer, 'counters' | 'diagnostics'>

/** A Transform of timeline items into the items of a chart; arrays of items in and out. */
export function reduceTimeline(options: TimelineReducerOptions = {}): TimelineReducerStream {
  const reducer = createTimelineReducer(options)
  return Object.defineProperties(new StageTransform(reducer), {
    counters: { get: () => reducer.counters },
    diagnostics: { value: reducer.diagnostics },
  }) as TimelineReducerStream
}
