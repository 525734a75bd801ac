import { digits, type Members, microseconds, object } from './json.js'
import type { Row } from './rows.js'

/**
 * Events of the Trace Event Format, each as JSON text.
 *
 * `ts` comes first and every event has one: older readers look for it by themselves, and give up at an escaped character
 * before it.
 *
 * Source: the document "Trace Event Format" of the Chromium project.
 */

/** What a slice looks like and says. */
export interface SliceLook {
  /** JSON text. */
  readonly name: string
  readonly category: string
  /** A colour that chrome://tracing knows. */
  readonly color?: string
  readonly args?: Members
}

/** A stretch of time on a row. */
export function slice(row: Row, startNs: number, endNs: number, { name, category, color, args }: SliceLook): string {
  const cname = color === undefined ? '' : `,"cname":"${color}"`
  const head = `{"ts":${microseconds(startNs)},"dur":${microseconds(endNs - startNs)},"ph":"X"`
  return `${head},"pid":${row.pid},"tid":${row.tid},"cat":"${category}","name":${name}${cname}${tail(args)}`
}

/** A moment on a row; without one, of the whole trace. */
export function instant(row: Row, timeNs: number, { name, category, args }: SliceLook, scope: 't' | 'g' = 't'): string {
  const head = `{"ts":${microseconds(timeNs)},"ph":"i","s":"${scope}","pid":${row.pid},"tid":${row.tid}`
  return `${head},"cat":"${category}","name":${name}${tail(args)}`
}

/** Where an arrow begins: in the slice of that row and time. */
export function flowStart(row: Row, timeNs: number, id: number): string {
  const head = `{"ts":${microseconds(timeNs)},"ph":"s","id":${id},"pid":${row.pid},"tid":${row.tid}`
  return `${head},"cat":"wakeup","name":"wakeup"}`
}

/** Where it ends: `bp` says in the slice of that row and time, not in the next one. */
export function flowEnd(row: Row, timeNs: number, id: number): string {
  const head = `{"ts":${microseconds(timeNs)},"ph":"f","bp":"e","id":${id},"pid":${row.pid},"tid":${row.tid}`
  return `${head},"cat":"wakeup","name":"wakeup"}`
}

/** The value of a counter of a process from this time on. */
export function counter(row: Row, timeNs: number, name: string, series: string, value: number): string {
  const head = `{"ts":${microseconds(timeNs)},"ph":"C","pid":${row.pid},"tid":${row.tid}`
  return `${head},"cat":"power","name":${JSON.stringify(name)},"args":{"${series}":${value}}}`
}

/** What a process or thread is called. `name` is JSON text. */
export function nameOf(kind: 'process' | 'thread', row: Row, name: string): string {
  return metadata(`${kind}_name`, row, object({ name }))
}

/** Where it stands among its like: the least first. */
export function placeOf(kind: 'process' | 'thread', row: Row, place: number): string {
  return metadata(`${kind}_sort_index`, row, object({ sort_index: digits(place) }))
}

function metadata(what: string, { pid, tid }: Row, args: string): string {
  return `{"ts":0,"ph":"M","pid":${pid},"tid":${tid},"cat":"__metadata","name":"${what}","args":${args}}`
}

function tail(args: Members | undefined): string {
  if (args === undefined) return '}'
  const text = object(args)
  return text === '{}' ? '}' : `,"args":${text}}`
}
