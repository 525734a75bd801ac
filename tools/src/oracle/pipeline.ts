import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { resolveCallchains } from '@tc-stream/callchain-resolver'
import { normalizeEvents } from '@tc-stream/event-normalizer'
import type { TimelineItem } from '@tc-stream/event-schema'
import { lexPerfScript } from '@tc-stream/perf-script-lexer'
import { type StateMachineOptions, trackStates } from '@tc-stream/state-machine'

/** The timeline of a text of `perf script`, through the real stages, however the text is cut into chunks. */
export async function timelineOfText(
  chunks: Iterable<Buffer>,
  options: StateMachineOptions = {},
): Promise<TimelineItem[]> {
  const items: TimelineItem[] = []
  const collect = new Writable({
    objectMode: true,
    write(chunk: TimelineItem | TimelineItem[], _encoding, done) {
      if (Array.isArray(chunk)) for (const item of chunk) items.push(item)
      else items.push(chunk)
      done()
    },
  })
  await pipeline(
    Readable.from(chunks, { objectMode: false }),
    lexPerfScript(),
    normalizeEvents(),
    trackStates(options),
    resolveCallchains(),
    collect,
  )
  return items
}
