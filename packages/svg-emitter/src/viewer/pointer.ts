import { toPicture } from './dom.js'

/** A press that moves further than this is a drag. Units: CSS pixels. */
const DRAG_PX = 4
/** Pixels of a wheel that turns by lines or by pages. */
const LINE_PX = 16
const PAGE_PX = 400
/** No single turn of the wheel zooms further. Units: CSS pixels. */
const MOST_WHEEL_PX = 300
const ZOOM_PER_PX = 1.0022

/** Where an event is. Units: picture coordinates; `share` is 0 to 1 across the plot. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly share: number
  readonly inPlot: boolean
}

/** What the pointer asks for. */
export interface PointerHandlers {
  place(x: number, y: number): Place
  /** Over something of its own that the chart must leave alone. */
  isTaken(event: Event): boolean
  zoom(factor: number, share: number): void
  pan(share: number): void
  dragStart(): void
  /** `share`: of the plot's width, from where the drag began; positive is later. */
  drag(share: number): void
  hover(place: Place | undefined): void
  click(place: Place): void
}

/** A button that is held down: where it was pressed. */
interface Press {
  readonly share: number
  readonly clientX: number
  readonly clientY: number
  dragged: boolean
}

/** Turns wheel and pointer events into what they ask for. */
export class Pointer {
  readonly #root: SVGSVGElement
  readonly #handlers: PointerHandlers
  #press: Press | undefined

  constructor(root: SVGSVGElement, handlers: PointerHandlers) {
    this.#root = root
    this.#handlers = handlers
    root.addEventListener('wheel', event => this.#onWheel(event), { passive: false })
    root.addEventListener('pointerdown', event => this.#onDown(event))
    root.addEventListener('pointermove', event => this.#onMove(event))
    root.addEventListener('pointerup', event => this.#onUp(event))
    root.addEventListener('pointerleave', () => handlers.hover(undefined))
    root.addEventListener('dblclick', event => this.#onDoubleClick(event))
  }

  #placeOf(event: MouseEvent): Place {
    const { x, y } = toPicture(this.#root, event.clientX, event.clientY)
    return this.#handlers.place(x, y)
  }

  #onWheel(event: WheelEvent): void {
    const { share, inPlot } = this.#placeOf(event)
    if (!inPlot || this.#handlers.isTaken(event)) return
    event.preventDefault()
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? PAGE_PX : 1
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const width = this.#root.getBoundingClientRect().width
      this.#handlers.pan((sideways * unit) / width)
      return
    }
    const turned = Math.max(-MOST_WHEEL_PX, Math.min(MOST_WHEEL_PX, event.deltaY * unit))
    this.#handlers.zoom(ZOOM_PER_PX ** turned, share)
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0 || this.#handlers.isTaken(event)) return
    const { share, inPlot } = this.#placeOf(event)
    if (inPlot) this.#press = { share, clientX: event.clientX, clientY: event.clientY, dragged: false }
  }

  #onMove(event: PointerEvent): void {
    if (this.#handlers.isTaken(event)) return
    if (this.#press !== undefined && (event.buttons & 1) !== 0) this.#drag(event, this.#press)
    else {
      this.#press = undefined
      this.#handlers.hover(this.#placeOf(event))
    }
  }

  #drag(event: PointerEvent, press: Press): void {
    const far = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > DRAG_PX
    if (!press.dragged && far) {
      press.dragged = true
      this.#root.setPointerCapture(event.pointerId)
      this.#root.style.cursor = 'grabbing'
      this.#handlers.dragStart()
    }
    if (!press.dragged) return
    scrollBy(0, -event.movementY)
    this.#handlers.drag(press.share - this.#placeOf(event).share)
  }

  #onUp(event: PointerEvent): void {
    const press = this.#press
    this.#press = undefined
    if (press === undefined) return
    this.#root.style.cursor = ''
    if (!press.dragged && !this.#handlers.isTaken(event)) this.#handlers.click(this.#placeOf(event))
  }

  #onDoubleClick(event: MouseEvent): void {
    const { share, inPlot } = this.#placeOf(event)
    if (inPlot && !this.#handlers.isTaken(event)) this.#handlers.zoom(0.4, share)
  }
}
