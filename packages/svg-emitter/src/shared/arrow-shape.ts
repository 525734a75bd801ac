import type { PlacedRow } from './layout.js'

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

function r(value: number): number {
  return Math.round(value * 100) / 100
}
