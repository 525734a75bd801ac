/** Members of an object, as `name: JSON text`; what is undefined is left out. */
export type Members = Readonly<Record<string, string | undefined>>

/** `{"a":1}`. The names are our own and need no escaping. */
export function object(members: Members): string {
  let text = ''
  for (const name in members) {
    const value = members[name]
    if (value !== undefined) text += `${text === '' ? '{' : ','}"${name}":${value}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** A text, or nothing for nothing. */
export function quote(text: string): string
export function quote(text: string | undefined): string | undefined
export function quote(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text)
}

/** A number, or nothing for nothing. */
export function digits(value: number | null | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

/** Microseconds, which the format counts in, of integer nanoseconds: no digit is lost. Shape: `12`, `12.345`, `-0.001`. */
export function microseconds(ns: number): string {
  const rest = Math.abs(ns % 1_000)
  const whole = `${ns < 0 ? '-' : ''}${(Math.abs(ns) - rest) / 1_000}`
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`
}
