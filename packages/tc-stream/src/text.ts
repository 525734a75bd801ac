/** Numbers and foreign text as people read them on a terminal. */

const THOUSANDS = /\B(?=(?:\d{3})+$)/g

/** `18,606`, without a locale: the same everywhere. */
export function count(value: number): string {
  return String(Math.trunc(value)).replace(THOUSANDS, ',')
}

/** `1 row`, `31 rows`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** `2.31 s`, `15 ms`, `800 ns`. */
export function duration(ns: number): string {
  if (ns >= 1e9) return `${threeDigits(ns / 1e9)} s`
  if (ns >= 1e6) return `${threeDigits(ns / 1e6)} ms`
  if (ns >= 1e3) return `${threeDigits(ns / 1e3)} µs`
  return `${ns} ns`
}

/** `412 kB`, `1.06 MB`. */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${threeDigits(bytes / 1e9)} GB`
  if (bytes >= 1e6) return `${threeDigits(bytes / 1e6)} MB`
  if (bytes >= 1e3) return `${threeDigits(bytes / 1e3)} kB`
  return `${bytes} B`
}

/** Bytes that a trace tells of, as the chart and `--io-threshold` have them: `64 KiB`, `1 MiB`. */
export function tracedSize(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < 5; unit++) value /= 1024
  return unit === 0 ? `${count(Math.round(bytes))} B` : `${threeDigits(value)} ${'KMGTP'[unit - 1]}iB`
}

function threeDigits(value: number): string {
  if (value >= 1000) return count(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

/** What a terminal may act on: control characters (ESC among them), and marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Foreign text with all that a terminal may act on spelled out (`\x1b`), so that a trace cannot drive the terminal. */
export function printable(text: string): string {
  return text.replace(UNSAFE, unsafe => {
    if (unsafe === '\t') return ' '
    const code = unsafe.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** As `printable`, of a text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
