import type { DiagnosticRule } from '@tc-stream/event-schema'
import { CONTRADICTIONS } from './contradictions.js'

/** What the machine counts: where the trace contradicts itself, where a limit was reached, what was left out as asked. */
export const STATE_DIAGNOSTICS = {
  ...CONTRADICTIONS,
  TC_STATE_EAGAIN_LEFT_OUT: {
    severity: 'info',
    meaning: 'a system call would have had to wait (EAGAIN); such calls are left out, as was asked for',
  },
  TC_STATE_IDLE_SAMPLE: {
    severity: 'info',
    meaning: 'a sample was taken while the CPU idled; the idle task has no row to show it on',
  },
  TC_STATE_NO_CPU: {
    severity: 'warning',
    meaning: 'an event does not tell its CPU; tasks are drawn, CPU rows are not',
    advice: 'record with -a (or --sample-cpu) and print the cpu field: perf script -F +cpu',
  },
  TC_STATE_TOO_MANY_TASKS: {
    severity: 'warning',
    meaning: 'more tasks were alive than the limit; the oldest ones were ended',
    advice: 'raise maxTasks',
  },
  TC_STATE_TOO_MANY_NAMES: {
    severity: 'info',
    meaning: 'more tasks were named by the text than the limit before they were seen to run; a name was dropped',
    advice: 'raise maxNames',
  },
  TC_STATE_CPU_OUT_OF_RANGE: {
    severity: 'warning',
    meaning: 'a CPU number is above the limit; the event is used without its CPU',
    advice: 'raise maxCpus',
  },
} as const satisfies Record<string, DiagnosticRule>

export type StateDiagnosticCode = keyof typeof STATE_DIAGNOSTICS
