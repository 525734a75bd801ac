import { type PlacedRow, ROW_SHAPES } from './layout.js'
import type { Markup } from './markup.js'

const HEAD = 5

/** Ends of an arrow: it leaves the waker's row and stops at the edge of the wakee's. */
function ends(from: PlacedRow, to: PlacedRow): readonly [y0: number, y1: number, down: 1 | -1] {
  const down = to.y > from.y ? 1 : -1
  const y0 = from.y + from.height / 2
  const y1 = down > 0 ? to.y + 3 : to.y + to.height - 4
  return [y0, y1, down]
}

/** The line of an arrow, with a slight bow that sets it apart from the grid. */
export function arrowLine(x: number, from: PlacedRow, to: PlacedRow): string {
  const [y0, y1, down] = ends(from, to)
  const tip = y1 - down * HEAD
  const bow = Math.min(10, Math.abs(tip - y0) / 8)
  return `M${x} ${y0}C${r(x - bow)} ${r(y0 + (tip - y0) / 3)} ${r(x - bow)} ${r(y0 + ((tip - y0) * 2) / 3)} ${x} ${tip}`
}

export function arrowHead(x: number, from: PlacedRow, to: PlacedRow): string {
  const [y0, y1, down] = ends(from, to)
  const dot = `M${r(x - 1.5)} ${y0}a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0z`
  return `${dot}M${r(x - 2.5)} ${y1 - down * HEAD}h5l-2.5 ${down * HEAD}z`
}

/** One wakeup: from the row of a task, or from the interrupts of a CPU. Units: CSS pixels. */
export interface Arrow {
  readonly x: number
  readonly from: PlacedRow
  readonly to: PlacedRow
  readonly byInterrupt: boolean
}

/** Arrows from tasks, and dashed ones from interrupts: two paths of each, lines and heads. */
export function arrowPaths(markup: Markup, arrows: readonly Arrow[], widthPx: number): string {
  const drawn = [true, false].map(dashed => {
    let lines = ''
    let heads = ''
    for (const { x, from, to, byInterrupt } of arrows) {
      if (byInterrupt !== dashed) continue
      const origin = dashed ? interruptsOf(from) : from
      lines += arrowLine(x, origin, to)
      heads += arrowHead(x, origin, to)
    }
    const colour = dashed ? 'irqArrow' : 'arrow'
    const dashes = dashed ? ' stroke-dasharray="3 2"' : ''
    const line = `<path d="${lines}" stroke-width="${widthPx}"${dashes} ${markup.strokeOf(colour)}/>`
    return lines && `${line}<path d="${heads}" ${markup.fillOf(colour)}/>`
  })
  return drawn.join('')
}

/** The strip of a CPU's interrupts, as a place that an arrow can come from. */
function interruptsOf({ y }: PlacedRow): PlacedRow {
  const { overTop, over } = ROW_SHAPES.cpu
  return { y: y + overTop, height: over }
}

function r(value: number): number {
  return Math.round(value * 100) / 100
}
