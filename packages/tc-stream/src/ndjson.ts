import {
  createDiagnostics,
  type DiagnosticItem,
  type DiagnosticListener,
  type Emit,
  SCHEMA_VERSION,
  type Stage,
} from '@tc-stream/event-schema'
import { CliError } from './errors.js'
import { NDJSON_DIAGNOSTICS } from './ndjson-diagnostics.js'
import { seamSchema } from './seam-schemas.js'
import type { ItemSeam } from './seams.js'

/** Longest line taken. Units: UTF-16 code units. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024

/** What all items have in common. */
export interface Item {
  readonly type: string
}

export interface NdjsonParser extends Stage<Uint8Array, Item> {
  readonly counters: { lines: number; items: number }
  readonly diagnostics: () => DiagnosticItem[]
}

export interface NdjsonParserOptions {
  readonly onDiagnostic?: DiagnosticListener
  readonly maxLineLength?: number
}

/**
 * Reads bytes of NDJSON into the items of a seam, each checked against the seam's schema. An item stays as it was
 * written: fields that only its writer knows pass through.
 *
 * Bounds: one line, of at most `maxLineLength`.
 * Errors: throws for another schema version; bad lines are counted (`TC_NDJSON_…`) and left out.
 */
export function createNdjsonParser(seam: ItemSeam, options: NdjsonParserOptions = {}): NdjsonParser {
  const { maxLineLength = MAX_LINE_LENGTH } = options
  const schema = seamSchema(seam)
  const diagnostics = createDiagnostics(NDJSON_DIAGNOSTICS, options.onDiagnostic)
  const counters = { lines: 0, items: 0 }
  const decoder = new TextDecoder()
  let rest = ''
  let skipping = false
  /** The item that says that no more will come; what was met here has to stand before it. */
  let last: Item | undefined

  function takeText(text: string, emit: Emit<Item>): void {
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = rest + text.slice(start, end)
      rest = ''
      start = end + 1
      counters.lines++
      if (skipping) skipping = false
      else if (line.length > maxLineLength) refuseLong(line, counters.lines)
      else takeLine(line, emit)
    }
    if (!skipping) rest += text.slice(start)
    if (rest.length > maxLineLength) {
      refuseLong(rest, counters.lines + 1)
      rest = ''
      skipping = true
    }
  }

  function refuseLong(sample: string, line: number): void {
    diagnostics.count('TC_NDJSON_LONG_LINE', { line, sample })
  }

  function takeLine(line: string, emit: Emit<Item>): void {
    if (line.trim() === '') return
    const value = parseJson(line)
    if (value === undefined) {
      diagnostics.count('TC_NDJSON_NOT_JSON', { line: counters.lines, sample: line })
      return
    }
    checkVersion(value, counters.lines)
    if (!schema.validate(value)) {
      const issue = schema.safeParse(value).error?.issues[0]
      const sample = `${issue?.path.join('.') || 'item'}: ${issue?.message ?? ''} in ${line}`
      diagnostics.count('TC_NDJSON_BAD_ITEM', { line: counters.lines, sample })
      return
    }
    if (endsTooEarly(value as Item)) {
      diagnostics.count('TC_NDJSON_BAD_ITEM', { line: counters.lines, sample: `endNs: before startNs in ${line}` })
      return
    }
    takeItem(value as Item, emit)
  }

  function takeItem(item: Item, emit: Emit<Item>): void {
    if (counters.items === 0 && item.type !== 'trace') {
      diagnostics.count('TC_NDJSON_NO_TRACE', { line: counters.lines })
      emit({ type: 'trace', schemaVersion: SCHEMA_VERSION, originSeconds: 0 } as Item)
    }
    counters.items++
    if (item.type === 'trace') item = { ...item, schemaVersion: SCHEMA_VERSION } as Item
    if (last !== undefined) emit(last)
    last = undefined
    if (item.type === 'end' || item.type === 'chartEnd') last = item
    else emit(item)
  }

  return {
    counters,
    diagnostics: () => diagnostics.items(),
    push(bytes, emit) {
      takeText(decoder.decode(bytes, { stream: true }), emit)
    },
    *flush() {
      const items: Item[] = []
      const tail = decoder.decode()
      if (rest !== '' || tail !== '') takeText(`${tail}\n`, item => items.push(item))
      yield* items
      // A chart tells its diagnostics before its rows; there it is too late for more.
      if (seam !== 'chart') yield* diagnostics.items()
      if (last !== undefined) yield last
    },
  }
}

/** What JSON may hold as it is, and a terminal may act on: DEL, C1, marks that turn the direction of writing. */
const LEFT_BY_JSON = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** Items as lines, which say the same to a parser and nothing to a terminal. */
export function encodeNdjson(items: readonly unknown[]): string {
  let text = ''
  for (const item of items) text += `${JSON.stringify(item)}\n`
  return LEFT_BY_JSON.test(text) ? spellOut(text) : text
}

/** Such characters stand within strings only. */
function spellOut(text: string): string {
  return text.replace(new RegExp(LEFT_BY_JSON, 'g'), found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** What a schema does not say, as it looks at one field at a time. */
function endsTooEarly({ startNs, endNs }: Item & { startNs?: number; endNs?: number }): boolean {
  return startNs !== undefined && endNs !== undefined && endNs < startNs
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

function checkVersion(value: unknown, line: number): void {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'trace') return
  const version = 'schemaVersion' in value ? value.schemaVersion : SCHEMA_VERSION
  if (version === SCHEMA_VERSION) return
  throw new CliError(
    `line ${line}: this NDJSON is of schema version ${String(version)}; this tc-stream reads version ${SCHEMA_VERSION}. ` +
      'Write it again with the tc-stream that shall read it',
  )
}
