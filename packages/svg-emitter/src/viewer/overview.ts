import { type Markup, round } from '../shared/markup.js'
import type { ChartData } from './data.js'
import { setMarkup, svgElement } from './dom.js'
import type { Hits } from './search.js'
import { OVERVIEW_HEIGHT, type Stage } from './stage.js'
import { OVERVIEW_COLUMNS, type Survey } from './survey.js'
import type { Span } from './view.js'

/** How much of the strip waits may take, from the top. Units: CSS pixels. */
const WAITS_HEIGHT = 12
const BUSY_HEIGHT = OVERVIEW_HEIGHT - WAITS_HEIGHT - 2

/** The strip over the whole trace: how busy it was, where tasks waited, what was found, and where the view is. */
export interface Overview {
  readonly element: SVGElement
  /** The activity; again when more of it is known, or the width is another. */
  drawActivity(survey: Survey): void
  /** Ticks where something was found. */
  drawHits(hits: Hits | undefined): void
  drawWindow(view: Span, range: Span | undefined): void
}

export function createOverview(data: ChartData, stage: Stage, markup: Markup): Overview {
  const { startNs, endNs } = data.head
  const parts = [svgElement('g'), svgElement('g'), svgElement('g')] as const
  const perNs = (timeNs: number) => (stage.plotWidth * (timeNs - startNs)) / Math.max(1, endNs - startNs)
  const strip = (left: number, right: number, attributes: string) =>
    markup.rect(stage.plotX + left, stage.overviewY, Math.max(1.5, right - left), OVERVIEW_HEIGHT, attributes)

  return {
    element: svgElement('g', { 'data-overview': '', 'data-tool': '' }, ...parts),
    drawActivity(survey) {
      const busy = survey.busy.columns()
      const waiting = survey.waiting.columns()
      const blocked = survey.blocked.columns()
      const all = waiting.map((value, column) => value + (blocked[column] as number))
      const mostBusy = survey.cpus || Math.max(1, ...busy)
      const mostWaits = Math.max(1, ...all)
      /** From one edge of the strip as far as the values go. */
      const area = (
        colour: 'busy' | 'woken' | 'blockedInk',
        values: Float64Array,
        edge: number,
        far: (value: number) => number,
      ) => {
        let d = `M0 ${edge}`
        for (const value of values) d += `V${round(edge + far(value))}h1`
        return `<path d="${d}V${edge}z" ${markup.fillOf(colour)}/>`
      }
      // Square roots: a single task that waits is to be seen beside many.
      const hang = (value: number) => WAITS_HEIGHT * Math.sqrt(value / mostWaits)
      const { plotX, plotWidth, overviewY } = stage
      parts[0].innerHTML =
        strip(0, plotWidth, markup.fillOf('panel')) +
        `<g shape-rendering="crispEdges" transform="translate(${plotX} ${overviewY}) scale(${plotWidth / OVERVIEW_COLUMNS} 1)">` +
        area('busy', busy, OVERVIEW_HEIGHT, value => (-BUSY_HEIGHT * value) / mostBusy) +
        area('blockedInk', all, 0, hang) +
        area('woken', waiting, 0, hang) +
        '</g>'
    },
    drawHits(hits) {
      const columns = new Set(hits?.list.map(([, lane, record]) => Math.floor(perNs(lane.startNs[record] as number))))
      const y = stage.overviewY + OVERVIEW_HEIGHT - 7
      const d = [...columns].map(column => `M${stage.plotX + column} ${y}h1.5v7h-1.5z`).join('')
      parts[1].innerHTML = `<path d="${d}" ${markup.fillOf('lostInk')}/>`
    },
    drawWindow(view, range) {
      const left = perNs(view.startNs)
      const right = perNs(view.endNs)
      const veil = `opacity="0.65" ${markup.fillOf('paper')}`
      setMarkup(
        parts[2],
        (left > 1 ? strip(0, left, veil) : '') +
          (right < stage.plotWidth - 1 ? strip(right, stage.plotWidth, veil) : '') +
          (!range ? '' : strip(perNs(range.startNs), perNs(range.endNs), `opacity="0.3" ${markup.fillOf('running')}`)) +
          strip(left, right, `rx="2" stroke-width="1.5" ${markup.strokeOf('arrow')}`),
      )
    },
  }
}
