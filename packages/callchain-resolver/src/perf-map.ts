import { parseAddress, type SymbolLine, type SymbolTable, TextSymbolTable } from './symbol-table.js'

/**
 * Reads the text of a `perf-<pid>.map`, in which a runtime names the code it generates.
 *
 * Shape: `3ef414c0 398 LazyCompile:~add /app/index.js:12` (start and size in hexadecimal, then the name to the line's
 * end). Code moves and is generated anew: the last line for a start wins.
 *
 * Bounds: keeps the text and 21 bytes for each symbol.
 * Errors: none; lines that are no symbol are counted in `badLines`.
 */
export function parsePerfMap(text: string): SymbolTable {
  return new TextSymbolTable(text, { readLine, preferLater: () => true, maxSpanBytes: 1 })
}

function readLine(text: string, start: number, end: number, into: SymbolLine): boolean {
  const first = text.indexOf(' ', start)
  if (first < 0 || first >= end) return false
  const second = text.indexOf(' ', first + 1)
  if (second < 0 || second + 1 >= end) return false
  if (!parseAddress(text, skip0x(text, first + 1), second, into) || into.hi !== 0) return false
  into.sizeBytes = into.lo
  into.named = true
  into.nameStart = second + 1
  into.nameEnd = end
  return parseAddress(text, skip0x(text, start), first, into)
}

function skip0x(text: string, at: number): number {
  return text.startsWith('0x', at) ? at + 2 : at
}
