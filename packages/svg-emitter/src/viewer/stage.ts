import { AXIS_HEIGHT } from '../shared/axes.js'
import type { PlacedRow } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import { placeRows } from '../shared/place-rows.js'
import { drawBand, drawLabel, drawSection, type LabelColumn, MARGIN } from '../shared/row-labels.js'
import type { ChartData, RowHead } from './data.js'
import { moveTo, show } from './dom.js'

/** Height of the strip that shows the whole trace. Units: CSS pixels. */
export const OVERVIEW_HEIGHT = 30
const OVERVIEW_GAP = 6
/** The tools' height where there are none, and no overview. */
export const NO_TOOLS = 4 - OVERVIEW_HEIGHT - OVERVIEW_GAP
/** The lower axis is worth its place where the upper one may be out of sight. */
const TALL = 600
const LEGEND_GAP = 18
const LEGEND_LEADING = 22

/** Where everything lies in a picture of the present width, with the present groups folded. Units: CSS pixels. */
export interface Stage extends LabelColumn {
  width: number
  plotX: number
  plotWidth: number
  /** Where the tools, the overview and the axis lie while nothing is scrolled. */
  dockY: number
  overviewY: number
  rowsTop: number
  rowsBottom: number
  bottomAxis: boolean
  rows: readonly PlacedRow[]
  readonly folded: Set<number>
  /** Units: CSS pixels; `headingHeight` and `toolsHeight` of what stands above the legend and the overview. */
  layOut(width: number, headingHeight: number, toolsHeight: number): void
  /** Whether the rows under this one can be folded into it. */
  canFold(row: number): boolean
}

export function createStage(data: ChartData, markup: Markup): Stage {
  const { head, rows } = data
  // The items of the legend, where the file has them.
  const legend = [...data.part('legend').children].map(item => {
    const { x, width } = (item as SVGGraphicsElement).getBBox()
    const lines = Math.floor((Number(item.querySelector('text')?.getAttribute('y')) - head.legendY) / LEGEND_LEADING)
    return { item, x, width, y: head.legendY + lines * LEGEND_LEADING, isHeading: item.childElementCount === 1 }
  })

  /** As many items in a line as the width takes; a heading does not end one. Returns where the legend ends. */
  const flowLegend = (top: number): number => {
    const right = stage.width - MARGIN
    let x = MARGIN
    let y = top
    legend.forEach((each, index) => {
      const more = each.isHeading ? LEGEND_GAP + (legend[index + 1]?.width ?? 0) : 0
      if (x > MARGIN && x + each.width + more > right) {
        x = MARGIN
        y += LEGEND_LEADING
      }
      moveTo(each.item, x - each.x, y - each.y)
      x += each.width + LEGEND_GAP
    })
    return y + LEGEND_LEADING
  }

  /** Points down over rows that can be folded, to the right where they are. */
  const sign = (row: number, y: number): string => {
    if (!stage.canFold(row)) return ''
    const x = MARGIN - 12
    const d = stage.folded.has(row) ? `M${x} ${y + 9.5}l4.5 4-4.5 4z` : `M${x - 1} ${y + 11}h8l-4 5z`
    return `<path d="${d}" ${markup.fillOf('dim')}/>`
  }

  const stage: Stage = {
    width: 0,
    plotX: 0,
    plotWidth: 0,
    dockY: 0,
    overviewY: 0,
    rowsTop: 0,
    rowsBottom: 0,
    bottomAxis: false,
    rows: [],
    folded: new Set(),
    layOut(width, headingHeight, toolsHeight) {
      stage.width = width
      stage.plotX = Math.round(Math.min(head.plotX, Math.max(96, width * 0.27)))
      stage.plotWidth = Math.max(40, width - MARGIN - stage.plotX)
      stage.dockY = flowLegend(headingHeight) + 2
      stage.overviewY = stage.dockY + toolsHeight
      stage.rowsTop = stage.overviewY + OVERVIEW_HEIGHT + OVERVIEW_GAP + AXIS_HEIGHT
      const toPlace = rows.map(({ kind, shape, indent, height, parent }) => ({
        kind,
        shape,
        indent,
        hidden: height === 0 || stage.folded.has(parent),
      }))
      const placed = placeRows(toPlace, stage.rowsTop)
      stage.rows = placed.rows
      stage.rowsBottom = placed.bottom
      stage.bottomAxis = placed.bottom - stage.rowsTop > TALL
      let labels = placed.sections.map(section => drawSection(markup, section)).join('')
      let bands = ''
      placed.rows.forEach((place, index) => {
        const row = rows[index] as RowHead
        for (const group of data.groupsOf(index)) {
          moveTo(group, stage.plotX, place.y)
          show(group, place.height > 0)
        }
        labels += drawLabel(markup, row, place, stage, !stage.folded.has(index)) + sign(index, place.y)
        if (row.kind === 'process') bands += drawBand(markup, place, width)
      })
      data.part('labels').innerHTML = labels
      data.part('bands').innerHTML = bands
    },
    canFold(row) {
      const known = rows[row]
      return known?.kind === 'process' && known.height > 0
    },
  }
  return stage
}
