import { cellOf, FIELD_BIT, FIELDS, type FieldName, NOTHING, RADIX, type Shape, type Tables } from './data-format.js'

const COMMA = 0x2c
const MINUS = 0x2d
const DIGIT_0 = 0x30
const LETTER_A = 0x61

/** One lane of a row, as columns. */
export interface LaneData {
  readonly lane: string
  readonly startNs: number[]
  readonly endNs: number[]
  readonly shape: number[]
  /** Where the fields of a record begin in the row's integers. */
  readonly at: number[]
  /** What each record looks like, since the lane was painted first; see `paintRecords`. */
  looks: readonly number[]
  /** The longest record of the lane: how far back of a time one has to look. Units: ns. */
  longestNs: number
}

/** Read from the picture: what the row's integers say. */
export interface RowData {
  readonly integers: ArrayLike<number>
  readonly lanes: ReadonlyMap<string, LaneData>
}

/** Reads the records of a row. Errors: throws on a shape that is not there. */
export function decodeRow(texts: readonly string[], shapes: readonly Shape[], chartStartNs: number): RowData {
  const integers = readIntegers(texts)
  const lanes = new Map<string, LaneData>()
  let at = 0
  while (at < integers.length) {
    const index = integers[at + 2] as number
    const shape = shapes[index]
    if (shape === undefined) throw new Error(`no shape ${index}`)
    const lane = laneOf(lanes, shape[1])
    const last = lane.endNs.at(-1) ?? chartStartNs
    const startNs = last + (integers[at] as number)
    const lengthNs = integers[at + 1] as number
    lane.startNs.push(startNs)
    lane.endNs.push(startNs + lengthNs)
    lane.shape.push(index)
    lane.at.push(at + 3)
    if (lengthNs > lane.longestNs) lane.longestNs = lengthNs
    at += 3 + fieldsOf(shape)
  }
  return { integers, lanes }
}

/** The integers of all texts, as `parseInt` would read them; a chart has a million, so they are read without it. */
function readIntegers(texts: readonly string[]): Float64Array {
  let count = 0
  for (const text of texts) for (let at = 0; at >= 0; at = text.indexOf(',', at + 1)) count++
  const integers = new Float64Array(count)
  let index = 0
  for (const text of texts) {
    let value = 0
    let sign = 1
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === COMMA) {
        integers[index++] = sign * value
        value = 0
        sign = 1
      } else if (code === MINUS) sign = -1
      else value = value * RADIX + code - (code >= LETTER_A ? LETTER_A - 10 : DIGIT_0)
    }
    integers[index++] = sign * value
  }
  return integers
}

function laneOf(lanes: Map<string, LaneData>, name: string): LaneData {
  let lane = lanes.get(name)
  if (lane === undefined) {
    lane = { lane: name, startNs: [], endNs: [], shape: [], at: [], looks: [], longestNs: 0 }
    lanes.set(name, lane)
  }
  return lane
}

function fieldsOf(shape: Shape): number {
  if (shape[0] === 1) return cellOf(shape[1]) * shape[2].length + 2
  let bits = shape[3]
  let count = 0
  for (; bits !== 0; bits &= bits - 1) count++
  return count
}

export const shapeAt = (tables: Tables, { shape }: LaneData, record: number): Shape =>
  tables.shapes[shape[record] as number] as Shape

/** What a record tells of one state. Units: ns. */
export type PartVisitor = (state: string, ns: number, count: number, bytes: number) => void

/** Calls for the state of a box, or for each of those of a bin; a state of I/O that failed ends in a blank, or more. */
export function visitParts(data: RowData, tables: Tables, lane: LaneData, record: number, visit: PartVisitor): void {
  const shape = shapeAt(tables, lane, record)
  if (shape[0] === 0) {
    const failed = (shape[3] & FIELD_BIT.error) !== 0
    const lengthNs = (lane.endNs[record] as number) - (lane.startNs[record] as number)
    const bytes = Math.max(0, fieldOf(data, lane, record, tables, 'bytes'))
    visit(failed ? `${shape[2]} ` : shape[2], lengthNs, 1, bytes)
  } else if (shape[0] === 1) {
    const cell = cellOf(shape[1])
    shape[2].forEach((state, index) => {
      const at = (lane.at[record] as number) + cell * index
      const [ns, count] = [data.integers[at] as number, data.integers[at + 1] as number]
      visit(state, ns, count, cell > 2 ? (data.integers[at + 2] as number) : 0)
    })
  }
}

/** The value of a field of a box or mark, NOTHING where it has none. */
export function fieldOf(data: RowData, lane: LaneData, record: number, tables: Tables, field: FieldName): number {
  const shape = shapeAt(tables, lane, record)
  if (shape[0] === 1) return NOTHING
  const bits = shape[3]
  if ((bits & FIELD_BIT[field]) === 0) return NOTHING
  let at = lane.at[record] as number
  for (const name of FIELDS) {
    if (name === field) break
    if ((bits & FIELD_BIT[name]) !== 0) at++
  }
  return data.integers[at] as number
}

/** The first record of a lane that may reach beyond `timeNs`. Records are in order of their start. */
export function firstReaching(lane: LaneData, timeNs: number): number {
  const from = timeNs - lane.longestNs
  let low = 0
  let high = lane.startNs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lane.startNs[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}
