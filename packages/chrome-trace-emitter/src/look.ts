import type { IntervalItem, IoItem, MarkItem, TaskState, TimeWindow } from '@tc-stream/event-schema'
import type { CallchainTexts } from './callchain-text.js'
import type { SliceLook } from './events.js'
import { digits, type Members, quote } from './json.js'

/** Colours that chrome://tracing has for the states of threads; Perfetto chooses by the name. */
const COLORS: Readonly<Record<TaskState, string>> = {
  running: 'thread_state_running',
  waiting: 'thread_state_runnable',
  blocked: 'thread_state_uninterruptible',
  sleeping: 'thread_state_sleeping',
  idle: 'thread_state_sleeping',
  stopped: 'thread_state_sleeping',
  parked: 'thread_state_sleeping',
  dead: 'thread_state_unknown',
  unknown: 'thread_state_unknown',
}

/** What the slice of an interval says: its state and why in the name, all else in the details. */
export function intervalLook(
  item: IntervalItem,
  window: TimeWindow,
  callchains: CallchainTexts | undefined,
): SliceLook {
  const { state, cause, reason } = item
  const why = state === 'waiting' ? cause : state === 'running' ? undefined : reason
  const name = JSON.stringify(why === undefined ? state : `${state}: ${why}`)
  return { name, category: 'task', color: COLORS[state], args: intervalArgs(item, window, callchains) }
}

function intervalArgs(item: IntervalItem, window: TimeWindow, callchains: CallchainTexts | undefined): Members {
  const { wakerTid, wakerComm } = item
  return {
    comm: quote(item.comm),
    cpu: digits(item.cpu),
    prevState: quote(item.prevState),
    reason: quote(item.reason),
    waker: wakerTid === undefined ? undefined : quote(`${wakerComm ?? ''}:${wakerTid}`),
    wakerCpu: digits(item.wakerCpu),
    context: quote(item.context),
    interrupt: quote(item.interrupt),
    inferred: item.inferred === true ? 'true' : undefined,
    cut: quote(cutBy(item, window)),
    callchain: callchains?.of(item.callchain),
  }
}

/** The edges beyond which the interval goes on: of the trace, or of the window. */
function cutBy(item: IntervalItem, window: TimeWindow): 'start' | 'end' | 'both' | undefined {
  const start = item.cut === 'start' || item.cut === 'both' || window.startNs > item.startNs
  const end = item.cut === 'end' || item.cut === 'both' || window.endNs < item.endNs
  if (start) return end ? 'both' : 'start'
  return end ? 'end' : undefined
}

export function ioLook({ op, syscall, fd, bytes, error, merges }: IoItem): SliceLook {
  const args = {
    op: quote(op),
    fd: digits(fd),
    bytes: digits(bytes),
    error: error === null ? undefined : quote(error),
    merges: merges === 0 ? undefined : digits(merges),
  }
  return { name: JSON.stringify(error === null ? (syscall ?? op) : `${syscall ?? op}: ${error}`), category: 'io', args }
}

export function markLook({ kind, cpu, text, callchain }: MarkItem, callchains: CallchainTexts | undefined): SliceLook {
  const args = { text: quote(text), cpu: digits(cpu), callchain: callchains?.of(callchain) }
  return { name: JSON.stringify(kind), category: 'mark', args }
}

/** What the moment says at which a task woke another one, or an interrupt did. */
export function wakeupLook({ comm, tid, interrupt }: IntervalItem): SliceLook {
  return { name: JSON.stringify(`wakes ${comm}:${tid}`), category: 'wakeup', args: { interrupt: quote(interrupt) } }
}
