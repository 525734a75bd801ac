import { type PerfRecord, type RecordItem, runStage, type TraceEvent, type TraceItem } from '@tc-stream/event-schema'
import { createEventNormalizer, type EventNormalizer } from './normalizer.js'
import type { NormalizerOptions } from './options.js'
import type { DecodedEvent } from './registry.js'

/** A record as the lexer makes it, for tests. */
export function recordOf(event: string, payload: string, more: Partial<RecordItem> = {}): RecordItem {
  return {
    type: 'record',
    line: 1,
    comm: 'sh',
    pid: null,
    tid: 7,
    cpu: 0,
    timeNs: 1_000,
    event,
    payload,
    ...more,
  }
}

export const traceOf = (more: Partial<TraceItem> = {}): TraceItem => ({
  type: 'trace',
  schemaVersion: 1,
  originSeconds: 0,
  ...more,
})

export interface Normalized {
  readonly core: EventNormalizer
  readonly out: TraceEvent[]
  readonly events: DecodedEvent[]
  /** Count by code of the diagnostics at the end. */
  readonly codes: Record<string, number>
}

export function normalize(records: Iterable<PerfRecord>, options: Partial<NormalizerOptions> = {}): Normalized {
  const core = createEventNormalizer(options)
  const out = [...runStage(core, records)]
  const events: DecodedEvent[] = []
  const codes: Record<string, number> = {}
  for (const item of out) {
    if (item.type === 'diagnostic') codes[item.code] = item.count
    else if (item.type !== 'trace') events.push(item)
  }
  return { core, out, events, codes }
}

export function normalizeOne(record: RecordItem, options: Partial<NormalizerOptions> = {}): DecodedEvent | undefined {
  return normalize([record], options).events[0]
}

export const switchPayload = (prevComm: string, prevTid: number, state: string, nextComm: string, nextTid: number) =>
  `prev_comm=${prevComm} prev_pid=${prevTid} prev_prio=120 prev_state=${state} ==> next_comm=${nextComm} next_pid=${nextTid} next_prio=120`

/** Expects that a payload is left out because it is in no known form, and nothing else of it is odd. */
export function expectUnknownForm(event: string, payload: string): void {
  const { events, codes } = normalize([recordOf(event, payload)])
  expect({ events, codes }).toEqual({ events: [], codes: { TC_NORM_BAD_PAYLOAD: 1 } })
}
