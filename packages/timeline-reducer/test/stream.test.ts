import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ChartItem, runStage, type TimelineItem } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { createTimelineReducer } from '../src/reducer.js'
import { reduceTimeline } from '../src/stream.js'
import { randomTimeline } from './random-timeline.js'

async function chartOf(pieces: Iterable<unknown>): Promise<ChartItem[]> {
  const out: ChartItem[] = []
  const sink = new Writable({
    objectMode: true,
    write(batch: ChartItem[], _encoding, done) {
      out.push(...batch)
      done()
    },
  })
  await pipeline(Readable.from(pieces), reduceTimeline({ maxElements: 400 }), sink)
  return out
}

describe('reduceTimeline', () => {
  const items = randomTimeline({ seed: 9, steps: 800, tasks: 8, cpus: 2, comms: 3, churn: 0.1, chains: 9 })
  const whole = JSON.stringify([...runStage(createTimelineReducer({ maxElements: 400 }), items)])

  test('gives the same chart however its input is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(items.length), { maxLength: 30 }), async cuts => {
        const edges = [0, ...cuts.sort((a, b) => a - b), items.length]
        const pieces: (TimelineItem | TimelineItem[])[] = edges.slice(1).map((edge, at) => items.slice(edges[at], edge))
        expect(JSON.stringify(await chartOf(pieces))).toBe(whole)
      }),
      { numRuns: 20 },
    )
    expect(JSON.stringify(await chartOf(items))).toBe(whole)
  })

  test('tells what it holds while it runs', async () => {
    const stream = reduceTimeline()
    stream.write(items.slice(0, 100))
    await new Promise(resolve => setImmediate(resolve))
    expect(stream.counters.items).toBe(100)
    expect(stream.counters.elements).toBeGreaterThan(0)
    expect(stream.diagnostics.items()).toEqual([])
    stream.destroy()
  })

  test('refuses bad options', () => {
    expect(() => reduceTimeline({ maxElements: 1 })).toThrow()
    expect(() => reduceTimeline({ unknown: 1 } as never)).toThrow()
  })
})
