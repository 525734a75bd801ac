import type { WakeupEvent, WakeupItem } from '@tc-stream/event-schema'
import { closeInterval, openInterval } from './intervals.js'
import type { Machine } from './machine.js'
import type { Task, Waking } from './task.js'

/** Who wakes, from where: of a wakeup, or of a waking that will be one. */
export function wakingOf(machine: Machine, event: WakeupEvent): Waking {
  const { cpu, tid } = event
  const interrupt = cpu === null ? undefined : machine.cpus[cpu]?.interrupts.at(-1)
  const waker = tid === null ? undefined : machine.tasks.get(tid)
  return {
    timeNs: machine.nowNs,
    tid,
    comm: waker?.comm ?? (tid === null ? null : event.comm),
    taskId: waker?.taskId ?? null,
    cpu,
    context: tid === 0 || interrupt !== undefined ? 'interrupt' : 'task',
    interrupt: interrupt === undefined ? undefined : `${interrupt.kind} ${interrupt.name}`,
    callchain: event.callchain,
  }
}

/** Where only wakings are recorded, one since the task was last seen begins its wait, be it known to sleep or not. */
export function beginWaitOfWaking(machine: Machine, task: Task): void {
  const { pendingWaking, state, sinceNs } = task
  if (machine.seenWakeup || pendingWaking === undefined || pendingWaking.timeNs < sinceNs) return
  if (state !== 'running' && state !== 'waiting' && state !== 'none') beginWait(machine, task, pendingWaking)
}

/** The sleep ends with a waking, in place of a wakeup that was not recorded. */
export function beginWait(machine: Machine, task: Task, waking: Waking): void {
  const wokenNs = Math.max(waking.timeNs, task.sinceNs)
  closeInterval(machine, task, wokenNs, { waker: waking })
  task.totals.wakeups++
  // Where it was to run is not known yet: the waking tells where it ran last.
  machine.emit(wakeupItem(wokenNs, task, waking, null))
  openInterval(task, 'waiting', wokenNs, { cause: 'woken', waker: waking, callchain: waking.callchain })
}

/** Made field by field: there is one of these for every few events, and a spread costs more than all its fields. */
export function wakeupItem(timeNs: number, wakee: Task, waker: Waking, targetCpu: number | null): WakeupItem {
  const item: WakeupItem = {
    type: 'wakeup',
    timeNs,
    cpu: waker.cpu,
    wakerTid: waker.tid,
    wakerComm: waker.comm,
    wakerTaskId: waker.taskId,
    wakeeTid: wakee.tid,
    wakeeComm: wakee.comm,
    wakeeTaskId: wakee.taskId,
    targetCpu,
    context: waker.context,
  }
  if (waker.interrupt !== undefined) item.interrupt = waker.interrupt
  if (waker.callchain !== undefined) item.callchain = waker.callchain
  return item
}
