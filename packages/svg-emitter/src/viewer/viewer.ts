import { AXIS_HEIGHT } from '../shared/axes.js'
import { describeRecord } from '../shared/describe.js'
import { detailCommand, formatDuration } from '../shared/format.js'
import { rowAt } from '../shared/layout.js'
import type { TimeScale } from '../shared/time-scale.js'
import { ChartData } from './data.js'
import { Details } from './details.js'
import { windowIn } from './dom.js'
import { Drawing } from './draw.js'
import { Highlight } from './highlight.js'
import { type Action, actionOf } from './keys.js'
import { fitToWindow } from './page.js'
import { type Place, Pointer, type PointerHandlers } from './pointer.js'
import { isSame, neighbour, type Selection, selectAt, selectBox } from './selection.js'
import { createSkin } from './skin.js'
import { Tooltip } from './tooltip.js'
import { clampView, isWhole, panBy, scaleOf, type View, zoomAt } from './view.js'

/** How near to a box the pointer has to be. Units: CSS pixels. */
const NEAR_PX = 3
const KEY_ZOOM = 0.7
const KEY_PAN = 0.2

export function startViewer(root: SVGSVGElement): Viewer {
  return new Viewer(root)
}

/** Zoom, pan and details of one chart. */
class Viewer {
  readonly #root: SVGSVGElement
  readonly #data: ChartData
  readonly #drawing: Drawing
  readonly #tooltip: Tooltip
  readonly #details: Details
  readonly #highlight: Highlight
  #view: View
  #plotWidth: number
  #hovered: Selection | undefined
  #pinned: Selection | undefined
  #planned = false

  constructor(root: SVGSVGElement) {
    this.#root = root
    this.#data = new ChartData(root)
    const { head } = this.#data
    this.#view = { startNs: head.startNs, endNs: head.endNs }
    this.#plotWidth = head.plotWidth
    this.#drawing = new Drawing(root, this.#data)
    const skin = createSkin(head.theme)
    this.#highlight = new Highlight(root, this.#data, this.#drawing.markup)
    this.#tooltip = new Tooltip(root, skin)
    this.#details = new Details(root, skin, () => this.#unpin())
    this.#becomeInteractive()
    this.#listen()
    this.#fit()
  }

  get #scale(): TimeScale {
    return scaleOf(this.#view, this.#plotWidth)
  }

  #becomeInteractive(): void {
    const root = this.#root
    root.setAttribute('tabindex', '0')
    root.setAttribute('focusable', 'true')
    root.style.outline = 'none'
    root.style.userSelect = 'none'
    root.setAttribute('data-ready', '')
  }

  #listen(): void {
    const root = this.#root
    new Pointer(root, this.#pointerHandlers())
    for (const line of root.querySelectorAll<SVGElement>(`.${this.#data.prefix}-worst[data-row]`)) {
      line.style.cursor = 'pointer'
      line.addEventListener('click', () => this.#goTo(line.dataset))
    }
    const keys: EventTarget = root === (document.documentElement as Element) ? document : root
    keys.addEventListener('keydown', event => this.#onKey(event as KeyboardEvent))
    addEventListener('scroll', () => this.#plan(), { passive: true, capture: true })
    addEventListener('resize', () => this.#fit())
  }

  #pointerHandlers(): PointerHandlers {
    const { head } = this.#data
    let grabbed = this.#view
    return {
      place: (x, y) => this.#place(x, y),
      isTaken: event => event.target instanceof Element && event.target.closest('[role="dialog"]') !== null,
      zoom: (factor, share) => this.#setView(zoomAt(this.#view, factor, share, head)),
      pan: share => this.#setView(panBy(this.#view, share, head)),
      dragStart: () => {
        grabbed = this.#view
        this.#hover(undefined)
      },
      drag: share => this.#setView(panBy(grabbed, share, head)),
      hover: place => this.#hoverAt(place),
      click: place => this.#clickAt(place),
    }
  }

  #place(x: number, y: number): Place {
    const { plotX, rowsTop, rowsBottom } = this.#data.head
    const share = (x - plotX) / this.#plotWidth
    const inPlot = share >= 0 && share <= 1 && y >= rowsTop - AXIS_HEIGHT && y <= rowsBottom + AXIS_HEIGHT
    return { x, y, share, inPlot }
  }

  #fit(): void {
    this.#plotWidth = fitToWindow(this.#root, this.#data)
    this.#plan()
  }

  /** Draws once before the next frame, however much happened. */
  #plan(): void {
    if (this.#planned) return
    this.#planned = true
    requestAnimationFrame(() => {
      this.#planned = false
      this.#draw()
    })
  }

  #draw(): void {
    const { top, right, bottom } = windowIn(this.#root)
    this.#drawing.draw(this.#view, this.#plotWidth, top, bottom)
    this.#drawing.stick(top)
    this.#highlight.draw(this.#pinned ?? this.#hovered, this.#scale)
    const edge = this.#data.head.plotX + this.#plotWidth + 24
    this.#details.place(Math.min(right, edge), Math.max(0, top), Math.min(bottom, this.#data.head.height))
    this.#tell()
  }

  /** The corner of the picture says where one is, the last line how to see more. */
  #tell(): void {
    const { head, prefix } = this.#data
    const hint = this.#root.querySelector(`.${prefix}-hint text`)
    const whole = isWhole(this.#view, head)
    const span = formatDuration(this.#view.endNs - this.#view.startNs)
    if (hint !== null) {
      hint.setAttribute('x', String(head.plotX + this.#plotWidth))
      hint.textContent = whole
        ? 'wheel: zoom · drag: move · click: details'
        : `${span} of ${formatDuration(head.endNs - head.startNs)} · 0: whole trace · , and .: next box`
    }
    const command = this.#root.querySelectorAll(`.${prefix}-command tspan`)
    if (whole || command.length < 2) return
    ;(command[0] as Element).textContent = 'The range in view in full detail:'
    ;(command[1] as Element).textContent = detailCommand(head.originSeconds, this.#view.startNs, this.#view.endNs)
  }

  #setView(view: View): void {
    this.#view = view
    this.#plan()
  }

  #onKey(event: KeyboardEvent): void {
    const action = actionOf(event)
    if (action === undefined || !this.#act(action)) return
    event.preventDefault()
  }

  /** True if there was something to do. */
  #act(action: Action): boolean {
    const { head } = this.#data
    switch (action) {
      case 'zoomIn':
        this.#setView(zoomAt(this.#view, KEY_ZOOM, 0.5, head))
        return true
      case 'zoomOut':
        this.#setView(zoomAt(this.#view, 1 / KEY_ZOOM, 0.5, head))
        return true
      case 'reset':
        this.#setView({ startNs: head.startNs, endNs: head.endNs })
        return true
      case 'left':
      case 'right':
        this.#setView(panBy(this.#view, action === 'left' ? -KEY_PAN : KEY_PAN, head))
        return true
      case 'pin':
        if (this.#hovered !== undefined) this.#pin(this.#hovered)
        return this.#hovered !== undefined
      case 'close':
        this.#unpin()
        return true
      case 'previous':
      case 'next':
        return this.#step(action === 'next' ? 1 : -1)
      default:
        return false
    }
  }

  #step(by: number): boolean {
    if (this.#pinned === undefined) return false
    const selection = neighbour(this.#data, this.#pinned, by)
    if (selection === undefined) return false
    this.#pin(selection)
    this.#reveal(selection)
    return true
  }

  /** Moves the view, if it must, to the box. */
  #reveal({ hit }: Selection): void {
    const start = hit.lane.startNs[hit.record] as number
    const end = hit.lane.endNs[hit.record] as number
    if (end > this.#view.startNs && start < this.#view.endNs) return
    const span = this.#view.endNs - this.#view.startNs
    this.#setView(clampView((start + end - span) / 2, span, this.#data.head))
  }

  /** Shows one of the intervals that are listed below the chart. */
  #goTo(place: DOMStringMap): void {
    const row = Number(place.row)
    const start = Number(place.start)
    const end = Number(place.end)
    const { head } = this.#data
    this.#setView(clampView(start - (end - start), 3 * (end - start), head))
    const selection = selectBox(this.#data, row, start, end)
    if (selection !== undefined) this.#pin(selection)
    const y = this.#data.rows[row]?.y ?? 0
    const { top, bottom } = windowIn(this.#root)
    if (y < top + 60 || y > bottom - 60) scrollBy(0, y - (top + bottom) / 2)
  }

  #clickAt(place: Place): void {
    const selection = this.#selectionAt(place)
    if (selection === undefined) this.#unpin()
    else this.#pin(selection)
  }

  #selectionAt({ y, share, inPlot }: Place): Selection | undefined {
    if (!inPlot) return undefined
    const scale = this.#scale
    return selectAt(this.#data, y, scale.timeAt(share * this.#plotWidth), NEAR_PX / scale.pxPerNs)
  }

  #hoverAt(place: Place | undefined): void {
    const selection = place === undefined ? undefined : this.#selectionAt(place)
    if (place === undefined || selection === undefined) {
      this.#hover(undefined)
      if (place !== undefined) this.#hoverLabel(place.x, place.y)
      return
    }
    if (!isSame(selection, this.#hovered)) this.#hover(selection)
    const { title } = this.#describe(selection)
    const { right, bottom } = windowIn(this.#root)
    const label = this.#data.rows[selection.row]?.label ?? ''
    const edge = Math.min(right, this.#data.head.plotX + this.#plotWidth + 24)
    this.#tooltip.show([title, label], place.x, place.y, edge, bottom)
  }

  /** The numbers of a row, at its label. */
  #hoverLabel(x: number, y: number): void {
    const row = this.#data.rows[rowAt(this.#data.rows, y)]
    if (row === undefined || x > this.#data.head.plotX || row.facts === '') return
    const { right, bottom } = windowIn(this.#root)
    this.#tooltip.show([row.label, row.facts], x, y, right, bottom)
  }

  #hover(selection: Selection | undefined): void {
    if (selection === undefined) this.#tooltip.hide()
    if (isSame(selection, this.#hovered)) return
    this.#hovered = selection
    this.#root.style.cursor = selection === undefined ? '' : 'pointer'
    this.#plan()
  }

  #pin(selection: Selection): void {
    this.#pinned = selection
    this.#tooltip.hide()
    this.#details.show(this.#data.rows[selection.row]?.label ?? '', this.#describe(selection))
    this.#plan()
  }

  #unpin(): void {
    this.#pinned = undefined
    this.#details.hide()
    this.#plan()
  }

  #describe(selection: Selection) {
    const { tables, head } = this.#data
    const context = { tables, originSeconds: head.originSeconds, chartStartNs: head.startNs }
    return describeRecord(this.#data.recordsOf(selection.row), selection.hit.lane, selection.hit.record, context)
  }
}
