import { detachString, type RecordItem } from '@tc-stream/event-schema'
import { COLON, codeAt, DOT, isDigit, SPACE, skipBlanks, trimEndIndex, ZERO } from './chars.js'
import { ABSENT, COMM_FIELD_WIDTH, type HeaderLine, newHeaderLine } from './header-fields.js'
import { MAX_PREFIX_LENGTH } from './header-line.js'

/** Texts kept of what stands to the left and to the right of the time. */
const LEFT_SLOTS = 2048
const RIGHT_SLOTS = 64
/** A left side at least as long as this has a tid and a CPU at its end. */
const MIN_LEFT_LENGTH = 10

/** What stands before the time, and what the parser made of it. */
interface LeftSide {
  readonly text: string
  readonly comm: string
  readonly commStart: number
  readonly commEnd: number
  readonly pid: number
  readonly tid: number
  readonly cpu: number
}

/** What stands between the time and the payload, and the event it names. */
interface RightSide {
  readonly text: string
  readonly event: string
}

/**
 * Recognizes a header whose three parts have been read before, by comparing them whole: the lines of a trace differ in
 * the digits after the point and in their payload, and reading a line character by character takes five times as long.
 *
 * ```
 *          swapper     0 [000]   228.430133:         power:cpu_idle: state=1 cpu_id=0
 * └────────── left ──────────┘└ sec ┘      └─────── right ────────┘
 * ```
 *
 * Such a header has one meaning, whatever its payload: the comm is learned only where it fits its 16 columns and no
 * colon stands between it and the time, so the parser, too, would go on to this time from any time within the comm.
 *
 * Bounds: 2,048 left sides and 64 right sides of at most `MAX_PREFIX_LENGTH` characters; a newer one replaces an older.
 */
export class KnownHeaders {
  /** perf pads most columns: the colon after the time is likely to stand where it last stood. */
  #colon = 0
  #fractionDigits = 0
  /** Shape: `   228`; all lines of a second share it. */
  #secondsText = ''
  #seconds = 0
  readonly #lefts: (LeftSide | undefined)[] = new Array(LEFT_SLOTS).fill(undefined)
  readonly #rights: (RightSide | undefined)[] = new Array(RIGHT_SLOTS).fill(undefined)
  /** The tid that was last met of each slot: a task that is met but once is not worth a closer look. */
  readonly #met = new Float64Array(LEFT_SLOTS).fill(ABSENT)
  /** The tid that was last looked for in vain in each slot: two that take turns would cost a copy each time. */
  readonly #missed = new Float64Array(LEFT_SLOTS).fill(ABSENT)
  readonly #header = newHeaderLine()

  /** The header of a line, or undefined where a part of it is new. A result holds until the next call. */
  find(line: string): HeaderLine | undefined {
    const colon = this.#findColon(line)
    if (colon === -1) return undefined
    const point = colon - 1 - this.#fractionDigits
    const leftEnd = point - this.#secondsText.length
    if (leftEnd < MIN_LEFT_LENGTH || line.charCodeAt(point) !== DOT) return undefined
    const left = this.#lefts[leftSlot(line, leftEnd)]
    if (left === undefined || line.slice(0, leftEnd) !== left.text) return undefined
    if (line.slice(leftEnd, point) !== this.#secondsText) return undefined
    const end = line.indexOf(': ', colon + 1)
    if (end === -1) return undefined
    const right = this.#rights[rightSlot(line, colon + 1, end)]
    if (right === undefined || line.slice(colon + 1, end) !== right.text) return undefined
    const nanos = readFraction(line, point + 1, colon)
    return nanos === -1 ? undefined : this.#set(left, nanos, right, end)
  }

  /** Keeps the parts of a header that the parser has read; `record` is what became of it. */
  learn(line: string, header: HeaderLine, record: RecordItem): void {
    const met = header.tid & (LEFT_SLOTS - 1)
    if (this.#met[met] !== header.tid) {
      this.#met[met] = header.tid
      return
    }
    if (!header.timed || header.sideBand || header.period !== ABSENT || header.cpu === ABSENT) return
    if (record.comm === null || header.commEnd - header.commStart > COMM_FIELD_WIDTH) return
    if (header.commStart !== skipBlanks(line, 0) || header.eventEnd - header.eventStart < 2) return
    const colon = line.lastIndexOf(':', header.eventStart)
    const point = line.lastIndexOf('.', colon)
    if (colon > MAX_PREFIX_LENGTH || header.eventEnd - colon > MAX_PREFIX_LENGTH) return
    if (colon - header.commStart <= COMM_FIELD_WIDTH || line.lastIndexOf(':', colon - 1) >= header.commEnd) return
    let timeStart = point
    while (isDigit(codeAt(line, timeStart - 1))) timeStart--
    const leftEnd = trimEndIndex(line, 0, timeStart)
    if (leftEnd < MIN_LEFT_LENGTH) return
    this.#colon = colon
    this.#fractionDigits = colon - point - 1
    this.#secondsText = detachString(line.slice(leftEnd, point))
    this.#seconds = header.seconds
    this.#learnLeft(line.slice(0, leftEnd), header, record.comm)
    const text = line.slice(colon + 1, header.eventEnd)
    const slot = rightSlot(line, colon + 1, header.eventEnd)
    if (this.#rights[slot]?.text !== text) this.#rights[slot] = { text: detachString(text), event: record.event }
  }

  #learnLeft(text: string, { commStart, commEnd, pid, tid, cpu }: HeaderLine, comm: string): void {
    const slot = leftSlot(text, text.length)
    if (this.#lefts[slot]?.text === text) return
    if (this.#missed[slot] !== tid) {
      this.#missed[slot] = tid
      return
    }
    this.#lefts[slot] = { text: detachString(text), comm, commStart, commEnd, pid, tid, cpu }
  }

  /** The colon after what may be the time, with a space after it; or -1. */
  #findColon(line: string): number {
    let colon = this.#colon
    if (colon >= line.length || line.charCodeAt(colon) !== COLON) {
      const bracket = line.indexOf('] ')
      if (bracket === -1) return -1
      colon = line.indexOf(':', bracket)
    }
    return codeAt(line, colon + 1) === SPACE ? colon : -1
  }

  #set(left: LeftSide, nanos: number, right: RightSide, eventEnd: number): HeaderLine {
    const header = this.#header
    header.comm = left.comm
    header.commStart = left.commStart
    header.commEnd = left.commEnd
    header.pid = left.pid
    header.tid = left.tid
    header.cpu = left.cpu
    header.timed = true
    header.seconds = this.#seconds
    header.nanos = nanos
    header.event = right.event
    header.eventStart = eventEnd - right.event.length
    header.eventEnd = eventEnd
    header.payloadStart = eventEnd + 2
    return header
  }
}

/** Left sides differ in the last digits of the tid and of the CPU, `… 2130 [001]`. */
function leftSlot(line: string, end: number): number {
  const low = (line.charCodeAt(end - 7) & 15) | ((line.charCodeAt(end - 8) & 15) << 4)
  return low | (((line.charCodeAt(end - 9) ^ (line.charCodeAt(end - 2) << 1)) & 7) << 8)
}

/** Of right sides as long as each other, events differ at their ends (`sched_switch`, `sched_wakeup`). */
function rightSlot(line: string, start: number, end: number): number {
  return (end - start + 5 * line.charCodeAt(end - 1)) & (RIGHT_SLOTS - 1)
}

/** Units: ns. Returns: -1 where anything but digits stands there. */
function readFraction(line: string, from: number, end: number): number {
  let value = 0
  for (let i = from; i < end; i++) {
    const code = line.charCodeAt(i)
    if (!isDigit(code)) return -1
    value = value * 10 + code - ZERO
  }
  return end - from === 6 ? value * 1000 : value * 10 ** (9 - end + from)
}
