import type { WaitCause, WakeupEvent } from '@tc-stream/event-schema'
import { closeAsUnknown, closeInterval, openInterval } from './intervals.js'
import type { Machine } from './machine.js'
import { vacate } from './occupancy.js'
import type { Task, Waking } from './task.js'
import { taskBorn, taskSeen } from './tasks.js'
import { beginWaitOfWaking, wakeupItem, wakingOf } from './waking.js'

/** `sched_wakeup`, `sched_wakeup_new`, `sched_waking`: the wakee becomes runnable, or is about to. */
export function onWakeup(machine: Machine, event: WakeupEvent): void {
  const { wakeeTid, wakeeComm, kind } = event
  if (wakeeTid === 0) return
  machine.scheduled = true
  if (kind === 'wakeup') machine.seenWakeup = true
  const waking = wakingOf(machine, event)
  if (kind === 'new') {
    wake(machine, newTask(machine, event), 'new', waking, event.targetCpu)
    return
  }
  if (!machine.tasks.has(wakeeTid) && machine.recentlyDead.get(wakeeTid) === wakeeComm) {
    machine.diagnostics.count('TC_STATE_WAKEUP_OF_DEAD')
    return
  }
  const wakee = taskSeen(machine, wakeeTid, wakeeComm)
  if (kind === 'waking') {
    if (!machine.seenWakeup) {
      beginWaitOfWaking(machine, wakee)
      doubtWait(machine, wakee)
    }
    wakee.pendingWaking = waking
    return
  }
  // The waking is made by the true waker; the wakeup may follow on the CPU that the task is sent to.
  const waker = wakee.pendingWaking ?? waking
  wakee.pendingWaking = undefined
  leaveUnseen(machine, wakee, event.targetCpu)
  wake(machine, wakee, 'woken', waker, event.targetCpu)
}

/** A running task is woken on its own CPU only: one that is woken for another has left it, and no switch told. */
function leaveUnseen(machine: Machine, wakee: Task, targetCpu: number | null): void {
  const { onCpu } = wakee
  if (onCpu !== undefined && targetCpu !== null && targetCpu !== onCpu.cpu) {
    vacate(machine, onCpu, 'TC_STATE_WOKEN_ELSEWHERE')
  }
}

/** A task that a fork announced just before, or of which this is the first word. */
function newTask(machine: Machine, event: WakeupEvent): Task {
  const known = machine.tasks.get(event.wakeeTid)
  if (known?.justForked === true && known.state === 'none') return taskSeen(machine, event.wakeeTid, event.wakeeComm)
  const born = taskBorn(machine, event.wakeeTid, event.wakeeComm)
  born.ppid ??= event.pid
  return born
}

function wake(machine: Machine, wakee: Task, cause: WaitCause, waker: Waking, targetCpu: number | null): void {
  doubtWait(machine, wakee)
  if (wakee.state === 'running' || wakee.state === 'waiting') {
    machine.diagnostics.count('TC_STATE_REDUNDANT_WAKEUP')
    return
  }
  closeInterval(machine, wakee, machine.nowNs, { waker })
  openInterval(wakee, 'waiting', machine.nowNs, { cause, waker, callchain: waker.callchain })
  wakee.justForked = false
  wakee.hasContent = true
  // A new task is not woken: it has not slept.
  if (cause === 'woken') wakee.totals.wakeups++
  machine.emit(wakeupItem(machine.nowNs, wakee, waker, targetCpu))
}

/**
 * The kernel wakes what sleeps, or is on its way into sleep; a task that waits since it was woken, or is new, is neither
 * until it has run: what it did is unknown up to now. One that was preempted may have been on its way.
 */
function doubtWait(machine: Machine, wakee: Task): void {
  const { nowNs } = machine
  if (wakee.state !== 'waiting' || wakee.cause === 'preempted' || wakee.sinceNs >= nowNs) return
  machine.diagnostics.count('TC_STATE_WOKEN_AGAIN')
  closeAsUnknown(machine, wakee, nowNs)
  openInterval(wakee, 'unknown', nowNs)
}
