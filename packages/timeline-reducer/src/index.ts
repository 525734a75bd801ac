export { REDUCE_DIAGNOSTICS, type ReduceDiagnosticCode } from './diagnostics.js'
export {
  DEFAULT_TIMELINE_REDUCER_OPTIONS,
  MAX_DIAGNOSTICS,
  MAX_GROUP_BINS,
  MAX_STATES,
  type TimelineReducerOptions,
  TimelineReducerOptionsSchema,
  type TimelineReducerSettings,
} from './options.js'
export { createTimelineReducer, type TimelineReducer } from './reducer.js'
export type { ReducerCounters } from './shared.js'
export { reduceTimeline, type TimelineReducerStream } from './stream.js'
export { OTHERS_COMM } from './tasks.js'
