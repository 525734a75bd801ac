import type { BoxItem, CallchainItem, Frame } from '@tc-stream/event-schema'
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

/** Most entries of one table of a picture. */
export const MAX_TABLE_ENTRIES = 2_000_000

/** Longest name in the details of a picture; templates of C++ can go on for pages. Units: UTF-16 code units. */
export const MAX_NAME_LENGTH = 512

/** About how much of the picture its callchains may take; later ones are left out. Units: UTF-16 code units. */
export const MAX_CALLCHAIN_TEXT = 2_000_000

/** About what one reference to a frame takes. */
const REFERENCE_LENGTH = 6

/** Distinct values in the order of their first use. Bounds: `MAX_TABLE_ENTRIES`; what comes later is NOTHING. */
class Interned<Value> {
  readonly values: Value[] = []
  readonly #indexes = new Map<string, number>()
  readonly #onFull: () => void

  constructor(onFull: () => void) {
    this.#onFull = onFull
  }

  /** NOTHING if the key was never added. */
  find(key: string): number {
    return this.#indexes.get(key) ?? NOTHING
  }

  indexOf(key: string, make: () => Value): number {
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    if (this.values.length >= MAX_TABLE_ENTRIES) {
      this.#onFull()
      return NOTHING
    }
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
  readonly #callchains = new Map<number, readonly number[]>()
  readonly #onFull: () => void
  #callchainText = 0

  /** `onFull` is called for each value that found no place. */
  constructor(onFull: () => void) {
    this.#onFull = onFull
    this.#strings = new Interned(onFull)
    this.#shapes = new Interned(onFull)
    this.#tasks = new Interned(onFull)
    this.#frames = new Interned(onFull)
  }

  string(text: string): number {
    const name = text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH - 1)}…` : text
    return this.#strings.indexOf(name, () => visibleText(name))
  }

  shape(shape: Shape): number {
    return this.#shapes.indexOf(JSON.stringify(shape), () => shape)
  }

  /** The index of the shape of a box. Few boxes bring a new one, so it is made only then. */
  boxShape(box: BoxItem, fields: number): number {
    const key = `${box.lane} ${box.cause} ${box.prevState} ${box.cut} ${box.context} ${box.inferred} ${fields} ${box.state}`
    const known = this.#shapes.find(key)
    return known === NOTHING ? this.#shapes.indexOf(key, () => boxShapeOf(box, fields)) : known
  }

  task(tid: number, comm: string, row: number | undefined): number {
    const at = row ?? NOTHING
    return this.#tasks.indexOf(`${tid} ${at} ${comm}`, () => [tid, this.string(comm), at])
  }

  callchain(item: CallchainItem): void {
    if (this.#callchainText >= MAX_CALLCHAIN_TEXT) {
      this.#onFull()
      return
    }
    this.#callchainText += REFERENCE_LENGTH * (item.frames.length + 1)
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

  #frame(frame: Frame | string): number {
    if (typeof frame === 'string') {
      return this.#frameEntry(`t${frame}`, frame.length, () => [this.string(frame), NOTHING, NOTHING, '', FRAME_TEXT])
    }
    const { symbol, dso, offset = NOTHING } = frame
    const flags = (frame.kernel ? FRAME_KERNEL : 0) | (frame.inlined ? FRAME_INLINED : 0)
    const symbolIndex = symbol === null ? NOTHING : this.string(symbol)
    const dsoIndex = dso === null ? NOTHING : this.string(dso)
    const ip = visibleText(frame.ip ?? '')
    return this.#frameEntry(`${symbolIndex} ${offset} ${dsoIndex} ${ip} ${flags}`, symbol?.length ?? 0, () => [
      symbolIndex,
      offset,
      dsoIndex,
      ip,
      flags,
    ])
  }

  /** `nameLength` is about what the names of a new frame add to the picture. */
  #frameEntry(key: string, nameLength: number, make: () => FrameEntry): number {
    return this.#frames.indexOf(key, () => {
      const entry = make()
      this.#callchainText += Math.min(nameLength, MAX_NAME_LENGTH) + JSON.stringify(entry).length
      return entry
    })
  }
}

function boxShapeOf(box: BoxItem, fields: number): BoxShape {
  const state = visibleText(box.state)
  const inferred = box.inferred ? 1 : 0
  return [0, box.lane, state, box.cause ?? '', box.prevState ?? '', box.cut ?? '', box.context ?? '', inferred, fields]
}

/** Who a box is about, in the row of a CPU. */
export function boxTask(box: BoxItem, tables: PictureTables): number {
  return tables.task(box.tid ?? NOTHING, box.comm ?? '', box.taskRow)
}
