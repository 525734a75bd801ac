import type { CommEvent, ExitEvent, ForkEvent } from '@tc-stream/event-schema'
import type { Machine } from './machine.js'
import { mark } from './mark.js'
import { noteName, rename, taskBorn } from './tasks.js'

/** Has the trace begun? What perf writes of the time before it tells names only. */
const hasBegun = (machine: Machine, timeNs: number | null): boolean => timeNs !== null && machine.startNs !== undefined

export function onFork(machine: Machine, event: ForkEvent): void {
  const { childTid, childPid, parentPid, parentTid } = event
  const parent = machine.tasks.get(parentTid)
  const isThread = childPid !== null && childPid === parentPid
  const ppid = isThread ? (parent?.ppid ?? null) : (parentPid ?? parentTid)
  if (!hasBegun(machine, event.timeNs)) {
    noteName(machine, childTid, { pid: childPid, ppid: isThread ? null : ppid })
    return
  }
  const known = machine.tasks.get(childTid)
  // perf and the scheduler both record a fork: the second one only adds what it knows.
  const told = known?.justForked === true && known.state === 'none'
  const child = told ? known : taskBorn(machine, childTid, event.childComm ?? parent?.comm ?? null)
  child.pid = childPid ?? child.pid
  child.ppid = ppid ?? child.ppid
  child.parentTid = parentTid
  child.parentComm = parent?.comm ?? null
  child.born = true
  if (!told && parent !== undefined) mark(machine, parent, 'fork', event.cpu, `${child.comm}:${childTid}`)
}

export function onComm(machine: Machine, event: CommEvent): void {
  const { taskTid, taskPid, taskComm } = event
  const task = machine.tasks.get(taskTid)
  if (task === undefined || !hasBegun(machine, event.timeNs)) {
    noteName(machine, taskTid, taskPid === null ? { comm: taskComm } : { comm: taskComm, pid: taskPid })
    return
  }
  if (taskPid !== null) task.pid = taskPid
  rename(machine, task, taskComm)
  if (event.exec && task.toldExec !== taskComm) {
    task.toldExec = taskComm
    mark(machine, task, 'exec', event.cpu, taskComm)
  }
}

export function onExit(machine: Machine, event: ExitEvent): void {
  const task = machine.tasks.get(event.taskTid)
  if (task === undefined || !hasBegun(machine, event.timeNs)) {
    machine.names.delete(event.taskTid)
    return
  }
  if (event.taskPid !== null) task.pid = event.taskPid
  const isTold = task.exitNs !== undefined
  task.exitNs = machine.nowNs
  if (isTold) return
  mark(machine, task, 'exit', event.cpu, undefined)
}
