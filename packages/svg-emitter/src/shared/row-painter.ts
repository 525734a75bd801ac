import { Columns } from './columns.js'
import { GlyphRun } from './glyphs.js'
import { IoColumns } from './io-columns.js'
import {
  BLOCKED_SHARE,
  INTERRUPT_LINE,
  PREEMPTED_SHARE,
  ROW_SHAPES,
  type RowShape,
  type ShapeName,
  WOKEN_SHARE,
} from './layout.js'
import { RectPath, SUBPIXELS } from './rect-path.js'
import { HUES, markSlot, NO_SLOT, SLOT, type SlotName } from './slots.js'
import { StepLine } from './step-line.js'
import type { TimeScale } from './time-scale.js'

/** A state that is there at all stays visible in a column it has little share of. Units: CSS pixels. */
const LEAST_HEIGHT = 2

/** The dark edge along the top of what is highlighted: its second sign. Units: CSS pixels. */
const SPOT_EDGE = 2

/** States that are stacked, from the bottom up: highlighted, running, preempted, woken, blocked, unknown. */
export const STACKED = 6
const HEIGHTS = [1, 1, PREEMPTED_SHARE, WOKEN_SHARE, BLOCKED_SHARE] as const

/** C-states that are told apart: as many as the kernel can have (CPUIDLE_STATE_MAX). Deeper ones look like the last. */
export const DEPTHS = 10

/** Depth of a C-state's name: `C3` → 3. */
export const depthOf = (state: string): number => Math.min(DEPTHS - 1, Number(state.slice(1)) || 0)

export interface PaintedPath {
  readonly slot: number
  readonly d: string
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
  readonly #paths: RectPath[] = []
  /** After the states, the hues of what a CPU runs. */
  readonly #sched: Columns
  readonly #depths: Columns
  readonly #io: IoColumns
  readonly #glyphs = new Map<string, GlyphRun>()

  /** The line of the frequency: from 0 at the bottom to the highest of the chart at the top. */
  readonly line = new StepLine()
  /** What the full height of a frequency is; 0 where nobody knows, and none can be drawn. */
  maxFreqKhz = 0

  /** Where the last box was drawn as it is; `right` is `left` if it was not. Units: CSS pixels. */
  left = 0
  right = 0

  /** `mostBytes`: the most that one interval of the chart moved. */
  constructor(shape: ShapeName, scale: TimeScale, mostBytes = 0) {
    this.#shape = ROW_SHAPES[shape]
    this.#isCpu = shape === 'cpu'
    this.#scale = scale
    this.#sched = new Columns(scale.grainPx, STACKED + HUES, (...column) => this.#stack(...column))
    this.#depths = new Columns(scale.grainPx, DEPTHS, (...column) => this.#hang(...column))
    this.#io = new IoColumns(this.#shape, mostBytes, (...rect) => this.#add(...rect))
  }

  /** The thin line that everything stands on, over the time the row is there. */
  rest(startNs: number, endNs: number): void {
    const { top, bar, ioMiddle, ioHalf } = this.#shape
    const lines = ioHalf > 0 ? [top + bar - 1, ioMiddle] : [top + bar - 1]
    for (const y of new Set(lines)) this.#add(SLOT.rest, this.#clip(startNs), this.#clip(endNs), y, 1)
  }

  /** A box of the `sched` lane. */
  box(slot: number, startNs: number, endNs: number): void {
    const { top, bar } = this.#shape
    const left = this.#clip(startNs)
    const right = this.#clip(endNs)
    this.left = left
    this.right = left
    // The slots of the states come in the order of the stack, from the top down.
    const state = slot === SLOT.spot ? 0 : Math.min(STACKED - 1, SLOT.running - slot + 1)
    if (slot === NO_SLOT || right <= left) return
    if (right - left < this.#scale.grainPx) {
      const hue = slot - SLOT.hue0
      const isHue = hue >= 0 && hue < HUES
      this.#sched.add(left, right, isHue ? STACKED + hue : state < 0 ? STACKED - 1 : state)
      return
    }
    this.right = right
    // A hairline between neighbours on a CPU: they may have the same colour.
    const edge = this.#isCpu && right - left >= 3 ? right - 0.5 : right
    const height = Math.round(bar * (HEIGHTS[state] ?? 1))
    this.#add(slot, left, edge, top + bar - height, height)
    if (slot === SLOT.spot) this.#add(SLOT.spotEdge, left, edge, top, SPOT_EDGE)
  }

  /** A bin of the `sched` lane: the share of its time in each of the states that are stacked. */
  bin(startNs: number, endNs: number, parts: Float64Array): void {
    this.#sched.bin(this.#clip(startNs), this.#clip(endNs), parts.subarray(0, STACKED))
  }

  /** A C-state: see `depths`. */
  depth(startNs: number, endNs: number, depth: number): void {
    this.left = this.#clip(startNs)
    this.right = this.#clip(endNs)
    this.#depths.box(this.left, this.right, depth)
  }

  /**
   * A C-state, or those of a bin: the share of the time at each depth. A state hangs from the top of the strip below, the
   * deeper the lower (a pixel for each depth). Within one pixel column each gets its share of the time, of the height
   * that it would have: the area stays what it is at any zoom. `left` and `right` then tell where it was drawn.
   */
  depths(startNs: number, endNs: number, parts: Float64Array): void {
    this.left = this.#clip(startNs)
    this.right = this.#clip(endNs)
    this.#depths.bin(this.left, this.right, parts)
  }

  /**
   * An interrupt, or (with the share of its time that is filled) those of a bin. One is short, and worth seeing: it gets
   * a pixel at the least, but not the full height of its line.
   */
  interrupt(kind: string, startNs: number, endNs: number, share = 1): void {
    const slot = SLOT[kind as SlotName]
    if (slot === undefined || this.#isOutside(startNs, endNs)) return
    const left = this.#clip(startNs)
    const width = this.#clip(endNs) - left
    const height = width * share >= 1 && share >= 0.5 ? INTERRUPT_LINE : INTERRUPT_LINE / 2
    const bottom = this.#shape.overTop + (slot - SLOT.hardirq + 1) * INTERRUPT_LINE
    this.#add(slot, left, left + Math.max(1, width), bottom - height, height)
  }

  /** What a call, or those of a bin, did. `state`: an operation, and after a blank the error that it ended in. */
  io(state: string, startNs: number, endNs: number, bytes: number): void {
    if (!this.#isOutside(startNs, endNs)) this.#io.add(state, this.#clip(startNs), this.#clip(endNs), bytes)
  }

  /** A moment: a shape over the boxes; of samples, which there may be many of, ticks. */
  mark(kind: string, timeNs: number): void {
    if (this.#isOutside(timeNs, timeNs)) return
    const run = this.#glyphs.get(kind) ?? new GlyphRun()
    this.#glyphs.set(kind, run)
    run.add(kind, this.#clip(timeNs), this.#shape.top)
  }

  /** The frequency of a CPU; NaN where it is not known, which is a gap in the line. */
  frequency(startNs: number, endNs: number, khz: number): void {
    const { top, bar } = this.#shape
    if (this.maxFreqKhz === 0 || !(khz >= 0)) return
    const y = top + 1 + half((bar - 2) * (1 - khz / Math.max(khz, this.maxFreqKhz)))
    this.line.add(this.#clip(startNs), this.#clip(endNs), y)
  }

  /** Paths in the order of drawing. */
  finish(): PaintedPath[] {
    this.#sched.flush()
    this.#depths.flush()
    this.#io.flush()
    const painted: PaintedPath[] = []
    this.#paths.forEach((path, slot) => {
      for (const d of path.finish()) painted.push({ slot, d })
    })
    const marks = new Map<number, string>()
    for (const [kind, { path }] of this.#glyphs) {
      marks.set(markSlot(kind), (marks.get(markSlot(kind)) ?? '') + path)
    }
    for (const [slot, d] of marks) painted.push({ slot, d })
    return painted
  }

  #isOutside(startNs: number, endNs: number): boolean {
    return endNs < this.#scale.startNs || startNs > this.#scale.endNs
  }

  #clip(timeNs: number): number {
    const x = this.#scale.x(timeNs)
    return Math.min(Math.max(0, x), this.#scale.widthPx)
  }

  #add(slot: number, left: number, right: number, top: number, height: number): void {
    const from = Math.round(left * SUBPIXELS)
    const to = Math.round(right * SUBPIXELS)
    if (to <= from) return
    let path = this.#paths[slot]
    if (path === undefined) {
      path = new RectPath()
      this.#paths[slot] = path
    }
    path.add(from, to, top, height)
  }

  /** What ran on a CPU takes the colour of the comm that ran longest, as high as the CPU was busy. */
  #stack(left: number, right: number, parts: ArrayLike<number>): void {
    const { top, bar } = this.#shape
    let base = top + bar
    let most = STACKED
    let busy = 0
    for (let hue = STACKED; hue < parts.length; hue++) {
      busy += parts[hue] as number
      if ((parts[hue] as number) > (parts[most] as number)) most = hue
    }
    const layer = (slot: number, part: number, foot: number): number => {
      const height = Math.min(foot - top, Math.max(LEAST_HEIGHT, half(bar * part)))
      if (part > 0 && height > 0) this.#add(slot, left, right, foot - height, height)
      return part > 0 ? foot - height : foot
    }
    // What is highlighted is part of it, and drawn over it.
    if (busy > 0) layer(SLOT.hue0 + most - STACKED, busy + (parts[0] as number), base)
    base = layer(SLOT.spot, parts[0] as number, base)
    // On top of the layer, where a thin one would have no room for both.
    if ((parts[0] as number) > 0) this.#add(SLOT.spotEdge, left, right, Math.max(top, base - SPOT_EDGE), SPOT_EDGE)
    for (let state = 1; state < STACKED; state++) {
      const slot = this.#isCpu && state === 1 ? SLOT.binBusy : SLOT.binRunning + 1 - state
      base = layer(slot, parts[state] as number, base)
    }
  }

  #hang(left: number, right: number, parts: ArrayLike<number>): void {
    let top = this.#shape.underTop
    for (let depth = 0; depth < DEPTHS; depth++) {
      const part = parts[depth] as number
      if (part <= 0) continue
      const room = this.#shape.underTop + DEPTHS - top
      const height = Math.min(room, Math.max(1, Math.round(part * (depth + 1))))
      if (height > 0) this.#add(SLOT.c0 + depth, left, right, top, height)
      top += height
    }
  }
}

function half(value: number): number {
  return Math.round(value * 2) / 2
}
