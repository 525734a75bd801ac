import type { IntervalItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { timelineOf } from './hand-made.js'
import { findViolations } from './invariants.js'
import type { Stretch } from './stretch.js'

const SOUND: readonly Stretch[] = [
  { tid: 7, state: 'running', cpu: 0, startNs: 5_000_000_000n, endNs: 5_000_000_100n },
  { tid: 8, state: 'running', cpu: 1, startNs: 5_000_000_000n, endNs: 5_000_000_100n },
  { tid: 7, state: 'sleeping', cpu: null, startNs: 5_000_000_100n, endNs: 5_000_000_150n },
  { tid: 7, state: 'idle', cpu: null, startNs: 5_000_000_150n, endNs: 5_000_000_200n },
]
const EXTENT = { startNs: 0, endNs: 200 }
const sound = timelineOf(SOUND, EXTENT)

function withInterval(index: number, change: Partial<IntervalItem>): TimelineItem[] {
  let met = -1
  return sound.map(item => (item.type === 'interval' && ++met === index ? { ...item, ...change } : item))
}

function withTask(change: Partial<TaskItem>): TimelineItem[] {
  return sound.map(item => (item.type === 'task' && item.tid === 7 ? { ...item, ...change } : item))
}

test('a sound timeline', () => {
  expect(findViolations(sound)).toEqual([])
})

test.each<[string, TimelineItem[], string]>([
  ['an overlap', withInterval(2, { startNs: 99 }), 'task 7: interval of tid 7 running [0, 100) and'],
  ['an overlap of two rows of a tid', withInterval(2, { startNs: 99, taskId: 8 }), 'tid 7: interval'],
  ['two tasks on one CPU', withInterval(1, { cpu: 0 }), 'CPU 0: interval'],
  ['an interval that ends before it starts', withInterval(3, { startNs: 160, endNs: 155 }), 'ends before it starts'],
  ['an interval past the end', withInterval(3, { endNs: 201 }), 'is outside the trace'],
  ['an interval before the start', withInterval(0, { startNs: -1 }), 'is outside the trace'],
  ['a wrong total', withTask({ sleepingNs: 99 }), 'task 7 (tid 7): sleepingNs 99, not 100'],
  ['a task twice', [...sound.slice(0, -1), ...sound.slice(-2)], 'task 8 has two task items'],
  ['intervals without a task', sound.filter(item => item.type !== 'task'), 'task 7 has intervals and no task item'],
  ['no first item', sound.slice(1), 'the first item is interval, not trace'],
  ['no last item', sound.slice(0, -1), '0 end items'],
  [
    'intervals out of order',
    [...sound.slice(0, 1), ...sound.slice(1, 5).reverse(), ...sound.slice(5)],
    'task 7: interval',
  ],
])('finds %s', (_what, items, violation) => {
  expect(findViolations(items)).toContainEqual(expect.stringContaining(violation))
})

test('lists no more than a screenful', () => {
  const broken = Array.from({ length: 50 }, () => sound[1] as TimelineItem)
  const violations = findViolations([...sound.slice(0, 1), ...broken, ...sound.slice(1)])
  expect(violations).toHaveLength(21)
  expect(violations.at(-1)).toMatch(/^… and \d+ more$/)
})
