import type { DiagnosticListener } from '@tc-stream/event-schema'
import type { TimelineFilterOptions } from '@tc-stream/timeline-filter'
import type { CliOptions } from './options.js'
import { suggest } from './suggest.js'

/** The options of the filter; undefined where all is drawn, and no filter is needed. */
export function filterOptions(
  options: CliOptions,
  onDiagnostic: DiagnosticListener,
): TimelineFilterOptions | undefined {
  if (!hasSelection(options)) return undefined
  const { powerOnly, tasksOnly, process = [], tid = [], cpu = [], state = [], minDuration = 0 } = options
  return {
    rows: powerOnly ? 'cpus' : 'all',
    powerStates: tasksOnly !== true,
    processes: [...process],
    tids: [...tid],
    cpus: [...cpu],
    states: [...state],
    minDurationNs: minDuration,
    nearest: suggest,
    onDiagnostic,
  }
}

export function hasSelection({ powerOnly, tasksOnly, cpu, ...options }: CliOptions): boolean {
  return powerOnly === true || tasksOnly === true || cpu !== undefined || narrowsTasks(options)
}

/** Only some tasks, or some of what they did, were asked for. */
export function narrowsTasks(options: Pick<CliOptions, 'process' | 'tid' | 'state' | 'minDuration'>): boolean {
  const { process, tid, state, minDuration } = options
  return process !== undefined || tid !== undefined || state !== undefined || minDuration !== undefined
}

/**
 * Running time that a task needs for a row, where the user does not say. Who is asked for by name has one however little
 * it ran, and so has who was blocked where blocks are asked for.
 */
export function defaultThreshold({ process, tid, state }: CliOptions): number | undefined {
  const isNamed = process !== undefined || tid !== undefined
  const isAsleep = state !== undefined && !state.includes('running')
  return isNamed || isAsleep ? 0 : undefined
}
