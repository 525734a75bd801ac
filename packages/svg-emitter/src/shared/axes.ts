import { type Markup, round } from './markup.js'
import { measureText } from './text.js'
import { createTicks, type TimeScale } from './time-scale.js'

export const AXIS_HEIGHT = 28
const TICK_SIZE = 11

/** The vertical lines behind the rows. */
export function drawGrid(
  markup: Markup,
  scale: TimeScale,
  zeroNs: number,
  plotX: number,
  top: number,
  bottom: number,
): string {
  const ticks = createTicks(scale, zeroNs).filter(tick => tick.label !== '')
  const d = ticks.map(tick => `M${round(plotX + tick.x)} ${top}V${bottom}`).join('')
  return `<path d="${d}" shape-rendering="crispEdges" ${markup.strokeOf('grid')}/>`
}

/** A time axis along the line `y`; its labels stand above the line, or below it. */
export function drawAxis(
  markup: Markup,
  scale: TimeScale,
  zeroNs: number,
  plotX: number,
  y: number,
  above: boolean,
): string {
  const ticks = createTicks(scale, zeroNs)
  const side = above ? -1 : 1
  const marks = ticks.map(tick => `M${round(plotX + tick.x)} ${y}v${side * (tick.label === '' ? 3 : 6)}`).join('')
  let text =
    `<path d="M${plotX} ${y}h${round(scale.widthPx)}" shape-rendering="crispEdges" ${markup.strokeOf('rule')}/>` +
    `<path d="${marks}" shape-rendering="crispEdges" ${markup.strokeOf('faint')}/>`
  for (const { x, label } of ticks) {
    if (label === '') continue
    // The last label keeps inside the picture's margin.
    const anchor = scale.widthPx - x < measureText(label, TICK_SIZE) / 2 - 20 ? 'end' : 'middle'
    text += markup.text(plotX + x, above ? y - 11 : y + 20, label, 'dim', TICK_SIZE, ` text-anchor="${anchor}"`)
  }
  return text
}
