import type { BoxItem, CallchainItem, Frame, Lane } from '@tc-stream/event-schema'
import { commonFacts } from './box-facts.js'
import { Places } from './places.js'
import {
  type BoxShape,
  FRAME_INLINED,
  FRAME_KERNEL,
  FRAME_TEXT,
  type FrameEntry,
  NOTHING,
  type Shape,
  type Tables,
  type TaskEntry,
} from './shared/data-format.js'
import { visibleText } from './shared/escape.js'

/** Longest name in the details of a picture; templates of C++ can go on for pages. Units: UTF-16 code units. */
export const MAX_NAME_LENGTH = 512

/**
 * About how much of the picture names, tasks and callchains may take together; later ones are left out, so that the
 * file stays below 10 MB. Units: UTF-16 code units.
 */
export const MAX_TABLE_TEXT = 2_000_000

/** About what one reference to a frame takes. */
const REFERENCE_LENGTH = 5

/** Quotes, brackets and commas around one entry. */
const SEPARATORS_LENGTH = 5

/** What all tables of a picture may still take. */
class TextBudget {
  #left = MAX_TABLE_TEXT
  readonly #onFull: () => void

  constructor(onFull: () => void) {
    this.#onFull = onFull
  }

  /** False where nothing is left, which is counted. */
  take(length: number): boolean {
    if (this.#left <= 0) {
      this.#onFull()
      return false
    }
    this.#left -= length
    return true
  }
}

/** Distinct values in the order of their first use. Bounds: the budget; what comes later is NOTHING. */
class Interned<Value> {
  readonly values: Value[] = []
  readonly #indexes = new Map<string, number>()
  readonly #budget: TextBudget

  constructor(budget: TextBudget) {
    this.#budget = budget
  }

  /** The key is about as long as what the value takes in the picture. */
  indexOf(key: string, make: () => Value): number {
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    if (!this.#budget.take(key.length + SEPARATORS_LENGTH)) return NOTHING
    const index = this.values.length
    this.#indexes.set(key, index)
    this.values.push(make())
    return index
  }
}

/** The tables that the integers of the rows point into; they are written at the end of the picture. */
export class PictureTables {
  readonly #strings: Interned<string>
  readonly #shapes: Interned<Shape>
  readonly #tasks: Interned<TaskEntry>
  readonly #frames: Interned<FrameEntry>
  readonly #boxShapes = new Places()
  readonly #binShapes = new Places()
  readonly #callchains = new Map<number, readonly number[]>()
  readonly #budget: TextBudget
  readonly #isSpot: (comm: string) => boolean

  /** `onFull` is called for each value that found no place; `isSpot` tells which names are highlighted. */
  constructor(onFull: () => void, isSpot: (comm: string) => boolean = () => false) {
    this.#isSpot = isSpot
    this.#budget = new TextBudget(onFull)
    this.#strings = new Interned(this.#budget)
    // Few, and no box can be read without its own: they do not share the budget.
    this.#shapes = new Interned(new TextBudget(onFull))
    this.#tasks = new Interned(this.#budget)
    this.#frames = new Interned(this.#budget)
  }

  string(text: string): number {
    const name = text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH - 1)}…` : text
    return this.#strings.indexOf(name, () => visibleText(name))
  }

  /** The index of the shape of a box. Few boxes bring a new one, so it is made only then. */
  boxShape(box: BoxItem, fields: number): number {
    const { lane, state, cause, prevState, cut, context, inferred } = box
    const place = this.#boxShapes.of([lane, state, fields, cause, prevState, cut, context, inferred])
    place.index ??= this.#shape(this.#boxShape(box, fields))
    return place.index
  }

  /** The index of the shape of a bin. */
  binShape(lane: Lane, states: readonly string[], longest: string): number {
    const place = this.#binShapes.of([lane, longest, ...states])
    place.index ??= this.#shape([1, lane, states.map(visibleText), visibleText(longest)])
    return place.index
  }

  markShape(kind: string, fields: number): number {
    return this.#shape([2, 'mark', kind, fields])
  }

  task(tid: number, comm: string, row: number | undefined): number {
    const at = row ?? NOTHING
    return this.#tasks.indexOf(`${tid} ${at} ${comm}`, () => {
      const name = this.string(comm)
      return this.#isSpot(comm) ? [tid, name, at, 1] : [tid, name, at]
    })
  }

  callchain(item: CallchainItem): void {
    if (!this.#budget.take(REFERENCE_LENGTH * (item.frames.length + 1))) return
    this.#callchains.set(
      item.id,
      item.frames.map(frame => this.#frame(frame)),
    )
  }

  all(): Tables {
    return {
      strings: this.#strings.values,
      shapes: this.#shapes.values,
      tasks: this.#tasks.values,
      frames: this.#frames.values,
      callchains: this.#callchains,
    }
  }

  #shape(shape: Shape): number {
    return this.#shapes.indexOf(JSON.stringify(shape), () => shape)
  }

  #boxShape(box: BoxItem, fields: number): BoxShape {
    const facts = commonFacts(box).flat()
    const { lane, state, cause = '', context = '' } = box
    return [0, lane, visibleText(state), fields, cause, context, facts.map(text => this.string(text))]
  }

  #frame(frame: Frame | string): number {
    if (typeof frame === 'string') {
      return this.#frames.indexOf(`t${frame}`, () => [this.string(frame), NOTHING, NOTHING, '', FRAME_TEXT])
    }
    const flags = (frame.kernel ? FRAME_KERNEL : 0) | (frame.inlined ? FRAME_INLINED : 0)
    const symbol = frame.symbol === null ? NOTHING : this.string(frame.symbol)
    const dso = frame.dso === null ? NOTHING : this.string(frame.dso)
    const ip = visibleText(frame.ip ?? '')
    const offset = frame.offset ?? NOTHING
    return this.#frames.indexOf(`${symbol} ${offset} ${dso} ${ip} ${flags}`, () => [symbol, offset, dso, ip, flags])
  }
}
