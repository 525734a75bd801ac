import { formatIn, unitOf } from './format.js'

export interface Tick {
  readonly timeNs: number
  readonly x: number
  /** Empty for a minor tick. */
  readonly label: string
}

/** Maps times to pixels of the plot. Units: ns, CSS pixels from the plot's left edge. */
export interface TimeScale {
  readonly startNs: number
  readonly endNs: number
  readonly widthPx: number
  readonly pxPerNs: number
  /** What is narrower is gathered in columns of this width. Units: CSS pixels. */
  readonly grainPx: number
  x(timeNs: number): number
  timeAt(x: number): number
}

export function createTimeScale(startNs: number, endNs: number, widthPx: number, grainPx = 1): TimeScale {
  const pxPerNs = widthPx / Math.max(1, endNs - startNs)
  return {
    startNs,
    endNs,
    widthPx,
    pxPerNs,
    grainPx,
    x: timeNs => (timeNs - startNs) * pxPerNs,
    timeAt: x => startNs + x / pxPerNs,
  }
}

/** The smallest of 1, 2, 5, 10, 20 … that cuts the span into at most `most` steps. Units: ns. */
export function niceStep(spanNs: number, most: number): number {
  const least = Math.max(1, spanNs / Math.max(1, most))
  const power = 10 ** Math.floor(Math.log10(least))
  for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power
  return 10 * power
}

/** Pixels a labelled tick needs. */
const LABEL_PITCH_PX = 110

/**
 * Ticks at whole steps from `zeroNs` (the start of the trace), labelled in one unit, each with the decimals that its
 * step needs: `1.000 s`, `1.005 s`. Every labelled step has minor ticks at its fifths or halves.
 */
export function createTicks(scale: TimeScale, zeroNs: number): Tick[] {
  const { startNs, endNs, widthPx } = scale
  const span = Math.max(1, endNs - startNs)
  const step = niceStep(span, widthPx / LABEL_PITCH_PX)
  const minor = minorStep(step)
  const unit = unitOf(Math.max(Math.abs(startNs - zeroNs), Math.abs(endNs - zeroNs), 1))
  const decimals = Math.max(0, Math.ceil(Math.log10(unit.ns / step) - 1e-9))
  const ticks: Tick[] = []
  const first = Math.ceil((startNs - zeroNs) / minor)
  const last = Math.floor((endNs - zeroNs) / minor)
  for (let index = first; index <= last; index++) {
    const offset = index * minor
    const label = offset % step === 0 ? `${formatIn(offset, unit, decimals)} ${unit.name}` : ''
    ticks.push({ timeNs: zeroNs + offset, x: scale.x(zeroNs + offset), label })
  }
  return ticks
}

function minorStep(step: number): number {
  const lead = Number(String(step)[0])
  const parts = lead === 2 ? 4 : 5
  return step % parts === 0 ? step / parts : step
}
