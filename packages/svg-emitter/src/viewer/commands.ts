import type { Command } from '../shared/commands.js'
import { firstWakee, spoken } from './details-panel.js'
import { windowIn, withAttributes } from './dom.js'

import { nextOnCpu, wakerOf } from './navigate.js'
import { copyPicture, download, pngOf, svgText } from './picture-copy.js'
import { neighbour, type Selection, selectNear } from './selection.js'
import { around, isWhole, panBy, zoomAt } from './view.js'
import type { Viewer } from './viewer.js'

const KEY_ZOOM = 0.7
const KEY_PAN = 0.2
const KEY_SCROLL_PX = 80

/** Does what a key or a button asks for. True if there was something to do. */
export function runCommand(viewer: Viewer, command: Command): boolean {
  const { data, view, pinned } = viewer
  const asked = viewer.toolbar.askedFor()
  const { head } = data
  const go = (selection: Selection | undefined) => {
    if (!selection) return false
    viewer.goTo(selection)
    viewer.say(spoken(viewer, selection))
    return true
  }
  const from = (find: (selection: Selection) => Selection | undefined) => (pinned ? go(find(pinned)) : false)
  const done = (_nothing: unknown) => true
  switch (command) {
    case 'zoomIn':
      return done(viewer.setView(zoomAt(view, KEY_ZOOM, 0.5, head), true))
    case 'zoomOut':
      return done(viewer.setView(zoomAt(view, 1 / KEY_ZOOM, 0.5, head), true))
    case 'left':
      return done(viewer.setView(panBy(view, -KEY_PAN, head), true))
    case 'right':
      return done(viewer.setView(panBy(view, KEY_PAN, head), true))
    case 'up':
      return done(scrollBy(0, -KEY_SCROLL_PX))
    case 'down':
      return done(scrollBy(0, KEY_SCROLL_PX))
    case 'reset':
      return done(viewer.setView({ startNs: head.startNs, endNs: head.endNs }, true))
    case 'fit':
      return done(fit(viewer))
    case 'fold':
      return fold(viewer)
    case 'foldAll':
      return done(foldAll(viewer))
    case 'rowUp':
      return moveCursor(viewer, -1)
    case 'rowDown':
      return moveCursor(viewer, 1)
    case 'pin':
      return go(viewer.hovered ?? boxAtCursor(viewer))
    case 'previous':
      return from(selection => neighbour(selection, -1))
    case 'next':
      return from(selection => neighbour(selection, 1))
    case 'waker':
      return from(selection => wakerOf(data, selection))
    case 'wakee':
      return from(selection => firstWakee(viewer, selection))
    case 'nextOnCpu':
      return from(selection => nextOnCpu(data, selection))
    case 'range':
      return done(viewer.setRange(isWhole(view, head) ? { startNs: head.startNs, endNs: head.endNs } : view))
    case 'find':
      return done(viewer.toolbar.focusSearch())
    case 'nextHit':
      return done(viewer.finder.stepBy(1))
    case 'previousHit':
      return done(viewer.finder.stepBy(-1))
    case 'regex':
      return done(viewer.finder.begin({ text: asked.text, isRegex: !asked.isRegex }))
    case 'details':
    case 'tasks':
    case 'worst':
    case 'keys':
      return done(viewer.drawer.tab === command ? viewer.closePanel() : viewer.openTab(command))
    case 'theme':
      return done(viewer.setTheme({ auto: 'light', light: 'dark' }[viewer.chosenTheme] ?? 'auto'))
    case 'save':
      return done(save(viewer))
    case 'close':
      return close(viewer)
  }
}

function fit(viewer: Viewer): void {
  const { pinned, range, data } = viewer
  const { head } = data
  if (pinned) viewer.setView(around(pinned, 0.2, head), true)
  else if (range) viewer.setView(around(range, 0.02, head), true)
  else viewer.setView({ startNs: head.startNs, endNs: head.endNs }, true)
}

/** The process at the cursor, or the one its row belongs to. */
function fold(viewer: Viewer): boolean {
  const { atRow, data, stage } = viewer
  const row = stage.canFold(atRow) ? atRow : (data.rows[atRow]?.parent ?? -1)
  if (!stage.canFold(row)) return false
  viewer.atRow = row
  viewer.foldRows([row], !stage.folded.has(row))
  viewer.scrollToRow(row)
  viewer.say(`${data.rows[row]?.label}: ${stage.folded.has(row) ? 'folded' : 'unfolded'}`)
  return true
}

function foldAll(viewer: Viewer): void {
  const { stage, data } = viewer
  const rows = [...data.rows.keys()].filter(row => stage.canFold(row))
  viewer.foldRows(
    rows,
    rows.some(row => !stage.folded.has(row)),
  )
}

/** To the next row that is drawn; what it did at the time one was at is told. */
function moveCursor(viewer: Viewer, step: number): boolean {
  const { stage, data } = viewer
  let row = viewer.atRow < 0 ? firstInSight(viewer) - step : viewer.atRow
  do row += step
  while (stage.rows[row]?.height === 0)
  if (!stage.rows[row]) return false
  const selection = boxAtRow(viewer, row)
  viewer.atRow = row
  viewer.hoverOver(selection)
  if (viewer.pinned && selection) viewer.pinBox(selection)
  viewer.scrollToRow(row)
  const head = data.rows[row]
  viewer.say(!selection ? `${head?.label}: ${head?.facts}` : spoken(viewer, selection))
  viewer.changed()
  return true
}

function firstInSight({ stage, root }: Viewer): number {
  const top = windowIn(root).top + stage.rowsTop - stage.dockY
  return Math.max(
    0,
    stage.rows.findIndex(({ y, height }) => height > 0 && y >= top),
  )
}

function boxAtCursor(viewer: Viewer): Selection | undefined {
  return boxAtRow(viewer, viewer.atRow < 0 ? firstInSight(viewer) : viewer.atRow)
}

function boxAtRow({ data, view, pinned, hovered }: Viewer, row: number): Selection | undefined {
  const known = pinned ?? hovered
  const middle = !known ? undefined : (known.startNs + known.endNs) / 2
  const inView = middle !== undefined && middle >= view.startNs && middle <= view.endNs
  return selectNear(data, row, inView ? middle : (view.startNs + view.endNs) / 2)
}

/** One thing at a time, what lies on top first. */
function close(viewer: Viewer): boolean {
  if (viewer.drawer.tab) viewer.closePanel()
  else if (viewer.finder.hits) viewer.finder.begin({ ...viewer.toolbar.askedFor(), text: '' })
  else if (viewer.range) viewer.setRange(undefined)
  else if (viewer.atRow >= 0 || viewer.hovered) {
    viewer.atRow = -1
    viewer.tip([])
    viewer.hoverOver(undefined)
    viewer.plan()
  } else return false
  return true
}

/** The present view as files: a picture that needs no script, and the same in pixels. */
function save(viewer: Viewer): void {
  const { data, root, view } = viewer
  const { startNs, width } = data.head
  const { text, height } = viewer.asInFile(() => {
    const tall = data.head.height + viewer.stage.rowsBottom - data.head.rowsBottom
    const copy = copyPicture(root)
    return {
      text: svgText(withAttributes(copy, { width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: 'img' })),
      height: tall,
    }
  })
  const name = `tc-stream-${Math.round(view.startNs - startNs)}-${Math.round(view.endNs - startNs)}`
  download(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }))
  pngOf(text, width, height).then(
    png => download(`${name}.png`, png),
    () => viewer.say('This browser cannot save a PNG here'),
  )
}
