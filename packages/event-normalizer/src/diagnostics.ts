import type { DiagnosticRule } from '@tc-stream/event-schema'

export type NormalizerCode =
  | 'TC_NORM_BAD_PAYLOAD'
  | 'TC_NORM_NO_PAYLOAD'
  | 'TC_NORM_INVALID_EVENT'
  | 'TC_NORM_NO_TIME'
  | 'TC_NORM_UNKNOWN_STATE'
  | 'TC_NORM_SHIFTED_STATES'
  | 'TC_NORM_HEADER_TID'

/** What the normalizer can find odd. */
export const NORMALIZER_DIAGNOSTICS: Readonly<Record<NormalizerCode, DiagnosticRule>> = {
  TC_NORM_BAD_PAYLOAD: {
    severity: 'warning',
    meaning: 'the fields of an event are in no known form; the event is left out',
    advice: 'if the line is cut short, record again; if it is whole, please report it with its first lines',
  },
  TC_NORM_NO_PAYLOAD: {
    severity: 'warning',
    meaning: 'an event was printed without its fields; it only shows which task was on the CPU',
    advice: 'print the fields: perf script -F +trace',
  },
  TC_NORM_INVALID_EVENT: {
    severity: 'warning',
    meaning: 'an event holds values that no kernel writes; it is left out',
  },
  TC_NORM_NO_TIME: {
    severity: 'warning',
    meaning: 'an event without a time cannot be drawn; it is left out',
    advice: 'print the time: perf script -F +time',
  },
  TC_NORM_UNKNOWN_STATE: {
    severity: 'warning',
    meaning: 'a task was switched out in a state with an unknown letter; it is taken for sleeping',
  },
  TC_NORM_SHIFTED_STATES: {
    severity: 'info',
    meaning: 'this kernel wrote the task states one bit too high (4.14 to 4.19 did); they were put right',
  },
  TC_NORM_HEADER_TID: {
    severity: 'warning',
    meaning: 'the thread id before a switch is not that of the task switched out; such ids are used no more',
    advice: 'print thread ids: perf script -F comm,pid,tid,cpu,time,event,trace; record outside of a pid namespace',
  },
}
