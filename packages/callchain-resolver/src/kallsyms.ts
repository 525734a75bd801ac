import { parseAddress, type SymbolLine, type SymbolTable, TextSymbolTable } from './symbol-table.js'

/** No function of a kernel is longer; an address further from any symbol belongs to something unnamed. */
const MAX_FUNCTION_BYTES = 0x100000

/**
 * Reads the text of `/proc/kallsyms` or of a `System.map`.
 *
 * Shape: `ffffffff81000000 T _text`, for a module `ffffffffc0a51000 t nft_do_chain\t[nf_tables]`. Functions are named;
 * data ends the function before it. Of several names for one address, the one with the fewest underscores in front
 * wins, then the global one, then the first.
 *
 * Bounds: keeps the text and 21 bytes for each symbol.
 * Errors: none; lines that are no symbol are counted in `badLines`. All addresses zero gives `hidden` and an empty table.
 */
export function parseKallsyms(text: string): SymbolTable {
  return new TextSymbolTable(text, { readLine, preferLater, moduleAt, maxSpanBytes: MAX_FUNCTION_BYTES })
}

function readLine(text: string, start: number, end: number, into: SymbolLine): boolean {
  const space = text.indexOf(' ', start)
  if (space < 0 || space + 3 >= end || text.charCodeAt(space + 2) !== 0x20) return false
  if (!parseAddress(text, start, space, into)) return false
  const type = text.charAt(space + 1)
  into.named = type === 't' || type === 'T' || type === 'w' || type === 'W'
  into.sizeBytes = 0
  into.nameStart = space + 3
  into.nameEnd = endOfName(text, space + 3, end)
  return into.nameEnd > into.nameStart
}

function endOfName(text: string, start: number, end: number): number {
  let at = start
  while (at < end && text.charCodeAt(at) !== 0x09 && text.charCodeAt(at) !== 0x20) at++
  return at
}

/** The `[module]` that follows a name after a tab. */
function moduleAt(text: string, nameEnd: number): string | undefined {
  if (text.charCodeAt(nameEnd) !== 0x09 || text.charAt(nameEnd + 1) !== '[') return undefined
  const close = text.indexOf(']', nameEnd)
  return close < 0 ? undefined : text.slice(nameEnd + 1, close + 1)
}

function preferLater(text: string, earlier: number, later: number): boolean {
  const fewer = underscores(text, earlier) - underscores(text, later)
  if (fewer !== 0) return fewer > 0
  return isGlobal(text, later) && !isGlobal(text, earlier)
}

function underscores(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) === 0x5f) at++
  return at - start
}

/** The letter of the type stands two characters before the name, in upper case for a global symbol. */
function isGlobal(text: string, nameStart: number): boolean {
  const code = text.charCodeAt(nameStart - 2)
  return code >= 0x41 && code <= 0x5a
}
