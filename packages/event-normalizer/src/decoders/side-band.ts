import type { Decoder } from '../registry.js'
import { endOfInteger, hasAt, integerIn, skipBlanks } from '../text.js'

/**
 * `PERF_RECORD_COMM`. The comm may hold anything, so the ids are read from the end; its blanks count.
 *
 * Shape: `init:1/1`, `exec: forkit:11019/11019`
 */
export const decodeCommRecord: Decoder = (record, context) => {
  const { payload } = record
  const end = endOfText(payload)
  const slash = payload.lastIndexOf('/', end - 1)
  const colon = payload.lastIndexOf(':', slash)
  const exec = hasAt(payload, 'exec: ', 0)
  const start = exec ? 6 : 0
  if (colon < start || endOfInteger(payload, colon + 1) !== slash || endOfInteger(payload, slash + 1) !== end) {
    return undefined
  }
  const tid = integerIn(payload, slash + 1, end)
  return {
    type: 'comm',
    timeNs: record.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    taskTid: tid,
    taskPid: integerIn(payload, colon + 1, slash),
    taskComm: context.commIn(payload, start, colon, tid),
    exec,
  }
}

function endOfText(payload: string): number {
  let end = payload.length
  while (end > 0 && payload.charCodeAt(end - 1) <= 32) end--
  return end
}

/**
 * `PERF_RECORD_FORK`.
 *
 * Shape: `(8:8):(7:7)`: pid and tid of the child, then of its parent
 */
export const decodeForkRecord: Decoder = (record, context) => {
  const ids = parseIds(record.payload)
  if (ids === undefined) return undefined
  return {
    type: 'fork',
    timeNs: record.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    parentTid: ids[3],
    parentPid: ids[2],
    childTid: ids[1],
    childPid: ids[0],
    childComm: null,
  }
}

/**
 * `PERF_RECORD_EXIT`.
 *
 * Shape: `(8:8):(7:7)`: pid and tid of the task, then of its parent
 */
export const decodeExitRecord: Decoder = (record, context) => {
  const ids = parseIds(record.payload)
  if (ids === undefined) return undefined
  return {
    type: 'exit',
    timeNs: record.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    taskTid: ids[1],
    taskPid: ids[0],
    taskComm: context.tid === ids[1] ? context.comm : null,
  }
}

function parseIds(payload: string): [number, number, number, number] | undefined {
  const match = /^\s*\((-?\d{1,10}):(-?\d{1,10})\):\((-?\d{1,10}):(-?\d{1,10})\)/.exec(payload)
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
}

/**
 * `PERF_RECORD_LOST` and `PERF_RECORD_LOST_SAMPLES`.
 *
 * Shape: `lost 12`
 */
export const decodeLost: Decoder = (record, context) => {
  const { payload } = record
  const word = payload.indexOf('lost')
  if (word < 0) return undefined
  const at = skipBlanks(payload, word + 4)
  const end = endOfInteger(payload, at)
  if (end < 0) return undefined
  return {
    type: 'lost',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    count: integerIn(payload, at, end),
  }
}
