import { append } from './multimap.js'
import type { Reference, ReferenceEvent } from './reference-reader.js'
import { stateAfter } from './stretch.js'
import type { TimelineFacts, TimelineStretch } from './timeline-stretches.js'

/** A stretch that claims more than was recorded. */
export interface Unfounded {
  readonly stretch: TimelineStretch
  readonly reason: string
}

/** Events by task and moment; switches by CPU and by task, and wakeups by task, in order of time. */
interface EventIndex {
  readonly at: ReadonlyMap<string, readonly ReferenceEvent[]>
  readonly switchesOfCpu: ReadonlyMap<number, readonly bigint[]>
  readonly switchesOfTask: ReadonlyMap<number, readonly bigint[]>
  readonly wakeupsOfTask: ReadonlyMap<number, readonly bigint[]>
}

/**
 * The stretches of a timeline that claim more than was recorded. An edge that is neither `inferred` nor cut at the edge
 * of the trace must be a recorded event: of a running stretch the switch-in and the switch-out of that task on that
 * CPU, of a waiting one a wakeup or a preemption and the switch-in, of a sleeping or blocked one the switch-out in that
 * state and the wakeup. Between its edges there is no switch of the task, nor of the CPU it runs on; nor another wakeup,
 * where it waits since one.
 */
export function findUnfounded(timeline: TimelineFacts, reference: Reference): Unfounded[] {
  const index = indexEvents(reference)
  return timeline.stretches.flatMap(stretch => {
    if (stretch.inferred || stretch.state === 'unknown') return []
    const reason =
      doubtStart(stretch, timeline, index) ?? doubtEnd(stretch, timeline, index) ?? doubtInside(stretch, index)
    return reason === undefined ? [] : [{ stretch, reason }]
  })
}

function doubtStart(stretch: TimelineStretch, timeline: TimelineFacts, index: EventIndex): string | undefined {
  const { tid, state, cpu, startNs, cut, cause } = stretch
  if (cut === 'start' || cut === 'both') return startNs === timeline.startNs ? undefined : 'cut before the trace starts'
  const events = eventsAt(index, tid, startNs)
  const leaves = (accepts: (letter: string) => boolean) => events.some(e => e.kind === 'out' && accepts(e.state))
  if (state === 'running') {
    return events.some(e => e.kind === 'in' && e.cpu === cpu) ? undefined : 'no switch-in at its start'
  }
  if (state !== 'waiting') {
    return leaves(letter => stateAfter(letter) === state) ? undefined : 'no switch-out in that state at its start'
  }
  if (cause === 'preempted') {
    return leaves(letter => letter.startsWith('R')) ? undefined : 'no preemption at its start'
  }
  const kind = cause === 'new' ? 'new' : 'wakeup'
  return events.some(e => e.kind === kind) ? undefined : `no ${kind} at its start`
}

function doubtEnd(stretch: TimelineStretch, timeline: TimelineFacts, index: EventIndex): string | undefined {
  const { tid, state, cpu, endNs, cut } = stretch
  if (state === 'dead') return undefined
  if (cut === 'end' || cut === 'both') return endNs === timeline.endNs ? undefined : 'cut before the trace ends'
  const events = eventsAt(index, tid, endNs)
  if (state === 'running') {
    return events.some(e => e.kind === 'out' && e.cpu === cpu) ? undefined : 'no switch-out at its end'
  }
  if (state === 'waiting') return events.some(e => e.kind === 'in') ? undefined : 'no switch-in at its end'
  return events.some(e => e.kind === 'wakeup') ? undefined : 'no wakeup at its end'
}

function doubtInside(
  { tid, state, cpu, cause, startNs, endNs }: TimelineStretch,
  index: EventIndex,
): string | undefined {
  const isInside = (timeNs: bigint) => timeNs > startNs && timeNs < endNs
  if (index.switchesOfTask.get(tid)?.some(isInside)) return 'a switch of the task inside it'
  if (state === 'waiting' && cause !== 'preempted' && index.wakeupsOfTask.get(tid)?.some(isInside)) {
    return 'another wakeup inside it'
  }
  if (state === 'running' && cpu !== null && index.switchesOfCpu.get(cpu)?.some(isInside)) {
    return 'a switch of the CPU inside it'
  }
  return undefined
}

function eventsAt(index: EventIndex, tid: number, timeNs: bigint): readonly ReferenceEvent[] {
  return index.at.get(`${tid} ${timeNs}`) ?? []
}

function indexEvents({ events }: Reference): EventIndex {
  const at = new Map<string, ReferenceEvent[]>()
  const switchesOfCpu = new Map<number, bigint[]>()
  const switchesOfTask = new Map<number, bigint[]>()
  const wakeupsOfTask = new Map<number, bigint[]>()
  for (const event of events) {
    append(at, `${event.tid} ${event.timeNs}`, event)
    if (event.kind === 'wakeup') append(wakeupsOfTask, event.tid, event.timeNs)
    if (event.kind !== 'in' && event.kind !== 'out') continue
    append(switchesOfCpu, event.cpu, event.timeNs)
    append(switchesOfTask, event.tid, event.timeNs)
  }
  return { at, switchesOfCpu, switchesOfTask, wakeupsOfTask }
}
