import type { Cpu } from './cpu.js'
import type { StateDiagnosticCode } from './diagnostics.js'
import { closeAsUnknown, closeIdle, closeInterval, openInterval } from './intervals.js'
import type { Machine } from './machine.js'
import { settle } from './migration.js'
import { closeCState } from './power.js'
import type { Task } from './task.js'
import { taskSeen } from './tasks.js'
import { beginWait, beginWaitOfWaking } from './waking.js'

const INFERRED = { inferred: true } as const
const SINCE_START = { inferred: true, cutStart: true } as const

/**
 * An event shows the task on its CPU. Where that is not the one the switches tell, a switch is missing: the former
 * occupant ends where it was last seen, and the new one runs from here, inferred. `fromHeader`: the comm is the
 * header's, which may be decorated.
 */
export function seeOnCpu(
  machine: Machine,
  cpu: Cpu,
  tid: number,
  pid: number | null,
  comm: string | null,
  fromHeader: boolean,
): void {
  const { occupant } = cpu
  if (cpu.glimpsedTid !== null && cpu.glimpsedTid !== tid) cpu.fresh = false
  if (tid === 0) {
    if (occupant !== 'idle') occupyIdle(machine, cpu)
  } else if (occupant === undefined || occupant === 'idle' || occupant.tid !== tid) {
    const task = taskSeen(machine, tid, comm, fromHeader)
    occupyByTask(machine, cpu, task)
    if (pid !== null && pid >= 0) task.pid = pid
  } else if (pid !== null && pid >= 0) {
    occupant.pid = pid
  }
  cpu.lastSeenNs = machine.nowNs
  cpu.lastEventNs = machine.nowNs
}

function occupyIdle(machine: Machine, cpu: Cpu): void {
  const sinceStart = cpu.fresh
  if (!sinceStart) machine.diagnostics.count('TC_STATE_NOT_ON_CPU')
  vacate(machine, cpu, 'TC_STATE_TAKEN_OVER')
  cpu.occupant = 'idle'
  cpu.fresh = false
  cpu.inferred = true
  cpu.cutStart = sinceStart
  cpu.sinceNs = sinceStart ? (machine.startNs ?? machine.nowNs) : machine.nowNs
}

function occupyByTask(machine: Machine, cpu: Cpu, task: Task): void {
  const { nowNs } = machine
  const elsewhere = task.onCpu
  if (elsewhere !== undefined) vacate(machine, elsewhere, 'TC_STATE_TWO_CPUS')
  vacate(machine, cpu, 'TC_STATE_TAKEN_OVER')
  const sinceStart = cpu.fresh && task.state === 'unknown' && task.cutStart
  if (sinceStart) {
    openInterval(task, 'running', task.sinceNs, SINCE_START)
  } else {
    if (elsewhere === undefined) machine.diagnostics.count('TC_STATE_NOT_ON_CPU')
    closeAsUnknown(machine, task, nowNs)
    openInterval(task, 'running', nowNs, INFERRED)
  }
  putOnCpu(machine, task, cpu)
}

/** The occupant is no longer there, and no switch told: it ends where it was last seen. `code`: how that is known. */
export function vacate(machine: Machine, cpu: Cpu, code?: StateDiagnosticCode): void {
  const { occupant } = cpu
  cpu.occupant = undefined
  if (occupant === undefined) return
  if (code !== undefined) machine.diagnostics.count(code)
  if (occupant === 'idle') {
    closeIdle(machine, cpu, cpu.lastSeenNs, true)
    return
  }
  const endNs = Math.max(cpu.lastSeenNs, occupant.sinceNs)
  closeInterval(machine, occupant, endNs, INFERRED)
  occupant.onCpu = undefined
  openInterval(occupant, 'unknown', endNs)
}

/** A recorded switch-in. */
export function switchIn(machine: Machine, cpu: Cpu | undefined, task: Task): void {
  const { nowNs } = machine
  if (task.onCpu !== undefined) vacate(machine, task.onCpu, 'TC_STATE_TWO_CPUS')
  endWait(machine, task)
  task.pendingWaking = undefined
  openInterval(task, 'running', nowNs)
  if (cpu !== undefined) putOnCpu(machine, task, cpu)
  // It runs somewhere: where it was before may have gone to another task.
  else task.lastCpu = null
}

/** Ends whatever came before a switch-in. */
function endWait(machine: Machine, task: Task): void {
  const { nowNs } = machine
  switch (task.state) {
    case 'none':
      return
    case 'unknown':
      beginWaitOfWaking(machine, task)
      closeInterval(machine, task, nowNs)
      return
    case 'waiting':
      closeInterval(machine, task, nowNs)
      return
    case 'running':
      // Without CPU numbers a missing switch-out shows only here.
      machine.diagnostics.count('TC_STATE_NOT_ON_CPU')
      closeAsUnknown(machine, task, nowNs)
      return
    default:
      endSleepUnwoken(machine, task)
  }
}

/** A sleep without a recorded `sched_wakeup`: a `sched_waking` tells as well; else its end is a conclusion. */
function endSleepUnwoken(machine: Machine, task: Task): void {
  const waking = task.pendingWaking
  task.pendingWaking = undefined
  if (waking === undefined) {
    machine.diagnostics.count('TC_STATE_NO_WAKEUP')
    closeInterval(machine, task, machine.nowNs, INFERRED)
    return
  }
  beginWait(machine, task, waking)
  closeInterval(machine, task, machine.nowNs)
}

function putOnCpu(machine: Machine, task: Task, cpu: Cpu): void {
  // A CPU in a C-state runs nothing: the way out of it is missing.
  if (cpu.cState !== null) {
    machine.diagnostics.count('TC_STATE_RAN_IN_CSTATE')
    closeCState(machine, cpu, machine.nowNs, 'inferred')
  }
  if (task.homeCpu !== cpu.cpu) settle(machine, task, cpu.cpu)
  task.onCpu = cpu
  task.lastCpu = cpu.cpu
  task.justForked = false
  cpu.occupant = task
  cpu.fresh = false
}
