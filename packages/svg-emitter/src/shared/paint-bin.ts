import { DEPTHS, depthOf, type RowPainter, STACKED } from './row-painter.js'
import { depthText } from './row-picture.js'
import type { Spotlight } from './spotlight.js'

/** The names of the states that are stacked, from the bottom up; what comes after `unknown` counts as that. */
const NAMES = ['spot', 'running', 'preempted', 'waiting', 'blocked', 'unknown', 'lost']

/** The parts of the bin at hand: one for all, since there are as many bins as boxes. */
const PARTS = new Float64Array(DEPTHS)

/**
 * Paints a bin of any lane but `io`: `timeOf` tells how long it was in each of its states. Of a row whose name is
 * highlighted, the time running is; elsewhere nobody knows whose it is, or how long it was. Units: ns.
 */
export function paintBin(
  painter: RowPainter,
  lane: string,
  startNs: number,
  endNs: number,
  states: readonly string[],
  timeOf: (index: number) => number,
  spotlight?: Spotlight,
): void {
  const parts = PARTS.fill(0)
  let total = 0
  let weighted = 0
  states.forEach((state, index) => {
    const part = timeOf(index) / Math.max(1, endNs - startNs)
    // A state that is not drawn has no place.
    const place = state === 'running' && spotlight?.named ? 0 : NAMES.indexOf(state)
    const at = lane === 'cState' ? depthOf(state) : Math.min(STACKED - 1, place)
    if (at >= 0) parts[at] = (parts[at] as number) + part
    if (lane === 'interrupt') painter.interrupt(state, startNs, endNs, part)
    const khz = Number(state)
    // Of a frequency that is but another one, the time is no part of the mean.
    if (khz >= 0) {
      total += part
      weighted += part * khz
    }
  })
  if (lane === 'sched') painter.bin(startNs, endNs, parts)
  else if (lane === 'cState') painter.depths(startNs, endNs, parts)
  else if (lane === 'pState') {
    if (total > 0) painter.frequency(startNs, endNs, weighted / total)
  }
}

/** Paints a box of any lane but `sched` and `io`. Returns what is written in it, as SVG. */
export function paintStrip(painter: RowPainter, lane: string, state: string, startNs: number, endNs: number): string {
  if (lane === 'interrupt') painter.interrupt(state, startNs, endNs)
  else if (lane === 'pState') painter.frequency(startNs, endNs, Number(state))
  else {
    painter.depth(startNs, endNs, depthOf(state))
    return depthText(state, painter.left, painter.right)
  }
  return ''
}
