import type { DecodeContext, Decoder } from '../registry.js'
import { endOfInteger, hasAt, integerIn, parseInteger } from '../text.js'

/** Longest comm of a kernel task. Units: bytes. */
const COMM_BYTES = 15

/**
 * `sched:sched_process_fork`. The child's process is not told: it may be a thread.
 *
 * Shape: `comm=sh pid=7 child_comm=sh child_pid=8`
 */
export const decodeProcessFork: Decoder = (record, context) => {
  const { payload } = record
  const childAt = payload.lastIndexOf(' child_pid=')
  const childEnd = childAt < 0 ? -1 : endOfInteger(payload, childAt + 11)
  if (childEnd < 0 || !hasAt(payload, 'comm=', 0)) return undefined
  for (let at = payload.indexOf(' pid=', 5); at >= 0; at = payload.indexOf(' pid=', at + 1)) {
    const pidEnd = endOfInteger(payload, at + 5)
    if (!hasAt(payload, ' child_comm=', pidEnd) || pidEnd + 12 > childAt) continue
    const parentTid = integerIn(payload, at + 5, pidEnd)
    const childTid = integerIn(payload, childAt + 11, childEnd)
    return {
      type: 'fork',
      timeNs: record.timeNs,
      cpu: context.cpu,
      tid: context.tid,
      pid: context.pid,
      comm: context.comm,
      parentTid,
      parentPid: context.tid === parentTid ? context.pid : null,
      childTid,
      childPid: null,
      childComm: context.commIn(payload, pidEnd + 12, childAt, childTid),
    }
  }
  return undefined
}

/**
 * `sched:sched_process_exec`. perf has renamed the task by then, so the header's comm is the new one; where the header
 * cannot be trusted, the kernel's own rule applies: the base name of the file, cut to what fits.
 *
 * Shape: `filename=/usr/bin/sleep pid=7 old_pid=7`
 */
export const decodeProcessExec: Decoder = (record, context) => {
  const { payload } = record
  if (!hasAt(payload, 'filename=', 0)) return undefined
  const at = payload.lastIndexOf(' pid=')
  const tid = at < 9 ? undefined : parseInteger(payload, at + 5)
  if (tid === undefined) return undefined
  const sameTask = context.tid === tid
  return {
    type: 'comm',
    timeNs: record.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    taskTid: tid,
    taskPid: sameTask ? context.pid : null,
    taskComm: sameTask && context.comm !== null ? context.comm : commOfFile(payload, 9, at, tid, context),
    exec: true,
  }
}

function commOfFile(payload: string, start: number, end: number, tid: number, context: DecodeContext): string {
  const slash = payload.lastIndexOf('/', end - 1)
  const base = slash >= start ? slash + 1 : start
  let bytes = 0
  let cut = base
  // Whole characters only: perf prints what is left of a cut one as a byte that is no text.
  for (const char of payload.slice(base, end)) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > COMM_BYTES) break
    cut += char.length
  }
  return context.commIn(payload, base, cut, tid)
}

/**
 * `sched:sched_process_exit`.
 *
 * Shape: `comm=sh pid=7 prio=120`
 */
export const decodeProcessExit: Decoder = (record, context) => {
  const { payload } = record
  if (!hasAt(payload, 'comm=', 0)) return undefined
  for (let at = payload.lastIndexOf(' pid='); at >= 5; at = payload.lastIndexOf(' pid=', at - 1)) {
    const pidEnd = endOfInteger(payload, at + 5)
    if (!hasAt(payload, ' prio=', pidEnd)) continue
    const tid = integerIn(payload, at + 5, pidEnd)
    return {
      type: 'exit',
      timeNs: record.timeNs,
      cpu: context.cpu,
      tid: context.tid,
      pid: context.pid,
      comm: context.comm,
      taskTid: tid,
      taskPid: context.tid === tid ? context.pid : null,
      taskComm: context.commIn(payload, 5, at, tid),
    }
  }
  return undefined
}
