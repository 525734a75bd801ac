import type { IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import type { Stretch } from './stretch.js'

/** A stretch as the timeline tells it. */
export interface TimelineStretch extends Stretch {
  /** An edge was concluded, not recorded. */
  readonly inferred: boolean
  readonly cut: IntervalItem['cut'] | undefined
  readonly cause: IntervalItem['cause'] | undefined
  /** Letter of the switch that ends a run, or begins what is no run. */
  readonly prevState: string | undefined
}

export interface TimelineFacts {
  readonly stretches: readonly TimelineStretch[]
  /** Extent of the trace. Units: absolute nanoseconds. */
  readonly startNs: bigint
  readonly endNs: bigint
}

const SECOND_NS = 1_000_000_000n

/**
 * The intervals of a timeline, in absolute times. A new comm begins a new row in the middle of a state; what two rows
 * of one tid tell of one state, without a gap, is one stretch here, as it is for the scheduler.
 */
export function readTimeline(items: Iterable<TimelineItem>): TimelineFacts {
  let originNs = 0n
  let extent: { startNs: bigint; endNs: bigint } | undefined
  const stretches: TimelineStretch[] = []
  const absolute = (timeNs: number) => originNs + BigInt(timeNs)
  for (const item of items) {
    if (item.type === 'trace') originNs = BigInt(item.originSeconds) * SECOND_NS
    else if (item.type === 'end') extent = { startNs: absolute(item.startNs), endNs: absolute(item.endNs) }
    else if (item.type === 'interval' && item.tid !== 0) {
      stretches.push({
        tid: item.tid,
        state: item.state,
        cpu: item.state === 'running' ? item.cpu : null,
        startNs: absolute(item.startNs),
        endNs: absolute(item.endNs),
        inferred: item.inferred === true,
        cut: item.cut,
        cause: item.cause,
        prevState: item.prevState,
      })
    }
  }
  if (extent === undefined) throw new Error('the timeline has no end item')
  return { stretches: joinRows(stretches), ...extent }
}

function joinRows(stretches: readonly TimelineStretch[]): TimelineStretch[] {
  const sorted = [...stretches].sort((a, b) => a.tid - b.tid || compareTimes(a.startNs, b.startNs))
  const joined: TimelineStretch[] = []
  for (const stretch of sorted) {
    const last = joined.at(-1)
    if (last !== undefined && goesOn(last, stretch)) joined[joined.length - 1] = join(last, stretch)
    else joined.push(stretch)
  }
  return joined
}

function goesOn(a: TimelineStretch, b: TimelineStretch): boolean {
  return a.tid === b.tid && a.state === b.state && a.cpu === b.cpu && a.endNs === b.startNs
}

function join(a: TimelineStretch, b: TimelineStretch): TimelineStretch {
  const cutStart = a.cut === 'start' || a.cut === 'both'
  const cutEnd = b.cut === 'end' || b.cut === 'both'
  const cut = cutStart && cutEnd ? 'both' : cutStart ? 'start' : cutEnd ? 'end' : undefined
  return { ...a, endNs: b.endNs, inferred: a.inferred || b.inferred, cut, prevState: b.prevState }
}

function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
