import { GroupLane, GroupRow } from './group.js'
import { TaskRow } from './rows.js'

const told = (group: GroupRow) =>
  group.lanes.map(({ lane, bins }) => `${lane} ${bins.quantumNs}: ${bins.bins.map(bin => bin.index).join(' ')}`)

describe('GroupLane', () => {
  /** The quantum after making room for each of the intervals in turn. */
  function quanta(limit: number, quantumNs: number, ...intervals: [number, number][]): number[] {
    const lane = new GroupLane('sched')
    return intervals.map(([startNs, endNs]) => {
      lane.widen(startNs, endNs, limit, quantumNs)
      return lane.bins.quantumNs
    })
  }

  test('has bins as short as its limit allows over all that it holds, but none shorter than a microsecond', () => {
    expect(quanta(10, 0, [0, 100])).toEqual([1_024])
    expect(quanta(10, 0, [0, 10_240], [0, 10_241], [0, 81_920])).toEqual([1_024, 2_048, 8_192])
  })

  test('reaches to both sides, and never gets shorter again', () => {
    expect(quanta(10, 0, [50_000, 50_100], [30_000, 30_100], [90_000, 90_100], [50_000, 50_100])).toEqual([
      1_024, 2_048, 8_192, 8_192,
    ])
  })

  test('is no finer than the chart', () => {
    expect(quanta(10, 4_096, [0, 100])).toEqual([4_096])
    expect(quanta(10, 4_097, [0, 100])).toEqual([8_192])
  })
})

describe('GroupRow', () => {
  test('takes what tasks without a row did, lane by lane', () => {
    const group = new GroupRow('x')
    group.add('sched', 1, 5_000, 5_100, 100, 0, 1, 0)
    group.add('io', 2, 2_000, 7_000, 100, 2_048, 3, 80)
    group.add('sched', 1, 1_000, 1_010, 100, 0, 1, 0)
    expect(told(group)).toEqual(['sched 1024: 0 4', 'io 2048: 0 1 2 3'])
    expect([group.startNs, group.endNs, group.elements]).toEqual([1_000, 7_000, 6])
  })

  test('takes over a task with its extent, totals, samples and lanes, but no lane of which there is nothing', () => {
    const group = new GroupRow('x')
    group.add('sched', 1, 5_000, 5_100, 100, 0, 1, 0)
    const row = new TaskRow({ taskId: 1, tid: 1, pid: 1, comm: 'x' }, 0, 0)
    row.touch(2_000, 9_000)
    row.totals.runningNs = 70
    row.countSample('cycles')
    row.track('io').fold(3, 8_000, 8_500, 1_024)
    group.absorb(row, 100, 1_024)
    expect(told(group)).toEqual(['sched 1024: 4', 'io 1024: 7 8'])
    expect(group).toMatchObject({ tasks: 1, startNs: 2_000, endNs: 9_000, totals: { runningNs: 70 } })
    expect(group.samples).toEqual(new Map([['cycles', 1]]))
  })
})
