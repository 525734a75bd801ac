/** Numbers as they stand below each other in a table, without a locale: the same everywhere. */

/** What is not there. */
export const NOTHING = '-'

/** `18,606`. */
export function count(value: number): string {
  return value === 0 ? NOTHING : grouped(value)
}

/** `2.31 s`, `15.0 ms`, `800 ns`: three digits. */
export function duration(ns: number): string {
  if (ns >= 1e9) return `${threeDigits(ns / 1e9)} s`
  // What would be rounded up to 1,000 of a unit is 1.00 of the next.
  if (ns >= 999.5e6) return '1.00 s'
  if (ns >= 999_500) return `${threeDigits(ns / 1e6)} ms`
  if (ns >= 1_000) return `${threeDigits(ns / 1e3)} µs`
  return `${ns} ns`
}

/** A sum of time; none is nothing. */
export function sum(ns: number): string {
  return ns === 0 ? NOTHING : duration(ns)
}

/** `64.0 KiB`, as the chart has it. */
export function size(bytes: number): string {
  if (bytes === 0) return NOTHING
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < UNITS.length; unit++) value /= 1024
  return unit === 0 ? `${bytes} B` : `${value.toPrecision(3)} ${UNITS[unit - 1]}`
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** `12.3`: hundredths of the whole. */
export function percent(part: number, of: number): string {
  if (part === 0 || of === 0) return NOTHING
  const value = (100 * part) / of
  return value < 0.1 ? '<0.1' : value.toFixed(1)
}

/** `443.100200300`, as perf prints it. */
export function traceTime(originSeconds: number, timeNs: number): string {
  const seconds = Math.floor(timeNs / 1e9)
  return `${originSeconds + seconds}.${String(timeNs - seconds * 1e9).padStart(9, '0')}`
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

function grouped(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

function threeDigits(value: number): string {
  if (value >= 999.5) return grouped(Math.round(value))
  if (value >= 99.95) return value.toFixed(0)
  return value.toFixed(value >= 9.995 ? 1 : 2)
}
