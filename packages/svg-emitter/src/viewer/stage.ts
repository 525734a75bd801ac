import { AXIS_HEIGHT } from '../shared/axes.js'
import type { PlacedRow } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import { placeRows, type Section } from '../shared/place-rows.js'
import { drawBand, drawLabel, drawSection, LABEL_SIZE, MARGIN } from '../shared/row-labels.js'
import type { ChartData } from './data.js'
import { show, withAttributes } from './dom.js'

/** Height of the strip that shows the whole trace. Units: CSS pixels. */
export const OVERVIEW_HEIGHT = 30
const OVERVIEW_GAP = 6
/** The lower axis is worth its place where the upper one may be out of sight. */
const TALL = 600
const LEGEND_GAP = 18
const LEGEND_LEADING = 22

/** Where everything lies in a picture of the present width, with the present groups folded. Units: CSS pixels. */
export class Stage {
  width = 0
  plotX = 0
  plotWidth = 0
  /** Where the tools, the overview and the axis lie while nothing is scrolled. */
  dockY = 0
  overviewY = 0
  rowsTop = 0
  rowsBottom = 0
  bottomAxis = false
  rows: readonly PlacedRow[] = []
  readonly folded = new Set<number>()
  readonly #data: ChartData
  readonly #markup: Markup
  /** The children of the legend and how wide each is. */
  readonly #legend: readonly (readonly [Element, number, number])[]

  constructor(data: ChartData, markup: Markup) {
    this.#data = data
    this.#markup = markup
    const legend = [...data.part('legend').children]
    this.#legend = legend.map(item => {
      const { x, width } = (item as SVGGraphicsElement).getBBox()
      return [item, x, width]
    })
  }

  /** Units: CSS pixels; `headingHeight` and `toolsHeight` of what stands above the legend and the overview. */
  layOut(width: number, headingHeight: number, toolsHeight: number): void {
    const { head, rows } = this.#data
    this.width = width
    this.plotX = Math.round(Math.min(head.plotX, Math.max(96, width * 0.27)))
    this.plotWidth = Math.max(40, width - MARGIN - this.plotX)
    this.dockY = this.#flowLegend(headingHeight) + 2
    this.overviewY = this.dockY + toolsHeight
    this.rowsTop = this.overviewY + OVERVIEW_HEIGHT + OVERVIEW_GAP + AXIS_HEIGHT
    const toPlace = rows.map(({ kind, indent, height, parent }) => ({
      kind,
      indent,
      hidden: height === 0 || this.folded.has(parent),
    }))
    const placed = placeRows(toPlace, this.rowsTop)
    this.rows = placed.rows
    this.rowsBottom = placed.bottom
    this.bottomAxis = placed.bottom - this.rowsTop > TALL
    this.#moveRows()
    this.#drawLabels(placed.sections)
  }

  /** Whether the rows under this one can be folded into it. */
  canFold(row: number): boolean {
    const head = this.#data.rows[row]
    return head?.kind === 'process' && head.height > 0
  }

  /** As many items in a line as the width takes. Returns where the legend ends. */
  #flowLegend(top: number): number {
    let x = MARGIN
    let y = top
    for (const [item, left, width] of this.#legend) {
      if (x > MARGIN && x + width > this.width - MARGIN) {
        x = MARGIN
        y += LEGEND_LEADING
      }
      const lift = y - this.#data.head.legendY - this.#lineOf(item)
      withAttributes(item, { transform: `translate(${x - left} ${lift})` })
      x += width + LEGEND_GAP
    }
    return y + LEGEND_LEADING
  }

  /** The line of the legend in which the file has an item. */
  #lineOf(item: Element): number {
    const y = Number(item.querySelector('text')?.getAttribute('y') ?? 0)
    return Math.floor((y - this.#data.head.legendY) / LEGEND_LEADING) * LEGEND_LEADING
  }

  #moveRows(): void {
    this.rows.forEach(({ y, height }, index) => {
      for (const group of this.#data.groupsOf(index)) {
        withAttributes(group, { transform: `translate(${this.plotX} ${y})` })
        show(group, height > 0)
      }
    })
  }

  #drawLabels(sections: readonly Section[]): void {
    const markup = this.#markup
    const { rows } = this.#data
    const labels = this.#data.part('labels')
    labels.innerHTML =
      sections.map(section => drawSection(markup, section)).join('') +
      this.rows
        .map((place, index) => {
          const row = rows[index]
          if (row === undefined) return ''
          const folded = this.folded.has(index)
          return `<g data-label="${index}">${drawLabel(markup, row, place, this, !folded)}${this.#sign(index, place, folded)}</g>`
        })
        .join('')
    const bands = this.#data.part('bands')
    bands.innerHTML = this.rows
      .map((place, index) => (rows[index]?.kind === 'process' ? drawBand(markup, place, this.width) : ''))
      .join('')
  }

  /** Points down over rows that can be folded, to the right where they are. */
  #sign(row: number, { y }: PlacedRow, folded: boolean): string {
    if (!this.canFold(row)) return ''
    const x = MARGIN - LABEL_SIZE
    const d = folded ? `M${x} ${y + 9.5}l4.5 4-4.5 4z` : `M${x - 1} ${y + 11}h8l-4 5z`
    return `<path d="${d}" ${this.#markup.fill('dim')}/>`
  }
}
