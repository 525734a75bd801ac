import type { WakeupEvent } from '@tc-stream/event-schema'
import type { DecodeContext, DecodedEvent, Decoder } from '../registry.js'
import { endOfInteger, hasAt, integerIn, parseInteger, parseIntegerAfter, startOfInteger } from '../text.js'
import { decodeSample } from './sample.js'

/**
 * `sched:sched_wakeup`, `sched:sched_wakeup_new` and `sched:sched_waking`, line by line in one of their forms:
 *
 * Shape: `comm=sh pid=7 prio=120 success=1 target_cpu=001` (kernel; without success since 4.3),
 * `sh:7 [120] success=1 CPU:001`, `sh:7 [120]<CANT FIND FIELD success> CPU:001`, `sh:7 [120] CPU:001` (plugin),
 * `task sh:7 [120] success=1 [001]` (to 2.6.32).
 */
export const decodeWakeup: Decoder = (record, context) => decode('wakeup', record, context)
export const decodeWakeupNew: Decoder = (record, context) => decode('new', record, context)
export const decodeWaking: Decoder = (record, context) => decode('waking', record, context)

type Kind = WakeupEvent['kind']

function decode(kind: Kind, record: Parameters<Decoder>[0], context: DecodeContext): DecodedEvent | undefined {
  const { payload } = record
  const event = decodeKeyValue(kind, payload, context) ?? decodePlugin(kind, payload, context)
  // Kernels that told of success traced the attempts too: one that woke nobody only shows who ran.
  return event === 'failed' ? decodeSample(record, context) : event
}

/** From the end, as in ` pid=7 prio=120` after any comm; no comm can hold all of ` pid=7 prio=1 target_cpu=`. */
function decodeKeyValue(kind: Kind, payload: string, context: DecodeContext): DecodedEvent | 'failed' | undefined {
  const start = hasAt(payload, 'comm=', 0) ? 5 : startOfRawFields(payload)
  if (start < 0) return undefined
  for (let at = payload.lastIndexOf(' pid='); at >= start; at = payload.lastIndexOf(' pid=', at - 1)) {
    const pidEnd = endOfInteger(payload, at + 5)
    if (!hasAt(payload, ' prio=', pidEnd)) continue
    const prioEnd = endOfInteger(payload, pidEnd + 6)
    if (prioEnd < 0) continue
    let targetCpu: number | undefined
    if (hasAt(payload, ' target_cpu=', prioEnd)) targetCpu = parseInteger(payload, prioEnd + 12)
    else if (hasAt(payload, ' success=0', prioEnd)) return 'failed'
    else targetCpu = parseIntegerAfter(payload, ' target_cpu=', prioEnd)
    const tid = integerIn(payload, at + 5, pidEnd)
    return wakeupEvent(kind, context, tid, context.commIn(payload, start, at, tid), targetCpu ?? null)
  }
  return undefined
}

function startOfRawFields(payload: string): number {
  const note = '[FAILED TO PARSE] comm='
  return payload.startsWith(note) ? note.length : -1
}

/** The last `:7 [120]` of the payload ends the comm; what follows tells success and CPU. */
function decodePlugin(kind: Kind, payload: string, context: DecodeContext): DecodedEvent | 'failed' | undefined {
  for (let at = payload.lastIndexOf(' ['); at > 0; at = payload.lastIndexOf(' [', at - 1)) {
    const prioEnd = endOfInteger(payload, at + 2)
    if (prioEnd < 0 || payload.charCodeAt(prioEnd) !== 93) continue // ]
    const tidStart = startOfInteger(payload, at)
    if (tidStart < 1 || payload.charCodeAt(tidStart - 1) !== 58) continue // :
    const tail = prioEnd + 1
    if (hasAt(payload, ' success=0', tail)) return 'failed'
    const ancientCpu = hasAt(payload, ' success=1 [', tail) ? parseInteger(payload, tail + 12) : undefined
    const start = ancientCpu !== undefined && hasAt(payload, 'task ', 0) ? 5 : 0
    const tid = integerIn(payload, tidStart, at)
    const targetCpu = ancientCpu ?? parseIntegerAfter(payload, ' CPU:', tail) ?? null
    return wakeupEvent(kind, context, tid, context.commIn(payload, start, tidStart - 1, tid), targetCpu)
  }
  return undefined
}

function wakeupEvent(
  kind: Kind,
  context: DecodeContext,
  wakeeTid: number,
  wakeeComm: string,
  targetCpu: number | null,
): DecodedEvent {
  return {
    type: 'wakeup',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    kind,
    wakeeTid,
    wakeeComm,
    targetCpu,
  }
}
