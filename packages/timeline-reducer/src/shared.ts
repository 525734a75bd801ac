import { createDiagnostics, type Diagnostics, type TraceItem } from '@tc-stream/event-schema'
import { CallchainTable } from './callchains.js'
import { REDUCE_DIAGNOSTICS, type ReduceDiagnosticCode } from './diagnostics.js'
import { IoTally } from './io.js'
import { MAX_SAMPLE_EVENTS, MAX_STATES, type TimelineReducerSettings } from './options.js'
import { SampleEvents } from './samples.js'
import { createStateNames, type StateNames } from './state-names.js'

/** What the reducer holds now, and what it has met. */
export interface ReducerCounters {
  /** Items pushed. */
  items: number
  /** Tasks met. */
  tasks: number
  liveTasks: number
  /** Tasks that ended and may yet get a row. */
  endedTasks: number
  groups: number
  cpus: number
  /** Boxes and bins held now. */
  elements: number
  /** The most that were held at once. */
  peakElements: number
  quantumNs: number
  marks: number
  markQuantumNs: number
  sampleQuantumNs: number
  /** Marks of tasks without a row of their own. */
  marksLeftOut: number
  callchains: number
}

/** What all rows share: the quantum, what the chart holds against its budget, and the tables of names and callchains. */
export interface Shared {
  readonly settings: TimelineReducerSettings
  readonly diagnostics: Diagnostics<ReduceDiagnosticCode>
  readonly callchains: CallchainTable
  readonly states: StateNames
  readonly sampleEvents: SampleEvents
  readonly counters: { marksLeftOut: number }
  readonly io: IoTally
  /** Something tells what tasks or CPUs were doing, beside I/O and the states of the hardware. */
  scheduled: boolean
  /** Events that a decoder from outside marked. */
  marked: number
  /** 0 while every interval is exact. Units: ns, a power of two. */
  quantumNs: number
  /** Boxes and bins of all rows. */
  elements: number
  /** Boxes shorter than the quantum that are no longer among the worst; the next folding takes them. */
  stale: number
  /** Marks of all rows, samples among them. */
  marks: number
  markQuantumNs: number
  samples: number
  sampleQuantumNs: number
  /** Marks are dropped beyond this: set where a longer quantum cannot join them any more. */
  markCeiling: number
  /** What the text told of the machine. */
  trace: TraceItem | undefined
  /** Extent of what was met in the window. */
  startNs: number
  endNs: number
}

export function createShared(settings: TimelineReducerSettings): Shared {
  const diagnostics = createDiagnostics(REDUCE_DIAGNOSTICS, settings.onDiagnostic)
  return {
    settings,
    diagnostics,
    callchains: new CallchainTable(settings.maxCallchains, () => diagnostics.count('TC_REDUCE_CALLCHAINS')),
    states: createStateNames(MAX_STATES, () => diagnostics.count('TC_REDUCE_STATES')),
    sampleEvents: new SampleEvents(MAX_SAMPLE_EVENTS, () => diagnostics.count('TC_REDUCE_SAMPLES')),
    counters: { marksLeftOut: 0 },
    io: new IoTally(),
    scheduled: false,
    marked: 0,
    quantumNs: 0,
    elements: 0,
    stale: 0,
    marks: 0,
    markQuantumNs: 0,
    samples: 0,
    sampleQuantumNs: 0,
    markCeiling: Number.POSITIVE_INFINITY,
    trace: undefined,
    startNs: Number.POSITIVE_INFINITY,
    endNs: Number.NEGATIVE_INFINITY,
  }
}

/**
 * Rows of tasks and comms that the budget allows: each takes two elements per lane at the least, and no row is of use
 * with fewer than a few.
 */
export const rowLimit = ({ settings }: Shared): number =>
  Math.max(1, Math.min(settings.maxRows, Math.floor(settings.maxElements / 8)))
