/**
 * A moment as the user gives it: seconds of the trace as perf prints them, after the start of the trace, or a share of
 * its extent. Seconds and fraction stay apart: an uptime or wall clock in ns does not fit a double.
 */
export type TimeSpec =
  | { readonly kind: 'absolute'; readonly seconds: number; readonly ns: number }
  | { readonly kind: 'relative'; readonly ns: number }
  | { readonly kind: 'percent'; readonly share: number }

/** What must be known of a trace before a moment of it has a `timeNs`. `lastNs` only for a percentage. */
export interface TraceExtent {
  readonly originSeconds: number
  readonly firstNs: number
  readonly lastNs: number
}

const NS_PER_SECOND = 1_000_000_000
const UNIT_DIGITS: Readonly<Record<string, number>> = { s: 9, ms: 6, us: 3, µs: 3, ns: 0 }

/** Shape: `443.5`, `443.500000000s`, `+1.5s`, `+20ms`, `10%`. Returns undefined for anything else. */
export function parseTimeSpec(text: string): TimeSpec | undefined {
  const parts = /^(\+?)(\d{1,15})(?:\.(\d{1,12}))?(s|ms|us|µs|ns|%)?$/.exec(text.trim())
  if (parts === null) return undefined
  const [, plus = '', whole = '', fraction = '', unit = 's'] = parts
  if (unit === '%') {
    const share = Number(`${whole}.${fraction || '0'}`) / 100
    return plus === '' && share <= 1 ? { kind: 'percent', share } : undefined
  }
  const digits = UNIT_DIGITS[unit] ?? 9
  if (plus !== '') return { kind: 'relative', ns: Number(whole) * 10 ** digits + fractionNs(fraction, digits) }
  return unit === 's' ? { kind: 'absolute', seconds: Number(whole), ns: fractionNs(fraction, 9) } : undefined
}

/** The first `digits` digits after the point, as an integer. */
function fractionNs(fraction: string, digits: number): number {
  return Number(fraction.padEnd(digits, '0').slice(0, digits) || '0')
}

/** Units: ns since the trace's origin. */
export function resolveTimeSpec(spec: TimeSpec, extent: TraceExtent): number {
  switch (spec.kind) {
    case 'absolute':
      return (spec.seconds - extent.originSeconds) * NS_PER_SECOND + spec.ns
    case 'relative':
      return extent.firstNs + spec.ns
    case 'percent':
      return extent.firstNs + Math.round((extent.lastNs - extent.firstNs) * spec.share)
  }
}
