import type { ArrowItem, BoxItem } from '@tc-stream/event-schema'
import { ArrowChoice, drawArrows } from './arrows.js'
import { arrowHead, arrowLine } from './shared/arrow-shape.js'
import { Markup } from './shared/markup.js'
import { createTimeScale } from './shared/time-scale.js'

const wait = (row: number, startNs: number, lengthNs: number, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row, lane: 'sched', state: 'waiting', startNs, endNs: startNs + lengthNs, wakerRow: 0 },
  ...more,
})
const arrow = (toRow: number, timeNs: number, more: Partial<ArrowItem> = {}): ArrowItem => ({
  ...{ type: 'arrow', timeNs, fromRow: 0, toRow, context: 'task' },
  ...more,
})
function chosen(most: number, waits: readonly BoxItem[], arrows: readonly ArrowItem[], leastNs = 0) {
  const choice = new ArrowChoice(most)
  for (const box of waits) choice.wait(box)
  choice.setLeast(leastNs)
  for (const each of arrows) choice.arrow(each)
  return choice.all().map(({ toRow, timeNs }) => [toRow, timeNs])
}
const many = Array.from({ length: 60 }, (_, at) => at)

describe('the choice of arrows', () => {
  test('goes by the length of the waits that they ended in', () => {
    const waits = many.map(at => wait(1, at * 1000, 100 + at))
    const arrows = many.map(at => arrow(1, at * 1000))
    expect(chosen(3, waits, arrows)).toEqual([
      [1, 57_000],
      [1, 58_000],
      [1, 59_000],
    ])
    expect(chosen(0, waits, arrows)).toEqual([])
    // So many are always there, and of the others those that can be seen.
    expect(chosen(100, waits, arrows, 1000)).toHaveLength(24)
    expect(chosen(100, waits, arrows, 130)).toHaveLength(30)
  })

  test('a few are all drawn, whatever they ended in', () => {
    expect(chosen(120, [], [arrow(1, 5), arrow(2, 7)])).toHaveLength(2)
    expect(chosen(1, [], [arrow(1, 5), arrow(2, 7)])).toHaveLength(0)
  })

  test('the wakeup may come before the wait; where it is not told, the wait begins with it', () => {
    const waits = [wait(1, 500, 10, { wakeupNs: 490 }), wait(2, 500, 20)]
    const arrows = [arrow(1, 490), arrow(1, 500), arrow(2, 490), arrow(2, 500), ...many.map(at => arrow(3, at))]
    expect(chosen(50, waits, arrows)).toEqual([
      [1, 490],
      [2, 500],
    ])
  })

  test('of waits of one length at one time the upper rows have theirs', () => {
    const rows = [3, 1, 2]
    const waits = rows.map(row => wait(row, 500, 10))
    const arrows = [...rows.map(row => arrow(row, 500)), ...many.map(at => arrow(9, at))]
    expect(chosen(2, waits, arrows)).toEqual([
      [1, 500],
      [2, 500],
    ])
  })

  test('there are never more than asked for, though one wakeup came twice', () => {
    expect(chosen(1, [wait(1, 500, 10)], [arrow(1, 500), arrow(1, 500), arrow(1, 500)])).toEqual([[1, 500]])
  })

  test('nothing but a wait for a CPU whose waker is drawn counts', () => {
    const none = [wait(1, 500, 99, { state: 'blocked' }), wait(2, 500, 99, { wakerRow: undefined })]
    const arrows = [arrow(1, 500), arrow(2, 500), ...many.map(at => arrow(9, at))]
    expect(chosen(50, none, arrows)).toEqual([])
  })
})

describe('an arrow', () => {
  const [upper, lower] = [
    { y: 100, height: 20 },
    { y: 200, height: 20 },
  ]

  test('leaves the middle of a row and stops at the near edge of the other', () => {
    expect(arrowLine(50, upper, lower)).toBe('M50 110C40 139.33 40 168.67 50 198')
    expect(arrowHead(50, upper, lower)).toBe('M48.5 110a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0zM47.5 198h5l-2.5 5z')
    expect(arrowLine(50, lower, upper)).toBe('M50 210C40 180.33 40 150.67 50 121')
    expect(arrowHead(50, lower, upper)).toBe('M48.5 210a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0zM47.5 121h5l-2.5 -5z')
  })

  const markup = new Markup('p', 'auto')
  const scale = createTimeScale(0, 1000, 100)
  const draw = (...arrows: ArrowItem[]) => drawArrows(markup, arrows, [upper, lower], 30, scale)

  test('is drawn at its time, in the colour of what woke; from an interrupt dashed, out of the strip above the CPU', () => {
    const byTask = draw(arrow(1, 200))
    expect(byTask).toContain('<path d="M50 110C')
    expect(byTask).toContain('class="p-arrow-s"')
    expect(byTask).not.toContain('dash')
    const byInterrupt = draw(arrow(1, 200, { context: 'interrupt' }))
    expect(byInterrupt).toContain('<path d="M50 104C')
    expect(byInterrupt).toContain('stroke-dasharray="3 2" class="p-irqArrow-s"')
  })

  test('is not, where it would lead nowhere', () => {
    expect(draw(arrow(7, 200), arrow(1, 200, { fromRow: 7 }), arrow(0, 200))).toBe('')
    expect(draw()).toBe('')
  })
})
