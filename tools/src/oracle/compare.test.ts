import type { IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { compareTimeline, faultsOf } from './compare.js'
import { sampleLine, switchLine, timelineOf, wakeupLine } from './hand-made.js'
import { recordedStretches } from './recorded-stretches.js'
import { readReference } from './reference-reader.js'
import { formatComparison } from './report.js'
import type { Stretch } from './stretch.js'
import type { PlacedBox } from './timechart-svg.js'
import { readTimeline } from './timeline-stretches.js'

const IDLE = 'swapper/0'
/** Task 7 runs, blocks, is woken, waits, runs, is preempted by 8, runs again and sleeps idly; 9 is new. */
const TEXT = [
  switchLine(100, 1, IDLE, 'R', 'a/7'),
  switchLine(200, 1, 'a/7', 'D', IDLE),
  wakeupLine(300, 1, IDLE, 'a/7'),
  switchLine(350, 1, IDLE, 'R', 'a/7'),
  wakeupLine(380, 1, 'a/7', 'a/7'),
  switchLine(400, 1, 'a/7', 'R+', 'b/8'),
  switchLine(450, 1, 'b/8', 'S', 'a/7'),
  switchLine(500, 1, 'a/7', 'I', IDLE),
  wakeupLine(510, 0, 'c/6', 'd/9', true),
  switchLine(520, 1, IDLE, 'R', 'd/9'),
  wakeupLine(600, 1, 'd/9', 'a/7'),
  switchLine(700, 1, 'd/9', 'Z', 'a/7'),
  sampleLine(800, 0, IDLE),
].join('\n')
const EXTENT = { startNs: 100, endNs: 800 }
const reference = readReference(TEXT)
const recorded = recordedStretches(reference)
const told = recorded.map(({ tid, state, startNs, endNs }) => `${tid} ${state} ${startNs % 1000n}-${endNs % 1000n}`)

/** What perf timechart would draw: no wait after the preemption, and the idle sleep as blocked. */
const boxes: PlacedBox[] = recorded
  .filter(({ state, startNs }) => state !== 'sleeping' && !(state === 'waiting' && startNs === 5_000_000_400n))
  .map(stretch => ({
    box: { row: 'task', tid: stretch.tid, state: 'running', cpu: stretch.cpu, x: 0, width: 0, title: '' },
    stretch: stretch.state === 'idle' ? { ...stretch, state: 'blocked' } : stretch,
  }))

function faults(items: readonly TimelineItem[], peer = boxes): string[] {
  return faultsOf(compareTimeline(readTimeline(items), reference, peer))
}

/** The true timeline with one interval changed, or dropped. */
function changed(of: { tid: number; startNs: number }, change: Partial<IntervalItem> | undefined): TimelineItem[] {
  let met = 0
  const items = timelineOf(recorded, EXTENT).flatMap(item => {
    if (item.type !== 'interval' || item.tid !== of.tid || item.startNs !== of.startNs) return [item]
    met++
    return change === undefined ? [] : [{ ...item, ...change }]
  })
  expect(met).toBe(1)
  return items
}

test('what the recording proves', () => {
  expect(told).toEqual([
    '7 running 100-200',
    '7 blocked 200-300',
    '7 waiting 300-350',
    '7 running 350-400',
    '8 running 400-450',
    '7 waiting 400-450',
    '7 running 450-500',
    '9 waiting 510-520',
    '7 idle 500-600',
    '9 running 520-700',
    '7 waiting 600-700',
  ])
})

test('the true timeline has no fault', () => {
  const items = timelineOf(recorded, EXTENT)
  // The cause of a wait is told by the tracker, so the hand-made items need it where it is not `woken`.
  const withCauses = items.map(item => {
    if (item.type !== 'interval' || item.state !== 'waiting') return item
    return { ...item, cause: item.startNs === 400 ? 'preempted' : item.tid === 9 ? 'new' : 'woken' } as IntervalItem
  })
  const comparison = compareTimeline(readTimeline(withCauses), reference, boxes)
  expect(faultsOf(comparison)).toEqual([])
  expect(comparison.peer.map(({ state, told, confirmed, found }) => [state, told, confirmed, found])).toEqual([
    ['running', 5, 5, 5],
    ['waiting', 3, 3, 3],
    ['blocked', 1, 1, 1],
    ['idle', 1, 1, 1],
  ])
  expect(formatComparison(comparison)).toContain('running          5         5       5       0')
})

describe('finds', () => {
  test.each([
    ['start', { startNs: 101 }],
    ['end', { endNs: 201 }],
    ['state', { state: 'waiting' }],
    ['CPU', { cpu: 0 }],
    ['tid', { tid: 77 }],
  ] as const)('a running interval with a wrong %s', (_what, change) => {
    const found = faults(changed({ tid: 7, startNs: 100 }, change))
    expect(found).toContain('perf timechart has it: tid 7 running on CPU 1, 5.000000100 to 5.000000200')
    expect(found).toContain('the recording has it: tid 7 running on CPU 1, 5.000000100 to 5.000000200')
    expect(found.filter(fault => fault.startsWith('unfounded')).length).toBeGreaterThan(0)
  })

  test.each([
    [200, 'blocked'],
    [300, 'waiting'],
    [500, 'idle'],
    [100, 'running'],
  ])('a missing interval at %d, and one that is only inferred', (startNs, state) => {
    for (const change of [undefined, { inferred: true } as const]) {
      const found = faults(changed({ tid: 7, startNs }, change))
      expect(found).toContainEqual(expect.stringMatching(`^perf timechart has it: tid 7 ${state}`))
      expect(found).toContainEqual(expect.stringMatching(`^the recording has it: tid 7 ${state}`))
    }
  })

  test('certainty that nothing bears out', () => {
    const extra = (stretch: Stretch) => {
      const before = faults(timelineOf(recorded, EXTENT))
      return faults(timelineOf([...recorded, stretch], EXTENT)).filter(fault => !before.includes(fault))
    }
    const at = (tid: number, state: Stretch['state'], from: number, to: number, cpu: number | null = null): Stretch => {
      return { tid, state, cpu, startNs: 5_000_000_000n + BigInt(from), endNs: 5_000_000_000n + BigInt(to) }
    }
    expect(extra(at(8, 'sleeping', 450, 700))).toEqual([expect.stringContaining('no wakeup at its end')])
    expect(extra(at(9, 'sleeping', 460, 510))).toEqual([expect.stringContaining('no switch-out in that state')])
    expect(extra(at(6, 'running', 300, 510, 0))).toEqual([expect.stringContaining('no switch-in at its start')])
    expect(extra(at(7, 'running', 700, 800, 1))).toEqual([expect.stringContaining('no switch-out at its end')])
    expect(extra(at(8, 'waiting', 300, 400))).toEqual([expect.stringContaining('no wakeup at its start')])
    expect(extra(at(8, 'dead', 450, 800))).toEqual([expect.stringContaining('no switch-out in that state')])
    expect(extra(at(9, 'dead', 700, 800))).toEqual([])
  })

  test('an interval over switches of the task and of the CPU, and a false cut', () => {
    const over = changed({ tid: 7, startNs: 100 }, { endNs: 500 })
    expect(faults(over)).toContainEqual(expect.stringContaining('a switch of the task inside it'))
    const cut = changed({ tid: 7, startNs: 350 }, { cut: 'start' })
    expect(faults(cut)).toContainEqual(expect.stringContaining('cut before the trace starts'))
  })
})

test('a stretch may go on in a new row, under a new comm', () => {
  const items = timelineOf(recorded, EXTENT).flatMap(item => {
    if (item.type !== 'interval' || item.startNs !== 520) return [item]
    return [
      { ...item, endNs: 555 },
      { ...item, startNs: 555, taskId: 99, comm: 'renamed' },
    ]
  })
  const without = faults(timelineOf(recorded, EXTENT))
  expect(faults(items)).toEqual(without)
})

test('what speaks against itself is not asked for', () => {
  const hidden = [
    switchLine(100, 1, IDLE, 'R', 'a/7'),
    sampleLine(150, 1, 'b/8'),
    switchLine(200, 1, 'a/7', 'S', IDLE),
    sampleLine(250, 0, 'a/7'),
    wakeupLine(300, 1, IDLE, 'a/7'),
  ].join('\n')
  expect(recordedStretches(readReference(hidden))).toEqual([])
})

test('a task that is woken again has run between, unseen: only the wait after the last wakeup is proven', () => {
  const again = readReference(
    [
      switchLine(100, 1, 'a/7', 'S', 'b/8'),
      wakeupLine(200, 1, 'b/8', 'a/7'),
      wakeupLine(300, 1, 'b/8', 'a/7'),
      switchLine(400, 1, 'b/8', 'S', 'a/7'),
      switchLine(500, 1, 'a/7', 'S', IDLE),
    ].join('\n'),
  )
  const waits = recordedStretches(again).filter(({ state }) => state === 'waiting')
  expect(waits.map(({ startNs, endNs }) => [startNs % 1000n, endNs % 1000n])).toEqual([[300n, 400n]])
  const long = waits.map(stretch => ({ ...stretch, startNs: stretch.startNs - 100n }))
  const { unfounded } = compareTimeline(readTimeline(timelineOf(long, { startNs: 100, endNs: 500 })), again, [])
  expect(unfounded.map(({ reason }) => reason)).toEqual(['another wakeup inside it'])
})
