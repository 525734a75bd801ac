import { createTimeScale, type TimeScale } from '../shared/time-scale.js'

/** A part of the trace. Units: ns. */
export interface Span {
  readonly startNs: number
  readonly endNs: number
}

/** The part of the trace in view. */
export type View = Span

/** The closest that one can look: one nanosecond is then some pixels wide. Units: ns. */
export const LEAST_SPAN_NS = 200

/** A view of a certain span, moved so that it lies within the trace. */
export function clampView(startNs: number, spanNs: number, whole: View): View {
  const full = whole.endNs - whole.startNs
  const span = Math.min(full, Math.max(Math.min(LEAST_SPAN_NS, full), spanNs))
  const start = Math.min(whole.endNs - span, Math.max(whole.startNs, startNs))
  return { startNs: start, endNs: start + span }
}

/** `factor` below 1 looks closer. The time at `share` (0 to 1) of the width stays where it is. */
export function zoomAt(view: View, factor: number, share: number, whole: View): View {
  const span = view.endNs - view.startNs
  const time = view.startNs + share * span
  const next = Math.min(whole.endNs - whole.startNs, Math.max(LEAST_SPAN_NS, span * factor))
  return clampView(time - share * next, next, whole)
}

/** Moves by a share of the width; positive is later. */
export function panBy(view: View, share: number, whole: View): View {
  const span = view.endNs - view.startNs
  return clampView(view.startNs + share * span, span, whole)
}

/** A span with room on both sides, each a share of the span. */
export function around({ startNs, endNs }: Span, room: number, whole: View): View {
  // A moment has the hundredth part of the trace around it.
  const span = endNs - startNs || (whole.endNs - whole.startNs) / 100
  return clampView(startNs - room * span, (1 + 2 * room) * span, whole)
}

/** Between two views: 0 is the first, 1 the second. */
export function between(from: View, to: View, share: number): View {
  const at = (a: number, b: number) => a + (b - a) * share
  return share >= 1 ? to : { startNs: at(from.startNs, to.startNs), endNs: at(from.endNs, to.endNs) }
}

export function isWhole(view: View, whole: View): boolean {
  return view.startNs === whole.startNs && view.endNs === whole.endNs
}

export function scaleOf(view: View, widthPx: number, grainPx?: number): TimeScale {
  return createTimeScale(view.startNs, view.endNs, widthPx, grainPx)
}
