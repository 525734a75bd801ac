import { AXIS_HEIGHT } from '../shared/axes.js'
import { formatDuration, formatExactDuration } from '../shared/format.js'
import { Markup } from '../shared/markup.js'
import type { Chart } from './chart.js'
import { readChartData } from './data.js'
import { describe, detailsPanel } from './details-panel.js'
import { moveTo, setMarkup, show, svgElement, windowIn, withAttributes } from './dom.js'
import { createDrawing } from './draw.js'
import { createDrawer, type Drawer, type Tab } from './drawer.js'
import { createFinder, type Finder } from './finder.js'
import { drawHighlight } from './highlight.js'
import { createOverview } from './overview.js'
import { rangePanel, type TaskSort, tasksPanel, worstPanel } from './panels.js'
import { isSame, type Selection, selectBox } from './selection.js'
import { createStage, NO_TOOLS, type Stage } from './stage.js'
import { createSurvey } from './survey.js'
import { createToolbar, type Toolbar } from './toolbar.js'
import { createTooltip } from './tooltip.js'
import { around, between, clampView, isWhole, type Span, scaleOf, type View } from './view.js'

/** How long the view takes to get somewhere else. Units: ms. */
const GLIDE_MS = 160
/** Work between frames goes on for so long at a time. Units: ms. */
const SLICE_MS = 8
/** A view that has not changed for so long is at rest. Units: ms. */
const REST_MS = 150
/** What is gone to stands off from the edges of what can be seen. Units: CSS pixels. */
const EDGE = 30

/** One chart: what is in view, what is pinned, and everything that shows it. */
export interface Viewer extends Chart {
  readonly root: SVGSVGElement
  readonly stage: Stage
  readonly drawer: Drawer
  readonly toolbar: Toolbar
  readonly finder: Finder
  /** The picture is a page of its own. */
  readonly isPage: boolean
  view: View
  pinned: Selection | undefined
  hovered: Selection | undefined
  range: Span | undefined
  /** The row that the keyboard is at, -1 for none. */
  atRow: number
  /** How far the tools have moved down to stay in sight. */
  dockShift: number
  chosenTheme: string
  /** Hears of every change that a link would tell. */
  onChange(): void
  /** Places everything anew, for the width there is. */
  layOut(): void
  /** Draws once before the next frame, however much happened. */
  plan(): void
  changed(): void
  setView(view: View, glides?: boolean): void
  hoverOver(selection: Selection | undefined): void
  /** Beside the pointer; without lines there is nothing. Units: picture coordinates. */
  tip(lines: readonly string[], x?: number, y?: number): void
  pinBox(selection: Selection): void
  openTab(tab: Tab): void
  /** Closes the panel; what was pinned is let go. */
  closePanel(): void
  /** Folds the tasks of processes into their rows, or unfolds them. */
  foldRows(rows: readonly number[], folded: boolean): void
  scrollToRow(row: number): void
  /** `auto` is as the reader's system has it; anything unknown as well. */
  setTheme(theme: string): void
  /** Tells readers of screens. */
  say(text: string): void
  /** The words of a tooltip. */
  brief(selection: Selection): string[]
  /** Shows the picture as the file would have it, in the present view, while `take` runs. */
  asInFile<Result>(take: () => Result): Result
}

export function createViewer(root: SVGSVGElement): Viewer {
  const isPage = root === (document.documentElement as Element)
  const data = readChartData(root)
  const { head } = data
  const markup = new Markup(data.prefix, data.initialTheme)
  const stage = createStage(data, markup)
  const survey = createSurvey(data)
  const drawing = createDrawing(root, data, stage, markup)
  const overview = createOverview(data, stage, markup)
  const tooltip = createTooltip(markup)
  const heading = data.part('tool-heading')
  const footer = data.part('tool-footer')
  const dock = svgElement('g', { 'data-dock': '' })
  const ground = svgElement('g', { 'data-tool': '' })
  const band = svgElement('g', { 'pointer-events': 'none', 'data-range': '' })
  const highlight = svgElement('g', { 'pointer-events': 'none', 'data-highlight': '' })
  const taskSort: TaskSort = { column: 1, isDown: true }
  let height = 0
  let planned = false
  let glide = 0
  /** The view has changed shortly before it changed last, and when that was. */
  let moves = false
  let movedMs = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  const toolbar = createToolbar(
    data,
    () => viewer.finder.begin(),
    by => viewer.finder.stepBy(by),
  )
  const drawer = createDrawer(data, tab => viewer.openTab(tab))

  const measured = (frame: Element, y: number, width: number): number => {
    withAttributes(frame, { y, width })
    const tall = (frame.firstElementChild as HTMLElement).offsetHeight
    withAttributes(frame, { height: tall })
    return tall
  }

  const layOutFor = (width: number) => {
    stage.layOut(width, measured(heading, 0, width), measured(toolbar.frame, 0, width))
    const { dockY, rowsTop, rowsBottom, bottomAxis } = stage
    withAttributes(toolbar.frame, { y: dockY })
    ground.innerHTML = markup.rect(0, dockY, width, rowsTop - dockY, markup.fillOf('paper'))
    const footerY = rowsBottom + (bottomAxis ? AXIS_HEIGHT : 0) + 16
    height = Math.ceil(footerY + measured(footer, footerY, width))
    size()
  }

  /** Below a page there is room for the panel, that the last rows can be scrolled out from behind it. */
  const size = () => {
    const { width } = stage
    // A short chart is as tall as the window while the panel is open: it would be cut off otherwise.
    const tall = isPage && drawer.tab ? Math.max(innerHeight, height + drawer.tall) : height
    withAttributes(root, { height: tall, viewBox: `0 0 ${width} ${tall}` })
    if (isPage) withAttributes(root, { width })
  }

  const draw = () => {
    const { view, finder } = viewer
    const { left, top, right, bottom } = windowIn(root)
    const scale = scaleOf(view, stage.plotWidth)
    drawer.lay(
      Math.max(0, left),
      Math.min(stage.width, right),
      Math.max(0, top),
      isPage ? bottom : Math.min(bottom, height),
    )
    size()
    viewer.dockShift = Math.max(0, Math.min(top - stage.dockY, stage.rowsBottom - stage.rowsTop))
    moveTo(dock, 0, viewer.dockShift)
    const wakes = survey.isComplete ? survey.wakes : []
    clearTimeout(rest)
    drawing.drawRows(view, top, bottom, finder.hits, wakes, moves)
    if (moves) {
      rest = setTimeout(() => {
        moves = false
        viewer.plan()
      }, REST_MS)
    }
    setMarkup(highlight, drawHighlight(data, stage, markup, viewer.pinned ?? viewer.hovered, viewer.atRow, scale))
    overview.drawWindow(view, viewer.range)
    drawBand()
    const span = formatDuration(view.endNs - view.startNs)
    toolbar.showSpan(isWhole(view, head) ? span : `${span} of ${formatDuration(head.endNs - head.startNs)}`)
  }

  /** The range, over the rows. */
  const drawBand = () => {
    const { range, view } = viewer
    const { plotX, plotWidth, rowsTop, rowsBottom } = stage
    const x = (timeNs: number) => plotX + Math.max(0, Math.min(plotWidth, scaleOf(view, plotWidth).x(timeNs)))
    const [left, right] = !range ? [0, 0] : [x(range.startNs), x(range.endNs)]
    const strip = (from: number, width: number, style: string) =>
      markup.rect(from, rowsTop, width, rowsBottom - rowsTop, `${style} ${markup.fillOf('running')}`)
    const isSeen = right > left
    const inside = isSeen
      ? strip(left, right - left, 'opacity="0.1"') + strip(left, 1, '') + strip(right - 1, 1, '')
      : ''
    setMarkup(band, inside)
  }

  /** Looks at the rest of the chart while nothing else is to be done. */
  const work = () => {
    const until = performance.now() + SLICE_MS
    const { finder } = viewer
    let more = true
    while (more && performance.now() < until) {
      more = finder.work() || !survey.isComplete
      if (finder.isBusy || survey.isComplete) continue
      surveyNext()
    }
    if (more) setTimeout(work, 4)
  }

  const surveyNext = () => {
    survey.surveyNext()
    if (!survey.isComplete) return
    overview.drawActivity(survey)
    drawing.forget()
    withAttributes(root, { 'data-surveyed': '' })
    viewer.plan()
  }

  const panelOf = (tab: Tab): Node[] => {
    if (tab === 'details') return detailsPanel(viewer, viewer.pinned)
    if (tab === 'range') return rangePanel(viewer)
    if (tab === 'tasks') return tasksPanel(viewer, taskSort, viewer.atRow)
    return tab === 'worst' ? worstPanel(viewer) : []
  }

  const unfold = (row: number) => {
    const parent = data.rows[row]?.parent ?? -1
    if (stage.folded.has(parent)) viewer.foldRows([parent], false)
  }

  const viewer: Viewer = {
    root,
    data,
    stage,
    drawer,
    toolbar,
    isPage,
    finder: createFinder(data, toolbar, {
      onHits() {
        overview.drawHits(viewer.finder.hits)
        drawing.forget()
        viewer.changed()
      },
      onStep: selection => viewer.goTo(selection),
      onWork: work,
    }),
    view: { startNs: head.startNs, endNs: head.endNs },
    pinned: undefined,
    hovered: undefined,
    range: undefined,
    atRow: -1,
    dockShift: 0,
    chosenTheme: data.initialTheme,
    onChange() {},
    allWakes() {
      while (!survey.isComplete) surveyNext()
      return survey.wakes
    },
    longestCalls() {
      viewer.allWakes()
      return survey.calls()
    },
    layOut() {
      const given = isPage ? innerWidth : root.getBoundingClientRect().width
      layOutFor(given || head.width)
      // A scroll bar has come that takes room from the page.
      const { clientWidth } = document.documentElement
      if (isPage && clientWidth > 0 && clientWidth < given) layOutFor(clientWidth)
      drawing.forget()
      overview.drawActivity(survey)
      overview.drawHits(viewer.finder.hits)
      viewer.plan()
    },
    plan() {
      if (planned) return
      planned = true
      requestAnimationFrame(() => {
        planned = false
        draw()
      })
    },
    changed() {
      viewer.onChange()
      viewer.plan()
    },
    setView(view, glides = false) {
      cancelAnimationFrame(glide)
      const from = viewer.view
      const begin = performance.now()
      const length = glides && !matchMedia('(prefers-reduced-motion:reduce)').matches ? GLIDE_MS : 1
      const move = (now: number) => {
        const share = Math.min(1, (now - begin) / length)
        viewer.view = between(from, view, share * (2 - share))
        moves = now - movedMs < REST_MS
        movedMs = now
        viewer.changed()
        if (share < 1) glide = requestAnimationFrame(() => move(performance.now()))
      }
      move(length === 1 ? begin + 1 : begin)
    },
    hoverOver(selection) {
      if (isSame(selection, viewer.hovered)) return
      viewer.hovered = selection
      viewer.plan()
    },
    tip(lines, x = 0, y = 0) {
      const { right, bottom } = windowIn(root)
      tooltip.tell(lines, x, y, Math.min(right, stage.width), bottom - drawer.tall)
    },
    pinBox(selection) {
      viewer.pinned = selection
      viewer.atRow = selection.row
      viewer.tip([])
      viewer.openTab('details')
      viewer.scrollToRow(selection.row)
    },
    goTo(selection) {
      unfold(selection.row)
      viewer.pinBox(selection)
      const { startNs, endNs } = viewer.view
      if (selection.endNs > startNs && selection.startNs < endNs) return
      const span = endNs - startNs
      viewer.setView(clampView((selection.startNs + selection.endNs - span) / 2, span, head), true)
    },
    jumpTo(row, startNs, endNs, lane = 'sched') {
      viewer.setView(around({ startNs, endNs }, 1, head), true)
      const selection = selectBox(data, row, lane, startNs, endNs)
      if (!selection) viewer.goToRow(row)
      else {
        unfold(row)
        viewer.pinBox(selection)
      }
    },
    goToRow(row) {
      unfold(row)
      viewer.atRow = row
      if (drawer.tab === 'tasks') viewer.openTab('tasks')
      viewer.scrollToRow(row)
      viewer.changed()
    },
    setRange(range) {
      viewer.range = range
      if (range || drawer.tab === 'range') viewer.openTab('range')
      viewer.changed()
    },
    openTab(tab) {
      drawer.put(tab, panelOf(tab))
      viewer.changed()
    },
    closePanel() {
      if (drawer.tab === 'details') viewer.pinned = undefined
      drawer.shut()
      root.focus({ preventScroll: true })
      viewer.changed()
    },
    foldRows(rows, folded) {
      for (const row of rows) {
        if (!folded) stage.folded.delete(row)
        else if (stage.canFold(row)) stage.folded.add(row)
      }
      viewer.layOut()
      viewer.changed()
    },
    /** Into what can be seen between the axis and the panel. */
    scrollToRow(row) {
      draw()
      const { y, height: tall } = stage.rows[row] ?? { y: 0, height: 0 }
      const { top, bottom } = windowIn(root)
      const from = Math.max(stage.rowsTop, top + stage.rowsTop - stage.dockY)
      const to = bottom - drawer.tall - EDGE
      if (tall === 0 || (y >= from && y + tall <= to)) return
      scrollBy(0, (y + tall / 2 - (from + to) / 2) * (root.getScreenCTM()?.d ?? 1))
      viewer.plan()
    },
    setTheme(theme) {
      const known = theme === 'light' || theme === 'dark' ? theme : 'auto'
      viewer.chosenTheme = known
      withAttributes(root, { 'data-theme': known !== data.initialTheme && known })
      toolbar.showTheme(known)
      viewer.changed()
    },
    say(text) {
      ;(heading.querySelector('[role=status]') as Element).textContent = text
    },
    brief(selection) {
      const after = formatExactDuration(Math.round(selection.startNs - head.startNs))
      return [describe(data, selection).title, `${data.rows[selection.row]?.label} at +${after}`]
    },
    asInFile(take) {
      const inFile = [data.part('heading'), data.part('footer')]
      stage.layOut(head.width, head.legendY, NO_TOOLS)
      moveTo(dock, 0, 0)
      moveTo(data.part('footer'), 0, stage.rowsBottom - head.rowsBottom)
      for (const part of inFile) show(part, true)
      drawing.forget()
      const { view, finder, pinned } = viewer
      const hint = data.part('hint').firstElementChild
      const since = (timeNs: number) => formatDuration(timeNs - head.startNs)
      if (hint !== null) hint.textContent = `+${since(view.startNs)} to +${since(view.endNs)} of ${since(head.endNs)}`
      drawing.drawRows(view, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, finder.hits, viewer.allWakes())
      setMarkup(highlight, drawHighlight(data, stage, markup, pinned, -1, scaleOf(view, stage.plotWidth)))
      drawBand()
      const result = take()
      for (const part of inFile) show(part, false)
      viewer.layOut()
      return result
    },
  }

  dock.append(ground, toolbar.frame, overview.element, data.part('axis-upper'))
  root.insertBefore(heading, data.part('legend'))
  root.append(highlight, band, dock, footer, drawer.frame, tooltip.element)
  root.style.maxWidth = '100%'
  withAttributes(root, { role: 'application', tabindex: 0, 'aria-roledescription': 'timeline', 'data-ready': '' })
  viewer.layOut()
  work()
  return viewer
}
