import { DOT, isBlank, isDigit, SPACE, ZERO } from './chars.js'
import type { HeaderLine } from './header-fields.js'

const MAX_FRACTION_DIGITS = 9
const MAX_SECOND_DIGITS = 12
const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const

/**
 * Reads the time that ends before `colon`, from right to left, as two integers.
 *
 * Returns: where the time starts, or -1 where none stands.
 * Units: `seconds` whole seconds, `nanos` the fraction in ns.
 * Shape: `1777.692436:`, one to nine digits after the point.
 */
export function parseTime(line: string, start: number, colon: number, out: HeaderLine): number {
  let i = colon - 1
  let fraction = 0
  let digits = 0
  let code = DOT
  for (; i > start; i--) {
    code = line.charCodeAt(i)
    if (!isDigit(code) || digits === MAX_FRACTION_DIGITS) break
    fraction += (code - ZERO) * (POWERS_OF_TEN[digits++] as number)
  }
  if (digits === 0 || code !== DOT) return -1
  out.nanos = fraction * (POWERS_OF_TEN[MAX_FRACTION_DIGITS - digits] as number)
  const point = i
  let seconds = 0
  let scale = 1
  code = SPACE
  while (--i >= start) {
    code = line.charCodeAt(i)
    if (!isDigit(code)) break
    seconds += (code - ZERO) * scale
    scale *= 10
  }
  const length = point - i - 1
  if (length === 0 || length > MAX_SECOND_DIGITS || (i >= start && !isBlank(code))) return -1
  out.seconds = seconds
  out.timed = true
  return i + 1
}
