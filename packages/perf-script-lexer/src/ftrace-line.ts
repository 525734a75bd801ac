import {
  CLOSING_PARENTHESIS,
  COLON,
  codeAt,
  isDigit,
  isLetter,
  MINUS,
  skipBlanks,
  tokenEnd,
  tokenStart,
  trimEndIndex,
  UNDERSCORE,
} from './chars.js'
import { ABSENT, type HeaderLine, newHeaderLine } from './header-fields.js'
import { parseBracketedCpu, readId } from './header-left.js'
import { parseTime } from './header-time.js'

/**
 * What an ftrace line tells: an `event` by its name, a system call entered or left (`enter`, `exit`, the name of the
 * call stands where the event's does), a `call` of a kernel function, or that a `stack` follows.
 */
export type FtraceKind = 'event' | 'enter' | 'exit' | 'call' | 'stack'

/** A comm has 15 bytes, and ftrace pads it to 16 columns. */
const MAX_COMM_LENGTH = 16
const MAX_ID_DIGITS = 10
/** Letters and dots between the CPU and the time: four before Linux 5.16, five since, more in patched kernels. */
const MIN_FLAGS = 3
const MAX_FLAGS = 8
/** The time stands within the first columns. */
const MAX_PREFIX_LENGTH = 120

const STACK = /^(?:kernel_stack: +|user_stack: +)?<(?:user )?stack trace ?>/
const CALL = 'sys_'
const UNKNOWN_COMM = '<...>'
const IDLE_COMM = '<idle>'

/**
 * Reads a line of ftrace: `trace-cmd report`, or `/sys/kernel/tracing/trace`.
 *
 * Shape:
 * ```
 *           <idle>-0     [000] d..2.   443.100200: sched_switch: prev_comm=swapper/0 …
 *   Chrome_IOThread-7    (    549) [003] d..2   443.100200: sched_waking: comm=sh pid=7 …
 *              sh-12     [001]   443.100200300: sys_enter_read:   fd: 0x00000003, …
 *      sh-12     1d..2.  443.100200: sched_switch: …      with trace-cmd report -l
 *              sh-12     [001] .....   443.100200: sys_read(fd: 3, buf: 55d0, count: 2000)
 *              sh-12     [001] .....   443.100200: sys_read -> 0x24
 * ```
 *
 * Bounds: one result object, used again for each line; a result holds until the next call.
 * Source: `trace_print_context` in kernel/trace/trace_output.c, trace-cmd's `tep_print_event`.
 */
export class FtraceParser {
  readonly #header = newHeaderLine()
  kind: FtraceKind = 'event'

  /** The header of a line, or undefined. `start` is the first character that is no blank. */
  parse(line: string, start: number): HeaderLine | undefined {
    let colon = line.indexOf(': ', start)
    while (colon !== -1 && colon - start <= MAX_PREFIX_LENGTH) {
      if (isDigit(codeAt(line, colon - 1)) && this.#take(line, start, colon)) return this.#header
      colon = line.indexOf(': ', colon + 1)
    }
    return undefined
  }

  #take(line: string, start: number, colon: number): boolean {
    const out = this.#header
    const timeStart = parseTime(line, start, colon, out)
    if (timeStart === -1 || !parseTask(line, start, timeStart, out)) return false
    const at = skipBlanks(line, colon + 1)
    const kind = parseEvent(line, at, out)
    if (kind === undefined) return false
    this.kind = kind
    return true
  }
}

/** `COMM-TID (TGID) [CPU] FLAGS` before the time, from right to left. */
function parseTask(line: string, start: number, end: number, out: HeaderLine): boolean {
  out.pid = ABSENT
  out.cpu = ABSENT
  out.comm = ''
  const taskEnd = parseTgid(line, start, parseCpu(line, start, trimEndIndex(line, start, end), out), out)
  if (out.cpu === ABSENT) return false
  let digits = taskEnd
  while (digits > start && isDigit(line.charCodeAt(digits - 1))) digits--
  const dash = digits - 1
  if (digits === taskEnd || taskEnd - digits > MAX_ID_DIGITS || codeAt(line, dash) !== MINUS) return false
  // A comm may be empty, and may begin with blanks; those that ftrace pads with are not told from them.
  if (dash - start > MAX_COMM_LENGTH) return false
  out.tid = readId(line, digits, taskEnd)
  out.commStart = start
  out.commEnd = dash
  if (line.startsWith(UNKNOWN_COMM, start) && dash === start + UNKNOWN_COMM.length) out.commEnd = start
  // perf's name for it, which the payloads of both have too.
  else if (line.startsWith(IDLE_COMM, start) && dash === start + IDLE_COMM.length) out.comm = 'swapper'
  return true
}

/** Reads `[001] d..2.`, `[001]` or `1d..2.`. Returns the end of what stands before it. */
function parseCpu(line: string, start: number, end: number, out: HeaderLine): number {
  let from = parseBracketedCpu(line, start, end, out)
  if (from !== -1) return trimEndIndex(line, start, from)
  const word = tokenStart(line, start, end)
  let flags = word
  while (flags < end && isDigit(line.charCodeAt(flags))) flags++
  if (end - flags < MIN_FLAGS || end - flags > MAX_FLAGS || !areFlags(line, flags, end)) return start
  const before = trimEndIndex(line, start, word)
  if (flags > word) {
    out.cpu = readId(line, word, flags)
    return before
  }
  from = parseBracketedCpu(line, start, before, out)
  return from === -1 ? start : trimEndIndex(line, start, from)
}

/** `d..2.`: dots, letters, and the depth of preemption in hexadecimal. */
function areFlags(line: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const code = line.charCodeAt(i)
    if (code !== 46 && code !== 35 && !isLetter(code) && !isDigit(code)) return false // . #
  }
  return true
}

/** Reads `(    549)`, the process, or `(-----)`. Returns the end of what stands before it. */
function parseTgid(line: string, start: number, end: number, out: HeaderLine): number {
  if (codeAt(line, end - 1) !== CLOSING_PARENTHESIS) return end
  const open = line.lastIndexOf('(', end - 1)
  if (open < start) return end
  const from = skipBlanks(line, open + 1)
  let digits = from
  while (isDigit(line.charCodeAt(digits))) digits++
  if (digits === end - 1 && digits > from && digits - from <= MAX_ID_DIGITS) out.pid = readId(line, from, digits)
  else if (codeAt(line, from) !== MINUS) return end
  return trimEndIndex(line, start, open)
}

function parseEvent(line: string, at: number, out: HeaderLine): FtraceKind | undefined {
  out.period = ABSENT
  out.sideBand = false
  out.eventStart = at
  const first = codeAt(line, at)
  if ((first === 60 || first === 107 || first === 117) && STACK.test(line.slice(at, at + 60))) return 'stack' // < k u
  if (!isLetter(first) && first !== UNDERSCORE) return undefined
  const end = tokenEnd(line, at)
  if (line.startsWith(CALL, at)) {
    const call = parseCall(line, at + CALL.length, end, out)
    if (call !== undefined) return call
  }
  if (codeAt(line, end - 1) === COLON) {
    out.eventEnd = end - 1
    out.payloadStart = skipBlanks(line, end)
    // An event of perf names its subsystem.
    return line.lastIndexOf(':', end - 2) >= at ? undefined : 'event'
  }
  if (!line.startsWith(' <-', end)) return undefined
  out.eventEnd = end
  out.payloadStart = at
  return 'call'
}

/** `read(fd: 3, …)` or `read -> 0x24`; undefined for what only begins like a call. */
function parseCall(line: string, from: number, end: number, out: HeaderLine): FtraceKind | undefined {
  const open = line.indexOf('(', from)
  if (open > from && open < end) {
    out.eventStart = from
    out.eventEnd = open
    out.payloadStart = open + 1
    return 'enter'
  }
  if (!line.startsWith(' -> ', end)) return undefined
  out.eventStart = from
  out.eventEnd = end
  out.payloadStart = end + 4
  return 'exit'
}
