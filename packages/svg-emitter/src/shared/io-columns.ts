import type { RowShape } from './layout.js'
import { SLOT, type SlotName } from './slots.js'

/** A state that is there at all can be seen. Units: CSS pixels. */
const LEAST_HEIGHT = 2

const ABOVE = -1
const BELOW = 1
const ACROSS = 0

type Place = readonly [side: number, slot: SlotName]

/** Data that came in lie above the middle line, what went out below it, all else across. */
const FILE_IN: Place = [ABOVE, 'ioFile']
const PLACES: ReadonlyMap<string, Place> = new Map([
  ['read', FILE_IN],
  ['write', [BELOW, 'ioFile']],
  ['rx', [ABOVE, 'ioNet']],
  ['tx', [BELOW, 'ioNet']],
  ['sync', [ACROSS, 'ioSync']],
  ['poll', [ACROSS, 'ioPoll']],
])
/** What lies on the same side: files and network. */
const BESIDE = [
  ['read', 'rx'],
  ['write', 'tx'],
]

export type DrawRect = (slot: number, left: number, right: number, top: number, height: number) => void

/**
 * Draws the I/O of a row: as high as the bytes, by their logarithm, so that a message of 100 bytes is seen beside a
 * megabyte. What is narrower than a pixel is summed pixel by pixel.
 *
 * Bounds: one column, and each operation and error in it.
 */
export class IoColumns {
  readonly #shape: RowShape
  /** Units: CSS pixels for each doubling of the bytes. */
  readonly #perLog: number
  readonly #draw: DrawRect
  /** The bytes of each state in the column. */
  readonly #bytes = new Map<string, number>()
  #column = 0

  /** `mostBytes` are as high as there is room. */
  constructor(shape: RowShape, mostBytes: number, draw: DrawRect) {
    this.#shape = shape
    this.#perLog = shape.ioHalf / Math.log2(2 + mostBytes)
    this.#draw = draw
  }

  /** `state`: an operation, and after a blank the error that it ended in, if it did. They come from left to right. */
  add(state: string, left: number, right: number, bytes: number): void {
    if (right - left >= 1) {
      this.#box(state, left, right, bytes)
      return
    }
    const column = Math.floor((left + right) / 2)
    if (column !== this.#column) this.flush()
    this.#column = column
    this.#bytes.set(state, (this.#bytes.get(state) ?? 0) + bytes)
  }

  flush(): void {
    for (const [state, bytes] of this.#bytes) {
      this.#box(state, this.#column, this.#column + 1, bytes, this.#placeBeside(state))
    }
    this.#bytes.clear()
  }

  /**
   * Files and network on one side of a column would hide each other: they share the height of the taller one by their
   * bytes, the files next to the middle line. Returns from where to where; undefined for what is alone on its side.
   */
  #placeBeside(state: string): readonly [from: number, to: number] | undefined {
    const pair = BESIDE.find(each => each.includes(state))
    const [file, net] = pair?.map(each => this.#bytes.get(each)) ?? []
    if (file === undefined || net === undefined) return undefined
    const tall = Math.max(2 * LEAST_HEIGHT, this.#reachOf(file), this.#reachOf(net))
    const share = Math.round((tall * file) / Math.max(1, file + net))
    const near = Math.min(tall - LEAST_HEIGHT, Math.max(LEAST_HEIGHT, share))
    return state === pair?.[0] ? [0, near] : [near, tall]
  }

  /** How far so many bytes reach. Units: CSS pixels. */
  #reachOf(bytes: number): number {
    const reach = Math.round(2 * this.#perLog * Math.log2(1 + bytes)) / 2
    return Math.min(this.#shape.ioHalf, Math.max(LEAST_HEIGHT, reach))
  }

  /** A sync takes the whole height, a poll (and what failed of either) a band of it; what failed else has no bytes. */
  #box(state: string, left: number, right: number, bytes: number, place?: readonly [from: number, to: number]): void {
    const { ioMiddle: middle, ioHalf: half } = this.#shape
    const [op, error] = state.split(' ') as [string, string?]
    const failed = error !== undefined
    const [side, slot] = PLACES.get(op) ?? FILE_IN
    const band = Math.max(1, Math.round(half / 6))
    const drawn = SLOT[failed ? 'ioError' : slot]
    if (side === ACROSS) {
      const reach = slot === 'ioSync' && !failed ? half : band
      this.#draw(drawn, left, right, middle - reach, 2 * reach + 1)
      return
    }
    const reach = failed ? Math.min(half, Math.max(LEAST_HEIGHT, 2 * band)) : this.#reachOf(bytes)
    // What failed lies at the far edge of its side, where few bytes do not reach.
    const [from, to] = place ?? (failed ? [half - reach, half] : [0, reach])
    this.#draw(drawn, left, right, side === BELOW ? middle + 1 + from : middle - to, to - from)
  }
}
