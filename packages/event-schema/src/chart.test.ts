import { ChartHeadItemSchema, RowItemSchema } from './chart.js'
import { zeroTotals } from './timeline.js'

/** A week of 600 tasks. Units: ns. */
const MANY_NS = 600 * 7 * 86_400e9

test('time added up over many tasks may be more than a double tells apart', () => {
  expect(Number.isSafeInteger(MANY_NS)).toBe(false)
  const row = { type: 'row', row: 0, kind: 'group', comm: 'sh', tasks: 600, startNs: 0, endNs: 7 * 86_400e9 }
  expect(RowItemSchema.safeParse({ ...row, totals: { ...zeroTotals(), sleepingNs: MANY_NS } }).success).toBe(true)
  expect(RowItemSchema.safeParse({ ...row, totals: { ...zeroTotals(), sleepingNs: 0.5 } }).success).toBe(false)
  expect(RowItemSchema.safeParse({ ...row, totals: { ...zeroTotals(), maxWaitNs: MANY_NS } }).success).toBe(false)
  const sums = { leftOutRunningNs: 0, thresholdNs: 0, unknownNs: MANY_NS, inferredNs: 0, taskNs: MANY_NS, events: 1 }
  const counts = {
    quantumNs: 0,
    rows: 1,
    elements: 1,
    foldedIntervals: 0,
    tasks: 600,
    tasksDrawn: 0,
    tasksGrouped: 600,
  }
  const head = { type: 'chart', startNs: 0, endNs: 7 * 86_400e9, ...counts, tasksLeftOut: 0, ...sums }
  expect(ChartHeadItemSchema.safeParse(head).success).toBe(true)
})
