import type { TimelineItem, TraceItem } from '@tc-stream/event-schema'
import { compareByTopology } from '../src/topology.js'
import { chartOf } from './check-chart.js'

const trace = (facts: Partial<TraceItem>): TimelineItem => ({
  type: 'trace',
  schemaVersion: 1,
  originSeconds: 0,
  ...facts,
})
const idle = (cpu: number): TimelineItem => ({ type: 'idle', cpu, startNs: 0, endNs: 100 })
const cpus = (count: number) => Array.from({ length: count }, (_, cpu) => cpu)

/** Two sockets of two cores of two threads, as Linux numbers them. */
const MACHINE = { siblingSockets: ['0,2,4,6', '1,3,5,7'], siblingThreads: ['0,4', '1,5', '2,6', '3,7'] }

function orderOf(facts: Partial<TraceItem>, topology: boolean, count = 8) {
  const chart = chartOf([trace(facts), ...cpus(count).map(idle)], { topology })
  return {
    order: chart.rows.flatMap(row => (row.kind === 'cpu' ? [row.cpu] : [])),
    codes: [...chart.diagnostics.keys()],
  }
}

describe('the order of CPUs', () => {
  test('is that of their numbers', () => {
    expect(orderOf(MACHINE, false)).toEqual({ order: cpus(8), codes: [] })
  })

  test('is that of the machine: sockets, in them cores with their threads', () => {
    expect(orderOf(MACHINE, true)).toEqual({ order: [0, 4, 2, 6, 1, 5, 3, 7], codes: [] })
  })

  test('keeps the dies of a socket together', () => {
    const facts = {
      siblingSockets: ['0-7'],
      siblingDies: ['0-1,4-5', '2-3,6-7'],
      siblingThreads: ['0,4', '2,6', '1,5', '3,7'],
    }
    expect(orderOf(facts, true).order).toEqual([0, 4, 1, 5, 2, 6, 3, 7])
  })

  test('needs the text to tell: else it says so and keeps the numbers', () => {
    expect(orderOf({}, true)).toEqual({ order: cpus(8), codes: ['TC_REDUCE_NO_TOPOLOGY'] })
  })

  test('of CPUs that no list has: behind the others', () => {
    expect(orderOf({ siblingSockets: ['1', '3'], siblingThreads: ['nonsense', '3,1-2'] }, true, 5).order).toEqual([
      1, 3, 2, 0, 4,
    ])
  })

  test.each(['x3', '3x', '3-', '-3', '3 5', '3-5-7', ''])('of a list that is none, %j: behind the others', list => {
    expect(orderOf({ siblingSockets: [list, '4', ' 2 - 3 ', ' 1 '] }, true, 5).order).toEqual([4, 1, 0, 2, 3])
  })

  test('of numbers of many digits', () => {
    const compare = compareByTopology({ siblingSockets: ['12-130', '1,14'] })
    expect([1, 2, 12, 13, 14, 130, 131].sort(compare)).toEqual([12, 13, 14, 130, 1, 2, 131])
  })

  test('of lists that are longer than any machine', () => {
    const compare = compareByTopology({ siblingThreads: ['7', '0-999999999'] })
    expect([0, 7, 999_999_999, 12].sort(compare)).toEqual([7, 0, 12, 999_999_999])
  })
})
