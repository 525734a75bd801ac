import type { Duplex } from 'node:stream'
import type { Stage, TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createTimelineFilter } from '@tc-stream/timeline-filter'
import { createTimelineReducer } from '@tc-stream/timeline-reducer'
import { createDeferredStage } from './deferred-stage.js'
import type { CliOptions } from './options.js'
import type { Report } from './report.js'
import { extentOf, hasWindow, resolveWindow, type Window } from './stage-settings.js'
import { allSteps, type StageOptions, type Step } from './stages.js'
import type { TraceExtent } from './time-spec.js'

/**
 * The steps for these options. A window of the trace is resolved when the first item reaches the filter, or the reducer:
 * from the extent, if it was measured before, else from what the report has seen by then.
 */
export function createSteps(options: CliOptions, stages: StageOptions, report: Report, extent?: TraceExtent): Step[] {
  const steps = allSteps(stages)
  if (!hasWindow(options)) return steps
  let window: Window | undefined
  const windowOf = () => {
    window ??= resolveWindow(options, extent ?? extentOf(report))
    return window
  }
  const makeReducer = () => createTimelineReducer({ ...stages.reducer, ...windowOf() })
  const makeFilter = () => createTimelineFilter({ ...stages.filter, ...windowOf() })
  return steps.map(step => {
    if (step.to === 'chart') return { ...step, open: () => deferred(makeReducer) }
    return step.isFilter ? { ...step, open: () => deferred(makeFilter) } : step
  })
}

function deferred<Out>(make: () => Stage<TimelineItem, Out>): Duplex {
  return new StageTransform(createDeferredStage(isPreface, make))
}

/** What can come before anything with a time. */
function isPreface(item: TimelineItem): boolean {
  return item.type === 'trace' || item.type === 'diagnostic'
}
