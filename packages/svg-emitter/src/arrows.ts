import type { ArrowItem, BoxItem } from '@tc-stream/event-schema'
import { type Arrow, arrowPaths } from './shared/arrow-shape.js'
import type { PlacedRow } from './shared/layout.js'
import { type Markup, round } from './shared/markup.js'
import type { TimeScale } from './shared/time-scale.js'

interface Wait {
  readonly lengthNs: number
  readonly row: number
  /** Time of the wakeup. */
  readonly wokenNs: number
}

/** So many arrows do not hide anything. */
const FEW_ARROWS = 24

/** Waits narrower than this get an arrow only if there are few. Units: CSS pixels. */
export const LEAST_WAIT_PX = 2

/**
 * Chooses which wakeups get an arrow: those that ended in the longest waits, as long as one can see these waits. A few
 * arrows there are always, if there are wakeups.
 *
 * Bounds: twice `most` waits and twice `most` arrows.
 */
export class ArrowChoice {
  readonly #most: number
  #leastNs = 0
  #waits: Wait[] = []
  #chosen: Set<string> | undefined
  readonly #arrows: ArrowItem[] = []
  /** Arrows of shorter waits: drawn only if there is room for all. */
  readonly #spare: ArrowItem[] = []
  /** All arrows, drawn or not. */
  count = 0

  constructor(most: number) {
    this.#most = most
  }

  wait(box: BoxItem): void {
    if (box.state !== 'waiting' || box.wakerRow === undefined) return
    const wokenNs = box.wakeupNs ?? box.startNs
    this.#waits.push({ lengthNs: box.endNs - box.startNs, row: box.row, wokenNs })
    if (this.#waits.length >= 2 * Math.max(1, this.#most)) this.#waits = this.#longest()
  }

  /** Waits shorter than this are hardly seen. */
  setLeast(lengthNs: number): void {
    this.#leastNs = lengthNs
  }

  arrow(arrow: ArrowItem): void {
    this.count++
    this.#chosen ??= new Set(this.#worthwhile().map(wait => `${wait.row} ${wait.wokenNs}`))
    if (this.#chosen.has(`${arrow.toRow} ${arrow.timeNs}`)) {
      if (this.#arrows.length < this.#most) this.#arrows.push(arrow)
    } else if (this.#spare.length < FEW_ARROWS) this.#spare.push(arrow)
  }

  /** The arrows to draw, in the order in which they came. */
  all(): readonly ArrowItem[] {
    return this.count <= Math.min(FEW_ARROWS, this.#most) ? [...this.#arrows, ...this.#spare] : this.#arrows
  }

  #worthwhile(): Wait[] {
    const longest = this.#longest()
    return longest.filter((wait, rank) => rank < FEW_ARROWS || wait.lengthNs >= this.#leastNs)
  }

  #longest(): Wait[] {
    const order = (a: Wait, b: Wait) =>
      b.lengthNs - a.lengthNs || scattered(a.wokenNs) - scattered(b.wokenNs) || a.row - b.row
    return this.#waits.sort(order).slice(0, this.#most)
  }
}

/** Of waits of one length those are drawn that this puts first: from all over the chart, and always the same ones. */
function scattered(timeNs: number): number {
  return Math.imul(timeNs | 0, 0x9e3779b1) >>> 0
}

/** All arrows: from a task to the task that it wakes, and from a CPU's interrupts to the task that one of them woke. */
export function drawArrows(
  markup: Markup,
  arrows: readonly ArrowItem[],
  rows: readonly PlacedRow[],
  plotX: number,
  scale: TimeScale,
): string {
  const placed = arrows.flatMap(({ fromRow, toRow, timeNs, context }): Arrow[] => {
    const from = rows[fromRow]
    const to = rows[toRow]
    if (from === undefined || to === undefined || from === to) return []
    return [{ x: Number(round(plotX + scale.x(timeNs))), from, to, byInterrupt: context === 'interrupt' }]
  })
  const drawn = arrowPaths(markup, placed, 0.9)
  return drawn === '' ? '' : `<g class="${markup.id('arrows')}" opacity="0.6" pointer-events="none">${drawn}</g>\n`
}
