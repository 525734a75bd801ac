/** The places where items pass from one stage to the next, and the ends. */
export const SEAMS = ['text', 'records', 'events', 'timeline', 'chart', 'svg', 'summary', 'chrome-trace'] as const
export type Seam = (typeof SEAMS)[number]

/** The seams whose items can be written and read as NDJSON. */
export const ITEM_SEAMS = ['records', 'events', 'timeline', 'chart'] as const
export type ItemSeam = (typeof ITEM_SEAMS)[number]

/** What each seam is made from. */
const MADE_FROM: Readonly<Record<Exclude<Seam, 'text'>, Seam>> = {
  records: 'text',
  events: 'records',
  timeline: 'events',
  chart: 'timeline',
  svg: 'chart',
  summary: 'timeline',
  'chrome-trace': 'timeline',
}

/** The seams from the text to this one, in the order of the stream. */
export function wayTo(seam: Seam): Seam[] {
  return seam === 'text' ? [seam] : [...wayTo(MADE_FROM[seam]), seam]
}

/** How far along its way a seam is, from 0. Seams of one way compare by it. */
export function positionOf(seam: Seam): number {
  return wayTo(seam).length - 1
}

/** The seams from one to another, both included; none where the one is not on the way to the other. */
export function wayBetween(from: Seam, to: Seam): Seam[] {
  const way = wayTo(to)
  const start = way.indexOf(from)
  return start === -1 ? [] : way.slice(start)
}

export function isItemSeam(seam: Seam): seam is ItemSeam {
  return (ITEM_SEAMS as readonly Seam[]).includes(seam)
}
