import { toPicture } from './dom.js'

/** A press that moves further than this is a drag. Units: CSS pixels. */
const DRAG_PX = 4
/** Pixels of a wheel that turns by lines or by pages. */
const LINE_PX = 16
const PAGE_PX = 400
/** No single turn of the wheel zooms further. Units: CSS pixels. */
const MOST_WHEEL_PX = 300
const ZOOM_PER_PX = 1.0022
/** Two fingers on a touch pad arrive as small turns of the wheel, with the Ctrl key. */
const PINCH_GAIN = 4
/** A second click on a box that follows so soon belongs to a double click. Units: ms. */
const DOUBLE_CLICK_MS = 350

export type Zone = 'plot' | 'axis' | 'overview' | 'label' | 'other'

/** Where an event is. Units: picture coordinates; `share` is 0 to 1 across the plot. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly share: number
  readonly zone: Zone
}

/** What the pointer asks for. */
export interface PointerHandlers {
  placeAt(x: number, y: number): Place
  /** Whether a turn of the wheel is for the chart; `held`: with the Ctrl key, as two fingers on a touch pad arrive. */
  takesWheel(held: boolean): boolean
  zoomBy(factor: number, share: number): void
  panShare(share: number): void
  /** Begins at one place; `false` if there is nothing to drag. */
  dragStart(from: Place): boolean
  dragTo(from: Place, to: Place): void
  dragEnd(): void
  hoverAt(place: Place | undefined): void
  clickAt(place: Place): void
  doubleClickAt(place: Place): void
}

interface Point {
  readonly clientX: number
  readonly clientY: number
}

/** A button or finger that is held down: where it was pressed. */
interface Press extends Point {
  readonly place: Place
  dragged: boolean
}

/** Turns wheel, pointer and touch into what they ask for. */
export function listenToPointer(root: SVGSVGElement, handlers: PointerHandlers): void {
  const fingers = new Map<number, Point>()
  let press: Press | undefined
  // The clock begins with the page: its first click is not the second one of two.
  let clickedMs = Number.NEGATIVE_INFINITY
  let clicked: Place | undefined

  const placeOf = ({ clientX, clientY }: Point): Place => {
    const { x, y } = toPicture(root, clientX, clientY)
    return handlers.placeAt(x, y)
  }
  const distance = (a: Point, b: Point) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)
  const middle = (a: Point, b: Point) =>
    placeOf({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 })
  const endDrag = () => {
    if (press?.dragged) handlers.dragEnd()
    press = undefined
  }

  /** Where two fingers are, what lay between them stays between them. */
  const pinch = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId) as Point
    const other = [...fingers.values()].find(each => each !== finger) as Point
    const moved = middle(event, other)
    handlers.panShare(middle(finger, other).share - moved.share)
    handlers.zoomBy(Math.max(1, distance(finger, other)) / Math.max(1, distance(event, other)), moved.share)
    fingers.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY })
  }

  const drag = (event: PointerEvent, from: Press) => {
    if (!from.dragged) {
      if (distance(event, from) <= DRAG_PX) return
      if (!handlers.dragStart(from.place)) {
        press = undefined
        return
      }
      from.dragged = true
      root.setPointerCapture(event.pointerId)
    }
    if (from.place.zone === 'plot' && event.pointerType === 'mouse') scrollBy(0, -event.movementY)
    handlers.dragTo(from.place, placeOf(event))
  }

  const on = <Name extends keyof SVGElementEventMap>(
    name: Name,
    listener: (event: SVGElementEventMap[Name], isTaken: boolean) => void,
  ) => {
    const outer = (event: SVGElementEventMap[Name]) => {
      // Over something of its own, a panel say, the chart leaves everything alone.
      listener(event, event.target instanceof Element && event.target.closest('foreignObject') !== null)
    }
    root.addEventListener(name, outer, { passive: false })
  }

  on('wheel', (event, isTaken) => {
    const { share, zone } = placeOf(event)
    if (isTaken || zone === 'label' || zone === 'other' || !handlers.takesWheel(event.ctrlKey)) return
    event.preventDefault()
    const { deltaX, deltaY, deltaMode, shiftKey } = event
    const unit = deltaMode === 1 ? LINE_PX : deltaMode === 2 ? PAGE_PX : 1
    if (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) {
      handlers.panShare((((shiftKey && deltaY) || deltaX) * unit) / root.getBoundingClientRect().width)
      return
    }
    const turned = deltaY * unit * (event.ctrlKey ? PINCH_GAIN : 1)
    const most = Math.max(-MOST_WHEEL_PX, Math.min(MOST_WHEEL_PX, turned))
    handlers.zoomBy(ZOOM_PER_PX ** most, zone === 'overview' ? 0.5 : share)
  })
  on('pointerdown', (event, isTaken) => {
    if (event.button !== 0 || isTaken) return
    const { clientX, clientY } = event
    fingers.set(event.pointerId, { clientX, clientY })
    const place = placeOf(event)
    // The second finger begins a pinch: what the first one did was no drag.
    if (fingers.size > 1) endDrag()
    else if (place.zone !== 'other') press = { place, clientX, clientY, dragged: false }
  })
  on('pointermove', (event, isTaken) => {
    if (fingers.size === 2 && fingers.has(event.pointerId)) pinch(event)
    else if (press && (event.buttons & 1) !== 0) drag(event, press)
    else {
      press = undefined
      fingers.clear()
      handlers.hoverAt(isTaken ? undefined : placeOf(event))
    }
  })
  on('pointerup', (event, isTaken) => {
    fingers.delete(event.pointerId)
    const isClick = press && !press.dragged && !isTaken
    endDrag()
    if (!isClick) return
    const place = placeOf(event)
    if (place.zone !== 'plot' || event.timeStamp - clickedMs > DOUBLE_CLICK_MS) handlers.clickAt(place)
    clickedMs = event.timeStamp
    clicked = place
  })
  on('pointercancel', event => {
    fingers.delete(event.pointerId)
    endDrag()
  })
  on('pointerleave', () => handlers.hoverAt(undefined))
  on('dblclick', event => {
    // The panel that the first click opens may lie under the second one.
    if (clicked && event.timeStamp - clickedMs < 2 * DOUBLE_CLICK_MS) handlers.doubleClickAt(clicked)
  })
}
