export { type FilterCode, filterDiagnostics } from './diagnostics.js'
export { createTimelineFilter, type TimelineFilter } from './filter.js'
export {
  DEFAULT_TIMELINE_FILTER_OPTIONS,
  type Nearest,
  SELECTABLE_STATES,
  type SelectableState,
  type TaskMatcher,
  TaskMatcherSchema,
  type TimelineFilterOptions,
  TimelineFilterOptionsSchema,
  type TimelineFilterSettings,
} from './options.js'
export { filterTimeline } from './stream.js'
