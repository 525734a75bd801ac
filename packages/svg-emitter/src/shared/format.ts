const UNITS = [
  { name: 's', ns: 1_000_000_000, digits: 9 },
  { name: 'ms', ns: 1_000_000, digits: 6 },
  { name: 'µs', ns: 1_000, digits: 3 },
  { name: 'ns', ns: 1, digits: 0 },
] as const

export type TimeUnit = (typeof UNITS)[number]

/** The unit in which a length of time reads best: at least one whole of it. */
export function unitOf(ns: number): TimeUnit {
  const size = Math.abs(ns)
  for (const unit of UNITS) if (size >= unit.ns) return unit
  return UNITS[3]
}

/** A length of time to three digits: `345 ns`, `65.5 µs`, `1.20 s`. */
export function formatDuration(ns: number): string {
  if (ns === 0) return '0 ns'
  let unit = unitOf(ns)
  // 999,950 ns is 1.00 ms, not 1000 µs.
  if (unit.ns < 1e9 && Math.round(Math.abs(ns) / unit.ns) >= 1000) unit = unitOf(unit.ns * 1000)
  const value = Math.abs(ns) / unit.ns
  const decimals = unit.ns === 1 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  const text = value >= 999.5 ? formatCount(Math.round(value)) : value.toFixed(decimals)
  return `${ns < 0 ? '-' : ''}${text} ${unit.name}`
}

/** A length of time to the nanosecond: `65.536 µs`, `1.005 ms`. */
export function formatExactDuration(ns: number): string {
  const unit = unitOf(ns)
  const text = decimal(ns, unit)
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${unit.name}`
}

/** A time in one unit, with as many decimals as asked for; the fraction keeps its leading zeros (`1.005`). */
export function formatIn(ns: number, unit: TimeUnit, decimals: number): string {
  const [whole, fraction] = decimal(ns, unit).split('.') as [string, string?]
  return fraction && decimals > 0 ? `${whole}.${fraction.slice(0, decimals)}` : whole
}

function decimal(ns: number, unit: TimeUnit): string {
  const size = Math.abs(ns)
  const whole = Math.floor(size / unit.ns)
  const sign = ns < 0 ? '-' : ''
  if (unit.digits === 0) return `${sign}${whole}`
  return `${sign}${whole}.${String(size % unit.ns).padStart(unit.digits, '0')}`
}

/**
 * The time as perf prints it. Units: seconds; six decimals, nine where the trace has them.
 *
 * Shape: `443.100200`
 */
export function formatClock(originSeconds: number, timeNs: number): string {
  const seconds = Math.floor(timeNs / 1e9)
  const fraction = timeNs - seconds * 1e9
  const digits = String(fraction).padStart(9, '0')
  return `${originSeconds + seconds}.${fraction % 1000 === 0 ? digits.slice(0, 6) : digits}`
}

/** A number of bytes to three digits: `512 B`, `4.00 KiB`, `1.83 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < 5; unit++) value /= 1024
  return unit === 0 ? `${bytes} B` : `${value.toPrecision(3)} ${'KMGTP'[unit - 1]}iB`
}

/** `3,981` */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A share of a whole: `0%`, `<0.1%`, `3.4%`, `34%`. */
export function formatShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0%'
  const percent = (100 * part) / whole
  if (percent < 0.1) return '<0.1%'
  return percent < 9.95 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`
}

/** `1 task`, `2 tasks` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Units: kHz in. Shape: `3.40 GHz`, `800 MHz` */
export function formatFrequency(khz: number): string {
  return khz >= 1e6 ? `${(khz / 1e6).toFixed(2)} GHz` : `${Math.round(khz / 1e3)} MHz`
}

/** The command that draws a part of the trace closely. perf reads microseconds: the edges move outwards to whole ones. */
export function detailCommand(originSeconds: number, startNs: number, endNs: number): string {
  const from = formatClock(originSeconds, Math.floor(startNs / 1000) * 1000)
  const to = formatClock(originSeconds, Math.ceil(endNs / 1000) * 1000)
  return `perf script --time ${from},${to} | tc-stream > detail.svg`
}
