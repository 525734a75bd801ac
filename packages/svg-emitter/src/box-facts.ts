import type { BoxItem } from '@tc-stream/event-schema'

/** Why a task waits, in words. */
const CAUSES: Readonly<Record<NonNullable<BoxItem['cause']>, string>> = {
  woken: 'woken, waiting for a CPU',
  preempted: 'preempted while it could run on',
  new: 'new, waiting for its first turn',
}

const CUTS: Readonly<Record<NonNullable<BoxItem['cut']>, string>> = {
  start: 'began before the trace',
  end: 'went on after the trace',
  both: 'began before and went on after the trace',
}

const PREV_STATES: Readonly<Record<NonNullable<BoxItem['prevState']>, string>> = {
  R: 'still runnable',
  'R+': 'preempted',
  S: 'to sleep',
  D: 'to wait uninterruptibly',
  I: 'to idle',
  T: 'stopped',
  t: 'stopped by a tracer',
  P: 'parked',
  X: 'dead',
  Z: 'dead',
}

/** What many boxes have in common, in words: so that the script in the picture need not know them. */
export function commonFacts({ lane, cause, prevState, cut, inferred }: BoxItem): (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = []
  if (cause !== undefined) facts.push(['cause', CAUSES[cause]])
  if (prevState !== undefined) facts.push(['switched out', `${prevState}, ${PREV_STATES[prevState]}`])
  if (cut !== undefined) facts.push(['cut', lane === 'io' && cut === 'end' ? 'had not returned by then' : CUTS[cut]])
  if (inferred) facts.push(['certainty', 'an edge of it was concluded, not recorded'])
  return facts
}
