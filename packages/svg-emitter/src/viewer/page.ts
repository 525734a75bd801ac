import type { ChartData } from './data.js'
import { withAttributes } from './dom.js'

/** Narrower windows scroll instead: text must stay readable. Units: share of the picture's own size. */
const LEAST_SHRINK = 0.7

/**
 * Fits a picture that is a page of its own into its window: a wider window gives the plot more room, a narrower one
 * shrinks the picture. Returns the width of the plot. Units: CSS pixels of the picture.
 */
export function fitToWindow(root: SVGSVGElement, data: ChartData): number {
  const { width, height, plotWidth } = data.head
  if (root !== (document.documentElement as Element)) return plotWidth
  const room = innerWidth - (innerHeight < height ? scrollbarWidth() : 0)
  const extra = Math.max(0, room - width)
  const shrink = Math.max(LEAST_SHRINK, Math.min(1, room / width))
  withAttributes(root, {
    width: (width + extra) * shrink,
    height: height * shrink,
    viewBox: `0 0 ${width + extra} ${height}`,
  })
  for (const element of root.querySelectorAll(`.${data.prefix}-wide > rect`)) {
    const own = element.getAttribute('data-width') ?? element.getAttribute('width') ?? '0'
    withAttributes(element, { 'data-width': own, width: Number(own) + extra })
  }
  return plotWidth + extra
}

/** A scroll bar that will come takes room that `innerWidth` still counts. */
function scrollbarWidth(): number {
  const client = document.documentElement.clientWidth
  return client > 0 && client < innerWidth ? innerWidth - client : 15
}
