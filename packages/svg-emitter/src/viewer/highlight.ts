import { arrowHead, arrowLine } from '../shared/arrow-shape.js'
import { laneArea, ROW_SHAPES } from '../shared/layout.js'
import type { Markup } from '../shared/markup.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { type Selection, stateOf, wakerRowOf } from './selection.js'
import type { Stage } from './stage.js'

/**
 * The frame around the box whose details are shown, the arrow from what woke it, and the row that the keyboard
 * is at (-1 for none).
 */
export function drawHighlight(
  data: ChartData,
  stage: Stage,
  markup: Markup,
  selection: Selection | undefined,
  atRow: number,
  scale: TimeScale,
): string {
  const at = stage.rows[atRow]
  const cursor = at?.height ? markup.rect(0, at.y, 4, at.height, markup.fillOf('running')) : ''
  const to = stage.rows[selection?.row ?? -1]
  if (!selection || !to?.height) return cursor
  const { row, lane, startNs, endNs } = selection
  const left = Math.max(-2, scale.x(startNs))
  const right = Math.min(scale.widthPx + 2, scale.x(endNs))
  if (right < 0 || left > scale.widthPx) return cursor
  const [top, height] = laneArea(ROW_SHAPES[data.rows[row]?.shape ?? 'task'], lane.lane)
  const outline = `rx="2" stroke-width="1.5" ${markup.strokeOf('arrow')}`
  const width = Math.max(2, right - left + 2)
  const frame = markup.rect(stage.plotX + left - 1, to.y + top - 1.5, width, height + 3, outline)
  const from = stage.rows[wakerRowOf(data, selection)]
  if (stateOf(data, selection) !== 'waiting' || !from?.height || from === to || left < 0) return cursor + frame
  const x = stage.plotX + Math.round(left * 4) / 4
  return (
    cursor +
    frame +
    `<path d="${arrowLine(x, from, to)}" stroke-width="1.5" ${markup.strokeOf('arrow')}/>` +
    `<path d="${arrowHead(x, from, to)}" ${markup.fillOf('arrow')}/>`
  )
}
