/** One state of one task between two moments, whoever says so. Units: absolute nanoseconds, as the text prints them. */
export interface Stretch {
  readonly tid: number
  readonly state: StretchState
  readonly startNs: bigint
  readonly endNs: bigint
  /** CPU of a running stretch; null elsewhere, and where it is not told. */
  readonly cpu: number | null
}

export type StretchState =
  | 'running'
  | 'waiting'
  | 'blocked'
  | 'sleeping'
  | 'idle'
  | 'stopped'
  | 'parked'
  | 'dead'
  | 'unknown'

/** Two stretches with one key are the same, to the nanosecond. The CPU counts only while running. */
export function stretchKey(stretch: Stretch): string {
  const where = stretch.state === 'running' ? `@${stretch.cpu}` : ''
  return `${stretch.tid} ${stretch.state}${where} ${stretch.startNs} ${stretch.endNs}`
}

/** Shape: `tid 172 running on CPU 1, 16.123456789 to 16.123460000` */
export function describeStretch({ tid, state, cpu, startNs, endNs }: Stretch): string {
  const where = state === 'running' && cpu !== null ? ` on CPU ${cpu}` : ''
  return `tid ${tid} ${state}${where}, ${formatSeconds(startNs)} to ${formatSeconds(endNs)}`
}

/** Shape: `16.123456789` */
export function formatSeconds(timeNs: bigint): string {
  const digits = timeNs.toString().padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`
}

/** The state that a task is in after a switch-out with this letter. */
export function stateAfter(letter: string): StretchState {
  if (letter === 'R' || letter === 'R+') return 'waiting'
  if (letter.includes('D')) return 'blocked'
  if (letter === 'I') return 'idle'
  if (letter === 'T' || letter === 't') return 'stopped'
  if (letter === 'P') return 'parked'
  if (letter === 'X' || letter === 'Z') return 'dead'
  return 'sleeping'
}
