import type { TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createTimelineReducer } from '@tc-stream/timeline-reducer'
import { createDeferredStage } from './deferred-stage.js'
import type { CliOptions } from './options.js'
import type { Report } from './report.js'
import { extentOf, hasWindow, resolveWindow } from './stage-settings.js'
import { allSteps, type StageOptions, type Step } from './stages.js'
import type { TraceExtent } from './time-spec.js'

/**
 * The steps for these options. A window of the trace is resolved when the first item reaches the reducer: from the
 * extent, if it was measured before, else from what the report has seen by then.
 */
export function createSteps(options: CliOptions, stages: StageOptions, report: Report, extent?: TraceExtent): Step[] {
  const steps = allSteps(stages)
  if (!hasWindow(options)) return steps
  const makeReducer = () =>
    createTimelineReducer({ ...stages.reducer, ...resolveWindow(options, extent ?? extentOf(report)) })
  const open = () => new StageTransform(createDeferredStage(isPreface, makeReducer))
  return steps.map(step => (step.to === 'chart' ? { ...step, open } : step))
}

/** What can come before anything with a time. */
function isPreface(item: TimelineItem): boolean {
  return item.type === 'trace' || item.type === 'diagnostic'
}
