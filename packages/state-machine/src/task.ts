import {
  type Callchain,
  type IoItem,
  type PrevState,
  type TaskState,
  type TaskTotals,
  type WaitCause,
  type WakeupContext,
  zeroTotals,
} from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import type { OpenCall } from './io-call.js'

/** `none`: forked, but not yet runnable; no interval is open. */
export type OpenState = TaskState | 'none'

/** Who woke a task, from where. `timeNs` is when the waker did it. */
export interface Waking {
  readonly timeNs: number
  readonly tid: number | null
  readonly comm: string | null
  readonly taskId: number | null
  readonly cpu: number | null
  readonly context: WakeupContext
  readonly interrupt: string | undefined
  readonly callchain: Callchain | undefined
}

/** One tid that is alive. A change of comm keeps the object and gives it a new `taskId`: one row of the chart. */
export interface Task {
  readonly tid: number
  taskId: number
  pid: number | null
  ppid: number | null
  /** Who forked it, if that was recorded. */
  parentTid: number | null
  parentComm: string | null
  /** `startNs` is when it was forked. */
  born: boolean
  comm: string
  /** The comm is from a header or `/proc`, which may decorate it; the first payload puts it right without a new row. */
  provisional: boolean
  /** The row holds an interval or a wakeup, so that it must be told about. */
  hasContent: boolean
  /** Nothing has been seen of the task but its fork. */
  justForked: boolean
  /** The comm of the exec under way that has been told, and when the exit was: perf and the scheduler may both record it. */
  toldExec: string | undefined
  exitNs: number | undefined
  startNs: number
  state: OpenState
  sinceNs: number
  /** The beginning of the open interval was concluded, not recorded. */
  inferred: boolean
  /** The open interval began before the trace. */
  cutStart: boolean
  prevState: PrevState | undefined
  cause: WaitCause | undefined
  /** Callchain of the open interval, where it began: the switch-out, or the wakeup. */
  callchain: Callchain | undefined
  /** Who began the open wait. */
  waker: Waking | undefined
  /** A `sched_waking` that no `sched_wakeup` has followed yet. */
  pendingWaking: Waking | undefined
  /** The system call it is in, if that does I/O. */
  call: OpenCall | undefined
  /** Its last I/O, that the next call may be merged into. */
  io: IoItem | undefined
  /** The CPU it is on while it runs. */
  onCpu: Cpu | undefined
  /** The CPU it ran on last. */
  lastCpu: number | null
  /** The CPU in whose queue it is, as far as that is known: it ran there, or was moved there. */
  homeCpu: number | null
  totals: TaskTotals
}

export function createTask(tid: number, taskId: number, comm: string, startNs: number): Task {
  return {
    tid,
    taskId,
    pid: null,
    ppid: null,
    parentTid: null,
    parentComm: null,
    born: false,
    comm,
    provisional: false,
    hasContent: false,
    justForked: false,
    toldExec: undefined,
    exitNs: undefined,
    startNs,
    state: 'unknown',
    sinceNs: startNs,
    inferred: false,
    cutStart: false,
    prevState: undefined,
    cause: undefined,
    callchain: undefined,
    waker: undefined,
    pendingWaking: undefined,
    call: undefined,
    io: undefined,
    onCpu: undefined,
    lastCpu: null,
    homeCpu: null,
    totals: zeroTotals(),
  }
}
