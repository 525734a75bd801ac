import type { SwitchEvent } from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import { dropInterrupts } from './hardware.js'
import { closeAsUnknown, closeIdle, closeInterval, openInterval } from './intervals.js'
import { cpuOf, type Machine, stateAfter } from './machine.js'
import { seeOnCpu, switchIn } from './occupancy.js'
import type { Task } from './task.js'
import { endTask, rename, taskSeen } from './tasks.js'

/** `sched_switch`: prev leaves the CPU in the state it tells, next has it from here on. */
export function onSwitch(machine: Machine, event: SwitchEvent): void {
  machine.scheduled = true
  machine.seenSwitch = true
  const cpu = cpuOf(machine, event.cpu)
  if (cpu !== undefined) {
    seeOnCpu(machine, cpu, event.prevTid, event.pid, event.prevComm, false)
    leaveIdle(machine, cpu)
    cpu.switches++
    // No code of an interrupt can sleep: what is still open here lost its exit.
    dropInterrupts(machine, cpu, 0)
  }
  if (event.prevTid !== 0) switchOut(machine, taskSeen(machine, event.prevTid, event.prevComm), event)
  if (event.nextTid !== 0) switchIn(machine, cpu, taskSeen(machine, event.nextTid, event.nextComm))
  else if (cpu !== undefined) enterIdle(machine, cpu)
}

function leaveIdle(machine: Machine, cpu: Cpu): void {
  if (cpu.occupant !== 'idle') return
  closeIdle(machine, cpu, machine.nowNs, false)
  cpu.occupant = undefined
}

function enterIdle(machine: Machine, cpu: Cpu): void {
  cpu.occupant = 'idle'
  cpu.sinceNs = machine.nowNs
  cpu.inferred = false
  cpu.cutStart = false
  cpu.fresh = false
}

function switchOut(machine: Machine, task: Task, event: SwitchEvent): void {
  const { nowNs } = machine
  const { prevState, callchain } = event
  if (task.comm !== event.prevComm) rename(machine, task, event.prevComm)
  if (task.state === 'running') closeInterval(machine, task, nowNs, { prevState, callchain })
  else closeAsUnknown(machine, task, nowNs)
  if (task.onCpu !== undefined) {
    task.onCpu.occupant = undefined
    task.onCpu = undefined
  }
  task.hasContent = true
  task.toldExec = undefined
  task.exitNs = undefined
  task.totals.switches++
  const state = stateAfter(prevState)
  if (state === 'waiting') task.totals.preempted++
  else task.totals.voluntary++
  // Only a sched_wakeup can tell whether a waking of a running task was about the sleep that follows.
  if (!machine.seenWakeup) task.pendingWaking = undefined
  if (state === 'dead') {
    endTask(machine, task, true)
    return
  }
  if (state === 'waiting') openInterval(task, state, nowNs, { prevState, cause: 'preempted' })
  else openInterval(task, state, nowNs, { prevState, callchain })
}
