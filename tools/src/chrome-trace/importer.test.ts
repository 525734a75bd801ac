import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createChromeTrace } from '@tc-stream/chrome-trace-emitter'
import { runStage, type TimelineItem } from '@tc-stream/event-schema'
import { timelineOfText } from '../oracle/pipeline.js'
import { type ImportedTrace, importTrace, type Slice } from './importer.js'

const TEST_DATA = join(__dirname, '../../../test-data')
const TIMEOUT_MS = 120_000

const textsOf = (directory: string, name: RegExp) =>
  readdirSync(join(TEST_DATA, directory))
    .filter(file => name.test(file))
    .map(file => `${directory}/${file}`)
const RECORDINGS = textsOf('recordings', /\.txt$/)
const OTHERS = [...textsOf('layouts', /\.perf\.txt$/), ...textsOf('hardware', /\.txt$/), ...textsOf('ftrace', /\.txt$/)]

interface Written {
  readonly items: readonly TimelineItem[]
  readonly arrows: number
  readonly trace: ImportedTrace
}

async function write(name: string): Promise<Written> {
  const items = await timelineOfText([readFileSync(join(TEST_DATA, name))])
  const stage = createChromeTrace()
  const trace = importTrace([...runStage(stage, items)].join(''))
  return { items, arrows: stage.counters.arrows, trace }
}

const isOfCpu = ({ track }: Slice) => track.startsWith('9999999/')
const isMoment = ({ startNs, endNs }: Slice) => startNs === endNs

describe.each(RECORDINGS)('%s', name => {
  let written: Written
  beforeAll(async () => {
    written = await write(name)
  }, TIMEOUT_MS)

  test('is imported whole', () => {
    const { trace, arrows } = written
    expect(trace.faults).toEqual([])
    expect(trace.slices.length).toBeGreaterThan(200)
    expect(trace.flows).toHaveLength(arrows)
  })

  test('every slice is on a thread with a name, in a process with a name', () => {
    const { slices, threads, processes } = written.trace
    const tracks = new Set(slices.map(({ track }) => track))
    expect([...tracks].filter(track => !threads.has(track) || !processes.has(Number.parseInt(track, 10)))).toEqual([])
  })

  test('has every run twice, on its task and on its CPU, to the nanosecond', () => {
    const runs = written.items.flatMap(item => (item.type === 'interval' && item.state === 'running' ? [item] : []))
    const ofTasks = written.trace.slices.filter(slice => slice.name === 'running')
    const told = (startNs: number, endNs: number, tid: number | string) => `${startNs}-${endNs} ${tid}`
    const wanted = runs.map(({ startNs, endNs, tid }) => told(startNs, endNs, tid)).sort()
    expect(ofTasks.map(({ startNs, endNs, track }) => told(startNs, endNs, track.split('/')[1] ?? '')).sort()).toEqual(
      wanted,
    )
    const onCpus = written.trace.slices.filter(slice => isOfCpu(slice) && /:\d+$/.test(slice.name) && !isMoment(slice))
    const seen = new Set(onCpus.map(slice => told(slice.startNs, slice.endNs, slice.name.split(':').at(-1) ?? '')))
    expect(wanted.filter(run => !isMomentText(run) && !seen.has(run))).toEqual([])
  })

  test('an arrow begins in the moment of the wakeup, and ends in the wait of the task that was woken', () => {
    for (const { from, to, startNs } of written.trace.flows) {
      expect(from).toMatchObject({ name: expect.stringMatching(`^wakes [^]*:${to.track.split('/')[1]}$`), startNs })
      expect(isMoment(from)).toBe(true)
      expect(to.name).toMatch(/^waiting: /)
    }
  })
})

const isMomentText = (run: string): boolean => {
  const [startNs, endNs] = run.split(' ')[0]?.split('-') ?? []
  return startNs === endNs
}

test.each(OTHERS)('%s: whatever it holds, it is imported without fault', async name => {
  const { trace, arrows } = await write(name)
  expect(trace.faults).toEqual([])
  expect(trace.flows).toHaveLength(arrows)
})

describe('the importer takes offence at', () => {
  const slice = { ph: 'X', pid: 1, tid: 1, name: 'x', ts: 1, dur: 2 }
  const flow = { pid: 1, tid: 1, name: 'x', ts: 1, id: 1 }
  const documentOf = (...traceEvents: object[]) => JSON.stringify({ traceEvents })

  test.each([
    ['what follows the document', `${documentOf(slice)}\n`, 'text after the end'],
    ['another unit of time', JSON.stringify({ displayTimeUnit: 'ns', traceEvents: [] }), 'displayTimeUnit'],
    ['an overlap', documentOf(slice, { ...slice, ts: 2 }), 'ends after'],
    ['what is too deep', documentOf(...Array(513).fill(slice)), 'too deep'],
    ['an overlap from the start on', documentOf(slice, { ...slice, dur: 3 }), 'ends after'],
    ['the idle task', documentOf({ ...slice, tid: 0 }), 'no thread'],
    ['a pid that is none', documentOf({ ...slice, pid: -1 }), 'no thread'],
    ['a time before the first', documentOf({ ...slice, ts: -1 }), 'no time'],
    ['a text for a time', documentOf({ ...slice, ts: '1' }), 'no time'],
    ['a slice without a length', documentOf({ ...slice, dur: undefined }), 'no duration'],
    ['a phase of its own', documentOf({ ...slice, ph: '?' }), 'phase'],
    ['no name', documentOf({ ...slice, name: '' }), 'no name'],
    ['a moment of nothing', documentOf({ ...slice, ph: 'i' }), 'no scope'],
    ['a flow from nowhere', documentOf({ ...flow, ph: 's' }), 'begins at 1000 in no slice'],
    ['a flow to nowhere', documentOf({ ...flow, ph: 'f', bp: 'e' }), 'ends at 1000 in no slice'],
    ['a flow without a start', documentOf(slice, { ...flow, ph: 'f', bp: 'e' }), 'without a start'],
    ['a flow that ends later', documentOf(slice, { ...flow, ph: 'f' }), 'in the slice after'],
    ['a flow that begins twice', documentOf(slice, { ...flow, ph: 's' }, { ...flow, ph: 's' }), 'begins twice'],
    ['a counter of words', documentOf({ ...flow, ph: 'C', args: { a: 'x' } }), 'no number'],
    ['a name that is none', documentOf({ ...flow, ph: 'M', name: 'thread_name', args: {} }), 'says nothing'],
  ])('%s', (_, text, fault) => {
    expect(importTrace(text).faults.join()).toContain(fault)
  })
})
