import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import { type RowElement, told, writtenRow } from './testing/written-row.js'

const MS = 1_000_000
const box = (lane: BoxItem['lane'], state: string, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row: 0, lane, state, startNs: 5 * MS, endNs: 8 * MS },
  ...more,
})
const mark = (kind: ChartMarkItem['kind'], more: Partial<ChartMarkItem> = {}): ChartMarkItem => ({
  ...{ type: 'mark', row: 0, kind, timeNs: 7 * MS },
  ...more,
})
const bin = (lane: BinItem['lane'], states: Readonly<Record<string, number>>): BinItem => ({
  ...{ type: 'bin', row: 0, lane, startNs: 0, endNs: 10 * MS },
  states: Object.fromEntries(Object.entries(states).map(([state, ns]) => [state, { ns, count: 2 }])),
  longest: { state: Object.keys(states)[0] ?? '', startNs: MS, endNs: 2 * MS },
})
const describeOne = (item: RowElement) => told(writtenRow([item]), item.type === 'mark' ? 'mark' : item.lane)
const factsOf = (item: RowElement): Readonly<Record<string, string>> => Object.fromEntries(describeOne(item).facts)

describe('the title', () => {
  test.each<[RowElement, string]>([
    [box('sched', 'waiting', { cause: 'preempted' }), 'waiting (preempted) 3.00 ms'],
    [box('sched', 'waiting'), 'waiting 3.00 ms'],
    [box('sched', 'running', { tid: 7, comm: 'a\tb' }), 'a␉b:7 3.00 ms'],
    [box('sched', 'running', { tid: 7 }), ':7 3.00 ms'],
    [box('sched', 'running', { tid: 0, comm: 'swapper/1' }), 'the idle task 3.00 ms'],
    [box('sched', 'running', { tid: -1, comm: 'gone' }), 'gone 3.00 ms'],
    [box('interrupt', 'softirq', { text: 'TIMER' }), 'TIMER (softirq) 3.00 ms'],
    [box('interrupt', 'vector'), 'vector (vector) 3.00 ms'],
    [box('cState', 'C6'), 'C6 3.00 ms'],
    [box('pState', '2400000'), '2.40 GHz for 3.00 ms'],
    [box('pState', 'other'), 'other frequency for 3.00 ms'],
    [box('io', 'read', { bytes: 4096 }), 'read 4.00 KiB in 3.00 ms'],
    [box('io', 'tx', { text: 'sendto', error: 'EPIPE', bytes: 0, merges: 1 }), '2 × sendto EPIPE in 3.00 ms'],
    [mark('exec', { text: 'make' }), 'exec: make'],
    [mark('lost'), 'lost'],
    [bin('sched', { running: 1, waiting: 2 }), '10.0 ms of short intervals: running, waiting'],
    [bin('pState', { 800000: 1, other: 2 }), '10.0 ms of short intervals: 800 MHz, other frequency'],
  ])('%j: %s', (item, title) => {
    expect(describeOne(item).title).toBe(title)
  })
})

describe('facts of a box', () => {
  test('when, how long, on which CPU', () => {
    const { start, duration, ...more } = factsOf(box('sched', 'running', { cpu: 3 }))
    expect([start, duration]).toEqual(['100.005000 s  (+5 ms)', '3 ms'])
    expect(more).toEqual({ CPU: '3' })
    expect(factsOf(box('sched', 'sleeping', { cpu: 3 }))).toMatchObject({ 'last CPU': '3' })
    expect(factsOf(box('sched', 'sleeping', { cpu: null }))).not.toHaveProperty('last CPU')
    expect(factsOf(box('io', 'read', { cpu: 3 }))).not.toHaveProperty('last CPU')
  })

  test('what it is cut by, and what of it is certain', () => {
    const cuts = (['start', 'end', 'both'] as const).map(cut => factsOf(box('sched', 'running', { cut })).cut)
    const both = 'began before and went on after the trace'
    expect(cuts).toEqual(['began before the trace', 'went on after the trace', both])
    expect(factsOf(box('io', 'read', { cut: 'end' })).cut).toBe('had not returned by then')
    expect(factsOf(box('io', 'read', { cut: 'start' })).cut).toBe('began before the trace')
    expect(factsOf(box('sched', 'running', { inferred: true })).certainty).toBe(
      'an edge of it was concluded, not recorded',
    )
    expect(factsOf(box('sched', 'running'))).not.toHaveProperty('certainty')
  })

  test('how it ended, and what it waits in', () => {
    const facts = factsOf(box('sched', 'blocked', { prevState: 'D', reason: 'io_schedule' }))
    expect(facts).toMatchObject({ 'switched out': 'D, to wait uninterruptibly', 'waits in': 'io_schedule' })
  })

  test.each<[Partial<BoxItem>, string | undefined]>([
    [{}, undefined],
    [{ wakerTid: 5, wakerComm: 'make', context: 'task' }, 'make:5'],
    [{ wakerTid: 5, wakerComm: 'make', wakerCpu: 2, context: 'task' }, 'make:5 on CPU 2'],
    [{ wakerTid: 5, context: 'task' }, ':5'],
    [{ wakerTid: 0, wakerComm: 'swapper/2', wakerCpu: 2, context: 'task' }, 'the idle task on CPU 2'],
    [{ context: 'interrupt' }, 'an interrupt'],
    [{ context: 'interrupt', interrupt: 'eth0', wakerCpu: 1 }, 'eth0 on CPU 1'],
    [{ context: 'interrupt', wakerTid: 5, wakerComm: 'make', wakerCpu: 1 }, 'an interrupt on CPU 1, during make:5'],
  ])('who woke it: %j', (more, waker) => {
    expect(factsOf(box('sched', 'waiting', more))['woken by']).toBe(waker)
  })

  test('when it was woken', () => {
    expect(factsOf(box('sched', 'waiting', { wakeupNs: 4 * MS }))['woken at']).toBe('100.004000 s')
    expect(factsOf(box('sched', 'waiting'))).not.toHaveProperty('woken at')
  })
})

describe('facts of a call', () => {
  test('bytes are told where they are known, also that there were none', () => {
    expect(factsOf(box('io', 'read', { bytes: 0 })).bytes).toBe('0')
    expect(factsOf(box('io', 'read'))).not.toHaveProperty('bytes')
    expect(factsOf(box('io', 'sync', { bytes: 0 }))).not.toHaveProperty('bytes')
  })

  test('a descriptor that is none is told too', () => {
    expect(factsOf(box('io', 'read', { fd: 0 }))['file descriptor']).toBe('0')
    expect(factsOf(box('io', 'read', { fd: -1, error: 'EBADF' }))['file descriptor']).toBe('-1')
    for (const fd of [null, undefined]) expect(factsOf(box('io', 'poll', { fd }))).not.toHaveProperty('file descriptor')
  })
})

test('facts of a mark: when, and how many it stands for', () => {
  expect(factsOf(mark('lost', { count: 1200 }))).toEqual({ at: '100.007000 s  (+7 ms)', count: '1,200' })
  expect(factsOf(mark('fork'))).toEqual({ at: '100.007000 s  (+7 ms)' })
})

test('facts of a bin: the share and the count of each state, and the longest', () => {
  expect(factsOf(bin('pState', { 800000: 6 * MS, other: 2 * MS }))).toMatchObject({
    ...{ length: '10 ms', '800 MHz': '60%, 6 ms in 2', 'other frequency': '20%, 2 ms in 2' },
    longest: '800 MHz, 1 ms at 100.001000 s',
  })
})
