import type { Callchain, CpuGapItem, IdleItem, IntervalItem, PrevState, TaskTotals } from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import type { Machine } from './machine.js'
import type { OpenState, Task, Waking } from './task.js'

/** What is known at the end of an interval only. */
export interface Closing {
  readonly inferred?: boolean
  readonly cutEnd?: boolean
  /** The switch-out that ends a running interval. */
  readonly prevState?: PrevState
  readonly callchain?: Callchain | undefined
  /** The wakeup that ends a sleep. */
  readonly waker?: Waking
}

const RECORDED: Closing = {}

/**
 * Ends the open interval of a task at `endNs` and emits it. An interval without length is told only if both of its
 * edges were recorded: at microseconds, a real run can be that short.
 */
export function closeInterval(machine: Machine, task: Task, endNs: number, closing: Closing = RECORDED): void {
  if (task.state === 'none' || (task.state === 'unknown' && !machine.scheduled)) return
  const inferred = task.inferred || closing.inferred === true
  if (endNs <= task.sinceNs && (inferred || task.state === 'unknown' || closing.cutEnd === true)) return
  const item = intervalItem(task, endNs, closing)
  if (inferred && task.state !== 'unknown') item.inferred = true
  addToTotals(task.totals, item)
  if (task.state === 'running' && task.onCpu !== undefined) {
    task.onCpu.busyNs += endNs - task.sinceNs
    coverCpu(machine, task.onCpu, task.sinceNs, endNs)
  }
  task.hasContent = true
  machine.emit(item)
}

function intervalItem(task: Task, endNs: number, closing: Closing): IntervalItem {
  const item: IntervalItem = {
    type: 'interval',
    taskId: task.taskId,
    tid: task.tid,
    pid: task.pid,
    comm: task.comm,
    state: task.state as IntervalItem['state'],
    cpu: task.lastCpu,
    startNs: task.sinceNs,
    endNs,
  }
  const prevState = closing.prevState ?? task.prevState
  if (prevState !== undefined) item.prevState = prevState
  if (task.cause !== undefined) item.cause = task.cause
  const callchain = task.state === 'running' ? closing.callchain : task.callchain
  if (callchain !== undefined) item.callchain = callchain
  const waker = task.state === 'waiting' ? task.waker : closing.waker
  if (waker !== undefined) addWaker(item, waker)
  if (task.state !== 'waiting' && waker?.callchain !== undefined) item.wakerCallchain = waker.callchain
  const cut = cutOf(task.cutStart, closing.cutEnd === true)
  if (cut !== undefined) item.cut = cut
  return item
}

function addWaker(item: IntervalItem, waker: Waking): void {
  item.wakeupNs = waker.timeNs
  item.context = waker.context
  if (waker.interrupt !== undefined) item.interrupt = waker.interrupt
  if (waker.cpu !== null) item.wakerCpu = waker.cpu
  if (waker.tid === null) return
  item.wakerTid = waker.tid
  if (waker.comm !== null) item.wakerComm = waker.comm
  if (waker.taskId !== null) item.wakerTaskId = waker.taskId
}

export function cutOf(start: boolean, end: boolean): 'start' | 'end' | 'both' | undefined {
  if (start) return end ? 'both' : 'start'
  return end ? 'end' : undefined
}

function addToTotals(totals: TaskTotals, item: IntervalItem): void {
  const durationNs = item.endNs - item.startNs
  if (item.inferred === true) totals.inferredNs += durationNs
  switch (item.state) {
    case 'running':
      totals.runningNs += durationNs
      break
    case 'waiting':
      totals.waitingNs += durationNs
      if (totals.maxWaitAtNs === null || durationNs > totals.maxWaitNs) {
        totals.maxWaitNs = durationNs
        totals.maxWaitAtNs = item.startNs
      }
      break
    case 'blocked':
      totals.blockedNs += durationNs
      break
    case 'unknown':
      totals.unknownNs += durationNs
      break
    default:
      totals.sleepingNs += durationNs
  }
}

/** What is known where an interval begins. */
export interface Opening {
  readonly inferred?: boolean
  readonly cutStart?: boolean
  readonly prevState?: PrevState
  readonly cause?: NonNullable<Task['cause']>
  readonly callchain?: Callchain | undefined
  readonly waker?: Waking
}

export function openInterval(task: Task, state: OpenState, sinceNs: number, opening: Opening = RECORDED): void {
  task.state = state
  task.sinceNs = sinceNs
  task.inferred = opening.inferred === true
  task.cutStart = opening.cutStart === true
  task.prevState = opening.prevState
  task.cause = opening.cause
  task.callchain = opening.callchain
  task.waker = opening.waker
}

/** What the open interval was is no longer sure from its beginning on: it counts as unknown until `endNs`. */
export function closeAsUnknown(machine: Machine, task: Task, endNs: number): void {
  if (task.state === 'none') return
  openInterval(task, 'unknown', task.sinceNs, { cutStart: task.cutStart })
  closeInterval(machine, task, endNs)
}

/** It is known what the CPU ran over `[startNs, endNs)`; what lies between this and what was known before is a gap. */
export function coverCpu(machine: Machine, cpu: Cpu, startNs: number, endNs: number): void {
  tellGap(machine, cpu, startNs)
  cpu.lostInGap = 0
  cpu.coveredNs = endNs
}

/** Tells that nothing is known of the CPU from what was known last up to `endNs`. */
export function tellGap(machine: Machine, cpu: Cpu, endNs: number): void {
  if (endNs <= cpu.coveredNs) return
  const gap: CpuGapItem = { type: 'cpuGap', cpu: cpu.cpu, startNs: cpu.coveredNs, endNs }
  if (cpu.lostInGap > 0) gap.lost = cpu.lostInGap
  machine.emit(gap)
  cpu.coveredNs = endNs
}

/** Ends the open idle time of a CPU and emits it. */
export function closeIdle(machine: Machine, cpu: Cpu, endNs: number, inferred: boolean, cutEnd = false): void {
  if (endNs <= cpu.sinceNs) return
  cpu.idleNs += endNs - cpu.sinceNs
  coverCpu(machine, cpu, cpu.sinceNs, endNs)
  const item: IdleItem = { type: 'idle', cpu: cpu.cpu, startNs: cpu.sinceNs, endNs }
  if (inferred || cpu.inferred) item.inferred = true
  const cut = cutOf(cpu.cutStart, cutEnd)
  if (cut !== undefined) item.cut = cut
  machine.emit(item)
}
