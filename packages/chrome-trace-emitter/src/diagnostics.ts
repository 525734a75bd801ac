import type { DiagnosticRule } from '@tc-stream/event-schema'

/** What a limit took away. */
export const CHROME_TRACE_DIAGNOSTICS = {
  TC_CHROME_THREADS: {
    severity: 'info',
    meaning: 'tasks forgotten, as too many are alive; the name of one is written again when it is seen again',
    advice: 'raise maxThreads',
  },
  TC_CHROME_CPUS: {
    severity: 'info',
    meaning: 'CPUs without a name, as there are too many; their rows have a number only',
    advice: 'raise maxCpus',
  },
} as const satisfies Record<string, DiagnosticRule>

export type ChromeTraceDiagnosticCode = keyof typeof CHROME_TRACE_DIAGNOSTICS
