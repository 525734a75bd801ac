import {
  CLOSING_BRACKET,
  COLON,
  codeAt,
  DOT,
  isBlank,
  isDigit,
  isLetter,
  LETTER_V,
  MINUS,
  OPENING_BRACKET,
  SLASH,
  SPACE,
  skipBlanks,
  tokenStart,
  trimEndIndex,
  ZERO,
} from './chars.js'
import { ABSENT, type HeaderLine } from './header-fields.js'

/** What stands before the time: a CPU or a tid (strong evidence of a header), or at most a comm. */
export type LeftSide = 'task' | 'comm'

const MAX_ID_DIGITS = 10
/** perf prints times of day in microseconds. */
const TIME_OF_DAY_DIGITS = 6
const MISC_LETTERS = 'KUHGgMESp'
const MAX_MISC_LENGTH = 6
/** `-l` pads a bare CPU number to three columns, a tid is padded to five or more: that tells the one from the other. */
const LATENCY_CPU_WIDTH = 3
/** Columns of a period, where it is not preceded by a `[cpu]`. */
const PERIOD_WIDTH = 10

/**
 * Reads `comm pid/tid [cpu] misc tod` from right to left; each column may be missing.
 *
 * Shape:
 * ```
 *             node  9004 [000] U      2026-11-23 16:08:06.828828  1777.692522: …
 *     node  9004   0  1777.692522: …       with -l
 *              :-1   281/-1    [003]    31.537996919: …
 * ```
 */
export function parseLeft(line: string, start: number, end: number, out: HeaderLine): LeftSide {
  out.pid = ABSENT
  out.tid = ABSENT
  out.cpu = ABSENT
  let e = skipMisc(line, start, skipTimeOfDay(line, start, trimEndIndex(line, start, end)))
  const cpuStart = parseBracketedCpu(line, start, e, out)
  if (cpuStart !== -1) e = trimEndIndex(line, start, cpuStart)
  let side: LeftSide = cpuStart === -1 ? 'comm' : 'task'
  const taskStart = parseTask(line, start, e, out)
  if (taskStart !== -1) {
    side = 'task'
    e = trimEndIndex(line, start, taskStart)
    if (cpuStart === -1) e = takeLatencyCpu(line, start, taskStart, e, out)
  }
  out.commStart = codeAt(line, start) === LETTER_V ? skipMachine(line, start, e) : start
  out.commEnd = Math.max(e, out.commStart)
  return side
}

/** Where a period before an event without a time starts, or -1: `node  9004 [000]     100000 cpu-clock: `. */
export function parsePeriodLeft(line: string, start: number, end: number): number {
  const periodEnd = trimEndIndex(line, start, end)
  const periodStart = tokenStart(line, start, periodEnd)
  if (!isPlainNumber(line, periodStart, periodEnd)) return -1
  const before = trimEndIndex(line, start, periodStart)
  const left = skipMisc(line, start, before)
  if (codeAt(line, left - 1) === CLOSING_BRACKET) return periodStart
  if (!isPlainNumber(line, tokenStart(line, start, left), left)) return -1
  return periodEnd - before > PERIOD_WIDTH ? periodStart : -1
}

/**
 * `pid/tid`, or one number, which is the tid: perf prints a lone pid just so. Read from right to left.
 * Returns: where it starts, or -1.
 */
function parseTask(line: string, start: number, end: number, out: HeaderLine): number {
  const tidStart = idStart(line, start, end)
  if (tidStart === -1) return -1
  const before = tidStart === start ? SPACE : codeAt(line, tidStart - 1)
  if (isBlank(before)) {
    out.tid = readId(line, tidStart, end)
    return tidStart
  }
  if (before !== SLASH) return -1
  const pidStart = idStart(line, start, tidStart - 1)
  if (pidStart === -1 || (pidStart > start && !isBlank(codeAt(line, pidStart - 1)))) return -1
  out.pid = readId(line, pidStart, tidStart - 1)
  out.tid = readId(line, tidStart, end)
  return pidStart
}

/** With `-l` the number before the time is a bare CPU, and the tid stands before it. Returns the comm's end. */
function takeLatencyCpu(line: string, start: number, cpuStart: number, before: number, out: HeaderLine): number {
  const cpu = out.tid
  if (out.pid !== ABSENT || cpu < 0 || cpu > 999) return before
  const taskStart = parseTask(line, start, before, out)
  if (taskStart === -1) return before
  const width = cpu > 99 ? 3 : cpu > 9 ? 2 : 1
  if (out.pid === ABSENT && cpuStart - before !== 1 + LATENCY_CPU_WIDTH - width) {
    out.tid = cpu
    return before
  }
  out.cpu = cpu
  return trimEndIndex(line, start, taskStart)
}

/** A `-1` in brackets is a CPU that is not known: no CPU. */
export function parseBracketedCpu(line: string, start: number, end: number, out: HeaderLine): number {
  if (codeAt(line, end - 1) !== CLOSING_BRACKET) return -1
  const from = idStart(line, start, end - 1) - 1
  if (codeAt(line, from) !== OPENING_BRACKET) return -1
  if (from > start && !isBlank(codeAt(line, from - 1))) return -1
  const cpu = readId(line, from + 1, end - 1)
  out.cpu = cpu < 0 ? ABSENT : cpu
  return from
}

/** `-F +tod` prints a date and a time of day before the time: `2026-11-23 16:08:06.828741`. */
function skipTimeOfDay(line: string, start: number, end: number): number {
  if (codeAt(line, end - 1 - TIME_OF_DAY_DIGITS) !== DOT) return end
  const from = tokenStart(line, start, end)
  if (codeAt(line, from + 2) !== COLON || codeAt(line, from + 5) !== COLON) return end
  const dateEnd = trimEndIndex(line, start, from)
  const dateStart = tokenStart(line, start, dateEnd)
  if (dateEnd - dateStart !== 10 || codeAt(line, dateStart + 4) !== MINUS) return end
  return trimEndIndex(line, start, dateStart)
}

/** `-F +misc` prints up to six letters after the CPU; they count only where a CPU or a number precedes them. */
function skipMisc(line: string, start: number, end: number): number {
  if (!isLetter(codeAt(line, end - 1))) return end
  const from = tokenStart(line, start, end)
  if (end - from > MAX_MISC_LENGTH) return end
  for (let i = from; i < end; i++) if (!MISC_LETTERS.includes(line.charAt(i))) return end
  const before = trimEndIndex(line, start, from)
  const last = codeAt(line, before - 1)
  return last === CLOSING_BRACKET || isDigit(last) ? before : end
}

/** A guest's records begin with `VM: 1234 VCPU:001 `, which is no part of the comm. */
function skipMachine(line: string, start: number, end: number): number {
  let i = start
  for (const name of ['VM:', 'VCPU:']) {
    if (!line.startsWith(name, i)) continue
    let digits = skipBlanks(line, i + name.length)
    while (digits < end && isDigit(codeAt(line, digits))) digits++
    if (!isBlank(codeAt(line, digits))) return start
    i = skipBlanks(line, digits)
  }
  return Math.min(i, end)
}

function isPlainNumber(line: string, from: number, end: number): boolean {
  if (from >= end) return false
  for (let i = from; i < end; i++) if (!isDigit(codeAt(line, i))) return false
  return true
}

/** Where the integer of at least -1 (a CPU is padded to `-01`) starts that ends at `end`, or -1. */
function idStart(line: string, start: number, end: number): number {
  let i = end
  while (i > start && isDigit(line.charCodeAt(i - 1))) i--
  if (i === end || end - i > MAX_ID_DIGITS) return -1
  if (i === start || line.charCodeAt(i - 1) !== MINUS) return i
  return readId(line, i, end) === 1 ? i - 1 : -1
}

/** The integer in `line[from..end)`, which lies within the line. */
export function readId(line: string, from: number, end: number): number {
  const first = line.charCodeAt(from)
  if (first === MINUS) return -1
  let value = first - ZERO
  for (let i = from + 1; i < end; i++) value = value * 10 + line.charCodeAt(i) - ZERO
  return value
}
