import type { SyscallEnterEvent, SyscallExitEvent } from '@tc-stream/event-schema'
import { opOf } from './io-call.js'
import { addCall, tellBefore } from './io-interval.js'
import type { Machine } from './machine.js'
import { taskSeen } from './tasks.js'

export function onSyscallEnter(machine: Machine, event: SyscallEnterEvent): void {
  const op = opOf(event.name)
  if (op === undefined || event.tid === null || event.tid === 0) return
  const task = taskSeen(machine, event.tid, event.comm, true)
  if (event.pid !== null) task.pid = event.pid
  if (task.call !== undefined) machine.diagnostics.count('TC_STATE_UNFINISHED_CALL')
  else tellBefore(machine, task)
  task.call = { name: event.name, op, fd: event.fd, startNs: machine.nowNs }
}

export function onSyscallExit(machine: Machine, event: SyscallExitEvent): void {
  const task = event.tid === null ? undefined : machine.tasks.get(event.tid)
  const call = task?.call
  // The call that a task is in when the trace begins has no beginning.
  if (task === undefined || call === undefined || call.name !== event.name) return
  task.call = undefined
  addCall(machine, task, call, event.result)
}
