import type { Transform } from 'node:stream'
import type { TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createChromeTrace } from './chrome-trace.js'
import type { ChromeTraceOptions } from './options.js'

/** Timeline items in; the text of a trace for Perfetto and chrome://tracing out, as they come. */
export function emitChromeTrace(options: ChromeTraceOptions = {}): Transform {
  return new StageTransform<TimelineItem, string>(createChromeTrace(options), { encode: texts => texts.join('') })
}
