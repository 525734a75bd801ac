import type { PerfRecord, TraceEvent } from '@tc-stream/event-schema'
import { type StageStreamOptions, StageTransform } from '@tc-stream/event-schema/stream'
import { createEventNormalizer, type EventNormalizer } from './normalizer.js'
import type { NormalizerOptions } from './options.js'

/** The stream, with what its core counts. */
export type EventNormalizerStream = StageTransform<PerfRecord, TraceEvent> &
  Pick<EventNormalizer, 'counters' | 'diagnostics'>

/** `PerfRecord` → `TraceEvent` as a Transform: `pipeline(lexer, normalizeEvents(), …)`. */
export function normalizeEvents(
  options: Partial<NormalizerOptions> = {},
  stream: StageStreamOptions<PerfRecord, TraceEvent> = {},
): EventNormalizerStream {
  const core = createEventNormalizer(options)
  return Object.defineProperties(new StageTransform(core, stream), {
    counters: { get: () => core.counters },
    diagnostics: { value: core.diagnostics },
  }) as EventNormalizerStream
}
