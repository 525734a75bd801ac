import { recordedStretches } from './recorded-stretches.js'
import type { Reference } from './reference-reader.js'
import { describeStretch, type Stretch, type StretchState, stretchKey } from './stretch.js'
import type { PlacedBox } from './timechart-svg.js'
import type { TimelineFacts } from './timeline-stretches.js'
import { findUnfounded, type Unfounded } from './unfounded.js'

/** What one source says about one state, against the timeline. */
export interface StateTally {
  readonly state: StretchState
  /** Told by the source. */
  readonly told: number
  /** Of these, proven by the recording's own switches and wakeups. */
  readonly confirmed: number
  /** Of these, in the timeline as certain: same tid, state and CPU, start and end to the nanosecond. */
  readonly found: number
  readonly missing: readonly Stretch[]
  /** Told, but not proven: not asked of the timeline. */
  readonly unconfirmed: readonly Stretch[]
}

export interface Comparison {
  /** Boxes of perf timechart. */
  readonly peer: readonly StateTally[]
  /** Stretches that the recording proves, by state. */
  readonly recording: readonly StateTally[]
  /** Stretches that the timeline gives as certain and the recording does not bear out, with the reason. */
  readonly unfounded: readonly Unfounded[]
}

const STATES: readonly StretchState[] = [
  'running',
  'waiting',
  'blocked',
  'sleeping',
  'idle',
  'stopped',
  'parked',
  'dead',
]

/** Compares a timeline with the recording it was made of, and with what perf timechart drew of it. */
export function compareTimeline(
  timeline: TimelineFacts,
  reference: Reference,
  boxes: readonly PlacedBox[],
): Comparison {
  const recorded = recordedStretches(reference)
  return {
    peer: comparePeer(timeline, recorded, boxes),
    recording: tally(timeline, recorded, () => true),
    unfounded: findUnfounded(timeline, reference),
  }
}

/**
 * perf timechart calls the idle sleep of a kernel thread (`I`) blocked; such a box is looked for as `idle`. A running
 * box stands twice in its chart, in the row of the task and in the strip of the CPU; it is counted once.
 */
function comparePeer(timeline: TimelineFacts, recorded: readonly Stretch[], boxes: readonly PlacedBox[]): StateTally[] {
  const proven = new Set(recorded.map(stretchKey))
  const asked = new Map<string, Stretch>()
  for (const { stretch } of boxes) {
    const idle: Stretch = { ...stretch, state: 'idle' }
    const named = stretch.state === 'blocked' && proven.has(stretchKey(idle)) ? idle : stretch
    asked.set(stretchKey(named), named)
  }
  return tally(timeline, [...asked.values()], stretch => proven.has(stretchKey(stretch)))
}

function tally(
  timeline: TimelineFacts,
  told: readonly Stretch[],
  isConfirmed: (stretch: Stretch) => boolean,
): StateTally[] {
  const certain = new Set(timeline.stretches.filter(stretch => !stretch.inferred).map(stretchKey))
  return STATES.flatMap(state => {
    const ofState = told.filter(stretch => stretch.state === state)
    if (ofState.length === 0) return []
    const confirmed = ofState.filter(isConfirmed)
    const missing = confirmed.filter(stretch => !certain.has(stretchKey(stretch)))
    return [
      {
        state,
        told: ofState.length,
        confirmed: confirmed.length,
        found: confirmed.length - missing.length,
        missing,
        unconfirmed: ofState.filter(stretch => !isConfirmed(stretch)),
      },
    ]
  })
}

/** Everything that speaks against the timeline, a sentence each. */
export function faultsOf({ peer, recording, unfounded }: Comparison): string[] {
  return [
    ...peer.flatMap(({ missing }) => missing.map(stretch => `perf timechart has it: ${describeStretch(stretch)}`)),
    ...recording.flatMap(({ missing }) => missing.map(stretch => `the recording has it: ${describeStretch(stretch)}`)),
    ...unfounded.map(({ stretch, reason }) => `unfounded, ${reason}: ${describeStretch(stretch)}`),
  ]
}
