import { arrowHead, arrowLine } from '../shared/arrow-shape.js'
import { AXIS_HEIGHT, drawAxis, drawGrid } from '../shared/axes.js'
import type { Markup } from '../shared/markup.js'
import { paintRecords } from '../shared/paint-records.js'
import { RowPainter } from '../shared/row-painter.js'
import { rowPicture } from '../shared/row-picture.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData, RowHead } from './data.js'
import { show, svgElement } from './dom.js'
import { paintFolded } from './folded.js'
import type { Hits } from './search.js'
import type { Stage } from './stage.js'
import { longestWakes, type Wake } from './survey.js'
import { isWhole, scaleOf, type View } from './view.js'

/** Waits shorter than this get no arrow, and no view gets more arrows. Units: CSS pixels. */
const LEAST_WAIT_PX = 2
const MOST_ARROWS = 80
/** What is not found steps back this far. */
const STEPPED_BACK = 0.22

/** Draws the rows in sight again for the time in view; the rest waits until it is scrolled to. */
export interface Drawing {
  /** What was drawn does not hold any more: other rows are folded, or something else is searched for. */
  forget(): void
  /** The rows between two heights, for a view. Units: CSS pixels of the picture. */
  drawRows(view: View, top: number, bottom: number, hits: Hits | undefined, wakes: readonly Wake[]): void
}

export function createDrawing(root: SVGSVGElement, data: ChartData, stage: Stage, markup: Markup): Drawing {
  const { head, tables } = data
  /** For which view a row was drawn last; the pictures of the file are for the whole trace. */
  const drawn = new Map<number, string>()
  const arrows = svgElement('g', { opacity: 0.45, 'pointer-events': 'none', 'data-arrows': '' })
  let generation = 0
  let axesKey = ''

  root.append(arrows)
  for (const name of ['arrows', 'heading', 'footer']) show(data.part(name), false)

  const paint = (index: number, scale: TimeScale, only?: ReadonlySet<number>): string => {
    const { kind, shape, startNs, endNs, spotlight } = data.rows[index] as RowHead
    const painter = new RowPainter(shape, scale, head.mostBytes)
    let texts = ''
    if (kind === 'process') paintFolded(painter, data, index, scale)
    else {
      if (!only) painter.rest(startNs, endNs)
      const records = data.recordsOf(index)
      texts = paintRecords(painter, kind === 'cpu', records, tables, scale.startNs, scale.endNs, spotlight, only)
    }
    return [...rowPicture(markup, painter, texts)].join('')
  }

  const picture = (index: number, scale: TimeScale, hits: Hits | undefined): string => {
    const isProcess = data.rows[index]?.kind === 'process'
    if (isProcess && !stage.folded.has(index)) return ''
    const whole = paint(index, scale)
    if (!hits) return whole
    const found = hits.rows.get(index)
    const front = !found ? '' : paint(index, scale, found)
    return `<g opacity="${STEPPED_BACK}">${whole}</g><g data-hits="">${front}</g>`
  }

  const drawAxes = (scale: TimeScale) => {
    const { plotX, rowsTop, rowsBottom, bottomAxis, width } = stage
    const { startNs } = head
    const axis = (y: number, above: boolean) => drawAxis(markup, scale, startNs, plotX, y, above)
    const ground = markup.rect(0, rowsTop - AXIS_HEIGHT, width, AXIS_HEIGHT, markup.fill('paper'))
    data.part('grid-lines').innerHTML = drawGrid(markup, scale, startNs, plotX, rowsTop, rowsBottom)
    data.part('axis-upper').innerHTML = ground + axis(rowsTop, true)
    data.part('axis-lower').innerHTML = bottomAxis ? axis(rowsBottom, false) : ''
  }

  const drawArrows = (scale: TimeScale, wakes: readonly Wake[]) => {
    let lines = ''
    let heads = ''
    for (const wake of longestWakes(wakes, scale, LEAST_WAIT_PX / scale.pxPerNs, MOST_ARROWS)) {
      const from = stage.rows[wake.wakerRow]
      const to = stage.rows[wake.row]
      if (!from?.height || !to?.height || from === to) continue
      const x = stage.plotX + Math.round(scale.x(wake.timeNs) * 4) / 4
      lines += arrowLine(x, from, to)
      heads += arrowHead(x, from, to)
    }
    arrows.innerHTML =
      lines &&
      `<path d="${lines}" stroke-width="0.7" ${markup.stroke('arrow')}/><path d="${heads}" ${markup.fill('arrow')}/>`
  }

  return {
    forget() {
      generation++
    },
    drawRows(view, top, bottom, hits, wakes) {
      const { plotWidth } = stage
      const plain = isWhole(view, head) && plotWidth === head.plotWidth && !hits
      const key = `${view.startNs} ${view.endNs} ${plotWidth} ${generation}`
      const scale = scaleOf(view, plotWidth)
      stage.rows.forEach(({ y, height }, index) => {
        if (height === 0 || y + height < top || y > bottom) return
        const asInFile = plain && !stage.folded.has(index)
        const wanted = asInFile ? '' : key
        if ((drawn.get(index) ?? '') === wanted) return
        drawn.set(index, wanted)
        const groups = data.groupsOf(index)
        for (const group of groups) showStatic(group, asInFile)
        const [first] = groups
        if (first) redraw(liveGroup(first), asInFile ? '' : picture(index, scale, hits))
      })
      if (key === axesKey) return
      axesKey = key
      drawAxes(scale)
      drawArrows(scale, wakes)
    },
  }
}

/** A row's picture is lines of this shape: a path, or a group of names. */
const LINE = /^<(?:path d="([^"]*)"(.*)\/|(g[^>]*)>(.*)<\/g)>$/

/** Knows what it shows, and what that is made of. */
interface LiveGroup extends Element {
  shownPicture?: string
  shownParts?: string
}

/**
 * From one frame to the next the same paths get another form, mostly: that is quicker than making new ones. Whoever
 * sleeps looks the same at every zoom.
 */
function redraw(live: LiveGroup, content: string): void {
  if (live.shownPicture === content) return
  live.shownPicture = content
  const lines = content.split('\n').map(line => LINE.exec(line) ?? [line])
  const parts = lines.map(([whole, , style, group]) => style ?? group ?? whole).join('\n')
  if (parts !== live.shownParts) live.innerHTML = content
  else {
    for (const [index, element] of [...live.children].entries()) {
      const [, d, , , names] = lines[index] as string[]
      if (d === undefined) element.innerHTML = names as string
      else element.setAttribute('d', d)
    }
  }
  live.shownParts = parts
}

const LIVE = 'data-live'

function liveGroup(group: Element): LiveGroup {
  const known = group.querySelector<LiveGroup>(`[${LIVE}]`)
  if (known !== null) return known
  const live = svgElement('g', { [LIVE]: '' })
  group.append(live)
  return live
}

function showStatic(group: Element, shown: boolean): void {
  for (const child of group.children) {
    if (child.nodeName !== 'metadata' && !child.hasAttribute(LIVE)) show(child, shown)
  }
}
