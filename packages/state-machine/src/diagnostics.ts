import type { DiagnosticRule } from '@tc-stream/event-schema'

/**
 * What a trace can contradict, and the policy for each: nothing here stops the run, and nothing is drawn as certain
 * that the trace does not show.
 */
export const STATE_DIAGNOSTICS = {
  TC_STATE_TIME_BACKWARD: {
    severity: 'warning',
    meaning: 'an event is older than the one before it; its time was clamped to that of the one before',
    advice: 'sort the text by time: perf script does so unless --show-round-events is given',
  },
  TC_STATE_NOT_ON_CPU: {
    severity: 'warning',
    meaning:
      'a task was seen on a CPU without the switch that put it there; it runs from where it was seen, and is unknown before',
    advice:
      'events were lost or are hidden by the kernel: record with more buffer (perf record -m 8M) and as root with -a',
  },
  TC_STATE_TAKEN_OVER: {
    severity: 'warning',
    meaning:
      'a CPU went to another task without a switch-out; the former one ends where it was last seen, unknown after',
    advice:
      'events were lost or are hidden by the kernel: record with more buffer (perf record -m 8M) and as root with -a',
  },
  TC_STATE_TWO_CPUS: {
    severity: 'warning',
    meaning: 'a task was seen on a CPU while it ran on another; it ends there where it was last seen, unknown between',
  },
  TC_STATE_NO_WAKEUP: {
    severity: 'info',
    meaning: 'a sleeping task was switched in without a recorded wakeup; the end of its sleep is inferred',
    advice: 'record sched:sched_wakeup and sched:sched_wakeup_new too',
  },
  TC_STATE_REDUNDANT_WAKEUP: {
    severity: 'info',
    meaning: 'a task was woken that ran or waited already; this changes nothing',
  },
  TC_STATE_WAKEUP_OF_DEAD: {
    severity: 'info',
    meaning: 'a task was woken after its end; ignored',
  },
  TC_STATE_UNSEEN_END: {
    severity: 'info',
    meaning: 'a tid was given to a new task without the end of the former one being recorded',
  },
  TC_STATE_UNFINISHED_CALL: {
    severity: 'info',
    meaning: 'a task entered a system call before the end of its former one was recorded; the former one is left out',
  },
  TC_STATE_EAGAIN_LEFT_OUT: {
    severity: 'info',
    meaning: 'a system call would have had to wait (EAGAIN); such calls are left out, as was asked for',
  },
  TC_STATE_LOST_EVENTS: {
    severity: 'warning',
    meaning: 'events were lost; the tasks of that CPU are unknown until seen again',
    advice: 'record with more buffer: perf record -m 8M',
  },
  TC_STATE_NO_CPU: {
    severity: 'warning',
    meaning: 'an event does not tell its CPU; tasks are drawn, CPU rows are not',
    advice: 'record with -a (or --sample-cpu) and print the cpu field: perf script -F +cpu',
  },
  TC_STATE_TOO_MANY_TASKS: {
    severity: 'warning',
    meaning: 'more tasks were alive than the limit; the oldest one was ended',
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
