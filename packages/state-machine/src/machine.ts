import {
  createDiagnostics,
  type Diagnostics,
  type Emit,
  type PrevState,
  type TaskState,
  type TimelineItem,
} from '@tc-stream/event-schema'
import { type Cpu, createCpu } from './cpu.js'
import { STATE_DIAGNOSTICS, type StateDiagnosticCode } from './diagnostics.js'
import { DEFAULT_STATE_MACHINE_OPTIONS, type StateMachineOptions, StateMachineOptionsSchema } from './options.js'
import type { Task } from './task.js'

/** What the text told of a task before it was seen to run. */
export interface KnownName {
  pid: number | null
  ppid: number | null
  comm: string | null
}

/**
 * What all event handlers share.
 *
 * Bounds: `tasks` by maxTasks, `cpus` by maxCpus, `names` by maxNames, `recentlyDead` by maxRecentlyDead.
 */
export interface Machine {
  readonly options: Required<Omit<StateMachineOptions, 'onDiagnostic'>>
  readonly diagnostics: Diagnostics<StateDiagnosticCode>
  readonly tasks: Map<number, Task>
  readonly cpus: (Cpu | undefined)[]
  readonly names: Map<number, KnownName>
  readonly recentlyDead: Map<number, string>
  emit: Emit<TimelineItem>
  nextTaskId: number
  /** Start of the trace: the first event that is not side-band; undefined before it. */
  startNs: number | undefined
  nowNs: number
  events: number
  /** The text holds scheduler events; without any, nothing is said of states, and all of them unknown is no news. */
  scheduled: boolean
  /** The text holds switches, so that headers tell who runs where. */
  seenSwitch: boolean
  /** The text holds `sched_wakeup` events, so that a `sched_waking` is only the announcement of one. */
  seenWakeup: boolean
}

export function createMachine(options: StateMachineOptions): Machine {
  const { onDiagnostic, ...limits } = StateMachineOptionsSchema.parse({ ...DEFAULT_STATE_MACHINE_OPTIONS, ...options })
  return {
    options: limits,
    diagnostics: createDiagnostics(STATE_DIAGNOSTICS, onDiagnostic),
    tasks: new Map(),
    cpus: [],
    names: new Map(),
    recentlyDead: new Map(),
    emit: () => {},
    nextTaskId: 0,
    startNs: undefined,
    nowNs: 0,
    events: 0,
    scheduled: false,
    seenSwitch: false,
    seenWakeup: false,
  }
}

/** The CPU of that number, made at need; undefined where the event tells none. */
export function cpuOf(machine: Machine, cpu: number | null): Cpu | undefined {
  if (cpu === null) {
    machine.diagnostics.count('TC_STATE_NO_CPU')
    return undefined
  }
  const known = machine.cpus[cpu]
  if (known !== undefined) return known
  if (cpu >= machine.options.maxCpus) {
    machine.diagnostics.count('TC_STATE_CPU_OUT_OF_RANGE')
    return undefined
  }
  const made = createCpu(cpu, machine.startNs ?? machine.nowNs, machine.nowNs)
  machine.cpus[cpu] = made
  return made
}

/** The state a task is in after a switch-out with that letter. */
export function stateAfter(prevState: PrevState): TaskState {
  switch (prevState) {
    case 'R':
    case 'R+':
      return 'waiting'
    case 'S':
      return 'sleeping'
    case 'D':
      return 'blocked'
    case 'I':
      return 'idle'
    case 'T':
    case 't':
      return 'stopped'
    case 'P':
      return 'parked'
    case 'X':
    case 'Z':
      return 'dead'
  }
}
