import type { Transform } from 'node:stream'
import type { TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import type { CallchainResolverOptions } from './options.js'
import { createCallchainResolver } from './resolver.js'

/** Timeline items in, timeline items with frames, reasons and contexts out. */
export function resolveCallchains(options: CallchainResolverOptions = {}): Transform {
  return new StageTransform<TimelineItem, TimelineItem>(createCallchainResolver(options))
}
