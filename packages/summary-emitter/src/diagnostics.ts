import type { DiagnosticRule } from '@tc-stream/event-schema'

/** What a limit of the summary took away. Summing up is no loss: totals stay exact. */
export const SUMMARY_DIAGNOSTICS = {
  TC_SUMMARY_ROWS: {
    severity: 'info',
    meaning: 'tasks that reach the threshold but not the most rows; they are among the others',
    advice: 'raise maxTasks',
  },
  TC_SUMMARY_LIVE_TASKS: {
    severity: 'warning',
    meaning: 'items of tasks that came when too many were alive; they are among the others',
    advice: 'raise maxLiveTasks',
  },
  TC_SUMMARY_CPUS: {
    severity: 'warning',
    meaning: 'items of CPUs without a row, as there are too many CPUs',
    advice: 'raise maxCpus',
  },
  TC_SUMMARY_C_STATES: {
    severity: 'info',
    meaning: 'C-states left out, as a CPU has too many distinct ones',
  },
  TC_SUMMARY_DIAGNOSTICS: {
    severity: 'warning',
    meaning: 'diagnostics of earlier stages dropped, as they have too many codes',
  },
} as const satisfies Record<string, DiagnosticRule>

export type SummaryDiagnosticCode = keyof typeof SUMMARY_DIAGNOSTICS
