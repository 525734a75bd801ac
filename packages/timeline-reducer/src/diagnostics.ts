import type { DiagnosticRule } from '@tc-stream/event-schema'

/** What a limit of the reducer took away. Folding is no loss (its totals are exact) and is told by the chart's head. */
export const REDUCE_DIAGNOSTICS = {
  TC_REDUCE_OVER_BUDGET: {
    severity: 'warning',
    meaning: 'elements beyond maxElements: so many rows, and intervals that stay exact, do not fit',
    advice: 'raise maxElements, or lower maxRows or worst',
  },
  TC_REDUCE_ROWS: {
    severity: 'info',
    meaning: 'tasks that reach the threshold but not the most rows; they are in the rows by comm',
    advice: 'raise maxRows, and maxElements to eight for each row',
  },
  TC_REDUCE_GROUPS: {
    severity: 'info',
    meaning: 'tasks in the row of all other comms, as there are more comms than rows for them',
    advice: 'raise maxRows, and maxElements to eight for each row, or maxGroups',
  },
  TC_REDUCE_LIVE_TASKS: {
    severity: 'warning',
    meaning: 'intervals of tasks that came when too many were alive; they are in the rows by comm',
    advice: 'raise maxLiveTasks',
  },
  TC_REDUCE_CPU_ROWS: {
    severity: 'warning',
    meaning: 'items of CPUs without a row, as there are too many CPUs',
    advice: 'raise maxCpuRows',
  },
  TC_REDUCE_CALLCHAINS: {
    severity: 'info',
    meaning: 'boxes and marks kept without their callchain, as the table of callchains was full',
    advice: 'raise maxCallchains',
  },
  TC_REDUCE_MARKS: {
    severity: 'info',
    meaning: 'marks dropped, as the chart has too many',
    advice: 'raise maxMarks',
  },
  TC_REDUCE_SAMPLES: {
    severity: 'info',
    meaning: 'samples counted as "other events", as too many different events were sampled',
  },
  TC_REDUCE_ARROWS: {
    severity: 'info',
    meaning: 'wakeups without an arrow; those before the longest waits have theirs',
    advice: 'raise maxArrows',
  },
  TC_REDUCE_STATES: {
    severity: 'info',
    meaning: 'intervals whose state counts as "other", as too many distinct states (frequencies) were met',
  },
  TC_REDUCE_NO_TOPOLOGY: {
    severity: 'warning',
    meaning: 'CPUs are in the order of their numbers: the text does not tell which of them share a socket or a core',
    advice: 'give tc-stream the perf.data, or the text of perf script --header -I',
  },
  TC_REDUCE_DIAGNOSTICS: {
    severity: 'warning',
    meaning: 'diagnostics of earlier stages dropped, as they have too many codes',
  },
} as const satisfies Record<string, DiagnosticRule>

export type ReduceDiagnosticCode = keyof typeof REDUCE_DIAGNOSTICS
