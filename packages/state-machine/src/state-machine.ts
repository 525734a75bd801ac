import type { Emit, Stage, TimelineItem, TraceEvent } from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import { cutInterrupts, onInterrupt, onLost } from './hardware.js'
import { closeIdle, closeInterval, coverCpu } from './intervals.js'
import { onSyscallEnter, onSyscallExit } from './io.js'
import { closeIo } from './io-interval.js'
import { onComm, onExit, onFork } from './lifecycle.js'
import { cpuOf, createMachine, type Machine } from './machine.js'
import { onMigrate } from './migration.js'
import { seeOnCpu } from './occupancy.js'
import type { StateMachineOptions } from './options.js'
import { closeCState, closePState, onCpuFrequency, onCpuIdle } from './power.js'
import { onMark, onSample } from './sample.js'
import { onSwitch } from './switch.js'
import { taskItem } from './tasks.js'
import { onWakeup } from './wakeup.js'
import { beginWaitOfWaking } from './waking.js'

export interface StateMachineCounters {
  /** Events that moved the clock or named a task. */
  readonly events: number
  readonly liveTasks: number
  readonly cpus: number
  /** Time of the trace so far. Units: ns. */
  readonly spanNs: number
}

export interface StateMachine extends Stage<TraceEvent, TimelineItem> {
  readonly counters: StateMachineCounters
  readonly diagnostics: Machine['diagnostics']
}

/**
 * Follows every task and CPU of the trace and emits each interval when its end is certain.
 *
 * Bounds: memory grows with the tasks alive and the CPUs, never with the length of the trace.
 */
export function createStateMachine(options: StateMachineOptions = {}): StateMachine {
  const machine = createMachine(options)
  return {
    push(event, emit) {
      machine.emit = emit
      step(machine, event, emit)
    },
    flush: () => finish(machine),
    diagnostics: machine.diagnostics,
    get counters() {
      return {
        events: machine.events,
        liveTasks: machine.tasks.size,
        cpus: machine.cpus.reduce(count => count + 1, 0),
        spanNs: machine.nowNs - (machine.startNs ?? machine.nowNs),
      }
    },
  }
}

function step(machine: Machine, event: TraceEvent, emit: Emit<TimelineItem>): void {
  switch (event.type) {
    case 'trace':
    case 'diagnostic':
      emit(event)
      return
    case 'fork':
    case 'comm':
    case 'exit':
      machine.events++
      onLifecycle(machine, event)
      return
    default:
      machine.events++
      advance(machine, event.timeNs, event.type !== 'lost')
      dispatch(machine, event)
  }
}

/** Side-band records of the time before the trace neither start its clock nor show who ran where. */
function onLifecycle(machine: Machine, event: Extract<TraceEvent, { type: 'fork' | 'comm' | 'exit' }>): void {
  if (event.timeNs !== null && machine.startNs !== undefined) {
    advance(machine, event.timeNs, false)
    seeHeader(machine, event)
  }
  switch (event.type) {
    case 'fork':
      onFork(machine, event)
      break
    case 'comm':
      onComm(machine, event)
      break
    case 'exit':
      onExit(machine, event)
      break
  }
}

type TimedEvent = Exclude<TraceEvent, { type: 'trace' | 'diagnostic' | 'fork' | 'comm' | 'exit' }>

function dispatch(machine: Machine, event: TimedEvent): void {
  switch (event.type) {
    case 'switch':
      onSwitch(machine, event)
      return
    case 'lost':
      onLost(machine, event)
      return
  }
  seeHeader(machine, event)
  switch (event.type) {
    case 'wakeup':
      onWakeup(machine, event)
      break
    case 'cpuIdle':
      onCpuIdle(machine, event)
      break
    case 'cpuFrequency':
      onCpuFrequency(machine, event)
      break
    case 'interrupt':
      onInterrupt(machine, event)
      break
    case 'syscallEnter':
      onSyscallEnter(machine, event)
      break
    case 'syscallExit':
      onSyscallExit(machine, event)
      break
    case 'migrate':
      onMigrate(machine, event)
      break
    case 'sample':
      onSample(machine, event)
      break
    case 'mark':
      onMark(machine, event)
      break
  }
}

/** Time never goes back: an older event happens when the newest one did. */
function advance(machine: Machine, timeNs: number, starts: boolean): void {
  if (machine.startNs === undefined) {
    machine.nowNs = timeNs
    if (starts) machine.startNs = timeNs
    return
  }
  if (timeNs < machine.nowNs) machine.diagnostics.count('TC_STATE_TIME_BACKWARD')
  else machine.nowNs = timeNs
}

function seeHeader(
  machine: Machine,
  event: {
    readonly cpu: number | null
    readonly tid: number | null
    readonly pid: number | null
    readonly comm: string | null
  },
): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  if (event.tid === null) cpu.lastEventNs = machine.nowNs
  else if (machine.seenSwitch) seeOnCpu(machine, cpu, event.tid, event.pid, event.comm, true)
  else glimpse(machine, cpu, event.tid)
}

/**
 * Before the first switch of the trace, a header only tells that the CPU had one task or several: without switches
 * nothing is known of running and waiting, however many system calls or idle states are recorded.
 */
function glimpse(machine: Machine, cpu: Cpu, tid: number): void {
  if (cpu.glimpsedTid === null) cpu.glimpsedTid = tid
  else if (cpu.glimpsedTid !== tid) cpu.fresh = false
  cpu.lastEventNs = machine.nowNs
}

/** What is still open reaches to the edge of the trace. */
function* finish(machine: Machine): Generator<TimelineItem, void, undefined> {
  let out: TimelineItem[] = []
  machine.emit = item => out.push(item)
  const drain = () => {
    const ready = out
    out = []
    return ready
  }
  const endNs = machine.nowNs
  for (const task of machine.tasks.values()) {
    beginWaitOfWaking(machine, task)
    // Of one that told its exit, the last switch was not recorded: there is nothing of it that would be unknown.
    const exitNs = task.state === 'unknown' ? task.exitNs : undefined
    const isGone = exitNs !== undefined
    const overNs = isGone ? Math.max(task.sinceNs, exitNs) : endNs
    closeInterval(machine, task, overNs, { cutEnd: !isGone })
    closeIo(machine, task)
    if (task.hasContent) machine.emit(taskItem(machine, task, overNs, isGone))
    yield* drain()
  }
  for (const cpu of machine.cpus) {
    if (cpu === undefined) continue
    if (cpu.occupant === 'idle') closeIdle(machine, cpu, endNs, false, true)
    if (machine.scheduled) coverCpu(machine, cpu, endNs, endNs)
    cutInterrupts(machine, cpu)
    closeCState(machine, cpu, endNs, 'cut')
    closePState(machine, cpu, endNs, 'cut')
    yield* drain()
    const { busyNs, idleNs, switches, lost } = cpu
    const unknownNs = Math.max(0, endNs - (machine.startNs ?? endNs) - busyNs - idleNs)
    yield { type: 'cpu', cpu: cpu.cpu, busyNs, idleNs, unknownNs, switches, lost }
  }
  yield* machine.diagnostics.items()
  yield { type: 'end', startNs: machine.startNs ?? endNs, endNs, events: machine.events }
}
