import { type BoxItem, type ChartItem, zeroTotals } from '@tc-stream/event-schema'
import { RowPainter } from '../src/shared/row-painter.js'
import { SLOT, type SlotName } from '../src/shared/slots.js'
import { createTimeScale } from '../src/shared/time-scale.js'
import { ioChart } from '../src/testing/io-chart.js'
import { syntheticChart } from '../src/testing/synthetic-chart.js'
import { paintFolded } from '../src/viewer/folded.js'
import { barOf, barStart, histogramOf } from '../src/viewer/histogram.js'
import { antagonistsOf, cpuRowOf, nextOnCpu, taskBoxOf, wakeesOf, wakerOf } from '../src/viewer/navigate.js'
import { rangeStats } from '../src/viewer/range-stats.js'
import { allTimes, createSearch, type Query, type Search } from '../src/viewer/search.js'
import { neighbour, type Selection, selectBox, selectNear, stateOf } from '../src/viewer/selection.js'
import { createSurvey, longestWakes } from '../src/viewer/survey.js'
import { chartDataOf } from './chart-data.js'

const BASE = { startNs: 0, endNs: 1000 }
const task = (row: number, tid: number, comm: string, runningNs: number): ChartItem => ({
  ...{ type: 'row', row, kind: 'task', taskId: row, tid, pid: tid, comm, tasks: 1, ...BASE },
  totals: { ...zeroTotals(), runningNs, waitingNs: 200, sleepingNs: 800 - runningNs },
})
const box = (row: number, state: string, startNs: number, endNs: number, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row, lane: 'sched', state, startNs, endNs, ...more },
})
const onCpu = (startNs: number, endNs: number, row: number, tid: number, comm: string) =>
  box(0, 'running', startNs, endNs, { tid, comm, taskRow: row })

/** One CPU: `loud` runs while `quiet` waits for it, twice; `loud` woke it. */
const SMALL: ChartItem[] = [
  { type: 'trace', schemaVersion: 1, originSeconds: 5 },
  {
    ...{ type: 'chart', ...BASE, quantumNs: 0, rows: 3, elements: 14, foldedIntervals: 0, tasks: 2, tasksDrawn: 2 },
    ...{ tasksGrouped: 0, tasksLeftOut: 0, leftOutRunningNs: 0, thresholdNs: 0, unknownNs: 0, inferredNs: 0 },
    ...{ taskNs: 2000, events: 20 },
  },
  {
    ...{ type: 'row', row: 0, kind: 'cpu', cpu: 0, ...BASE },
    cpuTotals: { busyNs: 900, idleNs: 100, unknownNs: 0, switches: 5, lost: 0 },
  },
  task(1, 11, 'loud', 600),
  task(2, 22, 'quiet', 300),
  onCpu(0, 400, 1, 11, 'loud'),
  onCpu(400, 600, 2, 22, 'quiet'),
  onCpu(600, 800, 1, 11, 'loud'),
  onCpu(800, 900, 2, 22, 'quiet'),
  box(0, 'idle', 900, 1000),
  box(1, 'running', 0, 400, { cpu: 0, callchain: 0 }),
  box(1, 'waiting', 400, 600, { cpu: 0, cause: 'preempted' }),
  box(1, 'running', 600, 800, { cpu: 0, callchain: 0 }),
  box(1, 'sleeping', 800, 1000, { reason: 'futex_wait' }),
  box(2, 'sleeping', 0, 300, { reason: 'io_schedule' }),
  box(2, 'waiting', 300, 400, { cause: 'woken', wakerTid: 11, wakerComm: 'loud', wakerRow: 1, wakeupNs: 290 }),
  box(2, 'running', 400, 600, { cpu: 0 }),
  box(2, 'waiting', 600, 800, { cpu: 0, cause: 'preempted' }),
  box(2, 'running', 800, 900, { cpu: 0 }),
  box(2, 'sleeping', 900, 1000),
  {
    type: 'callchain',
    id: 0,
    frames: [{ ip: 'a', symbol: 'do_nothing', dso: '/usr/lib/libidle.so' }],
  },
  { type: 'chartEnd' },
]
const small = chartDataOf(SMALL)
const at = (row: number, startNs: number): Selection => {
  const selection = selectBox(small, row, 'sched', startNs)
  if (selection === undefined) throw new Error(`row ${row} has no box at ${startNs}`)
  return selection
}
const told = (selection: Selection | undefined) => selection && [selection.row, selection.startNs, selection.endNs]

describe('from one box to another', () => {
  test('before and after', () => {
    expect(told(neighbour(at(2, 400), 1))).toEqual([2, 600, 800])
    expect(told(neighbour(at(2, 400), -1))).toEqual([2, 300, 400])
    expect(neighbour(at(2, 0), -1)).toBeUndefined()
    expect(neighbour(at(2, 900), 1)).toBeUndefined()
  })

  test('the one that holds a time, or the nearest', () => {
    expect(told(selectNear(small, 2, 650))).toEqual([2, 600, 800])
    expect(told(selectNear(small, 2, 5000))).toEqual([2, 900, 1000])
    expect(selectNear(small, 9, 5)).toBeUndefined()
    expect(selectBox(small, 2, 'sched', 301)).toBeUndefined()
    expect(selectBox(small, 2, 'io', 300)).toBeUndefined()
  })

  test('to the waker, from the wait, the sleep before it and the run after it', () => {
    for (const start of [0, 300, 400]) expect(told(wakerOf(small, at(2, start)))).toEqual([1, 0, 400])
    expect(wakerOf(small, at(2, 600))).toBeUndefined()
    expect(wakerOf(small, at(0, 0))).toBeUndefined()
  })

  test.each<[string, Partial<BoxItem>]>([
    ['of a task that it stopped', { wakerTid: 11, wakerComm: 'loud', wakerRow: 0 }],
    ['of which no task is known', {}],
  ])('to the CPU whose interrupt ended the sleep, %s', (_, waker) => {
    const wake = {
      cause: 'woken',
      wakeupNs: 290,
      context: 'interrupt',
      interrupt: 'nvme',
      wakerCpu: 0,
      ...waker,
    } as const
    const data = chartDataOf(
      SMALL.map(item => (item.type === 'box' && item.startNs === 300 ? box(2, 'waiting', 300, 400, wake) : item)),
    )
    const wait = selectBox(data, 2, 'sched', 300) as Selection
    expect(told(wakerOf(data, wait))).toEqual([0, 0, 400])
    const survey = createSurvey(data)
    while (!survey.isComplete) survey.surveyNext()
    expect(survey.wakes).toEqual([{ timeNs: 290, lengthNs: 100, wakerRow: 0, row: 2, byInterrupt: true }])
  })

  test('to those that it woke', () => {
    const survey = createSurvey(small)
    while (!survey.isComplete) survey.surveyNext()
    expect(survey.wakes).toEqual([{ timeNs: 290, lengthNs: 100, wakerRow: 1, row: 2, byInterrupt: false }])
    expect(wakeesOf(survey.wakes, at(1, 0))).toHaveLength(1)
    expect(wakeesOf(survey.wakes, at(1, 600))).toHaveLength(0)
    expect(longestWakes(survey.wakes, { startNs: 0, endNs: 280 }, 0, 5)).toHaveLength(0)
    expect(longestWakes(survey.wakes, { startNs: 0, endNs: 300 }, 101, 5)).toHaveLength(0)
  })

  test('next on the CPU, in the row of the task', () => {
    expect(told(nextOnCpu(small, at(1, 0)))).toEqual([2, 400, 600])
    expect(told(nextOnCpu(small, at(2, 400)))).toEqual([1, 600, 800])
    expect(told(nextOnCpu(small, at(0, 400)))).toEqual([0, 600, 800])
    expect(nextOnCpu(small, at(2, 800))).toBeUndefined()
    expect(told(taskBoxOf(small, at(0, 600)))).toEqual([1, 600, 800])
  })

  test('who ran on the CPU while it waited', () => {
    expect(cpuRowOf(small, at(2, 300))).toBe(0)
    const { list, foldedNs } = antagonistsOf(small, at(2, 600))
    expect(list.map(({ ns, box: { startNs } }) => [ns, startNs])).toEqual([[200, 600]])
    expect(small.tables.tasks[list[0]?.task ?? -1]?.[0]).toBe(11)
    expect(foldedNs).toBe(0)
  })
})

describe('search', () => {
  const find = (text: string, isRegex = false, data = small): Search => {
    const query: Query = { text, isRegex }
    const search = createSearch(data, query)
    while (!search.isDone()) search.next()
    return search
  }

  test('a task by its name or number: its boxes, and those of the CPU besides', () => {
    for (const text of ['quiet', 'QUIET', '22', 'quiet:22']) {
      const { list, rows, times } = find(text)
      expect(list.map(([row]) => row)).toEqual([2, 2, 2, 2, 2, 2])
      expect(rows.get(0)?.size).toBe(2)
      expect(rows.has(1)).toBe(false)
      expect(times).toEqual([300, 300, 0, 400, 0])
    }
  })

  test('a symbol, a file of code, a reason', () => {
    expect(find('do_nothing').list).toHaveLength(2)
    expect(find('libidle').times).toEqual([600, 0, 0, 0, 0])
    expect(find('io_sched').list.map(([row, , record]) => [row, record])).toEqual([[2, 0]])
    expect(find('^(io|futex)_', true).list).toHaveLength(2)
    expect(find('nowhere').rows.size).toBe(0)
  })

  test('the share is one of all tasks', () => {
    expect(allTimes(small)).toEqual([900, 400, 0, 700, 0])
  })

  test('what is folded counts with its task', () => {
    const data = chartDataOf(syntheticChart({ spanNs: 2e9, quantumNs: 8_388_608 }))
    const row = data.rows.findIndex(({ label }) => label.startsWith('make:'))
    const { times } = find('make:', false, data)
    const totals = data.rows[row]?.totals ?? []
    expect(times[0]).toBe(totals[0])
    expect(times[1]).toBe(totals[1])
  })
})

describe('the numbers of a range', () => {
  test('cut at its edges', () => {
    const { all, tasks, cpus, isEstimate } = rangeStats(small, { startNs: 350, endNs: 650 })
    const noIo = { ioNs: 0, pollNs: 0, bytes: 0 }
    expect(all.times).toEqual([300, 300, 0, 0, 0])
    expect(tasks).toEqual([
      { row: 2, times: [200, 100, 0, 0, 0], ...noIo },
      { row: 1, times: [100, 200, 0, 0, 0], ...noIo },
    ])
    expect(cpus).toEqual([{ row: 0, times: [300, 0, 0, 0, 0], ...noIo }])
    expect(isEstimate).toBe(false)
  })

  test('the whole trace is what the totals say, folded or not', () => {
    const data = chartDataOf(syntheticChart({ spanNs: 2e9, quantumNs: 8_388_608 }))
    const { all, isEstimate } = rangeStats(data, data.head)
    const { times } = all
    const wanted = allTimes(data)
    expect(isEstimate).toBe(false)
    expect(times[0]).toBeCloseTo(wanted[0] as number, 0)
    expect(times[1]).toBeCloseTo(wanted[1] as number, 0)
    const half = { startNs: data.head.startNs, endNs: data.head.startNs + 3_333_333 }
    expect(rangeStats(data, half).isEstimate).toBe(true)
  })
})

describe('calls of I/O', () => {
  const MS = 1_000_000
  const data = chartDataOf(ioChart({ scheduled: false }))

  test('a range tells how long they took and what they moved; polls apart', () => {
    const { all, tasks } = rangeStats(data, data.head)
    // 10 ms of read, 1 of a failed receive, 5 of send, 10 of sync, 5 of write, and the times of a bin.
    expect(all).toMatchObject({ ioNs: 32 * MS + 500, pollNs: 15 * MS, bytes: 1_048_576 + 100 + 4096 })
    expect(tasks.map(({ row }) => row)).toEqual([0])
    const cut = rangeStats(data, { startNs: 15 * MS, endNs: 60 * MS })
    expect(cut.all).toMatchObject({ ioNs: 21 * MS, pollNs: 5 * MS, bytes: 524_288 + 100 })
    expect(cut.isEstimate).toBe(true)
  })

  test('the longest are listed, those of bins too, but no polls', () => {
    const survey = createSurvey(data)
    while (!survey.isComplete) survey.surveyNext()
    expect(survey.calls().map(({ lengthNs, box }) => [lengthNs, box.startNs / MS])).toEqual([
      [10 * MS, 10],
      [10 * MS, 40],
      [5 * MS, 30],
      [5 * MS, 95],
      [MS, 25],
      [90_000, 75],
    ])
  })

  test('a folded process shows those of all its tasks', () => {
    const items = ioChart({ scheduled: false }).map(item => (item.type === 'row' ? { ...item, parent: 2 } : item))
    const scale = createTimeScale(0, 100 * MS, 100)
    const painter = new RowPainter('process', scale, 1_048_576)
    const rows = chartDataOf(items)
    paintFolded(painter, { ...rows, childrenOf: () => [0, 1] }, 2, scale)
    const painted = painter.finish()
    const pathOf = (name: SlotName) => painted.find(({ slot }) => slot === SLOT[name])?.d ?? ''
    expect(pathOf('ioFile')).toMatch(/^M10 [\d.]+h10v[\d.]+h-10z/)
    expect(pathOf('ioPoll')).toMatch(/^M55 [\d.]+h15v3h-15z$/)
    expect(pathOf('ioSync')).toMatch(/^M40 8h10v15h-10z$/)
    expect(pathOf('ioError')).not.toBe('')
  })
})

test('a histogram has a bar for each doubling', () => {
  expect([0, 999, 1000, 1999, 2000, 1_024_000, 1e15].map(barOf)).toEqual([0, 0, 1, 1, 2, 11, 23])
  for (let bar = 1; bar < 23; bar++) expect(barOf(barStart(bar))).toBe(bar)
  expect(histogramOf(small, 2).counts[0]).toBe(2)
  const folded = chartDataOf(syntheticChart({ spanNs: 2e9, quantumNs: 8_388_608 }))
  const row = folded.rows.findIndex(({ label }) => label.startsWith('make:'))
  const { counts, folded: inBins } = histogramOf(folded, row)
  const sum = counts.reduce((all, count) => all + count, 0)
  expect(inBins).toBeGreaterThan(0)
  expect(sum).toBeGreaterThanOrEqual(inBins)
})

test('a bin has no state of its own, a box has', () => {
  expect(stateOf(small, at(1, 400))).toBe('waiting')
  expect(stateOf(small, at(0, 900))).toBe('idle')
})
