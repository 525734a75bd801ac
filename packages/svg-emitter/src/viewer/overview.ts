import type { Markup } from '../shared/markup.js'
import { round } from '../shared/markup.js'
import type { ChartData } from './data.js'
import { svgElement, withAttributes } from './dom.js'
import type { Hits } from './search.js'
import { OVERVIEW_HEIGHT, type Stage } from './stage.js'
import { OVERVIEW_COLUMNS, type Survey } from './survey.js'
import type { Span } from './view.js'

/** How much of the strip waits may take, from the top. Units: CSS pixels. */
const WAITS_HEIGHT = 12
const BUSY_HEIGHT = OVERVIEW_HEIGHT - WAITS_HEIGHT - 2

/** The strip over the whole trace: how busy it was, where tasks waited, what was found, and where the view is. */
export class Overview {
  readonly element = svgElement('g', { 'data-overview': '' })
  readonly #shapes = svgElement('g')
  readonly #hits = svgElement('g')
  readonly #window = svgElement('g', { 'pointer-events': 'none' })
  readonly #data: ChartData
  readonly #stage: Stage
  readonly #markup: Markup

  constructor(data: ChartData, stage: Stage, markup: Markup) {
    this.#data = data
    this.#stage = stage
    this.#markup = markup
    this.element.append(this.#shapes, this.#hits, this.#window)
  }

  /** The activity; again when more of it is known, or the width is another. */
  drawActivity(survey: Survey): void {
    const { plotX, plotWidth, overviewY } = this.#stage
    const busy = survey.busy.values()
    const waiting = survey.waiting.values()
    const blocked = survey.blocked.values()
    const mostBusy = survey.cpus || Math.max(1, ...busy)
    const mostWaits = Math.max(1, ...waiting.map((value, column) => value + (blocked[column] as number)))
    // Square roots: a single task that waits is to be seen beside many.
    const hang = (value: number) => WAITS_HEIGHT * Math.sqrt(value / mostWaits)
    const area = (from: (column: number) => number, to: (column: number) => number) => {
      let d = ''
      for (let column = 0; column < OVERVIEW_COLUMNS; column++) {
        const top = from(column)
        const height = to(column) - top
        if (height > 0.2) d += `M${column} ${round(top)}h1v${round(height)}h-1z`
      }
      return d
    }
    const bottom = OVERVIEW_HEIGHT
    const both = (column: number) => hang((waiting[column] as number) + (blocked[column] as number))
    const paths = [
      [
        area(
          column => bottom - (BUSY_HEIGHT * (busy[column] as number)) / mostBusy,
          () => bottom,
        ),
        'busy',
      ],
      [
        area(
          () => 0,
          column => hang(waiting[column] as number),
        ),
        'woken',
      ],
      [area(column => hang(waiting[column] as number), both), 'blockedInk'],
    ] as const
    const ground = this.#markup.rect(plotX, overviewY, plotWidth, OVERVIEW_HEIGHT, this.#markup.fill('panel'))
    const scaled = `transform="translate(${plotX} ${overviewY}) scale(${plotWidth / OVERVIEW_COLUMNS} 1)"`
    this.#shapes.innerHTML = `${ground}<g ${scaled}>${paths.map(([d, colour]) => `<path d="${d}" ${this.#markup.fill(colour)}/>`).join('')}</g>`
  }

  /** Ticks where something was found. */
  drawHits(hits: Hits | undefined): void {
    const { plotX, plotWidth, overviewY } = this.#stage
    const { startNs, endNs } = this.#data.head
    const columns = new Set<number>()
    for (const [, lane, record] of hits?.list ?? []) {
      columns.add(Math.floor((((lane.startNs[record] as number) - startNs) / (endNs - startNs)) * plotWidth))
    }
    const d = [...columns].map(column => `M${plotX + column} ${overviewY + OVERVIEW_HEIGHT - 7}h1.5v7h-1.5z`).join('')
    this.#hits.innerHTML = d === '' ? '' : `<path d="${d}" ${this.#markup.fill('lostInk')}/>`
  }

  drawWindow(view: Span, range: Span | undefined): void {
    const { plotX, plotWidth, overviewY } = this.#stage
    const { startNs, endNs } = this.#data.head
    const x = (timeNs: number) => plotX + (plotWidth * (timeNs - startNs)) / Math.max(1, endNs - startNs)
    const left = x(view.startNs)
    const width = Math.max(2, x(view.endNs) - left)
    const right = left + width
    const markup = this.#markup
    const veil = (from: number, to: number) =>
      to - from > 0.5
        ? markup.rect(from, overviewY, to - from, OVERVIEW_HEIGHT, `opacity="0.65" ${markup.fill('paper')}`)
        : ''
    const marked =
      range === undefined
        ? ''
        : markup.rect(
            x(range.startNs),
            overviewY,
            Math.max(1.5, x(range.endNs) - x(range.startNs)),
            OVERVIEW_HEIGHT,
            `opacity="0.3" ${markup.fill('running')}`,
          )
    this.#window.innerHTML =
      veil(plotX, left) +
      veil(right, plotX + plotWidth) +
      marked +
      markup.rect(left, overviewY, width, OVERVIEW_HEIGHT, `rx="2" stroke-width="1.5" ${markup.stroke('arrow')}`)
    withAttributes(this.element, { 'data-view': `${Math.round(view.startNs)}-${Math.round(view.endNs)}` })
  }
}
