import type { DiagnosticRule } from '@tc-stream/event-schema'

/**
 * How a contradiction is answered. `infer`: what must have happened is drawn, marked as concluded. `doubt`: what cannot be
 * known is `unknown`. `clamp`: the value is moved to the nearest that can be. `ignore`: the event changes nothing.
 * `replace`: the former one gives way to the new one, as far as it is told.
 */
export type Policy = 'infer' | 'doubt' | 'clamp' | 'ignore' | 'replace'

/** One way in which a trace can contradict itself. */
export interface Contradiction extends DiagnosticRule {
  readonly policy: Policy
  /** Why it is answered so; for the documentation. */
  readonly reason: string
}

const LOST_ADVICE =
  'events were lost or are hidden by the kernel: record with more buffer (perf record -m 8M) and as root with -a'

/** Every contradiction has a policy and is counted: nothing here stops the run, and nothing that the trace does not show is drawn as certain. */
export const CONTRADICTIONS = {
  TC_STATE_TIME_BACKWARD: {
    severity: 'warning',
    meaning: 'an event is older than the one before it; its time was clamped to that of the one before',
    advice:
      'sort the text by time: perf script does so, but not with --show-round-events, nor does it print times with --deltatime',
    policy: 'clamp',
    reason: 'an interval cannot be negative, and what was told cannot be told anew; the order of the text is kept',
  },
  TC_STATE_NOT_ON_CPU: {
    severity: 'warning',
    meaning:
      'a task was seen on a CPU without the switch that put it there; it runs from where it was seen, and is unknown before',
    advice: LOST_ADVICE,
    policy: 'infer',
    reason: 'the switch-in is missing, so its time cannot be known; that it ran when it was seen is certain',
  },
  TC_STATE_TAKEN_OVER: {
    severity: 'warning',
    meaning:
      'a CPU went to another task without a switch-out; the former one ends where it was last seen, unknown after',
    advice: LOST_ADVICE,
    policy: 'infer',
    reason: 'the same from the other side: it ran at least until it was last seen',
  },
  TC_STATE_TWO_CPUS: {
    severity: 'warning',
    meaning: 'a task was seen on a CPU while it ran on another; it ends there where it was last seen, unknown between',
    policy: 'infer',
    reason: 'it cannot be on both, and the newer word is the better one',
  },
  TC_STATE_WOKEN_ELSEWHERE: {
    severity: 'warning',
    meaning: 'a running task was woken for another CPU; it ends where it was last seen, unknown until it was woken',
    policy: 'infer',
    reason: 'a running task is woken on its own CPU only: this one had left it, and no switch told',
  },
  TC_STATE_LOST_EVENTS: {
    severity: 'warning',
    meaning: 'events were lost; the tasks of that CPU are unknown until seen again',
    advice: 'record with more buffer: perf record -m 8M',
    policy: 'doubt',
    reason: 'anything may have happened on that CPU since its last event',
  },
  TC_STATE_NO_WAKEUP: {
    severity: 'info',
    meaning: 'a sleeping task was switched in without a recorded wakeup; the end of its sleep is inferred',
    advice: 'record sched:sched_wakeup and sched:sched_wakeup_new too',
    policy: 'infer',
    reason: 'somebody woke it before; how long it waited after that is not known',
  },
  TC_STATE_WOKEN_AGAIN: {
    severity: 'warning',
    meaning: 'a task was woken twice and not seen to run between; what it did since the first time is unknown',
    advice: LOST_ADVICE,
    policy: 'doubt',
    reason: 'only what has run can sleep and be woken anew: the wait ended, and no switch told when',
  },
  TC_STATE_REDUNDANT_WAKEUP: {
    severity: 'info',
    meaning: 'a task was woken that ran, or waited after a preemption; this changes nothing',
    policy: 'ignore',
    reason: 'the kernel wakes what is on its way into sleep too; a wait begins when the task becomes runnable, once',
  },
  TC_STATE_WAKEUP_OF_DEAD: {
    severity: 'info',
    meaning: 'a task was woken after its end; ignored',
    policy: 'ignore',
    reason: 'a late event about the same name; only a fork or another name makes the tid a new task',
  },
  TC_STATE_UNSEEN_END: {
    severity: 'info',
    meaning: 'a tid was given to a new task without the end of the former one being recorded',
    policy: 'replace',
    reason: 'two tasks cannot have one tid; what the former one did last is unknown',
  },
  TC_STATE_UNSEEN_START: {
    severity: 'info',
    meaning: 'a tid was seen again after its task had ended, without a fork; it is another task from there on',
    policy: 'replace',
    reason: 'the dead do not run: the kernel gave the tid away, and nobody recorded when',
  },
  TC_STATE_RAN_IN_CSTATE: {
    severity: 'info',
    meaning: 'a task ran on a CPU that was in a C-state; the C-state ends there, inferred',
    policy: 'infer',
    reason: 'a CPU that runs a task is awake: the way out of the C-state is missing',
  },
  TC_STATE_UNMATCHED_INTERRUPT: {
    severity: 'info',
    meaning: 'an interrupt was entered and never left, or left and never entered; it is left out',
    policy: 'ignore',
    reason: 'with one end only it has no length; no switch happens within an interrupt, so none is open across one',
  },
  TC_STATE_UNFINISHED_CALL: {
    severity: 'info',
    meaning: 'a task entered a system call before the end of its former one was recorded; the former one is left out',
    policy: 'replace',
    reason: 'a task is in one call at a time; when the former one returned is not known',
  },
} as const satisfies Record<string, Contradiction>
