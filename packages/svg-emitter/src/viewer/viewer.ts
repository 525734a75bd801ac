import { AXIS_HEIGHT } from '../shared/axes.js'
import { formatDuration, formatExactDuration } from '../shared/format.js'
import { Markup } from '../shared/markup.js'
import type { Chart } from './chart.js'
import { ChartData } from './data.js'
import { describe, detailsPanel } from './details-panel.js'
import { show, svgElement, windowIn, withAttributes } from './dom.js'
import { Drawing } from './draw.js'
import { Drawer, type Tab } from './drawer.js'
import { Finder } from './finder.js'
import { Highlight } from './highlight.js'
import { Overview } from './overview.js'
import { rangePanel, type TaskSort, tasksPanel, worstPanel } from './panels.js'
import type { Selection } from './selection.js'
import { isSame, selectBox } from './selection.js'
import { OVERVIEW_HEIGHT, Stage } from './stage.js'
import { Survey } from './survey.js'
import { Toolbar } from './toolbar.js'
import { Tooltip } from './tooltip.js'
import { around, between, clampView, isWhole, type Span, scaleOf, type View } from './view.js'

/** How long the view takes to get somewhere else. Units: ms. */
const GLIDE_MS = 160
/** Work between frames goes on for so long at a time. Units: ms. */
const SLICE_MS = 8
/** What is gone to stands off from the edges of what can be seen. Units: CSS pixels. */
const EDGE = 30
/** Room for the tools where there are none. */
const STATIC_TOOLS = -2 - OVERVIEW_HEIGHT

/** One chart: what is in view, what is pinned, and everything that shows it. */
export class Viewer implements Chart {
  readonly root: SVGSVGElement
  readonly data: ChartData
  readonly stage: Stage
  readonly markup: Markup
  readonly drawer: Drawer
  readonly toolbar: Toolbar
  readonly finder: Finder
  readonly isPage: boolean
  readonly taskSort: TaskSort = { column: 1, down: true }
  theme: string
  view: View
  pinned: Selection | undefined
  hovered: Selection | undefined
  range: Span | undefined
  /** The row that the keyboard is at, -1 for none. */
  cursor = -1
  /** How far the tools have moved down to stay in sight. */
  dockShift = 0
  /** Hears of every change that a link would tell. */
  onChange: () => void = () => {}
  readonly #survey: Survey
  readonly #drawing: Drawing
  readonly #highlight: Highlight
  readonly #overview: Overview
  readonly #tooltip: Tooltip
  readonly #heading: Element
  readonly #footer: Element
  readonly #dock = svgElement('g', { 'data-dock': '' })
  readonly #ground: SVGElement
  readonly #band = svgElement('g', { 'pointer-events': 'none', 'data-range': '' })
  #height = 0
  #planned = false
  #glide = 0

  constructor(root: SVGSVGElement) {
    this.root = root
    this.isPage = root === (document.documentElement as Element)
    this.data = new ChartData(root)
    const { head, prefix } = this.data
    this.view = { startNs: head.startNs, endNs: head.endNs }
    this.theme = this.data.theme
    this.markup = new Markup(prefix, this.data.theme)
    this.stage = new Stage(this.data, this.markup)
    this.#survey = new Survey(this.data)
    this.#drawing = new Drawing(root, this.data, this.stage, this.markup)
    this.#highlight = new Highlight(root, this.data, this.stage, this.markup)
    this.#overview = new Overview(this.data, this.stage, this.markup)
    this.toolbar = new Toolbar(
      this.data,
      () => this.finder.find(),
      by => this.finder.step(by),
    )
    this.finder = new Finder(this.data, this.toolbar, {
      onHits: () => this.#onHits(),
      onStep: selection => this.goTo(selection),
      onWork: () => this.#work(),
    })
    this.drawer = new Drawer(this.data, tab => this.open(tab))
    this.#heading = this.data.part('tool-heading')
    this.#footer = this.data.part('tool-footer')
    this.#ground = svgElement('g')
    this.#tooltip = new Tooltip(this.markup)
    this.#assemble()
  }

  /** Finished, because whoever asks wants all of it. */
  get survey(): Survey {
    this.#survey.finish()
    return this.#survey
  }

  #assemble(): void {
    const { root, data } = this
    this.#dock.append(this.#ground, this.toolbar.frame, this.#overview.element, data.part('axis-upper'))
    withAttributes(this.#overview.element, { 'data-tool': '' })
    root.insertBefore(this.#heading, data.part('legend'))
    root.append(this.#band, this.#dock, this.#footer, this.drawer.frame, this.#tooltip.element)
    root.style.maxWidth = '100%'
    withAttributes(root, { role: 'application', tabindex: 0, 'aria-roledescription': 'timeline', 'data-ready': '' })
    this.layOut()
    this.#work()
  }

  /** Places everything anew, for the width there is. */
  layOut(): void {
    const given = this.isPage ? innerWidth : this.root.getBoundingClientRect().width
    this.#layOutFor(given || this.data.head.width)
    // A scroll bar has come that takes room from the page.
    const { clientWidth } = document.documentElement
    if (this.isPage && clientWidth > 0 && clientWidth < given) this.#layOutFor(clientWidth)
    this.#drawing.forget()
    this.#overview.drawActivity(this.#survey)
    this.#overview.drawHits(this.finder.hits)
    this.plan()
  }

  #layOutFor(width: number): void {
    const stage = this.stage
    const measured = (frame: Element, y: number) => {
      withAttributes(frame, { y, width })
      const height = (frame.firstElementChild as HTMLElement).offsetHeight
      withAttributes(frame, { height })
      return height
    }
    stage.layOut(width, measured(this.#heading, 0), measured(this.toolbar.frame, 0))
    withAttributes(this.toolbar.frame, { y: stage.dockY })
    const { dockY, rowsTop } = stage
    this.#ground.innerHTML = this.markup.rect(0, dockY, width, rowsTop - dockY, this.markup.fill('paper'))
    const footerY = stage.rowsBottom + (stage.bottomAxis ? AXIS_HEIGHT : 0) + 16
    this.#height = Math.ceil(footerY + measured(this.#footer, footerY))
    this.#size(0)
  }

  #size(more: number): void {
    const { width } = this.stage
    const height = this.#height + more
    const own = this.isPage ? { width } : {}
    withAttributes(this.root, { ...own, height, viewBox: `0 0 ${width} ${height}` })
  }

  /** Draws once before the next frame, however much happened. */
  plan(): void {
    if (this.#planned) return
    this.#planned = true
    requestAnimationFrame(() => {
      this.#planned = false
      this.#draw()
    })
  }

  #draw(): void {
    const { stage, view } = this
    const { left, top, right, bottom } = windowIn(this.root)
    const seenBottom = Math.min(bottom, this.isPage ? bottom : this.#height)
    this.drawer.place(Math.max(0, left), Math.min(stage.width, right), Math.max(0, top), seenBottom)
    if (this.isPage) this.#size(this.drawer.height)
    this.dockShift = Math.max(0, Math.min(top - stage.dockY, stage.rowsBottom - stage.rowsTop))
    withAttributes(this.#dock, { transform: `translate(0 ${this.dockShift})` })
    const wakes = this.#survey.isComplete ? this.#survey.wakes : []
    this.#drawing.draw(view, top, bottom, this.finder.hits, wakes)
    this.#highlight.draw(this.pinned ?? this.hovered, this.cursor, scaleOf(view, stage.plotWidth))
    this.#overview.drawWindow(view, this.range)
    this.#drawBand()
    const { head } = this.data
    const span = formatDuration(view.endNs - view.startNs)
    this.toolbar.showSpan(isWhole(view, head) ? span : `${span} of ${formatDuration(head.endNs - head.startNs)}`)
  }

  /** The range, over the rows. */
  #drawBand(): void {
    const { range, stage, markup } = this
    if (range === undefined) {
      this.#band.replaceChildren()
      return
    }
    const scale = scaleOf(this.view, stage.plotWidth)
    const x = (timeNs: number) => stage.plotX + Math.max(0, Math.min(stage.plotWidth, scale.x(timeNs)))
    const left = x(range.startNs)
    const right = x(range.endNs)
    const height = stage.rowsBottom - stage.rowsTop
    const edge = (at: number) => markup.rect(at - 0.5, stage.rowsTop, 1, height, markup.fill('running'))
    this.#band.innerHTML =
      markup.rect(left, stage.rowsTop, right - left, height, `opacity="0.1" ${markup.fill('running')}`) +
      (right > left ? edge(left) + edge(right) : '')
  }

  /** Looks at the rest of the chart while nothing else is to be done. */
  #work(): void {
    const until = performance.now() + SLICE_MS
    let more = true
    while (more && performance.now() < until) {
      more = this.finder.work() || !this.#survey.isComplete
      if (!this.finder.isBusy && !this.#survey.isComplete) {
        this.#survey.step()
        if (this.#survey.isComplete) this.#onSurveyed()
      }
    }
    if (more) setTimeout(() => this.#work(), 4)
  }

  #onSurveyed(): void {
    this.#overview.drawActivity(this.#survey)
    this.#drawing.forget()
    this.root.setAttribute('data-surveyed', '')
    this.plan()
  }

  #onHits(): void {
    this.#overview.drawHits(this.finder.hits)
    this.#drawing.forget()
    this.changed()
  }

  changed(): void {
    this.onChange()
    this.plan()
  }

  setView(view: View, glides = false): void {
    cancelAnimationFrame(this.#glide)
    if (!glides || matchMedia('(prefers-reduced-motion:reduce)').matches) {
      this.view = view
      this.changed()
      return
    }
    const from = this.view
    const begin = performance.now()
    const move = () => {
      const share = Math.min(1, (performance.now() - begin) / GLIDE_MS)
      this.view = between(from, view, share * (2 - share))
      this.changed()
      if (share < 1) this.#glide = requestAnimationFrame(move)
    }
    move()
  }

  hover(selection: Selection | undefined): void {
    if (isSame(selection, this.hovered)) return
    this.hovered = selection
    this.plan()
  }

  /** Beside the pointer. Units: picture coordinates. */
  tip(lines: readonly string[], x: number, y: number): void {
    const { right, bottom } = windowIn(this.root)
    this.#tooltip.show(lines, x, y, Math.min(right, this.stage.width), bottom)
  }

  hideTip(): void {
    this.#tooltip.hide()
  }

  pin(selection: Selection): void {
    this.pinned = selection
    this.cursor = selection.row
    this.hideTip()
    this.open('details')
  }

  goTo(selection: Selection): void {
    this.unfold(selection.row)
    this.pin(selection)
    const { startNs, endNs } = this.view
    if (selection.endNs <= startNs || selection.startNs >= endNs) {
      const span = endNs - startNs
      this.setView(clampView((selection.startNs + selection.endNs - span) / 2, span, this.data.head), true)
    }
    this.scrollToRow(selection.row)
  }

  jump(row: number, startNs: number, endNs: number): void {
    this.setView(around({ startNs, endNs }, 1, this.data.head), true)
    const selection = selectBox(this.data, row, 'sched', startNs, endNs)
    if (selection !== undefined) this.goTo(selection)
    else this.goToRow(row)
  }

  goToRow(row: number): void {
    this.unfold(row)
    this.cursor = row
    if (this.drawer.tab === 'tasks') this.open('tasks')
    this.scrollToRow(row)
    this.changed()
  }

  show(span: Span): void {
    this.setView(clampView(span.startNs, span.endNs - span.startNs, this.data.head), true)
  }

  setRange(range: Span | undefined): void {
    this.range = range
    if (range !== undefined || this.drawer.tab === 'range') this.open('range')
    this.changed()
  }

  open(tab: Tab): void {
    this.drawer.fill(tab, this.#panel(tab))
    this.changed()
  }

  #panel(tab: Tab): Node[] {
    switch (tab) {
      case 'details':
        return detailsPanel(this, this.pinned)
      case 'range':
        return rangePanel(this)
      case 'tasks':
        return tasksPanel(this, this.taskSort, this.cursor)
      case 'worst':
        return worstPanel(this)
      case 'keys':
        return []
    }
  }

  /** Closes the panel; what was pinned is let go. */
  close(): void {
    if (this.drawer.tab === 'details') this.pinned = undefined
    this.drawer.close()
    this.root.focus({ preventScroll: true })
    this.changed()
  }

  /** Folds the tasks of a process into its row, or unfolds them. */
  fold(row: number, folded = !this.stage.folded.has(row)): void {
    if (!this.stage.canFold(row)) return
    if (folded) this.stage.folded.add(row)
    else this.stage.folded.delete(row)
    this.layOut()
    this.changed()
  }

  unfold(row: number): void {
    const parent = this.data.rows[row]?.parent ?? -1
    if (this.stage.folded.has(parent)) this.fold(parent, false)
  }

  /** Into what can be seen between the axis and the panel. */
  scrollToRow(row: number): void {
    const place = this.stage.rows[row]
    if (place === undefined) return
    this.#draw()
    const { top, bottom } = windowIn(this.root)
    const { dockY, rowsTop } = this.stage
    const from = Math.max(0, top) + (rowsTop - dockY) + EDGE
    const to = bottom - this.drawer.height - EDGE
    if (place.y >= from && place.y + place.height <= to) return
    const scale = this.root.getScreenCTM()?.d ?? 1
    scrollBy(0, (place.y + place.height / 2 - (from + to) / 2) * scale)
    this.plan()
  }

  /** `auto` is as the reader's system has it; anything unknown as well. */
  setTheme(theme: string): void {
    this.theme = theme === 'light' || theme === 'dark' ? theme : 'auto'
    withAttributes(this.root, { 'data-theme': this.theme === this.data.theme ? undefined : this.theme })
    this.toolbar.showTheme(this.theme)
    this.changed()
  }

  /** Tells readers of screens. */
  say(text: string): void {
    const live = this.#heading.querySelector('[role=status]')
    if (live !== null) live.textContent = text
  }

  /** The words of a tooltip. */
  brief(selection: Selection): string[] {
    const { title } = describe(this, selection)
    const after = formatExactDuration(Math.round(selection.startNs - this.data.head.startNs))
    return [title, `${this.data.rows[selection.row]?.label ?? ''} at +${after}`]
  }

  /** Shows the picture as the file would have it, in the present view, for as long as `take` takes. */
  asInFile<Result>(take: () => Result): Result {
    const { head } = this.data
    const { stage } = this
    const { data } = this
    const fileOnly = [data.part('heading'), data.part('footer')]
    stage.layOut(head.width, head.legendY, STATIC_TOOLS)
    withAttributes(this.#dock, { transform: undefined })
    withAttributes(data.part('footer'), { transform: `translate(0 ${stage.rowsBottom - head.rowsBottom})` })
    for (const part of fileOnly) show(part, true)
    this.#drawing.forget()
    this.#drawing.draw(
      this.view,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      this.finder.hits,
      this.survey.wakes,
    )
    this.#highlight.draw(this.pinned, -1, scaleOf(this.view, stage.plotWidth))
    this.#drawBand()
    try {
      return take()
    } finally {
      for (const part of fileOnly) show(part, false)
      this.layOut()
    }
  }
}
