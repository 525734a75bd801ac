import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TimelineItem } from '@tc-stream/event-schema'
import { TimelineItemSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { checkTimeline } from './check.js'
import { faultsOf } from './compare.js'
import { findViolations } from './invariants.js'
import { timelineOfText } from './pipeline.js'
import { stretchKey } from './stretch.js'
import { readTimeline } from './timeline-stretches.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')
/** With scheduler events. */
const SCHEDULED = ['build', 'threads', 'pipe', 'messaging', 'forks', 'comms', 'interrupts', 'gaps', 'waits']
const ALL = [...SCHEDULED, 'io'].flatMap(name => [`${name}.full.txt`, `${name}.default.txt`])
/** Byte by byte costs a stream write per byte: the first part of a recording shows as much as all of it. */
const BYTEWISE_BYTES = 60_000
const CUT_RUNS = 3
/** For slow machines: nothing here is about speed. */
jest.setTimeout(120_000)

function read(name: string): Buffer {
  return readFileSync(join(RECORDINGS, name))
}

function cutAt(text: Buffer, places: readonly number[]): Buffer[] {
  const edges = [0, ...[...new Set(places)].sort((a, b) => a - b), text.length]
  return edges.slice(1).map((edge, index) => text.subarray(edges[index], edge))
}

function cutEvery(text: Buffer, sizeBytes: number): Buffer[] {
  return Array.from({ length: Math.ceil(text.length / sizeBytes) }, (_, index) =>
    text.subarray(index * sizeBytes, (index + 1) * sizeBytes),
  )
}

/** Items of each task and CPU: how many, and what states; a digest that a reader can check by eye. */
function countStates(items: readonly TimelineItem[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) {
    if (item.type !== 'interval') continue
    const name = item.inferred ? `${item.state}, inferred` : item.state
    counts[name] = (counts[name] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(counts).sort())
}

describe.each(SCHEDULED)('%s', name => {
  test('has all that perf timechart and the recording prove, and claims no more', async () => {
    const text = read(`${name}.full.txt`)
    const items = await timelineOfText([text])
    const svg = read(`${name}.perf-timechart.svg`).toString()
    const comparison = checkTimeline(text.toString(), svg, items)
    expect(faultsOf(comparison)).toEqual([])
    const boxes = Object.fromEntries(comparison.peer.map(({ state, confirmed }) => [state, confirmed]))
    expect({ boxes, intervals: countStates(items) }).toMatchSnapshot()
  })
})

/** Certain stretches, in the microseconds that perf prints without --ns (it cuts the rest off). */
function certainInMicroseconds(items: readonly TimelineItem[]): string[] {
  const certain = readTimeline(items).stretches.filter(
    ({ state, inferred, cut }) => state !== 'unknown' && !inferred && cut === undefined,
  )
  return certain.map(stretch =>
    stretchKey({ ...stretch, startNs: stretch.startNs / 1000n, endNs: stretch.endNs / 1000n }),
  )
}

test.each(SCHEDULED)('%s as one types it, without --ns and side-band lines, tells the same', async name => {
  const [full, typed] = await Promise.all(
    ['full', 'default'].map(async layout => timelineOfText([read(`${name}.${layout}.txt`)])),
  )
  expect(certainInMicroseconds(typed ?? []).sort()).toEqual(certainInMicroseconds(full ?? []).sort())
})

describe.each(ALL)('%s', name => {
  test('keeps the invariants and the contract', async () => {
    const items = await timelineOfText([read(name)])
    expect(findViolations(items)).toEqual([])
    for (const item of items) TimelineItemSchema.parse(item)
  })

  test('is the same however it is cut', async () => {
    const text = read(name)
    const whole = JSON.stringify(await timelineOfText([text]))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 300 }), async places => {
        expect(JSON.stringify(await timelineOfText(cutAt(text, places))) === whole).toBe(true)
      }),
      { numRuns: CUT_RUNS, seed: text.length },
    )
  })

  test('is the same byte by byte', async () => {
    const text = read(name).subarray(0, BYTEWISE_BYTES)
    const whole = JSON.stringify(await timelineOfText([text]))
    expect(JSON.stringify(await timelineOfText(cutEvery(text, 1))) === whole).toBe(true)
  })
})
