import { detachString } from '@tc-stream/event-schema'

/** What a table knows of an address. */
export interface FoundSymbol {
  readonly symbol: string
  /** Units: bytes from the start of the symbol. */
  readonly offset: number
  /** The kernel module that holds it, in brackets as perf prints a dso. */
  readonly module?: string
}

/** Names of addresses. Made by `parseKallsyms` and `parsePerfMap`. */
export interface SymbolTable {
  /** Symbols that can be found. */
  readonly size: number
  /** Lines that were no symbol. */
  readonly badLines: number
  /** All addresses are zero: the kernel hides them from whoever wrote the text. */
  readonly hidden: boolean
  /** The symbol that holds an address, given in hexadecimal; undefined where none does. */
  find(ip: string): FoundSymbol | undefined
}

/**
 * An address as two halves of 32 bits: a double holds 53 bits, and kernel addresses use all 64. The object is filled
 * anew by each call of `parseAddress`.
 */
export interface Address {
  hi: number
  lo: number
}

/** Reads hexadecimal digits of `text[start, end)`. Returns false where they are no address of up to 64 bits. */
export function parseAddress(text: string, start: number, end: number, into: Address): boolean {
  let from = start
  while (from < end - 1 && text.charCodeAt(from) === 0x30) from++
  if (end <= from || end - from > 16) return false
  let hi = 0
  let lo = 0
  for (let at = from; at < end; at++) {
    const digit = hexDigit(text.charCodeAt(at))
    if (digit < 0) return false
    hi = ((hi << 4) | (lo >>> 28)) >>> 0
    lo = ((lo << 4) | digit) >>> 0
  }
  into.hi = hi
  into.lo = lo
  return true
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1
}

/** One symbol's line, while a table is filled. */
export interface SymbolLine extends Address {
  /** Where its name stands in the text. */
  nameStart: number
  nameEnd: number
  /** Units: bytes; 0 where the table does not say, and the next symbol ends it. */
  sizeBytes: number
  /** False for what only ends the symbol before it: data, or a name that another one beats. */
  named: boolean
}

/** Reads the line `text[start, end)`; false where it is no symbol. */
export type ReadSymbolLine = (text: string, start: number, end: number, into: SymbolLine) => boolean

/** Decides which of two symbols at one address is kept: true for the later line of the text. */
export type PreferLater = (text: string, earlier: number, later: number) => boolean

export interface TableRules {
  readonly readLine: ReadSymbolLine
  readonly preferLater: PreferLater
  /** Module of a name that ends at this place. */
  readonly moduleAt?: (text: string, nameEnd: number) => string | undefined
  /** Longest reach of a symbol whose size is not known. Units: bytes. */
  readonly maxSpanBytes: number
}

/** How many symbols back an address is sought when it lies beyond the nearest one's size: ranges may be nested. */
const MAX_NESTING = 8

/**
 * Sorted columns over one text. Names stay where they are in it until they are asked for: 200,000 symbols cost the text
 * and 21 bytes each instead of 200,000 strings.
 */
export class TextSymbolTable implements SymbolTable {
  readonly size: number
  readonly badLines: number
  readonly hidden: boolean
  readonly #text: string
  readonly #rules: TableRules
  readonly #columns: Columns

  constructor(text: string, rules: TableRules) {
    const { columns, badLines, hidden } = readColumns(text, rules)
    this.#text = text
    this.#rules = rules
    this.#columns = hidden ? createColumns(0) : sortColumns(columns, text, rules)
    this.size = this.#columns.count
    this.badLines = badLines
    this.hidden = hidden
  }

  find(ip: string): FoundSymbol | undefined {
    const address: Address = { hi: 0, lo: 0 }
    if (!parseAddress(ip, ip.startsWith('0x') ? 2 : 0, ip.length, address)) return undefined
    const nearest = this.#lastAtOrBefore(address)
    const { hi, lo, sizeBytes, named } = this.#columns
    for (let at = nearest; at >= 0 && at > nearest - MAX_NESTING; at--) {
      const size = sizeBytes[at] as number
      const offset = (address.hi - (hi[at] as number)) * 2 ** 32 + (address.lo - (lo[at] as number))
      if (offset < (size === 0 ? this.#rules.maxSpanBytes : size)) {
        return named[at] === 1 ? this.#describe(at, offset) : undefined
      }
      if (size === 0) return undefined
    }
    return undefined
  }

  #describe(at: number, offset: number): FoundSymbol {
    const nameEnd = this.#columns.nameEnd[at] as number
    const symbol = detachString(this.#text.slice(this.#columns.nameStart[at], nameEnd))
    const module = this.#rules.moduleAt?.(this.#text, nameEnd)
    return module === undefined ? { symbol, offset } : { symbol, offset, module: detachString(module) }
  }

  #lastAtOrBefore(address: Address): number {
    const { hi, lo, count } = this.#columns
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      const above = (hi[middle] as number) - address.hi || (lo[middle] as number) - address.lo
      if (above > 0) high = middle
      else low = middle + 1
    }
    return low - 1
  }
}

interface Columns {
  count: number
  hi: Uint32Array
  lo: Uint32Array
  nameStart: Uint32Array
  nameEnd: Uint32Array
  sizeBytes: Uint32Array
  named: Uint8Array
}

function createColumns(capacity: number): Columns {
  return {
    count: 0,
    hi: new Uint32Array(capacity),
    lo: new Uint32Array(capacity),
    nameStart: new Uint32Array(capacity),
    nameEnd: new Uint32Array(capacity),
    sizeBytes: new Uint32Array(capacity),
    named: new Uint8Array(capacity),
  }
}

function readColumns(text: string, rules: TableRules): { columns: Columns; badLines: number; hidden: boolean } {
  const columns = createColumns(countLines(text))
  const line: SymbolLine = { hi: 0, lo: 0, nameStart: 0, nameEnd: 0, sizeBytes: 0, named: false }
  let badLines = 0
  let zeros = 0
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline
    const end = next > start && text.charCodeAt(next - 1) === 0x0d ? next - 1 : next
    if (end > start) {
      if (rules.readLine(text, start, end, line)) {
        if (line.hi === 0 && line.lo === 0) zeros++
        store(columns, columns.count++, line)
      } else badLines++
    }
    start = next + 1
  }
  return { columns, badLines, hidden: columns.count > 0 && zeros === columns.count }
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function store(columns: Columns, at: number, line: SymbolLine): void {
  columns.hi[at] = line.hi
  columns.lo[at] = line.lo
  columns.nameStart[at] = line.nameStart
  columns.nameEnd[at] = line.nameEnd
  columns.sizeBytes[at] = Math.min(line.sizeBytes, 0xffffffff)
  columns.named[at] = line.named ? 1 : 0
}

/** By address, one symbol for each: of several at one address the rules choose. */
function sortColumns(columns: Columns, text: string, rules: TableRules): Columns {
  const { hi, lo, nameStart, nameEnd, sizeBytes, named } = columns
  const order = new Uint32Array(columns.count).map((_, at) => at)
  order.sort((a, b) => (hi[a] as number) - (hi[b] as number) || (lo[a] as number) - (lo[b] as number) || a - b)
  const sorted = createColumns(columns.count)
  for (const from of order) {
    const last = sorted.count - 1
    const same = last >= 0 && sorted.hi[last] === hi[from] && sorted.lo[last] === lo[from]
    if (same && !replaces(sorted, last, from)) continue
    const to = same ? last : sorted.count++
    sorted.hi[to] = hi[from] as number
    sorted.lo[to] = lo[from] as number
    sorted.nameStart[to] = nameStart[from] as number
    sorted.nameEnd[to] = nameEnd[from] as number
    sorted.sizeBytes[to] = sizeBytes[from] as number
    sorted.named[to] = named[from] as number
  }
  return sorted

  function replaces(kept: Columns, last: number, from: number): boolean {
    if (kept.named[last] !== named[from]) return named[from] === 1
    return rules.preferLater(text, kept.nameStart[last] as number, nameStart[from] as number)
  }
}
