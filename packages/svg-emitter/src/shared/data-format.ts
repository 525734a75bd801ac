import type { RowKind, ShapeName } from './layout.js'
import type { Theme } from './palette.js'

/** Integers stand in the picture in this base: a third shorter than in ten, and still text. */
export const RADIX = 36

/**
 * The details of every box travel in the picture as integers. A row's text is a list of records, lane by lane in order
 * of time within each lane:
 *
 *     gap, duration, shape, fields…        a box
 *     gap, duration, shape, (ns, count)…, longest start, longest duration      a bin; of I/O (ns, count, bytes)…
 *     gap, 0, shape, fields…               a mark
 *
 * `gap` is the time since the end of the record before in the same lane (since the start of the chart for the first
 * one; negative where they overlap). `shape` is an index into the table of shapes, which says everything that many
 * records have in common, and which fields follow. Strings, tasks and callchains are indexes into their tables.
 */
export const FIELDS = [
  'cpu',
  'task',
  'waker',
  'wakerCpu',
  'woken',
  'callchain',
  'reason',
  'interrupt',
  'text',
  'fd',
  'bytes',
  'error',
  'merges',
  'count',
  'callNs',
  'maxCallNs',
] as const
export type FieldName = (typeof FIELDS)[number]
export const FIELD_BIT = Object.fromEntries(FIELDS.map((name, index) => [name, 1 << index])) as Record<
  FieldName,
  number
>

/** How many integers a bin has for each of its states. */
export const cellOf = (lane: string): number => (lane === 'io' ? 3 : 2)

/** Where a value would be that is not known. */
export const NOTHING = -1

/** `facts` are what all boxes of the shape have in common besides: names and values in turn, indexes of strings. */
export type BoxShape = readonly [
  kind: 0,
  lane: string,
  state: string,
  fields: number,
  cause: string,
  context: string,
  facts: readonly number[],
]
export type BinShape = readonly [kind: 1, lane: string, states: readonly string[], longest: string]
export type MarkShape = readonly [kind: 2, lane: 'mark', mark: string, fields: number]
export type Shape = BoxShape | BinShape | MarkShape

/** Shape: tid, comm (string), row or NOTHING, 1 where the name is highlighted. */
export type TaskEntry = readonly [tid: number, comm: number, row: number, spot?: 1]

export const FRAME_KERNEL = 1
export const FRAME_INLINED = 2
/** A line of text that nobody has taken apart. */
export const FRAME_TEXT = 4
export type FrameEntry = readonly [symbol: number, offset: number, dso: number, ip: string, flags: number]

/** The tables behind the indexes; in the picture each is cut into pieces that are joined again by reading. */
export interface Tables {
  readonly strings: readonly string[]
  readonly shapes: readonly Shape[]
  readonly tasks: readonly TaskEntry[]
  readonly frames: readonly FrameEntry[]
  /** By callchain id: indexes of frames, innermost first. */
  readonly callchains: ReadonlyMap<number, readonly number[]>
}

/** A wait or block of the list of the worst: rank by length, the longest first. Indexes into strings and tasks. */
export type WorstEntry = readonly [
  blocked: 0 | 1,
  row: number,
  task: number,
  startNs: number,
  endNs: number,
  reason: number,
  cause: string,
  waker: number,
]

/**
 * Sums of a row, in the order of its `totals`: five of times and the longest wait, three of counts, and the bytes, calls
 * and errors of its I/O. A CPU has the first five, of which those of waiting and blocked are 0.
 */
export const TOTALS = [
  ...['running', 'waiting', 'blocked', 'sleeping', 'unknown', 'longest wait'],
  ...['switches', 'migrations', 'wakeups', 'I/O', 'I/O calls', 'failed'],
]
export const LONGEST_WAIT = 5
export const IO_BYTES = 9

/** What the viewer knows of a row before it has read the row's records. */
export type RowEntry = readonly [
  kind: RowKind,
  label: string,
  /** The most telling number beside the label. */
  number: string,
  /** Lines for the tooltip of the row's label. */
  facts: string,
  indent: number,
  /** 0: not drawn. */
  height: number,
  /** Row of the process, NOTHING without one. */
  parent: number,
  /** Which CPU, in the row of one. */
  cpu: number,
  startNs: number,
  endNs: number,
  totals: readonly number[],
  /** Its name is highlighted. */
  spot: boolean,
  shape: ShapeName,
]

/** What the viewer knows of the picture at once. Units: ns, CSS pixels. */
export type HeadEntry = readonly [
  version: 2,
  originSeconds: number,
  startNs: number,
  endNs: number,
  width: number,
  height: number,
  plotX: number,
  plotWidth: number,
  legendY: number,
  rowsTop: number,
  rowsBottom: number,
  theme: Theme,
  /** Runs longer than this are highlighted. */
  spotNs: number,
  /** Callchains are told from their outermost frame. */
  callerFirst: boolean,
  /** The most that one interval of I/O moved. */
  mostBytes: number,
]
