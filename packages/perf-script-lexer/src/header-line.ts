import {
  COLON,
  codeAt,
  END,
  isBlank,
  isDigit,
  isLetter,
  LETTER_P,
  OPENING_BRACKET,
  skipBlanks,
  tokenEnd,
  tokenStart,
  UNDERSCORE,
  ZERO,
} from './chars.js'
import { isAddressField } from './frame-line.js'
import { ABSENT, COMM_FIELD_WIDTH, type HeaderLine, newHeaderLine } from './header-fields.js'
import { parseLeft, parsePeriodLeft } from './header-left.js'
import { parseTime } from './header-time.js'

const SIDE_BAND = 'PERF_RECORD_'
const UNKNOWN_EVENT = '[unknown]:'
/** A longer comm is no comm but text that happens to hold a time. */
const MAX_COMM_LENGTH = 64
/** A time further to the right has a longer comm than there can be. */
export const MAX_PREFIX_LENGTH = 160
/** No layout puts a time further to the right: the rest of a long line need not be searched. */
const MAX_TIME_COLUMN = 320
/** Names of events are shorter, even those of hardware that are told by many parts. */
const MAX_EVENT_LENGTH = 1_024
/** A longer run of digits is no period that a double holds exactly. */
const MAX_PERIOD_DIGITS = 15

/**
 * Takes header lines apart by hand: it finds the time and works from there to the left (CPU, tid, comm) and to the right
 * (period, event, payload), because a comm may hold anything, times and brackets included.
 *
 * ```
 *      a:b [000] 1.5:   281/284   [000]    31.528013498:     sched:sched_wakeup: comm=sh …
 *                   ^ preceded by [cpu], but no event follows
 *                                                      ^ preceded by tid and [cpu], an event follows: the time
 * ```
 *
 * Bounds: two result objects, used again for each line; a result holds until the next call.
 */
export class HeaderParser {
  #best = newHeaderLine()
  #spare = newHeaderLine()

  /**
   * A header with a time, or undefined. `start` is the first character that is no blank.
   *
   * Of several candidates the last one wins whose comm still fits a comm's 16 columns: that one cannot stand in a
   * payload, and those before it then are part of the comm.
   */
  parse(line: string, start: number): HeaderLine | undefined {
    let found = -1
    let colon = line.indexOf(':', start)
    while (colon !== -1) {
      if (isDigit(codeAt(line, colon - 1)) && this.#takeTimed(line, start, colon, found !== -1)) {
        found = colon
        const swap = this.#best
        this.#best = this.#spare
        this.#spare = swap
      }
      if (found !== -1 && (found - start > COMM_FIELD_WIDTH || colon - start > MAX_PREFIX_LENGTH)) break
      if (colon - start > MAX_TIME_COLUMN) break
      colon = line.indexOf(':', colon + 1)
    }
    return found === -1 ? undefined : this.#best
  }

  /** A header without a time (perf 3.2 and older, `-F -time`), or a side-band line without any prefix. */
  parseUntimed(line: string, start: number): HeaderLine | undefined {
    const sideBand = line.indexOf(SIDE_BAND, start)
    if (sideBand === start || (sideBand > start && isBlank(codeAt(line, sideBand - 1)))) {
      const out = this.#spare
      const isTask = parseLeft(line, start, sideBand, out) === 'task' && out.commEnd - out.commStart <= MAX_COMM_LENGTH
      if (isTask || sideBand === start) {
        clearTime(out)
        if (parseRight(line, sideBand, out)) return out
      }
    }
    let colon = line.indexOf(':', start)
    while (colon !== -1) {
      const next = codeAt(line, colon + 1)
      if ((isBlank(next) || next === END) && this.#takeUntimed(line, start, colon)) return this.#spare
      if (colon - start > MAX_TIME_COLUMN + MAX_EVENT_LENGTH) break
      colon = line.indexOf(':', colon + 1)
    }
    return undefined
  }

  #takeTimed(line: string, start: number, colon: number, isSecond: boolean): boolean {
    const out = this.#spare
    const next = codeAt(line, colon + 1)
    if (!isBlank(next) && next !== END) return false
    const timeStart = parseTime(line, start, colon, out)
    if (timeStart === -1) return false
    const left = parseLeft(line, start, timeStart, out)
    const commLength = out.commEnd - out.commStart
    if (commLength > MAX_COMM_LENGTH) return false
    if ((left !== 'task' || isSecond) && commLength > COMM_FIELD_WIDTH) return false
    if (isSecond && left !== 'task') return false
    return parseRight(line, colon + 1, out) || (left === 'task' && parseNoEvent(line, colon + 1, out))
  }

  #takeUntimed(line: string, start: number, colon: number): boolean {
    const out = this.#spare
    const eventStart = tokenStart(line, start, colon)
    if (!startsEvent(line, eventStart)) return false
    clearTime(out)
    const period = parsePeriodLeft(line, start, eventStart)
    if (parseLeft(line, start, period === -1 ? eventStart : period, out) !== 'task') return false
    const commLength = out.commEnd - out.commStart
    if (commLength > COMM_FIELD_WIDTH || (commLength === 0 && out.cpu === ABSENT)) return false
    return parseRight(line, period === -1 ? eventStart : period, out)
  }
}

function clearTime(out: HeaderLine): void {
  out.timed = false
  out.seconds = 0
  out.nanos = 0
}

/** What stands after the time: `[period] event: payload`, or a side-band line. */
function parseRight(line: string, from: number, out: HeaderLine): boolean {
  let i = skipBlanks(line, from)
  out.period = ABSENT
  out.sideBand = false
  const first = codeAt(line, i)
  if (first === LETTER_P && line.startsWith(SIDE_BAND, i)) return parseSideBand(line, i, out)
  if (isDigit(first)) {
    const digits = digitsEnd(line, i)
    if (digits - i <= MAX_PERIOD_DIGITS) out.period = readNumber(line, i, digits)
    i = skipBlanks(line, digits)
    if (i === digits) return false
  }
  const end = eventEnd(line, i)
  if (end - i > MAX_EVENT_LENGTH || codeAt(line, end - 1) !== COLON) return false
  if (!startsEvent(line, i)) return false
  out.eventStart = i
  out.eventEnd = end - 1
  out.payloadStart = Math.min(end + 1, line.length)
  return true
}

/** `-F` without `event`: nothing stands after the time, or an address. The event is then empty. */
function parseNoEvent(line: string, from: number, out: HeaderLine): boolean {
  const at = skipBlanks(line, from)
  if (at < line.length && !isAddressField(line, from, at)) return false
  out.period = ABSENT
  out.sideBand = false
  out.eventStart = at
  out.eventEnd = at
  out.payloadStart = at
  return true
}

/**
 * Shape: `PERF_RECORD_COMM exec: sh:12/12`, `PERF_RECORD_COMM: sh:12/12`, `PERF_RECORD_FORK(13:13):(12:12)`.
 * The payload is what follows the name, less one colon and one blank.
 */
function parseSideBand(line: string, from: number, out: HeaderLine): boolean {
  let end = from + SIDE_BAND.length
  let code = codeAt(line, end)
  while ((code >= 65 && code <= 90) || code === UNDERSCORE || isDigit(code)) code = codeAt(line, ++end)
  if (end - from > MAX_EVENT_LENGTH) return false
  out.sideBand = true
  out.eventStart = from
  out.eventEnd = end
  if (code === COLON) end++
  if (isBlank(codeAt(line, end))) end++
  out.payloadStart = end
  return true
}

/** The event ends at a blank; a builtin finds a space sooner than a loop does. */
function eventEnd(line: string, from: number): number {
  const space = line.indexOf(' ', from)
  const end = space === -1 ? line.length : space
  return codeAt(line, end - 1) === COLON ? end : tokenEnd(line, from)
}

function startsEvent(line: string, at: number): boolean {
  const code = codeAt(line, at)
  if (code === OPENING_BRACKET) return line.startsWith(UNKNOWN_EVENT, at)
  return isLetter(code) || code === UNDERSCORE
}

function digitsEnd(line: string, from: number): number {
  let i = from
  while (isDigit(codeAt(line, i))) i++
  return i
}

function readNumber(line: string, from: number, end: number): number {
  let value = 0
  for (let i = from; i < end; i++) value = value * 10 + codeAt(line, i) - ZERO
  return value
}
