import type { Command } from '../shared/commands.js'
import { firstWakee, spoken } from './details-panel.js'
import { windowIn, withAttributes } from './dom.js'
import type { Tab } from './drawer.js'

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
  const { data, view, pinned, range } = viewer
  const asked = viewer.toolbar.askedFor()
  const { head } = data
  const go = (selection: Selection | undefined) => {
    if (!selection) return false
    viewer.goTo(selection)
    viewer.say(spoken(viewer, selection))
    return true
  }
  const from = (find: (selection: Selection) => Selection | undefined) => (pinned ? go(find(pinned)) : false)
  const zoom = (factor: number) => viewer.setView(zoomAt(view, factor, 0.5, head), true)
  const pan = (share: number) => viewer.setView(panBy(view, share, head), true)
  const whole = { startNs: head.startNs, endNs: head.endNs }
  const toggle = (tab: Tab) => (viewer.drawer.tab === tab ? viewer.closePanel() : viewer.openTab(tab))
  const does: Readonly<Record<Command, () => unknown>> = {
    zoomIn: () => zoom(KEY_ZOOM),
    zoomOut: () => zoom(1 / KEY_ZOOM),
    left: () => pan(-KEY_PAN),
    right: () => pan(KEY_PAN),
    up: () => scrollBy(0, -KEY_SCROLL_PX),
    down: () => scrollBy(0, KEY_SCROLL_PX),
    reset: () => viewer.setView(whole, true),
    fit: () => viewer.setView(pinned ? around(pinned, 0.2, head) : range ? around(range, 0.02, head) : whole, true),
    fold: () => fold(viewer),
    foldAll: () => foldAll(viewer),
    rowUp: () => moveCursor(viewer, -1),
    rowDown: () => moveCursor(viewer, 1),
    pin: () => go(viewer.hovered ?? boxAtCursor(viewer)),
    previous: () => from(selection => neighbour(selection, -1)),
    next: () => from(selection => neighbour(selection, 1)),
    waker: () => from(selection => wakerOf(data, selection)),
    wakee: () => from(selection => firstWakee(viewer, selection)),
    nextOnCpu: () => from(selection => nextOnCpu(data, selection)),
    range: () => viewer.setRange(isWhole(view, head) ? whole : view),
    find: () => viewer.toolbar.focusSearch(),
    nextHit: () => viewer.finder.stepBy(1),
    previousHit: () => viewer.finder.stepBy(-1),
    regex: () => viewer.finder.begin({ text: asked.text, isRegex: !asked.isRegex }),
    details: () => toggle('details'),
    tasks: () => toggle('tasks'),
    worst: () => toggle('worst'),
    keys: () => toggle('keys'),
    theme: () => viewer.setTheme({ auto: 'light', light: 'dark' }[viewer.chosenTheme] ?? 'auto'),
    save: () => save(viewer),
    close: () => close(viewer),
  }
  return does[command]() !== false
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
    () => viewer.say('No PNG in this browser'),
  )
}
