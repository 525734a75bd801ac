import { BLOCKED_SHARE, PREEMPTED_SHARE, ROW_SHAPES, type RowKind, type RowShape, WOKEN_SHARE } from './layout.js'
import { RectPath, SUBPIXELS } from './rect-path.js'
import { HUES, NO_SLOT, SLOT, SLOTS } from './slots.js'
import type { TimeScale } from './time-scale.js'

/** A state that is there at all stays visible in a column it has little share of. Units: CSS pixels. */
const LEAST_HEIGHT = 2

/** The dark edge along the top of what is highlighted: its second sign. Units: CSS pixels. */
const SPOT_EDGE = 2

/** The pixel column that short boxes are gathered in, on this side of the first one. */
const NO_COLUMN = -1

export interface PaintedPath {
  readonly slot: number
  readonly d: string
}

/** How a folded time is stacked, from the bottom up. Units: ns, or any other that `whole` has too. */
export interface Share {
  /** Running, and highlighted. */
  spot: number
  running: number
  preempted: number
  woken: number
  blocked: number
  unknown: number
}

/**
 * Turns the boxes of one row into paths, at any zoom. A box at least a pixel wide is drawn as it is; shorter ones and
 * bins show, pixel by pixel, the share of the time spent in each state as stacked heights. So the paths' size depends on
 * the width and not on the number of boxes, and no state gets more room than it took.
 *
 * The boxes of a lane come in order of time. The same code draws in the emitter and in the viewer.
 *
 * Bounds: one path per slot, each at most a few rectangles per pixel.
 */
export class RowPainter {
  readonly #shape: RowShape
  readonly #isCpu: boolean
  readonly #scale: TimeScale
  readonly #paths: (RectPath | undefined)[] = new Array(SLOTS.length).fill(undefined)
  #column = NO_COLUMN
  readonly #share: Share = noShare()
  readonly #hues = new Float64Array(HUES)
  #huesTotal = 0
  readonly #steps: { x: number; khz: number }[] = []

  /** Where the last box was drawn as it is; `right` is `left` if it was not. Units: CSS pixels. */
  left = 0
  right = 0

  constructor(kind: RowKind, scale: TimeScale) {
    this.#shape = ROW_SHAPES[kind]
    this.#isCpu = kind === 'cpu'
    this.#scale = scale
  }

  /** The thin line that everything stands on, over the time the row is there. */
  rest(startNs: number, endNs: number): void {
    const { top, bar } = this.#shape
    const left = this.#clip(startNs)
    const right = this.#clip(endNs)
    if (right > left) this.#path(SLOT.rest).add(quarter(left), quarter(right), top + bar - 1, 1)
  }

  /** A box of the `sched` lane. */
  box(slot: number, startNs: number, endNs: number): void {
    const left = this.#clip(startNs)
    const right = this.#clip(endNs)
    this.left = left
    this.right = left
    if (slot === NO_SLOT || right <= left) return
    if (right - left < 1) {
      this.#gather(left, right)
      this.#gatherSlot(slot, right - left)
      return
    }
    this.right = right
    // A hairline between neighbours on a CPU: they may have the same colour.
    const edge = this.#isCpu && right - left >= 3 ? right - 0.5 : right
    const height = this.#heightOf(slot)
    const { top, bar } = this.#shape
    this.#path(slot).add(quarter(left), quarter(edge), top + bar - height, height)
    if (slot === SLOT.spot) this.#path(SLOT.spotEdge).add(quarter(left), quarter(edge), top, SPOT_EDGE)
  }

  /** A bin of the `sched` lane; shares are times within it. Units: ns. */
  bin(startNs: number, endNs: number, share: Share): void {
    const left = this.#clip(startNs)
    const right = this.#clip(endNs)
    if (right <= left) return
    if (right - left >= 1) {
      this.#stack(quarter(left), quarter(right), share, endNs - startNs)
      return
    }
    const scale = this.#scale.pxPerNs
    this.#gather(left, right)
    for (const part of Object.keys(share) as (keyof Share)[]) this.#share[part] += share[part] * scale
  }

  /** A box or bin of the strip above (interrupts) or below (C-states, I/O); `share` is the part of it that is filled. */
  strip(slot: number, startNs: number, endNs: number, leastPx: number, share = 1): void {
    if (endNs < this.#scale.startNs || startNs > this.#scale.endNs) return
    const left = this.#clip(startNs)
    const width = this.#clip(endNs) - left
    const right = left + Math.max(width, leastPx)
    const over = slot === SLOT.irq
    const full = over ? this.#shape.over : this.#shape.under
    // What is widened to be seen gets no more than its share of height.
    const filled = width < leastPx ? share * width : share
    const height = filled >= 1 ? full : Math.max(1, half(full * filled))
    const top = over ? this.#shape.overTop + full - height : this.#shape.underTop
    if (quarter(right) > quarter(left)) this.#path(slot).add(quarter(left), quarter(right), top, height)
  }

  /** A moment: a small tick that hangs from the top of the row, or a band where events were lost. */
  mark(kind: string, timeNs: number): void {
    const { startNs, endNs } = this.#scale
    if (timeNs < startNs || timeNs > endNs) return
    const x = this.#clip(timeNs)
    const { top, bar } = this.#shape
    if (kind === 'lost') {
      this.#path(SLOT.lost).add(quarter(x), quarter(x + 6), top - 1, bar + 2)
      return
    }
    // What happens all the time is said more softly than what begins or ends a life.
    const often = kind === 'migration' || kind === 'sample'
    this.#path(often ? SLOT.faintMark : SLOT.mark).add(quarter(x), quarter(x + 1), top - 2, often ? 2 : 4)
  }

  /** The frequency of a CPU from here on. */
  step(timeNs: number, khz: number): void {
    const x = quarter(this.#clip(timeNs)) / SUBPIXELS
    const last = this.#steps.at(-1)
    if (last?.x === x) last.khz = khz
    else if (last?.khz !== khz) this.#steps.push({ x, khz })
  }

  /** Paths in the order of drawing. */
  finish(): PaintedPath[] {
    this.#flushColumn()
    const painted: PaintedPath[] = []
    this.#paths.forEach((path, slot) => {
      for (const d of path?.finish() ?? []) painted.push({ slot, d })
    })
    return painted
  }

  /** The step line of the frequency, `''` if there is none. Its full height is the highest frequency in view. */
  stepLine(): string {
    const steps = this.#steps
    if (steps.length === 0) return ''
    const most = steps.reduce((high, step) => Math.max(high, step.khz), 1)
    const { top, bar } = this.#shape
    const y = (khz: number) => half(top + bar - ((bar - 2) * khz) / most) + 0.25
    let d = ''
    for (const step of steps) d += d === '' ? `M${step.x} ${y(step.khz)}` : `H${step.x}V${y(step.khz)}`
    return `${d}H${this.#scale.widthPx}`
  }

  #clip(timeNs: number): number {
    const x = this.#scale.x(timeNs)
    return Math.min(Math.max(0, x), this.#scale.widthPx)
  }

  #path(slot: number): RectPath {
    let path = this.#paths[slot]
    if (path === undefined) {
      path = new RectPath()
      this.#paths[slot] = path
    }
    return path
  }

  #heightOf(slot: number): number {
    const { bar } = this.#shape
    if (slot === SLOT.woken) return Math.round(bar * WOKEN_SHARE)
    if (slot === SLOT.preempted) return Math.round(bar * PREEMPTED_SHARE)
    if (slot === SLOT.blocked) return Math.round(bar * BLOCKED_SHARE)
    return bar
  }

  #gather(left: number, right: number): void {
    const column = Math.floor((left + right) / 2)
    if (column === this.#column) return
    this.#flushColumn()
    this.#column = column
  }

  #gatherSlot(slot: number, width: number): void {
    if (slot >= SLOT.hue0 && slot < SLOT.hue0 + HUES) {
      this.#hues[slot - SLOT.hue0] = (this.#hues[slot - SLOT.hue0] as number) + width
      this.#huesTotal += width
    } else if (slot === SLOT.running) this.#share.running += width
    else if (slot === SLOT.spot) this.#share.spot += width
    else if (slot === SLOT.woken) this.#share.woken += width
    else if (slot === SLOT.preempted) this.#share.preempted += width
    else if (slot === SLOT.blocked) this.#share.blocked += width
    else this.#share.unknown += width
  }

  #flushColumn(): void {
    if (this.#column === NO_COLUMN) return
    const left = this.#column * SUBPIXELS
    const right = left + SUBPIXELS
    if (this.#huesTotal > 0) this.#hueColumn(left, right)
    this.#stack(left, right, this.#share, 1)
    clearShare(this.#share)
    this.#column = NO_COLUMN
  }

  /** What ran on a CPU within one pixel: as high as it was busy, in the colour of the comm that ran longest. */
  #hueColumn(left: number, right: number): void {
    const { top, bar } = this.#shape
    let most = 0
    for (let hue = 1; hue < HUES; hue++) if ((this.#hues[hue] as number) > (this.#hues[most] as number)) most = hue
    // What is highlighted is part of it, and drawn over it.
    const height = stackedHeight(this.#huesTotal + this.#share.spot, 1, bar)
    this.#path(SLOT.hue0 + most).add(left, right, top + bar - height, height)
    this.#hues.fill(0)
    this.#huesTotal = 0
  }

  #stack(left: number, right: number, share: Share, whole: number): void {
    const { top, bar } = this.#shape
    let base = top + bar
    base = this.#layer(SLOT.spot, left, right, base, share.spot, whole)
    // On top of the layer, where a thin one would have no room for both.
    if (share.spot > 0) this.#path(SLOT.spotEdge).add(left, right, Math.max(top, base - SPOT_EDGE), SPOT_EDGE)
    const running = this.#isCpu ? SLOT.binBusy : SLOT.binRunning
    base = this.#layer(running, left, right, base, share.running, whole)
    base = this.#layer(SLOT.binPreempted, left, right, base, share.preempted, whole)
    base = this.#layer(SLOT.binWoken, left, right, base, share.woken, whole)
    base = this.#layer(SLOT.binBlocked, left, right, base, share.blocked, whole)
    this.#layer(SLOT.binUnknown, left, right, base, share.unknown, whole)
  }

  /** One layer of a stack; returns where the next one stands. */
  #layer(slot: number, left: number, right: number, base: number, part: number, whole: number): number {
    const { top, bar } = this.#shape
    if (part <= 0 || base <= top) return base
    const height = Math.min(base - top, stackedHeight(part, whole, bar))
    this.#path(slot).add(left, right, base - height, height)
    return base - height
  }
}

export function noShare(): Share {
  return { spot: 0, running: 0, preempted: 0, woken: 0, blocked: 0, unknown: 0 }
}

function clearShare(share: Share): void {
  Object.assign(share, noShare())
}

function stackedHeight(part: number, whole: number, full: number): number {
  return Math.min(full, Math.max(LEAST_HEIGHT, half((full * part) / whole)))
}

function half(value: number): number {
  return Math.round(value * 2) / 2
}

function quarter(x: number): number {
  return Math.round(x * SUBPIXELS)
}
