import type { IoItem } from '@tc-stream/event-schema'
import { errnoName } from './errno.js'
import { bytesOf, type OpenCall } from './io-call.js'
import type { Machine } from './machine.js'
import type { Task } from './task.js'

const EAGAIN = 'EAGAIN'

/**
 * A call has returned: it is merged into the task's last I/O interval if that has the same descriptor, direction and
 * error and lies no further back than `ioMergeDistNs`; else it begins the next one. What is shorter than `ioMinTimeNs`
 * is made as long, up to the next call: behind an error, which would be lost to the eye, it is the next call that gives
 * way. `result`: what the call returned; negative is -errno.
 */
export function addCall(machine: Machine, task: Task, call: OpenCall, result: number): void {
  const { nowNs, options } = machine
  const error = result < 0 ? errnoName(-result) : null
  const bytes = bytesOf(call, result)
  if (error === EAGAIN && options.ioSkipEagain) machine.diagnostics.count('TC_STATE_EAGAIN_LEFT_OUT')
  else countCall(task, call, nowNs - call.startNs, bytes, error !== null)
  const last = task.io
  let { startNs } = call
  const endNs = Math.max(nowNs, startNs + options.ioMinTimeNs)
  if (last !== undefined) {
    startNs = part(last, startNs)
    const alike = last.op === call.op && last.error === error && last.fd === call.fd
    if (alike && startNs - last.endNs <= options.ioMergeDistNs) {
      merge(last, endNs, nowNs - call.startNs, bytes)
      return
    }
    tell(machine, task, last)
  }
  task.io = ioItem(task, call, startNs, endNs, nowNs - call.startNs, bytes, error)
}

/** A call that begins here is too far away to be merged: the interval before it is certain. */
export function tellBefore(machine: Machine, task: Task): void {
  const { io } = task
  if (io === undefined || machine.nowNs - io.endNs <= machine.options.ioMergeDistNs) return
  task.io = undefined
  tell(machine, task, io)
}

/** A new row begins: a call under way will belong to it, what has returned belongs to the former one. */
export function tellLast(machine: Machine, task: Task): void {
  const { io } = task
  if (io === undefined) return
  task.io = undefined
  tell(machine, task, io)
}

/** The task or the trace ends: what has not returned is told as well. */
export function closeIo(machine: Machine, task: Task): void {
  const { call, io } = task
  const { nowNs } = machine
  if (call === undefined) {
    tellLast(machine, task)
    return
  }
  task.call = undefined
  const startNs = io === undefined ? call.startNs : part(io, call.startNs)
  tellLast(machine, task)
  const callNs = nowNs - call.startNs
  countCall(task, call, callNs, 0, false)
  const item = ioItem(task, call, startNs, Math.max(startNs, nowNs), callNs, 0, null)
  item.cut = 'end'
  tell(machine, task, item)
}

/** Lets a call begin where the lengthened interval before it is not in its way; returns where that is. */
function part(last: IoItem, startNs: number): number {
  if (startNs >= last.endNs) return startNs
  if (last.error !== null) return last.endNs
  last.endNs = startNs
  return startNs
}

function merge(last: IoItem, endNs: number, callNs: number, bytes: number): void {
  last.endNs = endNs
  last.bytes += bytes
  last.merges++
  last.callNs = (last.callNs ?? 0) + callNs
  if (callNs > (last.maxCallNs ?? 0)) last.maxCallNs = callNs
}

function tell(machine: Machine, task: Task, item: IoItem): void {
  if (item.error === EAGAIN && machine.options.ioSkipEagain) return
  // It gave way to an error, and was overtaken before it could begin.
  if (item.startNs > item.endNs) item.startNs = item.endNs
  task.hasContent = true
  machine.emit(item)
}

function countCall(task: Task, call: OpenCall, callNs: number, bytes: number, failed: boolean): void {
  const { totals } = task
  totals.ioCalls++
  totals.ioNs += callNs
  if (failed) totals.ioErrors++
  if (bytes === 0) return
  switch (call.op) {
    case 'read':
      totals.ioReadBytes += bytes
      break
    case 'write':
      totals.ioWriteBytes += bytes
      break
    case 'rx':
      totals.ioRxBytes += bytes
      break
    case 'tx':
      totals.ioTxBytes += bytes
  }
}

function ioItem(
  task: Task,
  call: OpenCall,
  startNs: number,
  endNs: number,
  callNs: number,
  bytes: number,
  error: string | null,
): IoItem {
  return {
    type: 'io',
    taskId: task.taskId,
    tid: task.tid,
    pid: task.pid,
    comm: task.comm,
    op: call.op,
    syscall: call.name,
    fd: call.fd,
    bytes,
    error,
    startNs,
    endNs,
    merges: 0,
    callNs,
    maxCallNs: callNs,
  }
}
