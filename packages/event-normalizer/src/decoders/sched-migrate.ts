import type { Decoder } from '../registry.js'
import { endOfInteger, hasAt, integerIn, parseInteger } from '../text.js'

/**
 * `sched:sched_migrate_task`.
 *
 * Shape: `comm=sh pid=7 prio=120 orig_cpu=0 dest_cpu=1`
 */
export const decodeMigrate: Decoder = (record, context) => {
  const { payload } = record
  if (!hasAt(payload, 'comm=', 0)) return undefined
  for (let at = payload.indexOf(' pid=', 5); at >= 0; at = payload.indexOf(' pid=', at + 1)) {
    const pidEnd = endOfInteger(payload, at + 5)
    if (!hasAt(payload, ' prio=', pidEnd)) continue
    const prioEnd = endOfInteger(payload, pidEnd + 6)
    if (!hasAt(payload, ' orig_cpu=', prioEnd)) continue
    const fromEnd = endOfInteger(payload, prioEnd + 10)
    if (!hasAt(payload, ' dest_cpu=', fromEnd)) continue
    const toCpu = parseInteger(payload, fromEnd + 10)
    if (toCpu === undefined) continue
    const tid = integerIn(payload, at + 5, pidEnd)
    return {
      type: 'migrate',
      timeNs: context.timeNs,
      cpu: context.cpu,
      tid: context.tid,
      pid: context.pid,
      comm: context.comm,
      migratedTid: tid,
      migratedComm: context.commIn(payload, 5, at, tid),
      fromCpu: integerIn(payload, prioEnd + 10, fromEnd),
      toCpu,
    }
  }
  return undefined
}
