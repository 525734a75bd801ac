import type { InterruptEvent } from '@tc-stream/event-schema'
import type { Task } from './task.js'

/** What a CPU is known to run: a task, its idle task, or nothing that is known. */
export type Occupant = Task | 'idle' | undefined

export interface Cpu {
  readonly cpu: number
  occupant: Occupant
  /** Since when it is idle (a task keeps its own time). */
  sinceNs: number
  /** The beginning of the open idle time was concluded, not recorded. */
  inferred: boolean
  cutStart: boolean
  /** Last event that shows the occupant on this CPU. */
  lastSeenNs: number
  /** Last event of this CPU. */
  lastEventNs: number
  /** Up to here it is known, or told to be unknown, what the CPU ran. */
  coveredNs: number
  /** Events lost since then: what is not known after it is not known because of them. */
  lostInGap: number
  /** The task that headers showed here before the first switch of the trace. */
  glimpsedTid: number | null
  /** No event has told who is on it yet. */
  fresh: boolean
  cState: number | null
  cStateSinceNs: number
  freqKhz: number | null
  freqSinceNs: number
  interrupts: OpenInterrupt[]
  busyNs: number
  idleNs: number
  switches: number
  lost: number
}

export interface OpenInterrupt {
  readonly kind: InterruptEvent['kind']
  readonly name: string
  readonly number: number | null
  readonly startNs: number
}

export function createCpu(cpu: number, startNs: number, nowNs: number): Cpu {
  return {
    cpu,
    occupant: undefined,
    sinceNs: nowNs,
    inferred: false,
    cutStart: false,
    lastSeenNs: nowNs,
    lastEventNs: nowNs,
    coveredNs: startNs,
    lostInGap: 0,
    glimpsedTid: null,
    fresh: true,
    cState: null,
    cStateSinceNs: 0,
    freqKhz: null,
    freqSinceNs: 0,
    interrupts: [],
    busyNs: 0,
    idleNs: 0,
    switches: 0,
    lost: 0,
  }
}
