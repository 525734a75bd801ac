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
  place(x: number, y: number): Place
  /** Over something of its own that the chart must leave alone. */
  isTaken(event: Event): boolean
  zoom(factor: number, share: number): void
  pan(share: number): void
  /** Begins at one place; `false` if there is nothing to drag. */
  dragStart(at: Place): boolean
  drag(from: Place, to: Place): void
  dragEnd(): void
  hover(place: Place | undefined): void
  click(place: Place): void
  doubleClick(place: Place): void
}

/** A button or finger that is held down: where it was pressed. */
interface Press {
  readonly place: Place
  readonly clientX: number
  readonly clientY: number
  dragged: boolean
}

interface Finger {
  x: number
  y: number
}

/** Turns wheel, pointer and touch into what they ask for. */
export class Pointer {
  readonly #root: SVGSVGElement
  readonly #handlers: PointerHandlers
  readonly #fingers = new Map<number, Finger>()
  #press: Press | undefined

  constructor(root: SVGSVGElement, handlers: PointerHandlers) {
    this.#root = root
    this.#handlers = handlers
    root.addEventListener('wheel', event => this.#onWheel(event), { passive: false })
    root.addEventListener('pointerdown', event => this.#onDown(event))
    root.addEventListener('pointermove', event => this.#onMove(event))
    root.addEventListener('pointerup', event => this.#onUp(event))
    root.addEventListener('pointercancel', event => this.#onCancel(event))
    root.addEventListener('pointerleave', () => handlers.hover(undefined))
    root.addEventListener('dblclick', event => this.#onDoubleClick(event))
  }

  #placeOf(event: { clientX: number; clientY: number }): Place {
    const { x, y } = toPicture(this.#root, event.clientX, event.clientY)
    return this.#handlers.place(x, y)
  }

  #onWheel(event: WheelEvent): void {
    if (this.#handlers.isTaken(event)) return
    const { share, zone } = this.#placeOf(event)
    if (zone === 'label' || zone === 'other') return
    event.preventDefault()
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#handlers.pan((sideways * unit) / this.#root.getBoundingClientRect().width)
      return
    }
    const turned = event.deltaY * unit * (event.ctrlKey ? PINCH_GAIN : 1)
    const most = Math.max(-MOST_WHEEL_PX, Math.min(MOST_WHEEL_PX, turned))
    this.#handlers.zoom(ZOOM_PER_PX ** most, zone === 'overview' ? 0.5 : share)
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0 || this.#handlers.isTaken(event)) return
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    const place = this.#placeOf(event)
    // The second finger begins a pinch: what the first one did was no drag.
    if (this.#fingers.size > 1) this.#endDrag()
    else if (place.zone !== 'other') {
      this.#press = { place, clientX: event.clientX, clientY: event.clientY, dragged: false }
    }
  }

  #onMove(event: PointerEvent): void {
    const finger = this.#fingers.get(event.pointerId)
    if (finger !== undefined && this.#fingers.size === 2) this.#pinch(event, finger)
    else if (this.#press !== undefined && (event.buttons & 1) !== 0) this.#drag(event, this.#press)
    else {
      this.#press = undefined
      this.#fingers.clear()
      this.#handlers.hover(this.#handlers.isTaken(event) ? undefined : this.#placeOf(event))
    }
  }

  #pinch(event: PointerEvent, finger: Finger): void {
    const other = [...this.#fingers.values()].find(each => each !== finger) ?? finger
    const before = Math.hypot(finger.x - other.x, finger.y - other.y)
    const middle = this.#placeOf({ clientX: (finger.x + other.x) / 2, clientY: (finger.y + other.y) / 2 })
    finger.x = event.clientX
    finger.y = event.clientY
    const after = Math.hypot(finger.x - other.x, finger.y - other.y)
    const moved = this.#placeOf({ clientX: (finger.x + other.x) / 2, clientY: (finger.y + other.y) / 2 })
    this.#handlers.pan(middle.share - moved.share)
    if (before > 0 && after > 0) this.#handlers.zoom(before / after, moved.share)
  }

  #drag(event: PointerEvent, press: Press): void {
    const far = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > DRAG_PX
    if (!press.dragged && far) {
      if (!this.#handlers.dragStart(press.place)) {
        this.#press = undefined
        return
      }
      press.dragged = true
      this.#root.setPointerCapture(event.pointerId)
    }
    if (!press.dragged) return
    if (press.place.zone === 'plot' && event.pointerType === 'mouse') scrollBy(0, -event.movementY)
    this.#handlers.drag(press.place, this.#placeOf(event))
  }

  #onUp(event: PointerEvent): void {
    const press = this.#press
    this.#fingers.delete(event.pointerId)
    if (press === undefined) return
    if (!press.dragged && !this.#handlers.isTaken(event)) {
      this.#press = undefined
      this.#handlers.click(this.#placeOf(event))
    } else this.#endDrag()
  }

  #onCancel(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId)
    this.#endDrag()
  }

  #endDrag(): void {
    if (this.#press?.dragged === true) this.#handlers.dragEnd()
    this.#press = undefined
  }

  #onDoubleClick(event: MouseEvent): void {
    if (!this.#handlers.isTaken(event)) this.#handlers.doubleClick(this.#placeOf(event))
  }
}
