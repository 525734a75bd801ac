/**
 * A second reader of `perf script` text, for checking the first: one regular expression per event over the whole text,
 * no state, absolute times as BigInt. It shares no code with the packages, and is as slow as it is simple.
 *
 * It reads the layout of `perf script --ns -F comm,pid,tid,cpu,time,event,trace,…` and nothing else.
 */

/** A task enters (`in`) or leaves (`out`) a CPU, or is woken. Times are absolute nanoseconds, as printed. */
export type ReferenceEvent =
  | (EventFacts & { readonly kind: 'in' | 'wakeup' | 'new' })
  | (EventFacts & { readonly kind: 'out'; readonly state: string })

interface EventFacts {
  readonly tid: number
  /** Of a wakeup: where the task is to run. */
  readonly cpu: number
  readonly timeNs: bigint
  /** Index of its sample. */
  readonly order: number
}

/** Any sample or side-band record: which task its header puts on which CPU. `tid` is -1 for a dying task. */
export interface ReferenceSample {
  readonly tid: number
  readonly pid: number
  readonly cpu: number
  readonly timeNs: bigint
  readonly event: string
}

export interface Reference {
  /** Of all CPUs, in the order of the text; a switch is an `out` and then an `in`. Idle tasks (tid 0) are included. */
  readonly events: readonly ReferenceEvent[]
  readonly samples: readonly ReferenceSample[]
  /** Time of the first and of the last sample; side-band records do not count. */
  readonly firstNs: bigint
  readonly lastNs: bigint
}

const HEADER = String.raw`(-?\d+)\/(-?\d+)\s+\[(\d+)\]\s+(\d+)\.(\d{9}):\s+`
/** A comm is at most 15 bytes, of any kind but NUL. */
const COMM = String.raw`[\s\S]{0,16}?`
/** What tells of names, forks and exits was written by the task that its header names, where it ran. */
export const SIDE_BAND = 'PERF_RECORD_'
const SAMPLE = new RegExp(`${HEADER}(?:([a-z]\\w*:\\w+):|(${SIDE_BAND}(?:COMM|FORK|EXIT)\\b))`, 'g')
const SWITCH = new RegExp(
  `^ prev_comm=${COMM} prev_pid=(\\d+) prev_prio=-?\\d+ prev_state=(\\S+) ==> next_comm=${COMM} next_pid=(\\d+) next_prio=`,
)
const WAKEUP = new RegExp(`^ comm=${COMM} pid=(\\d+) prio=-?\\d+ (?:success=1 )?target_cpu=(\\d+)`)
/** Longest payload that the two expressions above can need. */
const PAYLOAD_LENGTH = 250

export function readReference(text: string): Reference {
  const events: ReferenceEvent[] = []
  const samples: ReferenceSample[] = []
  for (const match of text.matchAll(SAMPLE)) {
    const [matched, pid, tid, cpu, seconds, fraction, event, sideBand] = match
    const sample: ReferenceSample = {
      pid: Number(pid),
      tid: Number(tid),
      cpu: Number(cpu),
      timeNs: BigInt(`${seconds}${fraction}`),
      event: String(event ?? sideBand),
    }
    const from = match.index + matched.length
    events.push(...readPayload(sample, samples.length, text.slice(from, from + PAYLOAD_LENGTH)))
    samples.push(sample)
  }
  const recorded = samples.filter(({ event }) => !event.startsWith(SIDE_BAND))
  const times = recorded.map(sample => sample.timeNs).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const firstNs = times[0]
  const lastNs = times.at(-1)
  if (firstNs === undefined || lastNs === undefined) throw new Error('no sample in this text')
  return { events, samples, firstNs, lastNs }
}

function readPayload({ event, cpu, timeNs }: ReferenceSample, order: number, payload: string): ReferenceEvent[] {
  if (event === 'sched:sched_switch') {
    const [, prevTid, state, nextTid] = SWITCH.exec(payload) ?? refuse(event, payload)
    return [
      { kind: 'out', tid: Number(prevTid), cpu, timeNs, order, state: String(state) },
      { kind: 'in', tid: Number(nextTid), cpu, timeNs, order },
    ]
  }
  if (event === 'sched:sched_wakeup' || event === 'sched:sched_wakeup_new') {
    const [, tid, targetCpu] = WAKEUP.exec(payload) ?? refuse(event, payload)
    const kind = event.endsWith('_new') ? 'new' : 'wakeup'
    return [{ kind, tid: Number(tid), cpu: Number(targetCpu), timeNs, order }]
  }
  return []
}

function refuse(event: string, payload: string): never {
  throw new Error(`cannot read ${event}:${payload.slice(0, 120)}`)
}
