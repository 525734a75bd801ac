import { frequencyDuring } from './cpu-facts.js'
import {
  type BinShape,
  cellOf,
  FIELD_BIT,
  type FieldName,
  FRAME_INLINED,
  FRAME_KERNEL,
  NOTHING,
  type Shape,
  type Tables,
} from './data-format.js'
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatExactDuration,
  formatFrequency,
  formatShare,
} from './format.js'
import { fieldOf, type LaneData, type RowData, visitParts } from './row-data.js'

export interface FrameText {
  readonly text: string
  readonly kernel: boolean
}

/** All that is known of one box, bin or mark, in words. */
export interface Description {
  /** One line: `waiting 65.5 µs, preempted` */
  readonly title: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly framesTitle: string
  readonly frames: readonly FrameText[]
}

export interface DescriptionContext {
  readonly tables: Tables
  readonly originSeconds: number
  readonly chartStartNs: number
  /** Frames are told from the outermost one. */
  readonly callerFirst: boolean
}

/** One record of one row, as a question that `describe` answers. */
class Reader {
  readonly facts: [string, string][] = []
  readonly tables: Tables
  readonly #data: RowData
  readonly #lane: LaneData
  readonly #record: number

  constructor(data: RowData, lane: LaneData, record: number, tables: Tables) {
    this.#data = data
    this.#lane = lane
    this.#record = record
    this.tables = tables
  }

  number(field: FieldName): number | undefined {
    const value = fieldOf(this.#data, this.#lane, this.#record, this.tables, field)
    return value === NOTHING ? undefined : value
  }

  text(field: FieldName): string | undefined {
    const index = this.number(field)
    return index === undefined ? undefined : this.tables.strings[index]
  }

  task(field: 'task' | 'waker'): string | undefined {
    const entry = this.tables.tasks[this.number(field) ?? NOTHING]
    if (entry === undefined) return undefined
    const comm = this.tables.strings[entry[1]] ?? ''
    if (entry[0] === 0) return 'the idle task'
    return entry[0] === NOTHING ? comm : `${comm}:${entry[0]}`
  }

  add(name: string, value: string | undefined): void {
    if (value !== undefined && value !== '') this.facts.push([name, value])
  }
}

/** Describes one record of a row. `rowLabel` names the row, for the rows of tasks. */
export function describeRecord(
  data: RowData,
  lane: LaneData,
  record: number,
  context: DescriptionContext,
): Description {
  const { tables } = context
  const shape = tables.shapes[lane.shape[record] as number] as Shape
  const reader = new Reader(data, lane, record, tables)
  const startNs = lane.startNs[record] as number
  const lengthNs = (lane.endNs[record] as number) - startNs
  const title = shape[0] === 1 ? binTitle(shape, lengthNs) : plainTitle(shape, reader, lengthNs)
  addTimes(reader, shape, startNs, lengthNs, context)
  if (shape[0] === 0) addBoxFacts(reader, shape, startNs, lengthNs, context)
  if (shape[0] === 1) addBinFacts(reader, data, shape, lane, record, context)
  if (shape[0] === 2) reader.add('count', countText(reader.number('count')))
  if (shape[0] !== 2) reader.add('mean frequency', frequencyDuring(data, lane, record, tables))
  const id = reader.number('callchain')
  return {
    title,
    facts: reader.facts,
    framesTitle: `${framesTitle(shape)}${context.callerFirst ? ' (outermost first)' : ''}`,
    frames: id === undefined ? [] : framesOf(tables, id, context.callerFirst),
  }
}

function plainTitle(shape: Exclude<Shape, BinShape>, reader: Reader, lengthNs: number): string {
  if (shape[0] === 2) return [shape[2], reader.text('text')].filter(Boolean).join(': ')
  const [, lane, state, , cause] = shape
  const length = formatDuration(lengthNs)
  if (lane === 'io') return ioTitle(reader, state, length)
  if (lane === 'pState') return `${stateName(lane, state)} for ${length}`
  const kind = lane === 'interrupt' ? ` (${state})` : state === 'waiting' && cause !== '' ? ` (${cause})` : ''
  return `${reader.task('task') ?? reader.text('text') ?? stateName(lane, state)}${kind} ${length}`
}

/** Shape: `16 × write, 64.0 KiB in 48.1 µs`, `recvfrom EAGAIN in 2.10 µs` */
function ioTitle(reader: Reader, op: string, length: string): string {
  const merges = reader.number('merges')
  const bytes = reader.number('bytes')
  const name = reader.text('text') ?? op
  const what = reader.text('error') ?? (bytes ? formatBytes(bytes) : '')
  return [merges ? `${formatCount(merges + 1)} × ${name}` : name, what, `in ${length}`].filter(Boolean).join(' ')
}

function binTitle(shape: BinShape, lengthNs: number): string {
  return `${formatDuration(lengthNs)} of short intervals: ${shape[2].map(state => stateName(shape[1], state)).join(', ')}`
}

/** Past very many frequencies the chart knows only that it was another one. */
function stateName(lane: string, state: string): string {
  if (lane !== 'pState') return state
  const khz = Number(state)
  return khz >= 0 ? formatFrequency(khz) : `${state} frequency`
}

function addTimes(reader: Reader, shape: Shape, startNs: number, lengthNs: number, context: DescriptionContext): void {
  const clock = formatClock(context.originSeconds, startNs)
  reader.add(shape[0] === 2 ? 'at' : 'start', `${clock} s  (+${formatExactDuration(startNs - context.chartStartNs)})`)
  if (shape[0] !== 2) reader.add(shape[0] === 1 ? 'length' : 'duration', formatExactDuration(lengthNs))
}

function addBoxFacts(
  reader: Reader,
  shape: Extract<Shape, { 0: 0 }>,
  startNs: number,
  lengthNs: number,
  context: DescriptionContext,
): void {
  const [, lane, state, fields, , wakeContext, facts] = shape
  const { strings } = reader.tables
  const cpu = reader.number('cpu')
  reader.add(state === 'running' ? 'CPU' : 'last CPU', cpu === undefined || lane !== 'sched' ? undefined : `${cpu}`)
  // The name came into the table before the value: it is there if that is.
  for (let at = 0; at < facts.length; at += 2) {
    reader.add(strings[facts[at] as number] as string, strings[facts[at + 1] as number])
  }
  reader.add('waits in', reader.text('reason'))
  addWaker(reader, wakeContext, startNs, context)
  if (lane === 'io') addIo(reader, state, fields, lengthNs)
}

function addIo(reader: Reader, op: string, fields: number, lengthNs: number): void {
  const calls = (reader.number('merges') ?? 0) + 1
  const callNs = reader.number('callNs') ?? lengthNs
  const longestNs = reader.number('maxCallNs')
  // A program may give -1, which elsewhere stands for nothing.
  if ((fields & FIELD_BIT.fd) !== 0) reader.add('file descriptor', `${reader.number('fd') ?? -1}`)
  if (op !== 'sync' && op !== 'poll') reader.add('bytes', countText(reader.number('bytes')))
  reader.add('error', reader.text('error'))
  if (calls > 1) reader.add('merged', `${formatCount(calls)} calls`)
  const latency = formatExactDuration(Math.round(callNs / calls))
  reader.add('latency', longestNs ? `${latency} on average, ${formatExactDuration(longestNs)} at most` : latency)
}

function addWaker(reader: Reader, wakeContext: string, startNs: number, context: DescriptionContext): void {
  const waker = reader.task('waker')
  const cpu = reader.number('wakerCpu')
  const interrupt = reader.text('interrupt')
  const where = cpu === undefined ? '' : ` on CPU ${cpu}`
  if (wakeContext === 'interrupt') {
    reader.add('woken by', `${interrupt ?? 'an interrupt'}${where}${waker === undefined ? '' : `, during ${waker}`}`)
  } else if (waker !== undefined) reader.add('woken by', `${waker}${where}`)
  const before = reader.number('woken')
  if (before === undefined) return
  reader.add('woken at', `${formatClock(context.originSeconds, startNs - before)} s`)
}

function addBinFacts(
  reader: Reader,
  data: RowData,
  shape: BinShape,
  lane: LaneData,
  record: number,
  context: DescriptionContext,
): void {
  const startNs = lane.startNs[record] as number
  const lengthNs = (lane.endNs[record] as number) - startNs
  visitParts(data, reader.tables, lane, record, (state, ns, count, bytes) => {
    const share = `${formatShare(ns, lengthNs)}, ${formatExactDuration(ns)} in ${formatCount(count)}`
    reader.add(stateName(shape[1], state), bytes ? `${share}, ${formatBytes(bytes)}` : share)
  })
  const end = (lane.at[record] as number) + cellOf(shape[1]) * shape[2].length
  const clock = formatClock(context.originSeconds, startNs + (data.integers[end] as number))
  const longest = formatExactDuration(data.integers[end + 1] as number)
  reader.add('longest', `${stateName(shape[1], shape[3])}, ${longest} at ${clock} s`)
}

function countText(count: number | undefined): string | undefined {
  return count === undefined ? undefined : formatCount(count)
}

function framesTitle(shape: Shape): string {
  if (shape[0] !== 0) return 'Backtrace'
  switch (shape[2]) {
    case 'waiting':
      return 'Woken from'
    case 'running':
      return 'Switched out in'
    default:
      return 'Waits in'
  }
}

function framesOf(tables: Tables, id: number, callerFirst: boolean): FrameText[] {
  const frames = (tables.callchains.get(id) ?? []).map(index => {
    const frame = tables.frames[index]
    if (frame === undefined) return { text: '?', kernel: false }
    const [symbol, offset, dso, ip, flags] = frame
    const name = tables.strings[symbol] ?? (ip === '' ? '[unknown]' : `0x${ip.replace(/^0x/, '')}`)
    const plus = symbol !== NOTHING && offset > 0 ? `+0x${offset.toString(16)}` : ''
    const file = tables.strings[dso]
    const from = file === undefined ? '' : `  (${file})`
    const inlined = (flags & FRAME_INLINED) !== 0 ? '  inlined' : ''
    return { text: `${name}${plus}${from}${inlined}`, kernel: (flags & FRAME_KERNEL) !== 0 }
  })
  return callerFirst ? frames.reverse() : frames
}
