import type { Frame } from '@tc-stream/event-schema'
import { isKernelDso } from './dso.js'

const DELETED = ' (deleted)'
const INLINED = '(inlined)'

/**
 * Takes one line of a callchain apart. Any text gives a frame: what cannot be told is null.
 *
 * Shape: `ffffffff8badf926 ttwu_do_wakeup+0x96 ([kernel.kallsyms])` is
 * `{ip:"ffffffff8badf926",symbol:"ttwu_do_wakeup",offset:150,dso:"[kernel.kallsyms]",kernel:true}`
 *
 * Errors: none; a line that begins with no address has `ip: null`.
 */
export function parseFrame(line: string): Frame {
  const text = line.trim()
  const ipEnd = endOfAddress(text)
  const ip = ipEnd > 0 ? text.slice(0, ipEnd) : null
  const rest = text.slice(ipEnd).trimStart()
  if (endsWithWord(rest, INLINED)) {
    return createFrame(ip, rest.slice(0, -INLINED.length).trimEnd(), '', true)
  }
  const open = findDso(rest)
  if (open < 0) return createFrame(ip, rest, '', false)
  const symbol = rest.slice(0, open).trimEnd()
  if (rest.endsWith(')')) return createFrame(ip, symbol, rest.slice(open + 1, -1), false)
  // The text ends within the path: half a name names nothing, but it may still tell the kernel from the rest.
  return createFrame(ip, symbol, '', false, isKernelDso(rest.slice(open + 1)))
}

function createFrame(ip: string | null, symbolText: string, dso: string, inlined: boolean, kernel = false): Frame {
  const { symbol, offset } = parseSymbol(symbolText)
  const frame: Frame = { ip, symbol, dso: dso === '' || dso === '[unknown]' ? null : dso }
  if (offset !== undefined) frame.offset = offset
  if (inlined) frame.inlined = true
  if (kernel || isKernelDso(dso)) frame.kernel = true
  return frame
}

/** `name+0x1f` into its parts. An offset that no double holds is nonsense that perf prints now and then: left out. */
function parseSymbol(text: string): { symbol: string | null; offset?: number } {
  const plus = text.lastIndexOf('+0x')
  if (plus < 0 || plus + 3 === text.length || endOfHex(text, plus + 3) !== text.length) {
    return { symbol: nameOrNull(text) }
  }
  const symbol = nameOrNull(text.slice(0, plus))
  const offset = Number.parseInt(text.slice(plus + 3), 16)
  return symbol !== null && Number.isSafeInteger(offset) ? { symbol, offset } : { symbol }
}

function nameOrNull(text: string): string | null {
  return text === '' || text === '[unknown]' ? null : text
}

/** End of the address that begins the text, 0 where none does: hexadecimal digits up to a blank or the end. */
function endOfAddress(text: string): number {
  const end = endOfHex(text, 0)
  return end === text.length || text.charCodeAt(end) === 0x20 || text.charCodeAt(end) === 0x09 ? end : 0
}

function endOfHex(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) break
    at++
  }
  return at
}

function endsWithWord(text: string, word: string): boolean {
  if (!text.endsWith(word)) return false
  return text.length === word.length || text.charCodeAt(text.length - word.length - 1) === 0x20
}

/**
 * Where the parenthesis that holds the dso opens, -1 for nowhere: the last one after a blank whose content is balanced,
 * so that neither `operator()(int) const (/lib/x.so)` nor `f (/tmp/a (copy).so (deleted))` is cut in the wrong place.
 */
function findDso(text: string): number {
  if (!text.endsWith(')')) return findCutDso(text)
  let at = text.length - 2
  if (text.endsWith(DELETED, text.length - 1)) at -= DELETED.length
  let depth = 0
  for (; at >= 0; at--) {
    const code = text.charCodeAt(at)
    if (code === 0x29) depth++
    else if (code === 0x28) {
      if (depth === 0) return at === 0 || text.charCodeAt(at - 1) === 0x20 ? at : -1
      depth--
    }
  }
  return -1
}

/** The last line of a cut stream: ` (/usr/lib/x86_64-linux-gnu` or ` ([kernel.ka`. */
function findCutDso(text: string): number {
  const open = text.lastIndexOf(' (')
  if (open < 0 || text.indexOf(')', open) >= 0) return -1
  const first = text.charAt(open + 2)
  return first === '/' || first === '[' ? open + 1 : -1
}
