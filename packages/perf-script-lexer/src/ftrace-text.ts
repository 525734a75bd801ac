import { codeAt, isHexDigit, skipBlanks } from './chars.js'

/** What trace-cmd prints before the events of a file, and for CPUs without any. */
const PREAMBLE = /^(?:cpus=\d+|version = \d+|CPU:? ?\d+ is empty|TRACE:)$/

const LOST = /^CPU:(\d{1,6}) \[(?:LOST )?(?:(\d{1,15}) )?EVENTS(?: DROPPED)?\]$/

const KERNEL = '[kernel.kallsyms]'
const ESCAPED_END = '\\n\\'

export interface FtraceLoss {
  readonly cpu: number
  /** At least; older kernels do not say how many. */
  readonly count: number
}

/** Shape: `CPU:1 [LOST 123 EVENTS]`, `CPU:1 [LOST EVENTS]`, `CPU:1 [123 EVENTS DROPPED]`; undefined for another line. */
export function parseLoss(line: string, start: number): FtraceLoss | undefined {
  if (!line.startsWith('CPU:', start)) return undefined
  const match = LOST.exec(line.slice(start).trimEnd())
  return match === null ? undefined : { cpu: Number(match[1]), count: Math.max(1, Number(match[2] ?? 1)) }
}

/** Shape: `cpus=4`, `CPU 3 is empty`. */
export function isPreamble(line: string, start: number): boolean {
  return line.length - start < 40 && PREAMBLE.test(line.slice(start).trimEnd())
}

/** Traces that were put into a web page have a newline spelled out, and escaped, at the end of each line. */
export function withoutEscapedEnd(line: string): string {
  return line.endsWith(ESCAPED_END) ? line.slice(0, -ESCAPED_END.length) : line
}

/** Whether a line is a frame below `<stack trace>`. */
export function isStackFrame(line: string, start: number): boolean {
  return codeAt(line, start) === 61 && codeAt(line, start + 1) === 62 // =>
}

/**
 * A frame below `<stack trace>` as perf prints one: address (where it is told), symbol, object.
 *
 * Shape: `=> schedule (ffffffff821fb643)`, ` => schedule <ffffffff821fb643>`, ` => schedule+0x2e/0x80`, ` => nft_do [nft]`;
 * of user space ` => /usr/lib/libc.so.6[+0x114a]`, ` => <00007f12ab>`, ` => ??`.
 */
export function toFrame(line: string, start: number): string {
  const text = line.slice(skipBlanks(line, start + 2)).trimEnd()
  const user = /^(\/.*)\[\+0x([0-9a-f]+)\]$/.exec(text)
  if (user !== null) return `${user[2]} [unknown] (${user[1]})`
  const bare = /^<([0-9a-f]+)>$/.exec(text)
  if (bare !== null) return `${withoutZeros(bare[1] as string)} [unknown]`
  if (text === '??' || text === '') return '[unknown]'
  const known = /^(\S+?)(?:\/0x[0-9a-f]+)?(?: (\[\S+\]))?(?: [(<]([0-9a-f]+)[)>])?$/.exec(text)
  if (known === null) return text
  const [, symbol = '', module = KERNEL, address] = known
  if (address === undefined && isAddress(symbol)) return `${symbol} [unknown] (${module})`
  return `${address === undefined ? '' : `${address} `}${symbol} (${module})`
}

/** A whole kernel address; no symbol is one. */
function isAddress(word: string): boolean {
  if (word.length < 8) return false
  for (let i = 0; i < word.length; i++) if (!isHexDigit(word.charCodeAt(i))) return false
  return true
}

function withoutZeros(address: string): string {
  return address.replace(/^0+(?=.)/, '')
}
