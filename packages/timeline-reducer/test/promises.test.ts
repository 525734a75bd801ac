import fc from 'fast-check'
import type { TimelineReducerOptions } from '../src/index.js'
import { chartOf, checkChart } from './check-chart.js'
import { randomTimeline, type TimelineShape } from './random-timeline.js'

const shapes: fc.Arbitrary<TimelineShape> = fc.record({
  seed: fc.integer(),
  steps: fc.integer({ min: 0, max: 1_500 }),
  tasks: fc.integer({ min: 1, max: 30 }),
  cpus: fc.integer({ min: 1, max: 4 }),
  comms: fc.integer({ min: 1, max: 12 }),
  churn: fc.double({ min: 0, max: 0.6, noNaN: true }),
  chains: fc.integer({ min: 0, max: 40 }),
})

/** Limits low enough to be met by short timelines. */
const tight: fc.Arbitrary<TimelineReducerOptions> = fc.record({
  maxElements: fc.integer({ min: 150, max: 1_500 }),
  maxRows: fc.integer({ min: 1, max: 40 }),
  minTasks: fc.integer({ min: 0, max: 20 }),
  thresholdNs: fc.integer({ min: 0, max: 2_000_000 }),
  thresholdBytes: fc.integer({ min: 1, max: 200_000 }),
  worst: fc.integer({ min: 0, max: 10 }),
  maxGroups: fc.integer({ min: 1, max: 10 }),
  maxMarks: fc.integer({ min: 0, max: 60 }),
  maxCallchains: fc.integer({ min: 0, max: 30 }),
  maxArrows: fc.integer({ min: 0, max: 30 }),
  processRows: fc.boolean(),
})

describe('what the reducer promises', () => {
  test('under its limits every interval is exact, and all is told', () => {
    const all = { thresholdNs: 0, minTasks: 0 }
    fc.assert(
      fc.property(shapes, shape => {
        const timeline = randomTimeline(shape)
        const chart = checkChart(timeline, all)
        expect(chart.head.quantumNs).toBe(0)
        expect(chart.bins).toEqual([])
        expect(chart.head.tasksDrawn).toBe(chart.head.tasks)
        expect(chart.diagnostics.size).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  test('within tight limits the sums, the long intervals, and the worst are exact, and nothing is beyond a limit', () => {
    fc.assert(
      fc.property(shapes, tight, (shape, options) => {
        checkChart(randomTimeline(shape), options)
      }),
      { numRuns: 80 },
    )
  })

  test('the exact chart is kept as long as it fits, to the element', () => {
    const timeline = randomTimeline({ seed: 5, steps: 900, tasks: 12, cpus: 3, comms: 4, churn: 0, chains: 5 })
    const all = { thresholdNs: 0, minTasks: 0 }
    const { elements } = chartOf(timeline, all).head
    expect(chartOf(timeline, { ...all, maxElements: elements }).head).toMatchObject({ elements, quantumNs: 0 })
    const folded = checkChart(timeline, { ...all, maxElements: elements - 1 })
    expect(folded.head.quantumNs).toBeGreaterThan(0)
    expect(folded.head.elements).toBeLessThan(elements)
  })

  test('the same items give the same chart', () => {
    fc.assert(
      fc.property(shapes, tight, (shape, options) => {
        const first = chartOf(randomTimeline(shape), options)
        const second = chartOf(structuredClone(randomTimeline(shape)), options)
        expect(JSON.stringify(second.items)).toBe(JSON.stringify(first.items))
      }),
      { numRuns: 30 },
    )
  })
})
