import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { compareLatency } from './compare-latency.js'
import { compareTimehist } from './compare-timehist.js'
import { readLatency } from './latency-text.js'
import { timelineOfText } from './pipeline.js'
import { compareMoments } from './timehist-moments.js'
import { readTimehist, stateOfLetter } from './timehist-text.js'

const WAITS = join(__dirname, '../../../test-data/recordings/waits')
const timehist = readTimehist(readFileSync(`${WAITS}.perf-timehist`, 'utf8'))
const latency = readLatency(readFileSync(`${WAITS}.perf-latency`, 'utf8'))
let items: TimelineItem[]

beforeAll(async () => {
  items = await timelineOfText([readFileSync(`${WAITS}.full.txt`)])
})

test('every run, every wait, wakeup and migration is as perf sched timehist tells it', () => {
  const { told, faults } = compareTimehist(items, timehist)
  expect(faults).toEqual([])
  expect(told).toMatchInlineSnapshot(`
{
  "again": 3,
  "first": 42,
  "idle": 1,
  "lost": 0,
  "migration": 24,
  "nameless": 0,
  "preempted": 169,
  "run": 401,
  "unseen": 3,
  "unwoken": 22,
  "wakeup": 215,
  "woken": 165,
}
`)
})

test('the waits of every thread are those of perf sched latency', () => {
  expect(compareLatency(items, latency)).toMatchInlineSnapshot(`
{
  "agreed": 38,
  "faults": [],
  "leftOut": 3,
  "notAsked": 8,
}
`)
})

describe('a timeline that says otherwise is found out', () => {
  type Change = (item: IntervalItem) => TimelineItem[]
  const isSlept = ({ state, comm, cut }: IntervalItem) =>
    state === 'sleeping' && comm === 'sched-pipe' && cut === undefined
  const isWoken = ({ state, cause, cut }: IntervalItem) => state === 'waiting' && cause === 'woken' && cut === undefined
  const isPreempted = ({ state, cause }: IntervalItem) => state === 'waiting' && cause === 'preempted'
  const isRun = ({ state, inferred, cut }: IntervalItem) =>
    state === 'running' && inferred === undefined && cut === undefined

  /** Of a thread of which the timeline knows everything. */
  const isPiped = ({ state, comm }: IntervalItem) => state === 'waiting' && comm === 'sched-pipe'

  /** Changes the longest interval of a kind. */
  function changed(isMeant: (item: IntervalItem) => boolean, change: Change): TimelineItem[] {
    const [meant] = items
      .flatMap(item => (item.type === 'interval' && isMeant(item) ? [item] : []))
      .sort((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs))
    expect(meant).toBeDefined()
    return items.flatMap(item => (item === meant ? change(item as IntervalItem) : [item]))
  }

  const changes: [string, (item: IntervalItem) => boolean, Change][] = [
    ['a wait after a preemption is left out', isPreempted, () => []],
    ['a wait after a preemption is called one after a wakeup', isPreempted, item => [{ ...item, cause: 'woken' }]],
    ['a wait after a preemption begins late', isPreempted, item => [{ ...item, startNs: item.startNs + 1000 }]],
    ['a wait after a wakeup begins early', isWoken, item => [{ ...item, startNs: item.startNs - 1000 }]],
    ['a wait after a wakeup is left out', isWoken, () => []],
    ['a sleep is called a block', isSlept, item => [{ ...item, state: 'blocked' }]],
    ['a run is longer', isRun, item => [{ ...item, startNs: item.startNs - 1000 }]],
    ['a run is on another CPU', isRun, item => [{ ...item, cpu: 1 - (item.cpu ?? 0) }]],
    ['a run is inferred', isRun, item => [{ ...item, inferred: true }]],
    ['a run that never was', isRun, item => [item, { ...item, taskId: 9999, tid: 9999 }]],
  ]
  test.each(changes)('%s', (_, isMeant, change) => {
    expect(compareTimehist(changed(isMeant, change), timehist).faults).not.toEqual([])
  })

  test.each(['wakeup', 'mark'])('a %s is left out', type => {
    const left = items.find(item => item.type === type && (item.type !== 'mark' || item.kind === 'migration'))
    expect(left).toBeDefined()
    expect(
      compareTimehist(
        items.filter(item => item !== left),
        timehist,
      ).faults,
    ).toHaveLength(1)
  })

  test('a wakeup is told twice', () => {
    const twice = items.filter(({ type }) => type === 'wakeup').slice(0, 1)
    expect(compareTimehist([...items, ...twice], timehist).faults).toHaveLength(1)
  })

  const waits: [string, Change][] = [
    ['one wait is longer', item => [{ ...item, endNs: item.endNs + 40_000 }]],
    ['one wait is left out', () => []],
  ]
  test.each(waits)('latency: %s', (_, change) => {
    expect(compareLatency(changed(isPiped, change), latency).faults).toHaveLength(1)
  })

  test('latency: a thread that it does not know has waited', () => {
    const piped = items.find(item => item.type === 'interval' && isPiped(item)) as IntervalItem
    expect(
      compareLatency(
        items,
        latency.filter(({ tid }) => tid !== piped.tid),
      ).faults,
    ).toEqual([`tid ${piped.tid}: waits, and latency does not know it`])
  })
})

test('names of tasks are read as they come: with the process, without a name, idle', () => {
  const row = (task: string, rest: string) => `  123.000045 [0001]  ${task}     ${rest}`
  const text = [
    row('a [b][7/5]', '0.001      0.020      3.000      S  next: c c[8]  '),
    row('<idle>', '0.000      0.000      0.001      I  next: swapper/1[0]   '),
    row(':-1[-1/5]', '0.000      0.000      0.001      Z  next: x[9]   '),
    row('swapper', 'awakened: :70'),
    row('sh', 'awakened: a[7]'),
    row(':9[9]', '0.000      0.000      0.001      S  next: a[7]'),
    row('a[7]', 'migrated: b[8/5] cpu 1 => 0'),
  ]
  const { switches, wakeups, migrations } = readTimehist(['   time    cpu', ...text, ''].join('\n'))
  expect(switches.map(({ tid, nextTid, letter, unnamed }) => [tid, nextTid, letter, unnamed])).toEqual([
    [7, 8, 'S', false],
    [0, 0, 'I', false],
    [-1, 9, 'Z', true],
    [9, 7, 'S', true],
  ])
  expect(switches[0]).toMatchObject({ timeUs: 123_000_045, cpu: 1, waitUs: 1, delayUs: 20, runUs: 3000 })
  expect(wakeups.map(({ wakerTid, wakeeTid }) => [wakerTid, wakeeTid])).toEqual([
    [0, 70],
    [undefined, 7],
  ])
  expect(migrations).toEqual([{ timeUs: 123_000_045, cpu: 1, byTid: 7, tid: 8, toCpu: 0 }])
})

test('a wakeup that the timeline has not is none of a task that was on a CPU, as far as timehist tells', () => {
  const on = '  1.000001 [0000]  b[8]   0.000      0.000      0.000      R  next: a[7]'
  const off = '  1.000005 [0000]  a[7]   0.000      0.000      0.004      S  next: b[8]'
  const woken = '  1.000009 [0001]  c[9]   awakened: a[7]'
  const end: TimelineItem = { type: 'end', startNs: 0, endNs: 9, events: 0 }
  const faultsAfter = (...rows: string[]) => compareMoments([end], readTimehist([...rows, woken].join('\n'))).faults
  const missed = 'only timehist has it: tid 7 is woken by 9 on CPU 1 at 1000009 us'
  expect([faultsAfter(), faultsAfter(on), faultsAfter(on, off)]).toEqual([[missed], [], [missed]])
})

test('what cannot be read is refused', () => {
  expect(() => readTimehist('  123.000045 [0001]  a[7]   gone')).toThrow('cannot read this row of timehist')
  expect(() => readLatency('  a | x ms | max start: 1.0 s')).toThrow('cannot read this row of latency')
})

test('letters of perf 6.1 and of those that print what the kernel does', () => {
  expect([...'RWSDKITtPxXZ'].map(stateOfLetter)).toEqual([
    ...['waiting', 'waiting', 'sleeping', 'blocked', 'idle', 'idle', 'stopped', 'stopped', 'parked', 'parked'],
    ...['dead', 'dead'],
  ])
})
