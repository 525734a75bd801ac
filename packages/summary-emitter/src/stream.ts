import type { Transform } from 'node:stream'
import type { TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import type { SummaryOptions } from './options.js'
import { createSummary } from './summary.js'

/** Timeline items in; when they end, the text of the summary out. */
export function summarize(options: SummaryOptions = {}): Transform {
  return new StageTransform<TimelineItem, string>(createSummary(options), { encode: lines => lines.join('') })
}
