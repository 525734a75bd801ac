import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { resolveCallchains } from '@tc-stream/callchain-resolver'
import { normalizeEvents } from '@tc-stream/event-normalizer'
import {
  type ChartHeadItem,
  ChartItemSchema,
  type DiagnosticItem,
  PerfRecordSchema,
  type TimelineItem,
  TimelineItemSchema,
  TraceEventSchema,
} from '@tc-stream/event-schema'
import { lexPerfScript } from '@tc-stream/perf-script-lexer'
import { trackStates } from '@tc-stream/state-machine'
import { emitSvg } from '@tc-stream/svg-emitter'
import { reduceTimeline } from '@tc-stream/timeline-reducer'
import { z } from 'zod'
import { findViolations } from '../oracle/invariants.js'
import { checkBooks, countLines } from './accounts.js'
import { type PictureFacts, PictureReader } from './well-formed.js'

const SCHEMAS = {
  records: z.compile(PerfRecordSchema),
  events: z.compile(TraceEventSchema),
  timeline: z.compile(TimelineItemSchema),
  chart: z.compile(ChartItemSchema),
}

/** Faults of one kind that are told; the rest are only more of the same. */
const TOLD = 5

interface Item {
  readonly type: string
}

export interface CaseResult {
  /** What should not be; none for a sound run. */
  readonly faults: readonly string[]
  readonly picture: Buffer
  readonly facts: PictureFacts | undefined
  readonly lines: number
  readonly events: number
}

/**
 * Charts a text as the program does, and looks at every seam: each item fits its schema, the books balance, the timeline
 * keeps its invariants, the picture is well-formed.
 *
 * Errors: rejects with whatever a stage throws; no input may make it.
 */
export async function runCase(bytes: Buffer, chunks: Iterable<Buffer> = [bytes]): Promise<CaseResult> {
  const faults: string[] = []
  const seen = { records: 0, events: 0, timeline: 0, chart: 0 }
  const timeline: TimelineItem[] = []
  const diagnostics = new Map<string, DiagnosticItem>()
  let head: ChartHeadItem | undefined
  const watch = (seam: keyof typeof SCHEMAS, look: (item: Item) => void = () => {}) =>
    watchItems(item => {
      if (item.type === 'diagnostic') diagnostics.set((item as DiagnosticItem).code, item as DiagnosticItem)
      else if (item.type !== 'trace') seen[seam]++
      look(item)
      if (SCHEMAS[seam].validate(item) || faults.length >= TOLD) return
      const [issue] = SCHEMAS[seam].safeParse(item).error?.issues ?? []
      faults.push(`${seam}: ${issue?.path.join('.')} ${issue?.message} in ${JSON.stringify(item).slice(0, 300)}`)
    })
  const lexer = lexPerfScript()
  const normalizer = normalizeEvents()
  const states = trackStates()
  const pieces: Buffer[] = []
  await pipeline(
    Readable.from(chunks, { objectMode: false }),
    lexer,
    watch('records'),
    normalizer,
    watch('events'),
    states,
    resolveCallchains(),
    watch('timeline', item => timeline.push(item as TimelineItem)),
    reduceTimeline(),
    watch('chart', item => {
      if (item.type === 'chart') head = item as ChartHeadItem
    }),
    emitSvg(),
    new Writable({
      write(piece: Buffer, _encoding, done) {
        pieces.push(piece)
        done()
      },
    }),
  )
  const end = timeline.find(item => item.type === 'end')
  const { events } = states.counters
  const books = { ...seen, lines: countLines(bytes), lexer: lexer.counters, normalizer: normalizer.counters }
  faults.push(...checkBooks({ ...books, eventsTaken: events, end, diagnostics }))
  faults.push(...findViolations(timeline).slice(0, TOLD))
  if (head?.events !== events) faults.push(`the chart tells of ${head?.events} events, not ${events}`)
  const picture = Buffer.concat(pieces)
  return { faults, picture, facts: readPicture(pieces, faults), lines: lexer.counters.lines, events }
}

function readPicture(pieces: readonly Buffer[], faults: string[]): PictureFacts | undefined {
  const reader = new PictureReader()
  try {
    for (const piece of pieces) reader.write(piece)
    return reader.end()
  } catch (error) {
    faults.push(`the picture: ${(error as Error).message}`)
    return undefined
  }
}

/** Looks at the items of arrays that pass. */
function watchItems(look: (item: Item) => void): Transform {
  return new Transform({
    objectMode: true,
    transform(chunk: Item | readonly Item[], _encoding, done) {
      for (const item of Array.isArray(chunk) ? (chunk as readonly Item[]) : [chunk as Item]) look(item)
      done(null, chunk)
    },
  })
}
