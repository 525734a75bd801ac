import { suggest } from './suggest.js'

const NS_PER_UNIT: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }
const UNITS = ['ns', 'us', 'ms', 's'] as const
export type DurationUnit = (typeof UNITS)[number]

/** Longest length of time that an option takes: 11 days, exact in ns. */
const MAX_NS = 1e15

/** How people write the units who do not look them up. */
const OTHER_UNITS: Readonly<Record<string, DurationUnit>> = {
  n: 'ns',
  nsec: 'ns',
  u: 'us',
  usec: 'us',
  m: 'ms',
  msec: 'ms',
  sec: 's',
  secs: 's',
  seconds: 's',
}

/** A length of time as the user gives it. Units: ns. Shape: `500us`, `10ms`, `1.5s`, `10`. Undefined for anything else. */
export function parseDuration(text: string, defaultUnit: DurationUnit): number | undefined {
  const parts = /^(\d{1,15}(?:\.\d{1,12})?)\s?(ns|us|µs|ms|s)?$/.exec(text.trim())
  if (parts === null) return undefined
  const ns = Math.round(Number(parts[1]) * (NS_PER_UNIT[parts[2] ?? defaultUnit] as number))
  return ns <= MAX_NS ? ns : undefined
}

/** A number with a unit that is none, but like one: `10m`, `5 sec`. */
export function isNearlyDuration(text: string): boolean {
  return unitMeant(text) !== undefined
}

/** What to tell someone whose duration was not understood. */
export function durationHint(text: string, defaultUnit: DurationUnit): string {
  const expected = `expected a duration such as 500us, 10ms or 1.5s (a plain number is in ${defaultUnit}), not '${text}'`
  const meant = unitMeant(text)
  return meant === undefined ? expected : `${expected}; did you mean ${Number.parseFloat(text)}${meant}?`
}

function unitMeant(text: string): DurationUnit | undefined {
  const unit = /^\d+(?:\.\d+)?\s?(\p{L}+)$/u.exec(text.trim())?.[1]?.toLowerCase()
  if (unit === undefined) return undefined
  // Of a single letter, any unit is one letter away.
  const near = unit.length > 1 ? suggest(unit, UNITS) : undefined
  return OTHER_UNITS[unit] ?? UNITS.find(name => name === near)
}
