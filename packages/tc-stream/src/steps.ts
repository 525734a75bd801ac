import type { Duplex } from 'node:stream'
import { createChromeTrace } from '@tc-stream/chrome-trace-emitter'
import type { Stage, TimelineItem } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createSummary } from '@tc-stream/summary-emitter'
import { createTimelineFilter } from '@tc-stream/timeline-filter'
import { createTimelineReducer } from '@tc-stream/timeline-reducer'
import { createDeferredStage } from './deferred-stage.js'
import { CliError } from './errors.js'
import type { CliOptions } from './options.js'
import type { Report } from './report.js'
import type { Seam } from './seams.js'
import { hasSelection, narrowsTasks } from './selection.js'
import { extentOf, hasWindow, resolveWindow, type Window } from './stage-settings.js'
import { allSteps, type StageOptions, type Step } from './stages.js'
import { nothingSelected } from './summary.js'
import type { TraceExtent } from './time-spec.js'

/**
 * The steps for these options. A window of the trace is resolved when the first item reaches a stage that cuts to it:
 * from the extent, if it was measured before, else from what the report has seen by then.
 */
export function createSteps(options: CliOptions, stages: StageOptions, report: Report, extent?: TraceExtent): Step[] {
  const steps = allSteps(stages, options.format)
  if (!hasWindow(options) && !hasSelection(options)) return steps
  let window: Window | undefined
  const windowOf = () => {
    window ??= hasWindow(options) ? resolveWindow(options, extent ?? extentOf(report)) : {}
    return window
  }
  const ends = endsIn(windowOf, options, stages, report)
  const makeFilter = () => createTimelineFilter({ ...stages.filter, ...windowOf() })
  return steps.map(step => {
    if (step.isFilter) return { ...step, open: () => deferred(makeFilter) }
    const open = ends[step.to]
    return open === undefined ? step : { ...step, open }
  })
}

/** The stages that show a window of the timeline, by what they make. */
function endsIn(
  windowOf: () => Window,
  options: CliOptions,
  stages: StageOptions,
  report: Report,
): Partial<Record<Seam, () => Duplex>> {
  const refuse = () => new CliError(nothingSelected(report, options))
  const makeSummary = () => {
    const stage = createSummary({ ...stages.summary, ...windowOf() })
    const isEmpty = ({ selected, tasks }: Counts) => selected === 0 || (tasks === 0 && narrowsTasks(options))
    return orFail(stage, () => (isEmpty(stage.counters) ? refuse() : undefined))
  }
  const makeTrace = () => {
    const stage = createChromeTrace({ ...stages.chromeTrace, ...windowOf() })
    // What was met has been written by then.
    return orFail(stage, () => (stage.counters.selected === 0 ? refuse() : undefined))
  }
  return {
    chart: () => deferred(() => createTimelineReducer({ ...stages.reducer, ...windowOf() })),
    summary: () => deferred(makeSummary, joinText),
    'chrome-trace': () => deferred(makeTrace, joinText),
  }
}

type Counts = { readonly selected: number; readonly tasks: number }

function deferred<Out>(make: () => Stage<TimelineItem, Out>, encode?: (items: Out[]) => unknown): Duplex {
  return new StageTransform(createDeferredStage(isPreface, make), encode === undefined ? {} : { encode })
}

const joinText = (texts: string[]): string => texts.join('')

/** A stage that may fail once all has come, before it writes its end. */
function orFail(stage: Stage<TimelineItem, string>, failure: () => Error | undefined): Stage<TimelineItem, string> {
  return {
    push: (item, emit) => stage.push(item, emit),
    *flush() {
      const error = failure()
      if (error !== undefined) throw error
      yield* stage.flush()
    },
  }
}

/** What can come before anything with a time. */
function isPreface(item: TimelineItem): boolean {
  return item.type === 'trace' || item.type === 'diagnostic'
}
