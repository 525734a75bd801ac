import type { NormalizerCounters } from '@tc-stream/event-normalizer'
import type { DiagnosticItem, TimelineItem } from '@tc-stream/event-schema'
import type { LexerTransform } from '@tc-stream/perf-script-lexer'

/** What the run of a text has to answer for. */
export interface Books {
  /** Lines of the input, counted by whoever made it. */
  readonly lines: number
  readonly lexer: LexerTransform['counters']
  readonly normalizer: NormalizerCounters
  /** Items that passed each seam, without trace items and diagnostics. */
  readonly records: number
  readonly events: number
  readonly eventsTaken: number
  readonly end: Extract<TimelineItem, { type: 'end' }> | undefined
  readonly diagnostics: ReadonlyMap<string, DiagnosticItem>
}

/** Lines as one counts them in an editor: what follows the last newline counts if it is not empty. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines
}

/**
 * Nothing is lost on the way, and nothing is made of nothing:
 *
 * ```
 * lines read = used (records + frames + header lines + blank lines + joined lines)
 *            + counted (orphan frames, extra lines, noise, long lines, unknown lines)
 * records    = handed on + dropped while the first time was awaited
 * handed on  = events + ignored + dropped by the normalizer
 * events     = taken by the state machine
 * ```
 *
 * Whatever is counted stands under its code among the diagnostics. Returns: the equations that do not hold.
 */
export function checkBooks(books: Books): string[] {
  const { lexer, normalizer } = books
  const countOf = (code: string) => books.diagnostics.get(code)?.count ?? 0
  const used = lexer.records + lexer.frames + lexer.headerLines + lexer.blankLines + lexer.joinedLines
  const counted = lexer.orphanFrames + lexer.extraLines + lexer.noise + lexer.longLines + lexer.unknownLines
  const dropped = ['TC_NORM_BAD_PAYLOAD', 'TC_NORM_NO_TIME', 'TC_NORM_INVALID_EVENT'].map(countOf)
  const byName = [...normalizer.byEvent.values()]
  const equations: readonly (readonly [string, number, number])[] = [
    ['lines of the input and lines read', books.lines, lexer.lines],
    ['lines read and lines used + counted', lexer.lines, used + counted],
    ['orphan frames and their code', lexer.orphanFrames, countOf('TC_LEX_ORPHAN_FRAME')],
    ['extra lines and their codes', lexer.extraLines, countOf('TC_LEX_EXTRA_LINE') + countOf('TC_LEX_STRAY_STACK')],
    ['noise and its code', lexer.noise, countOf('TC_LEX_NOISE')],
    ['long lines and their code', lexer.longLines, countOf('TC_LEX_LINE_TOO_LONG')],
    ['unknown lines and their code', lexer.unknownLines, countOf('TC_LEX_UNKNOWN_LINE')],
    ['held records dropped and their code', lexer.heldDropped, countOf('TC_LEX_HELD_DROPPED')],
    ['records read and handed on + dropped', lexer.records, books.records + lexer.heldDropped],
    ['records handed on and taken', books.records, normalizer.records],
    [
      'records and events + ignored + dropped',
      normalizer.records,
      normalizer.events + normalizer.ignored + normalizer.dropped,
    ],
    ['records dropped and their codes', normalizer.dropped, sum(dropped)],
    ['records and their names', normalizer.records, sum(byName) + normalizer.uncountedEvents],
    ['events made and handed on', normalizer.events, books.events],
    ['events handed on and taken', books.events, books.eventsTaken],
    ['events taken and told at the end', books.eventsTaken, books.end?.events ?? -1],
  ]
  return equations.flatMap(([what, left, right]) => (left === right ? [] : [`${what} differ: ${left} and ${right}`]))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
