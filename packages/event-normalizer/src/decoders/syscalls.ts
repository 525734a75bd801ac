import type { DecodeContext, DecodedEvent, Decoder } from '../registry.js'
import { endOfInteger, endOfWord, hasAt, integerIn, parseInt32, parseRegister, skipBlanks } from '../text.js'
import { BYTES_ARGUMENTS, FD_ARGUMENTS, X86_64_CALLS } from './syscall-tables.js'

/**
 * `syscalls:sys_enter_<name>`. Newer perf prints what pointers point to, so a number is read where its name stands last.
 *
 * Shape: `fd: 0x00000003, buf: 0x7ffe7f0bbf10, count: 0x00000080`, or nothing for a call without arguments
 */
export const decodeSyscallEnter: Decoder = (record, context) => {
  const { payload } = record
  return enterEvent(context, context.part, parseFd(payload), parseBytes(payload))
}

/** The descriptor is the first argument, if the call has one. */
function parseFd(payload: string): number | null {
  const colon = payload.indexOf(': ')
  if (colon < 0 || !FD_ARGUMENTS.has(payload.slice(skipBlanks(payload, 0), colon))) return null
  return parseInt32(argumentAt(payload, colon + 2)) ?? null
}

function parseBytes(payload: string): number | null {
  for (const key of BYTES_ARGUMENTS) {
    const at = payload.lastIndexOf(key)
    if (at >= 0) return parseRegister(argumentAt(payload, at + key.length)) ?? null
  }
  return null
}

function argumentAt(payload: string, at: number): string {
  const end = endOfWord(payload, at)
  return payload.slice(at, payload.charCodeAt(end - 1) === 44 ? end - 1 : end) // ,
}

/**
 * `syscalls:sys_exit_<name>`.
 *
 * Shape: `0x1000`, `0xfffffffffffffff5` (an errno)
 */
export const decodeSyscallExit: Decoder = (record, context) => {
  const start = skipBlanks(record.payload, 0)
  const result = parseRegister(record.payload.slice(start, endOfWord(record.payload, start)))
  return result === undefined ? undefined : exitEvent(context, context.part, result)
}

/**
 * `raw_syscalls:sys_enter`. Its numbers are named for the I/O calls of x86-64; the rest are `NR_<n>`.
 *
 * Shape: `NR 1 (3, 9fb888, 8, 2d83740, 1, 7ffff)`, in hexadecimal
 */
export const decodeRawSyscallEnter: Decoder = (record, context) => {
  const { payload } = record
  const end = hasAt(payload, 'NR ', 0) ? endOfInteger(payload, 3) : -1
  if (end < 0) return undefined
  const number = integerIn(payload, 3, end)
  const call = callOf(number, context)
  if (call === undefined || !hasAt(payload, ' (', end)) return enterEvent(context, `NR_${number}`, null, null)
  const words = payload.slice(end + 2).split(/[,)] ?/, 6)
  const fd = call.fd ? (parseInt32(words[0] ?? '') ?? null) : null
  const bytes = call.bytes === undefined ? null : (parseRegister(words[call.bytes] ?? '') ?? null)
  return enterEvent(context, call.name, fd, bytes)
}

/**
 * `raw_syscalls:sys_exit`.
 *
 * Shape: `NR 1 = 8`, `NR -1 = -11`
 */
export const decodeRawSyscallExit: Decoder = (record, context) => {
  const { payload } = record
  const end = hasAt(payload, 'NR ', 0) ? endOfInteger(payload, 3) : -1
  if (!hasAt(payload, ' = ', end)) return undefined
  const word = payload.slice(end + 3, endOfWord(payload, end + 3))
  // The kernel prints this one in decimal; libtraceevent may print a pointer-sized value as it likes.
  const result = /^\d{1,15}$/.test(word) ? Number(word) : parseRegister(word)
  if (result === undefined) return undefined
  const number = integerIn(payload, 3, end)
  return exitEvent(context, callOf(number, context)?.name ?? `NR_${number}`, result)
}

function callOf(number: number, context: DecodeContext) {
  return context.arch === undefined || context.arch === 'x86_64' ? X86_64_CALLS.get(number) : undefined
}

function enterEvent(context: DecodeContext, name: string, fd: number | null, bytes: number | null): DecodedEvent {
  return {
    type: 'syscallEnter',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    name,
    fd,
    bytes,
  }
}

function exitEvent(context: DecodeContext, name: string, result: number): DecodedEvent {
  return {
    type: 'syscallExit',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    name,
    result,
  }
}
