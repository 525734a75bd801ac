import { AXIS_HEIGHT } from '../shared/axes.js'
import { rowAt } from '../shared/layout.js'
import type { Place, PointerHandlers, Zone } from './pointer.js'
import { type Selection, selectAt } from './selection.js'
import { OVERVIEW_HEIGHT } from './stage.js'
import { around, clampView, panBy, type Span, scaleOf, zoomAt } from './view.js'
import type { Viewer } from './viewer.js'

/** How near to a box the pointer has to be. Units: CSS pixels. */
const NEAR_PX = 3
const DOUBLE_CLICK_ZOOM = 0.4

/** What wheel, pointer and touch do to the chart. */
export function gesturesOf(viewer: Viewer): PointerHandlers {
  const { data, root, stage } = viewer
  const { head } = data
  let grabbed = viewer.view
  let inside = false

  const cursorIs = (cursor: string) => {
    root.style.cursor = cursor
  }
  const selectionAt = ({ y, share, zone }: Place): Selection | undefined => {
    const row = rowAt(stage.rows, y)
    if (zone !== 'plot' || row < 0) return undefined
    const scale = scaleOf(viewer.view, stage.plotWidth)
    return selectAt(
      data,
      row,
      y - (stage.rows[row]?.y ?? 0),
      scale.timeAt(share * stage.plotWidth),
      NEAR_PX / scale.pxPerNs,
    )
  }
  const within = (share: number, { startNs, endNs }: Span) =>
    startNs + Math.max(0, Math.min(1, share)) * (endNs - startNs)
  const spanBetween = (from: Place, to: Place, whole: Span): Span => {
    const [a, b] = [within(from.share, whole), within(to.share, whole)]
    return { startNs: Math.round(Math.min(a, b)), endNs: Math.round(Math.max(a, b)) }
  }
  const clampTo = ({ startNs, endNs }: Span) => clampView(startNs, endNs - startNs, head)
  const centreOn = (share: number) => {
    const span = viewer.view.endNs - viewer.view.startNs
    viewer.setView(clampView(within(share, head) - span / 2, span, head), true)
  }

  return {
    placeAt: (x, y) => placeOf(viewer, x, y),
    // A chart in a page lets the page scroll past it, until one has clicked into it.
    takesWheel: held => viewer.isPage || held || root.contains(document.activeElement),
    zoomBy: (factor, share) => viewer.setView(zoomAt(viewer.view, factor, share, head)),
    panShare: share => viewer.setView(panBy(viewer.view, share, head)),
    dragStart({ zone, share }) {
      if (zone !== 'plot' && zone !== 'axis' && zone !== 'overview') return false
      grabbed = viewer.view
      const time = within(share, head)
      inside =
        time >= grabbed.startNs && time <= grabbed.endNs && grabbed.endNs - grabbed.startNs < head.endNs - head.startNs
      viewer.hoverOver(undefined)
      viewer.tip([])
      cursorIs(zone === 'axis' ? 'ew-resize' : 'grabbing')
      return true
    },
    dragTo(from, to) {
      if (from.zone === 'plot') viewer.setView(panBy(grabbed, from.share - to.share, head))
      else if (from.zone === 'axis') {
        viewer.range = spanBetween(from, to, grabbed)
        viewer.plan()
      } else if (inside) {
        const span = grabbed.endNs - grabbed.startNs
        const by = (to.share - from.share) * (head.endNs - head.startNs)
        viewer.setView(clampView(grabbed.startNs + by, span, head))
      } else viewer.setView(clampTo(spanBetween(from, to, head)))
    },
    dragEnd() {
      cursorIs('')
      if (viewer.range) viewer.setRange(viewer.range.endNs > viewer.range.startNs ? viewer.range : undefined)
    },
    hoverAt(place) {
      const selection = !place ? undefined : selectionAt(place)
      viewer.hoverOver(selection)
      const row = place?.zone === 'label' ? rowAt(stage.rows, place.y) : -1
      const label = data.rows[row]
      if (place && selection) viewer.tip(viewer.brief(selection), place.x, place.y)
      else if (place && label) viewer.tip([label.label, label.facts], place.x, place.y)
      else viewer.tip([])
      cursorIs(selection || row >= 0 ? 'pointer' : (CURSORS[place?.zone ?? 'other'] ?? ''))
    },
    clickAt(place) {
      root.focus({ preventScroll: true })
      const row = rowAt(stage.rows, place.y)
      if (place.zone === 'overview') centreOn(place.share)
      else if (place.zone === 'axis') viewer.setRange(undefined)
      else if (place.zone === 'label' && row >= 0) clickLabel(viewer, row)
      else if (place.zone === 'plot') {
        const selection = selectionAt(place)
        if (selection) viewer.pinBox(selection)
        else if (stage.folded.has(row)) viewer.foldRows([row], !stage.folded.has(row))
        else if (viewer.drawer.tab === 'details') viewer.closePanel()
      }
    },
    doubleClickAt(place) {
      // The first click has pinned the box, and may have moved the rows.
      const selection = place.zone === 'plot' ? viewer.pinned : undefined
      if (selection) viewer.setView(around(selection, 0.1, head), true)
      else if (place.zone === 'plot') viewer.setView(zoomAt(viewer.view, DOUBLE_CLICK_ZOOM, place.share, head), true)
    },
  }
}

const CURSORS: Readonly<Partial<Record<Zone, string>>> = { axis: 'ew-resize', overview: 'grab' }

function clickLabel(viewer: Viewer, row: number): void {
  viewer.atRow = row
  if (viewer.stage.canFold(row)) viewer.foldRows([row], !viewer.stage.folded.has(row))
  else if (viewer.data.rows[row]?.kind !== 'cpu') viewer.openTab('tasks')
  viewer.plan()
}

function placeOf({ stage, dockShift }: Viewer, x: number, y: number): Place {
  const share = (x - stage.plotX) / stage.plotWidth
  return { x, y, share, zone: zoneOf() }

  function zoneOf(): Zone {
    const inPlot = share >= 0 && share <= 1
    const lifted = y - dockShift
    if (lifted >= stage.dockY && lifted < stage.rowsTop) {
      if (!inPlot) return 'other'
      if (lifted >= stage.rowsTop - AXIS_HEIGHT) return 'axis'
      const over = lifted >= stage.overviewY && lifted <= stage.overviewY + OVERVIEW_HEIGHT
      return over ? 'overview' : 'other'
    }
    if (y < stage.rowsTop) return 'other'
    if (y > stage.rowsBottom)
      return inPlot && stage.bottomAxis && y <= stage.rowsBottom + AXIS_HEIGHT ? 'axis' : 'other'
    return x < stage.plotX ? 'label' : inPlot ? 'plot' : 'other'
  }
}
