import {
  CLOSING_PARENTHESIS,
  codeAt,
  END,
  hexRun,
  isBlank,
  isHexDigit,
  OPENING_PARENTHESIS,
  skipBlanks,
  TAB,
  tokenStart,
  trimEndIndex,
} from './chars.js'

/** Columns that perf pads an address to. */
const ADDRESS_WIDTH = 16
/** Digits of an address that is told from a word by its length alone. */
const LONG_ADDRESS = 8
const WORD_LIKE = 4

/**
 * Whether a line can be a frame: an address first. It still is a header if it parses as one (a comm such as `123`).
 *
 * Shape: `\tffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])`; spaces for the tab or no indentation at all, and a
 * line cut anywhere after the address, are taken too.
 */
export function isFrameLine(line: string, start: number): boolean {
  const digits = hexRun(line, start)
  if (digits === 0 || digits > ADDRESS_WIDTH) return false
  const end = start + digits
  const isTabbed = codeAt(line, 0) === TAB
  if (end === line.length) return isTabbed || digits >= LONG_ADDRESS
  if (!isBlank(codeAt(line, end))) return false
  return isTabbed || digits > WORD_LIKE || line.indexOf(' (', end) !== -1
}

/**
 * Whether an address in its own column begins at `at`, after the blanks from `from` on: at least 16 columns wide, with
 * a blank before it.
 */
export function isAddressField(line: string, from: number, at: number): boolean {
  const digits = hexRun(line, at)
  if (digits === 0 || digits > ADDRESS_WIDTH || at - from <= ADDRESS_WIDTH - digits) return false
  const next = codeAt(line, at + digits)
  return isBlank(next) || next === END
}

/**
 * Where the frame of a sample without callchain starts, which perf prints at the end of the header line, after the event
 * or after the payload; -1 if there is none.
 *
 * ```
 * … next_pid=0 next_prio=120 ffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])
 *                            ^
 * … sys_exit_read: 0x340     7fe1a0243b74 [unknown] (/usr/lib64/ld-linux-x86-64.so.2)
 *                            ^
 * ```
 *
 * The symbol may hold blanks, and the payload words that look like addresses; so it is the last address that fills its
 * column. Where none does (blanks were lost), the last one of eight digits and more, unless a `key=` follows.
 */
export function findTrailingFrame(line: string, from: number, end: number): number {
  const first = skipBlanks(line, from)
  if (first < end && isAddressField(line, trimEndIndex(line, 0, first), first)) return first
  if (codeAt(line, end - 1) !== CLOSING_PARENTHESIS) return -1
  const dso = dsoStart(line, from, end)
  let loose = -1
  let tokenEnd = trimEndIndex(line, from, dso)
  while (tokenEnd > from) {
    const at = tokenStart(line, from, tokenEnd)
    const before = trimEndIndex(line, 0, at)
    const digits = tokenEnd - at
    if (digits <= ADDRESS_WIDTH && isHexDigit(line.charCodeAt(at)) && hexRun(line, at) === digits) {
      if (at - before > ADDRESS_WIDTH - digits) return at
      if (digits >= LONG_ADDRESS && loose === -1) loose = at
    }
    tokenEnd = before
  }
  if (loose === -1) return -1
  const key = line.indexOf('=', loose)
  return key !== -1 && key < dso ? -1 : loose
}

/** Where the last word starts that begins with a parenthesis, or `from`. */
function dsoStart(line: string, from: number, end: number): number {
  let i = end - 1
  while (i > from && !(line.charCodeAt(i) === OPENING_PARENTHESIS && isBlank(line.charCodeAt(i - 1)))) i--
  return i
}
