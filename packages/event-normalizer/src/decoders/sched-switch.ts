import type { PrevState, RecordItem } from '@tc-stream/event-schema'
import type { DecodeContext, DecodedEvent, Decoder } from '../registry.js'
import { parsePrevState, type StateDialect } from '../states.js'
import { endOfInteger, endOfWord, hasAt, integerIn, skipBlanks, startOfInteger } from '../text.js'

/** Longest comm of a kernel task. Units: bytes; a comm has at most as many UTF-16 units. */
const COMM_LENGTH = 15

/**
 * `sched:sched_switch`, line by line in one of its three forms:
 *
 * Shape: `prev_comm=sh prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120` (kernel),
 * `sh:7 [120] S ==> swapper/0:0 [120]` (plugin), `task sh:7 [120] (S) ==> swapper:0 [140]` (to 2.6.32).
 */
export const decodeSwitch: Decoder = (record, context) =>
  decodeKeyValue(record, context) ?? decodePlugin(record, context)

/**
 * A comm can hold any part of this text, but is too short to hold ` prev_pid=`, a number and ` prev_prio=`: the first
 * place that reads right to its end is the right one, whatever stands in the comms and whatever follows.
 */
function decodeKeyValue(record: RecordItem, context: DecodeContext): DecodedEvent | undefined {
  const { payload } = record
  const start = hasAt(payload, 'prev_comm=', 0) ? 10 : startOfRawFields(payload)
  if (start < 0) return undefined
  for (let at = payload.indexOf(' prev_pid=', start); at >= 0; at = payload.indexOf(' prev_pid=', at + 1)) {
    const pidEnd = endOfInteger(payload, at + 10)
    if (!hasAt(payload, ' prev_prio=', pidEnd)) continue
    const prioEnd = endOfInteger(payload, pidEnd + 11)
    if (!hasAt(payload, ' prev_state=', prioEnd)) continue
    const stateStart = prioEnd + 12
    const stateEnd = endOfWord(payload, stateStart)
    const nextStart = startOfNext(payload, stateEnd)
    if (nextStart < 0) continue
    const prevTid = integerIn(payload, at + 10, pidEnd)
    const prevComm = context.commIn(payload, start, at, prevTid)
    const state = stateOf(record, context, stateStart, stateEnd, 'keyValue')
    return decodeNext(record, context, nextStart, prevTid, prevComm, state)
  }
  return undefined
}

function decodeNext(
  record: RecordItem,
  context: DecodeContext,
  start: number,
  prevTid: number,
  prevComm: string,
  prevState: PrevState,
): DecodedEvent | undefined {
  const { payload } = record
  for (let at = payload.indexOf(' next_pid=', start); at >= 0; at = payload.indexOf(' next_pid=', at + 1)) {
    const pidEnd = endOfInteger(payload, at + 10)
    if (!hasAt(payload, ' next_prio=', pidEnd)) continue
    const nextTid = integerIn(payload, at + 10, pidEnd)
    return switchEvent(
      record,
      context,
      prevTid,
      prevComm,
      prevState,
      nextTid,
      context.commIn(payload, start, at, nextTid),
    )
  }
  return undefined
}

/** Where the print format could not be parsed, the fields follow a note, without arrow and with a numeric state. */
function startOfRawFields(payload: string): number {
  const note = '[FAILED TO PARSE]'
  if (!payload.startsWith(note)) return -1
  const at = skipBlanks(payload, note.length)
  return hasAt(payload, 'prev_comm=', at) ? at + 10 : -1
}

/** Start of the next comm: the arrow may be missing or have several blanks around it. */
function startOfNext(payload: string, stateEnd: number): number {
  // In two, because a slice of 13 characters and more is no plain copy.
  if (hasAt(payload, ' ==> ', stateEnd) && hasAt(payload, 'next_comm=', stateEnd + 5)) return stateEnd + 15
  let at = skipBlanks(payload, stateEnd)
  if (hasAt(payload, '==>', at)) at = skipBlanks(payload, at + 3)
  return hasAt(payload, 'next_comm=', at) ? at + 10 : -1
}

/**
 * `A:7 [120] S ==> B:0 [120]`. Of the arrows that read right on both sides, the one that makes both comms short enough
 * to be comms; else the last, since a colon in a comm is more likely than an arrow.
 */
function decodePlugin(record: RecordItem, context: DecodeContext): DecodedEvent | undefined {
  const { payload } = record
  let found: DecodedEvent | undefined
  for (let at = payload.lastIndexOf(' ==> '); at > 0; at = payload.lastIndexOf(' ==> ', at - 1)) {
    const event = decodeAround(record, context, at, found !== undefined)
    found = event ?? found
    if (event?.type === 'switch' && event.prevComm.length <= COMM_LENGTH && event.nextComm.length <= COMM_LENGTH) break
  }
  return found
}

function decodeAround(
  record: RecordItem,
  context: DecodeContext,
  arrow: number,
  strict: boolean,
): DecodedEvent | undefined {
  const { payload } = record
  const stateStart = payload.lastIndexOf(' ', arrow - 1) + 1
  const colon = colonBefore(payload, stateStart - 1)
  if (colon < 0) return undefined
  const ancient = payload.charCodeAt(stateStart) === 40 && payload.charCodeAt(arrow - 1) === 41 // ( )
  const start = ancient && hasAt(payload, 'task ', 0) ? 5 : 0
  const nextColon = colonAfter(payload, arrow + 5)
  if (nextColon < 0) return undefined
  if (strict && (colon - start > COMM_LENGTH || nextColon - arrow - 5 > COMM_LENGTH)) return undefined
  const inset = ancient ? 1 : 0
  if (arrow - stateStart <= 2 * inset || payload.charCodeAt(stateStart) === 33) return undefined // `!`: a field is missing
  const prevTid = integerIn(payload, colon + 1, endOfInteger(payload, colon + 1))
  const nextTid = integerIn(payload, nextColon + 1, endOfInteger(payload, nextColon + 1))
  return switchEvent(
    record,
    context,
    prevTid,
    context.commIn(payload, start, colon, prevTid),
    stateOf(record, context, stateStart + inset, arrow - inset, 'plugin'),
    nextTid,
    context.commIn(payload, arrow + 5, nextColon, nextTid),
  )
}

/** The colon of `:7 [120]` that ends before `end`, or -1. */
function colonBefore(payload: string, end: number): number {
  if (payload.charCodeAt(end - 1) !== 93) return -1 // ]
  const prio = startOfInteger(payload, end - 1)
  if (prio < 2 || payload.charCodeAt(prio - 1) !== 91 || payload.charCodeAt(prio - 2) !== 32) return -1 // [ and blank
  const tid = startOfInteger(payload, prio - 2)
  return tid > 0 && payload.charCodeAt(tid - 1) === 58 ? tid - 1 : -1 // :
}

/** The last colon of `:7 [120]` within what can be a comm from `start`, or else the first after it; -1 for none. */
function colonAfter(payload: string, start: number): number {
  let found = -1
  for (let at = payload.indexOf(':', start); at >= 0; at = payload.indexOf(':', at + 1)) {
    if (found >= 0 && at - start > COMM_LENGTH) break
    if (isTidAndPrio(payload, at)) found = at
  }
  return found
}

function isTidAndPrio(payload: string, colon: number): boolean {
  const tidEnd = endOfInteger(payload, colon + 1)
  if (!hasAt(payload, ' [', tidEnd)) return false
  const prioEnd = endOfInteger(payload, tidEnd + 2)
  return prioEnd >= 0 && payload.charCodeAt(prioEnd) === 93 // ]
}

function stateOf(
  record: RecordItem,
  context: DecodeContext,
  start: number,
  end: number,
  dialect: StateDialect,
): PrevState {
  const state = parsePrevState(record.payload, start, end, dialect, context.shiftedStates)
  if (state === undefined) {
    context.count('TC_NORM_UNKNOWN_STATE')
    return 'S'
  }
  if (state !== 'P') return state
  // Bit 64 was "dead" before 4.14 and is "parked" since; a task that the header no longer knows is not parked.
  const named = record.payload.charCodeAt(start) === 80 // P
  return record.tid === -1 || (context.oldStates && !named) ? 'X' : state
}

/**
 * The payload says who ran; the header only adds the process, where it is about the same task. A dying task's header is
 * `281/-1`: its thread is gone and its process is not.
 */
function switchEvent(
  record: RecordItem,
  context: DecodeContext,
  prevTid: number,
  prevComm: string,
  prevState: PrevState,
  nextTid: number,
  nextComm: string,
): DecodedEvent {
  const sameTask = record.tid === prevTid || record.tid === -1
  return {
    type: 'switch',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: prevTid,
    pid: sameTask ? context.pid : null,
    comm: context.comm,
    prevTid,
    prevComm,
    prevState,
    nextTid,
    nextComm,
  }
}
