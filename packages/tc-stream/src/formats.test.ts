import { createReadStream, readFileSync } from 'node:fs'
import { type Duplex, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createChromeTrace } from '@tc-stream/chrome-trace-emitter'
import { addTotals, type IntervalItem, runStage, type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import { createSummary, QUANTILE_ERROR, type SummaryDocument, SummaryDocumentSchema } from '@tc-stream/summary-emitter'
import { recording, recordings } from './program.test.helper.js'
import { allSteps } from './stages.js'

jest.setTimeout(60_000)

const timelines = new Map<string, TimelineItem[]>()

/** The timeline of a recording, read once. */
async function timelineOf(name: string): Promise<TimelineItem[]> {
  const known = timelines.get(name)
  if (known !== undefined) return known
  const items: TimelineItem[] = []
  const sink = new Writable({
    objectMode: true,
    write(batch: TimelineItem[], _encoding, done) {
      items.push(...batch)
      done()
    },
  })
  const stages: Duplex[] = allSteps({}, 'timeline').map(step => step.open())
  await pipeline([createReadStream(recording(name)), ...stages, sink])
  timelines.set(name, items)
  return items
}

const isInterval = (item: TimelineItem): item is IntervalItem => item.type === 'interval'

/** A line of a trace, with its times in integer nanoseconds; a double would lose them. */
interface TraceEvent {
  readonly ph: string
  readonly startNs: bigint
  readonly endNs: bigint
  readonly row: string
  readonly tid: number
  readonly name: string
  readonly cat: string
}

function nanoseconds(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(3, '0'))
}

function traceEvents(text: string): TraceEvent[] {
  const lines = text.trimEnd().split('\n').slice(1, -1)
  return lines.map(line => {
    const { ph, pid, tid, name, cat } = JSON.parse(line.replace(/,$/, '')) as TraceEvent & { readonly pid: number }
    const startNs = nanoseconds(/"ts":(\d+(?:\.\d{3})?)/.exec(line)?.[1] ?? '')
    const length = /^\{"ts":[^,]+,"dur":(\d+(?:\.\d{3})?)/.exec(line)?.[1] ?? '0'
    return { ph, startNs, endNs: startNs + nanoseconds(length), row: `${pid}/${tid}`, tid, name, cat }
  })
}

/** The slices of each row. */
function slicesByRow(events: readonly TraceEvent[]): Map<string, TraceEvent[]> {
  const rows = new Map<string, TraceEvent[]>()
  for (const event of events) {
    if (event.ph !== 'X') continue
    const row = rows.get(event.row)
    if (row === undefined) rows.set(event.row, [event])
    else row.push(event)
  }
  return rows
}

describe.each(recordings)('the trace of %s', name => {
  const traceOf = async () => [...runStage(createChromeTrace(), await timelineOf(name))].join('')

  test('is JSON, and the slices of a row follow each other or are within each other', async () => {
    const text = await traceOf()
    const events = traceEvents(text)
    expect((JSON.parse(text) as { traceEvents: unknown[] }).traceEvents).toHaveLength(events.length)
    const rows = slicesByRow(events)
    expect(rows.size).toBeGreaterThan(0)
    for (const slices of rows.values()) {
      const sorted = slices.toSorted((a, b) => Number(a.startNs - b.startNs || b.endNs - a.endNs))
      const open: TraceEvent[] = []
      for (const slice of sorted) {
        while (open.length > 0 && (open.at(-1) as TraceEvent).endNs <= slice.startNs) open.pop()
        const around = open.at(-1)
        if (around !== undefined) expect(slice.endNs <= around.endNs).toBe(true)
        open.push(slice)
      }
    }
  })

  test('tells the time of every state of every task, to the nanosecond', async () => {
    const told = new Map<string, bigint>()
    const add = (key: string, ns: bigint) => told.set(key, (told.get(key) ?? 0n) + ns)
    for (const { cat, tid, name: state, startNs, endNs } of traceEvents(await traceOf())) {
      if (cat === 'task') add(`${tid} ${state.replace(/:.*/s, '')}`, endNs - startNs)
    }
    const expected = new Map<string, bigint>()
    for (const item of (await timelineOf(name)).filter(isInterval)) {
      if (!['running', 'waiting', 'blocked', 'unknown'].includes(item.state)) continue
      const key = `${item.tid} ${item.state}`
      expected.set(key, (expected.get(key) ?? 0n) + BigInt(item.endNs - item.startNs))
    }
    expect(told).toEqual(expected)
  })

  test('every arrow begins in a slice of its row and ends where the wait begins', async () => {
    const stage = createChromeTrace()
    const events = traceEvents([...runStage(stage, await timelineOf(name))].join(''))
    const rows = slicesByRow(events)
    const within = ({ row, startNs }: TraceEvent) =>
      rows.get(row)?.some(slice => slice.startNs <= startNs && slice.endNs >= startNs) === true
    const starts = events.filter(({ ph }) => ph === 's')
    const woken = (await timelineOf(name)).filter(isInterval).filter(item => item.state === 'waiting' && item.wakeupNs)
    expect(starts).toHaveLength(woken.length)
    expect(stage.counters).toMatchObject({ arrows: woken.length, withoutArrow: 0 })
    expect(starts.filter(start => !within(start))).toEqual([])
    for (const end of events.filter(({ ph }) => ph === 'f')) {
      expect(rows.get(end.row)?.some(slice => slice.startNs === end.startNs && slice.name.startsWith('waiting'))).toBe(
        true,
      )
    }
  })
})

describe.each(recordings)('the summary of %s', name => {
  const documentOf = (items: Iterable<TimelineItem>, options: object): SummaryDocument => {
    const text = [...runStage(createSummary({ json: true, ...options }), items)].join('')
    return SummaryDocumentSchema.parse(JSON.parse(text))
  }
  const everything = { thresholdNs: 0, minTasks: 0 }

  test('tells the totals of the timeline, row by row and all together', async () => {
    const items = await timelineOf(name)
    const tasks = items.filter(item => item.type === 'task')
    const document = documentOf(items, everything)
    const sum = zeroTotals()
    for (const task of tasks) {
      const row = document.tasks.find(candidate => candidate.taskId === task.taskId)
      const { type: _, born: __, ...told } = task
      expect(row).toMatchObject(told)
      addTotals(sum, task)
    }
    expect(document.all).toMatchObject({ ...sum, tasks: tasks.length })
    expect(document.others.tasks).toBe(0)
    const folded = documentOf(items, { maxTasks: 3 })
    expect(folded.all).toEqual(document.all)
    for (const item of items) {
      if (item.type !== 'cpu') continue
      const { type: _, ...told } = item
      expect(document.cpus.find(row => row.cpu === item.cpu)).toMatchObject(told)
    }
    const end = items.at(-1)
    expect(end).toMatchObject({ type: 'end', startNs: document.startNs, endNs: document.endNs })
  })

  test('tells quantiles within their error, and where the waits belong', async () => {
    const items = await timelineOf(name)
    const document = documentOf(items, everything)
    const waits = items.filter(isInterval).filter(item => item.state === 'waiting')
    for (const row of [...document.tasks, document.all]) {
      const own = waits.filter(item => !('taskId' in row) || item.taskId === row.taskId)
      for (const cause of ['all', 'woken', 'preempted', 'new'] as const) {
        const lengths = own
          .filter(item => cause === 'all' || item.cause === cause)
          .map(item => item.endNs - item.startNs)
          .sort((a, b) => a - b)
        const told = row.waits[cause]
        expect(told).toMatchObject({ count: lengths.length, totalNs: lengths.reduce((sum, ns) => sum + ns, 0) })
        for (const [share, value] of [
          [0.5, told.p50Ns],
          [0.99, told.p99Ns],
          [1, told.maxNs],
        ] as const) {
          const exact = lengths[Math.max(1, Math.ceil(share * lengths.length)) - 1] ?? 0
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(exact * QUANTILE_ERROR)
        }
      }
    }
    // A new task that never ran has no CPU; every other wait has one.
    const placeless = waits.filter(item => item.cpu === null && item.cut !== undefined)
    const ofCpus = document.cpus.reduce((sum, row) => sum + row.waits.count, 0)
    expect(ofCpus + placeless.length).toBe(waits.length)
  })

  test('windows share it among them', async () => {
    const items = await timelineOf(name)
    const { all, startNs, endNs } = documentOf(items, everything)
    const middleNs = startNs + Math.floor((endNs - startNs) / 3)
    const parts = [{ toNs: middleNs }, { fromNs: middleNs }].map(window => documentOf(items, window).all)
    for (const key of ['runningNs', 'waitingNs', 'blockedNs', 'sleepingNs', 'unknownNs'] as const) {
      expect((parts[0]?.[key] ?? 0) + (parts[1]?.[key] ?? 0)).toBe(all[key])
    }
  })

  test('reads the same from the text, whole and in pieces', async () => {
    const bytes = readFileSync(recording(name))
    const texts = await Promise.all(
      [bytes.length, 977].map(async size => {
        let text = ''
        const sink = new Writable({
          decodeStrings: false,
          write(piece: string, _encoding, done) {
            text += piece
            done()
          },
        })
        const stages: Duplex[] = allSteps({}, 'summary').map(step => step.open())
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        )
        await pipeline([Readable.from(pieces, { objectMode: false }), ...stages, sink])
        return text
      }),
    )
    expect(texts[1]).toBe(texts[0])
    expect(texts[0]).toContain(' in the trace\n')
  })
})
