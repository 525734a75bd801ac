import type { TimelineItem } from '@tc-stream/event-schema'
import { freq, idle, irq, lost, ofType, run, sample, story, sw, wake } from './testing.test-helper.js'

interface Flags {
  readonly startNs: number
  readonly endNs: number
  readonly inferred?: true | undefined
  readonly cut?: string | undefined
}

const span = ({ startNs, endNs, inferred, cut }: Flags): string =>
  `${startNs}-${endNs}${inferred ? ' ?' : ''}${cut === undefined ? '' : ' >'}`

const depths = (items: readonly TimelineItem[], cpu: number): string[] =>
  ofType(items, 'cState')
    .filter(item => item.cpu === cpu)
    .map(item => `C${item.state} ${span(item)}`)

const speeds = (items: readonly TimelineItem[], cpu: number): string[] =>
  ofType(items, 'pState')
    .filter(item => item.cpu === cpu)
    .map(item => `${item.freqKhz} ${span(item)}`)

describe('C-states', () => {
  test('any depth; it may change without a way out; the last one is open when the trace ends', () => {
    const items = run([
      idle(0, 2, null),
      idle(10, 2, 1),
      idle(20, 2, 3),
      idle(30, 2, null),
      idle(40, 2, 9),
      sample(50, 2, 'idle'),
    ])
    expect(depths(items, 2)).toEqual(['C1 10-20', 'C3 20-30', 'C9 40-50 >'])
  })

  test('a CPU that runs a task is in none, even where the way out was not recorded', () => {
    const items = run([
      sw(0, 0, 'a', 'S', 'idle'),
      idle(10, 0, 6),
      sw(20, 0, 'idle', 'R', 'a'),
      sw(30, 0, 'a', 'S', 'idle'),
      idle(40, 0, 6),
      sample(50, 0, 'b'),
      sw(60, 0, 'b', 'S', 'idle'),
    ])
    expect(depths(items, 0)).toEqual(['C6 10-20 ?', 'C6 40-50 ?'])
  })
})

test('a frequency lasts to the next one of that CPU, whichever CPU set it, and to the end of the trace', () => {
  const items = run([
    freq(10, 0, 800_000),
    freq(10, 1, 1_200_000),
    freq(20, 0, 3_400_000),
    freq(35, 1, 800_000),
    sample(50, 0, 'idle'),
  ])
  expect(speeds(items, 0)).toEqual(['800000 10-20', '3400000 20-50 >'])
  expect(speeds(items, 1)).toEqual(['1200000 10-35', '800000 35-50 >'])
})

describe('interrupts', () => {
  const told = (items: readonly TimelineItem[]) =>
    ofType(items, 'interrupt').map(item => `${item.name} ${span(item)} CPU ${item.cpu}`)

  test('each from its entry to its exit, nested ones within', () => {
    const items = run([
      irq(0, 0, 'softirq', 'exit', 1),
      irq(10, 0, 'softirq', 'entry', 1),
      irq(12, 0, 'hardirq', 'entry', 16),
      irq(13, 1, 'vector', 'entry', 236),
      irq(14, 0, 'hardirq', 'exit', 16),
      irq(15, 1, 'vector', 'exit', 236),
      irq(20, 0, 'softirq', 'exit', 1),
      sample(30, 0, 'idle'),
    ])
    expect(told(items)).toEqual(['hardirq 16 12-14 CPU 0', 'vector 236 13-15 CPU 1', 'softirq 1 10-20 CPU 0'])
  })

  test('one that the trace ends in is drawn up to there; one that a switch leaves open is not', () => {
    const items = run([
      irq(5, 0, 'hardirq', 'entry', 9),
      sw(10, 0, 'a', 'S', 'idle'),
      irq(20, 0, 'vector', 'entry', 236),
      sample(30, 1, 'idle'),
    ])
    expect(told(items)).toEqual(['vector 236 20-30 > CPU 0'])
  })
})

describe('lost events', () => {
  const gaps = (items: readonly TimelineItem[], cpu: number) =>
    ofType(items, 'cpuGap')
      .filter(item => item.cpu === cpu)
      .map(({ startNs, endNs, lost: count }) => `${startNs}-${endNs}${count === undefined ? '' : ` lost ${count}`}`)

  test('what the CPU ran and held is unknown until seen again', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'b'),
      sample(15, 0, 'b'),
      sample(15, 1, 'idle'),
      lost(30, 0, 7),
      wake(40, 1, 'idle', 'a'),
      sw(50, 0, 'a', 'S', 'idle'),
      sample(60, 0, 'idle'),
    ])
    expect(story(items, 'a')).toEqual([
      'running 0-10',
      'sleeping 10-15 ?',
      'unknown 15-40',
      'unknown 40-50',
      'sleeping 50-60 >',
    ])
    expect(story(items, 'b')).toEqual(['unknown 0-10 <', 'running 10-15 ?', 'unknown 15-60 >'])
    expect(ofType(items, 'lost')).toEqual([{ type: 'lost', cpu: 0, count: 7, timeNs: 30 }])
    expect(gaps(items, 0)).toEqual(['15-50 lost 7'])
    expect(gaps(items, 1)).toEqual([])
    expect(ofType(items, 'cpu')[0]).toMatchObject({ cpu: 0, lost: 7, unknownNs: 35 })
  })

  test('a C-state and a frequency are known up to the last event before, and not after', () => {
    const items = run([
      sw(0, 0, 'a', 'S', 'idle'),
      freq(2, 0, 800_000),
      idle(5, 0, 3),
      sample(8, 0, 'idle'),
      lost(20, 0, 1),
      sw(30, 0, 'idle', 'R', 'a'),
      sw(40, 0, 'a', 'S', 'idle'),
    ])
    expect(depths(items, 0)).toEqual(['C3 5-8 ?'])
    expect(speeds(items, 0)).toEqual(['800000 2-8 ?'])
    expect(gaps(items, 0)).toEqual(['8-30 lost 1'])
  })

  test('losses that follow each other are one gap; what was unknown before stays apart', () => {
    const items = run([
      sw(0, 1, 'idle', 'R', 'b'),
      irq(10, 0, 'hardirq', 'entry', 1),
      lost(20, 0, 1),
      lost(30, 0, 2),
      sw(40, 0, 'a', 'S', 'idle'),
      sample(50, 0, 'idle'),
      lost(60, null, 4),
    ])
    expect(gaps(items, 0)).toEqual(['0-10', '10-40 lost 3', '50-60 lost 4'])
    expect(gaps(items, 1)).toEqual(['0-60 lost 4'])
  })

  test('of a CPU that nothing else tells of, all is lost; before the trace begins, nothing is', () => {
    const items = run([lost(0, 0, 1), sw(10, 1, 'idle', 'R', 'a'), lost(20, 2, 5), sw(30, 1, 'a', 'S', 'idle')])
    expect(gaps(items, 2)).toEqual(['10-30 lost 5'])
    expect(ofType(items, 'cpu').map(item => item.cpu)).toEqual([1, 2])
    expect(ofType(items, 'lost').map(item => item.count)).toEqual([1, 5])
  })
})
