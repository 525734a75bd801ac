import type { DiagnosticRule } from '@tc-stream/event-schema'
import { describeCpus, describeDuration, describeTasks } from './describe.js'
import type { TimelineFilterSettings } from './options.js'

export type FilterCode =
  | 'TC_FILTER_TASKS'
  | 'TC_FILTER_NO_INTERVAL'
  | 'TC_FILTER_CPUS'
  | 'TC_FILTER_OTHER_CPUS'
  | 'TC_FILTER_OTHER_STATES'
  | 'TC_FILTER_SHORT'
  | 'TC_FILTER_POWER'
  | 'TC_FILTER_MARKS'
  | 'TC_FILTER_NO_MATCH'
  | 'TC_FILTER_LIVE_TASKS'

/** What this stage leaves out, in words that hold the selection: the reader of a chart did not see the command line. */
export function filterDiagnostics(settings: TimelineFilterSettings): Record<FilterCode, DiagnosticRule> {
  const { rows, cpus, states, minDurationNs } = settings
  const cpuList = describeCpus(cpus)
  const leftOut = (kind: 'rows' | 'intervals', meaning: string): DiagnosticRule => {
    return { severity: 'info', meaning, leftOut: kind }
  }
  return {
    TC_FILTER_TASKS: leftOut('rows', rows === 'cpus' ? 'all tasks' : `tasks other than ${describeTasks(settings)}`),
    TC_FILTER_NO_INTERVAL: leftOut('rows', 'tasks without anything that is selected'),
    TC_FILTER_CPUS: leftOut('rows', rows === 'tasks' ? 'all CPUs' : `CPUs other than ${cpuList}`),
    TC_FILTER_OTHER_CPUS: leftOut('intervals', `what tasks did on CPUs other than ${cpuList}`),
    TC_FILTER_OTHER_STATES: leftOut('intervals', `intervals of tasks that are not ${states.join(', ')}`),
    TC_FILTER_SHORT: leftOut('intervals', `intervals of tasks shorter than ${describeDuration(minDurationNs)}`),
    TC_FILTER_POWER: leftOut('intervals', 'C-states and frequencies of CPUs'),
    TC_FILTER_MARKS: leftOut('intervals', 'marks of tasks before their first selected interval'),
    TC_FILTER_NO_MATCH: { severity: 'warning', meaning: 'no task is named so, or has that number' },
    TC_FILTER_LIVE_TASKS: {
      severity: 'warning',
      meaning: 'tasks that came when too many were alive; whether they are selected is found anew for each item',
      advice: 'raise maxTasks',
    },
  }
}
