import { type TaskItem, zeroTotals } from '@tc-stream/event-schema'
import { closeAsUnknown, closeInterval, openInterval } from './intervals.js'
import { closeIo, tellLast } from './io-interval.js'
import type { KnownName, Machine } from './machine.js'
import { createTask, type Task } from './task.js'

/**
 * The task of a tid that an event tells of, made at need: then it was there before the trace, in a state that nothing
 * tells. `comm` is the payload's, or a header's (`fromHeader`), which a payload may put right later.
 */
export function taskSeen(machine: Machine, tid: number, comm: string | null, fromHeader = false): Task {
  const known = machine.tasks.get(tid)
  if (known !== undefined) {
    if (comm !== null && !fromHeader && known.comm !== comm) rename(machine, known, comm)
    return known
  }
  // A tid that has died was given to another task since, whose beginning nobody recorded.
  const reused = machine.recentlyDead.has(tid)
  if (reused) machine.diagnostics.count('TC_STATE_UNSEEN_START')
  const task = addTask(machine, tid, comm, reused ? machine.nowNs : (machine.startNs ?? machine.nowNs))
  task.cutStart = !reused
  if (fromHeader) task.provisional = true
  return task
}

/** A task that begins now. */
export function taskBorn(machine: Machine, tid: number, comm: string | null): Task {
  const former = machine.tasks.get(tid)
  if (former !== undefined) {
    machine.diagnostics.count('TC_STATE_UNSEEN_END')
    closeAsUnknown(machine, former, machine.nowNs)
    endTask(machine, former, true)
  }
  const task = addTask(machine, tid, comm, machine.nowNs)
  task.state = 'none'
  task.justForked = true
  return task
}

function addTask(machine: Machine, tid: number, comm: string | null, startNs: number): Task {
  const name = machine.names.get(tid)
  const task = createTask(tid, machine.nextTaskId++, comm ?? name?.comm ?? `:${tid}`, startNs)
  task.provisional = comm === null
  if (name !== undefined) {
    task.pid = name.pid
    task.ppid = name.ppid
    machine.names.delete(tid)
  }
  machine.tasks.set(tid, task)
  machine.recentlyDead.delete(tid)
  if (machine.tasks.size > machine.options.maxTasks) dropOldest(machine)
  return task
}

function dropOldest(machine: Machine): void {
  for (const oldest of oldestOf(machine.tasks.values(), machine.options.maxTasks)) {
    machine.diagnostics.count('TC_STATE_TOO_MANY_TASKS')
    closeInterval(machine, oldest, machine.nowNs, { inferred: true })
    endTask(machine, oldest, false)
  }
}

/** How much of a full map goes at once: on the way to its first entry lie all that were deleted before it. */
const PART_DROPPED = 1 / 16

/** What a map of at most `limit` entries has had longest; it may be deleted on the way. */
function* oldestOf<Value>(values: Iterable<Value>, limit: number): Generator<Value> {
  let left = Math.ceil(limit * PART_DROPPED)
  for (const value of values) {
    yield value
    if (--left === 0) return
  }
}

/**
 * A change of comm begins a new row. The open interval goes with it whole, as its end is told under the new comm: a
 * run is never cut in two by an exec.
 */
export function rename(machine: Machine, task: Task, comm: string): void {
  if (task.comm === comm) return
  if (!task.provisional) tellLast(machine, task)
  else if (task.io !== undefined) task.io.comm = comm
  if (task.hasContent && !task.provisional) {
    // Where no scheduler event has been seen, there is no open interval to go with it.
    if (!machine.scheduled) openInterval(task, task.state, machine.nowNs)
    const sinceNs = task.state === 'none' ? machine.nowNs : task.sinceNs
    machine.emit(taskItem(machine, task, sinceNs, false))
    task.taskId = machine.nextTaskId++
    task.startNs = sinceNs
    task.hasContent = false
    task.born = false
    task.totals = zeroTotals()
  }
  task.comm = comm
  task.provisional = false
}

/** The task is no more; a later use of its tid is another task. */
export function endTask(machine: Machine, task: Task, exited: boolean): void {
  if (task.onCpu !== undefined) {
    task.onCpu.occupant = undefined
    task.onCpu = undefined
  }
  closeIo(machine, task)
  machine.tasks.delete(task.tid)
  if (task.hasContent) machine.emit(taskItem(machine, task, machine.nowNs, exited))
  const dead = machine.recentlyDead
  dead.set(task.tid, task.comm)
  const { maxRecentlyDead } = machine.options
  if (dead.size <= maxRecentlyDead) return
  for (const tid of oldestOf(dead.keys(), maxRecentlyDead)) dead.delete(tid)
}

export function taskItem(machine: Machine, task: Task, endNs: number, exited: boolean): TaskItem {
  const item: TaskItem = {
    type: 'task',
    taskId: task.taskId,
    tid: task.tid,
    pid: task.pid,
    ppid: task.ppid,
    comm: task.comm,
    startNs: task.startNs,
    endNs,
    exited,
    ...task.totals,
  }
  if (task.parentTid !== null) item.parentTid = task.parentTid
  if (task.parentComm !== null) item.parentComm = task.parentComm
  const processComm = processCommOf(machine, task)
  if (processComm !== undefined) item.processComm = processComm
  if (task.born) item.born = true
  return item
}

/** The name of the process that a thread is of: its first thread's, which may not have run, or not any more. */
function processCommOf({ tasks, names, recentlyDead }: Machine, { tid, pid }: Task): string | undefined {
  if (pid === null || pid === tid) return undefined
  const comm = tasks.get(pid)?.comm ?? names.get(pid)?.comm ?? recentlyDead.get(pid)
  return comm === `:${pid}` ? undefined : (comm ?? undefined)
}

/** Keeps what the text says of a task that has not been seen yet. */
export function noteName(machine: Machine, tid: number, name: Partial<KnownName>): void {
  const known = machine.names.get(tid)
  if (known !== undefined) {
    Object.assign(known, name)
    return
  }
  if (machine.names.size >= machine.options.maxNames) {
    machine.diagnostics.count('TC_STATE_TOO_MANY_NAMES')
    return
  }
  machine.names.set(tid, { pid: null, ppid: null, comm: null, ...name })
}
