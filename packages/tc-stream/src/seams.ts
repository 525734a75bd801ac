/** The places where items pass from one stage to the next, and the two ends, in the order of the stream. */
export const SEAMS = ['text', 'records', 'events', 'timeline', 'chart', 'svg'] as const
export type Seam = (typeof SEAMS)[number]

/** The seams whose items can be written and read as NDJSON. */
export const ITEM_SEAMS = ['records', 'events', 'timeline', 'chart'] as const
export type ItemSeam = (typeof ITEM_SEAMS)[number]

/** Position along the stream, from 0. */
export function positionOf(seam: Seam): number {
  return SEAMS.indexOf(seam)
}

export function isItemSeam(seam: Seam): seam is ItemSeam {
  return seam !== 'text' && seam !== 'svg'
}
