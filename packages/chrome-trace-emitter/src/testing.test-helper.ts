import { type IntervalItem, runStage, type TimelineItem } from '@tc-stream/event-schema'
import { createChromeTrace } from './chrome-trace.js'
import type { ChromeTraceOptions } from './options.js'

/** An event as a reader gets it, with its times in integer nanoseconds. */
export interface TraceEvent {
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly cat: string
  readonly id?: number
  readonly bp?: string
  readonly s?: string
  readonly args?: Readonly<Record<string, unknown>>
}

export interface TraceDocument {
  readonly otherData: Readonly<Record<string, unknown>>
  readonly traceEvents: readonly TraceEvent[]
}

export function interval(
  taskId: number,
  state: IntervalItem['state'],
  startNs: number,
  endNs: number,
  extra: Partial<IntervalItem> = {},
): IntervalItem {
  const who = { taskId, tid: 100 + taskId, pid: 100 + taskId, comm: `task${taskId}` }
  return { type: 'interval', ...who, state, cpu: 0, startNs, endNs, ...extra }
}

export function textOf(items: Iterable<TimelineItem>, options: ChromeTraceOptions = {}): string {
  return [...runStage(createChromeTrace(options), items)].join('')
}

/** Reads a trace, and checks what holds of every one. */
export function read(text: string): TraceDocument {
  const raw = JSON.parse(text) as TraceDocument
  const events = raw.traceEvents.map(event => ({
    ...event,
    ts: Math.round(event.ts * 1_000),
    ...(event.dur === undefined ? {} : { dur: Math.round(event.dur * 1_000) }),
  }))
  checkEvents(events)
  return { ...raw, traceEvents: events }
}

export function eventsOf(items: Iterable<TimelineItem>, options: ChromeTraceOptions = {}): readonly TraceEvent[] {
  return read(textOf(items, options)).traceEvents
}

export const withPhase = (events: readonly TraceEvent[], ph: string): TraceEvent[] =>
  events.filter(event => event.ph === ph)

/** `name start-end` of the slices of a row. */
export const slicesOf = (events: readonly TraceEvent[], tid: number): string[] =>
  withPhase(events, 'X')
    .filter(event => event.tid === tid)
    .map(({ name, ts, dur = 0 }) => `${name} ${ts}-${ts + dur}`)

function checkEvents(events: readonly TraceEvent[]): void {
  for (const event of events) {
    expect(event).toMatchObject({ ph: expect.stringMatching(/^[XMCisf]$/), name: expect.any(String) })
    for (const number of [event.ts, event.pid, event.tid]) expect(Number.isInteger(number)).toBe(true)
    expect(event.dur === undefined).toBe(event.ph !== 'X')
  }
  const starts = withPhase(events, 's')
  const ends = withPhase(events, 'f')
  expect(new Set(starts.map(({ id }) => id)).size).toBe(starts.length)
  expect(ends.map(({ id }) => id)).toEqual(starts.map(({ id }) => id))
  for (const end of ends) {
    expect(end.bp).toBe('e')
    const within = withPhase(events, 'X').some(
      ({ pid, tid, ts }) => pid === end.pid && tid === end.tid && ts === end.ts,
    )
    expect(within).toBe(true)
  }
}
