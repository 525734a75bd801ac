import type { RecordItem, SwitchEvent } from '@tc-stream/event-schema'

/** Header tids lose their trust when more than one switch in this many disagrees. */
const SWITCHES_PER_MISMATCH = 100

export interface HeaderTrust {
  /** Whether the ids of headers are still taken for kernel thread ids. */
  readonly trusted: boolean
  /** Compares a switch's header with its payload; true if they name different tasks. */
  compare(record: RecordItem, event: SwitchEvent): boolean
}

/**
 * perf prints a process id in the place of the thread id when asked for `pid` only, and ids of its own namespace when it
 * ran in one. Neither shows in the layout of a line, but a switch names the task switched out twice, and then the two
 * disagree. A header that disagrees once in a long trace is an odd line; more than that is a property of the trace, and
 * stays one: such headers are right by chance only.
 */
export function createHeaderTrust(): HeaderTrust {
  let switches = 0
  let mismatches = 0
  let trusted = true
  return {
    get trusted() {
      return trusted
    },
    compare(record, event) {
      if (record.tid === null || record.tid === -1) return false
      switches++
      if (record.tid === event.prevTid) return false
      mismatches++
      if (mismatches * SWITCHES_PER_MISMATCH > switches) trusted = false
      return true
    },
  }
}
