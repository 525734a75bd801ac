import fc from 'fast-check'
import { type Bin, BinSeries, bytesOf, CELL } from './bins.js'

type Interval = readonly [state: number, startNs: number, lengthNs: number]

const intervals: fc.Arbitrary<Interval[]> = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: -5_000, max: 50_000 }),
    fc.integer({ min: 0, max: 3_000 }),
  ),
  { maxLength: 80 },
)

function seriesOf(list: readonly Interval[], quantumNs: number): BinSeries {
  const series = new BinSeries()
  series.quantumNs = quantumNs
  for (const [state, startNs, lengthNs] of list) series.add(state, startNs, startNs + lengthNs)
  return series
}

/** What bins say, whatever the order in which their states came. */
const told = (series: BinSeries) =>
  series.bins.map(bin => ({
    index: bin.index,
    cells: cellsOf(bin),
    longest: [bin.longestStartNs, bin.longestEndNs],
  }))

function cellsOf({ cells }: Bin): number[][] {
  const triples: number[][] = []
  for (let at = 0; at < cells.length; at += CELL) triples.push(cells.slice(at, at + CELL))
  return triples.sort((a, b) => (a[0] as number) - (b[0] as number))
}

describe('BinSeries', () => {
  test('splits an interval exactly over the bins and counts it where it starts', () => {
    const series = seriesOf([[7, 1_000, 1_100]], 1_024)
    expect(told(series)).toEqual([
      { index: 0, cells: [[7, 24, 1]], longest: [1_000, 2_100] },
      { index: 1, cells: [[7, 1_024, 0]], longest: [1_000, 2_100] },
      { index: 2, cells: [[7, 52, 0]], longest: [1_000, 2_100] },
    ])
  })

  test('an interval that ends on an edge does not touch the next bin', () => {
    expect(told(seriesOf([[1, 0, 1_024]], 1_024)).map(bin => bin.index)).toEqual([0])
  })

  test('keeps bins in order of time without holes or doubles, in whatever order intervals come', () => {
    fc.assert(
      fc.property(intervals, list => {
        const indexes = seriesOf(list, 1_024).bins.map(bin => bin.index)
        expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b))
      }),
    )
  })

  test('coarsening gives what the longer quantum would have given at once, and lengthAt foretells it', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: 5 }), (list, doublings) => {
        const series = seriesOf(list, 1_024)
        const foretold = series.lengthAt(1_024 * 2 ** doublings)
        series.coarsen(1_024 * 2 ** doublings)
        expect(series.length).toBe(foretold)
        expect(told(series)).toEqual(told(seriesOf(list, 1_024 * 2 ** doublings)))
      }),
    )
  })

  test('absorbing a series is adding its intervals', () => {
    fc.assert(
      fc.property(intervals, intervals, fc.integer({ min: 0, max: 3 }), (mine, others, doublings) => {
        const series = seriesOf(mine, 1_024 * 2 ** doublings)
        series.absorb(seriesOf(others, 1_024))
        expect(told(series)).toEqual(told(seriesOf([...mine, ...others], 1_024 * 2 ** doublings)))
      }),
    )
  })

  test('absorbing a few of a shorter quantum into many is the same, where they belong', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: 3 }), (others, doublings) => {
        const few = others.slice(0, 3).map(([state, startNs, lengthNs]) => [state, startNs * 20, lengthNs] as const)
        const quantumNs = 1_024 * 2 ** doublings
        const many = Array.from({ length: 400 }, (_, at) => [1, at * 9_000, 500] as const)
        const series = seriesOf(many, quantumNs)
        series.absorb(seriesOf(few, 1_024))
        expect(told(series)).toEqual(told(seriesOf([...many, ...few], quantumNs)))
      }),
    )
  })

  test('absorbing nothing changes nothing, even where no quantum was set', () => {
    const series = seriesOf([[1, 0, 10]], 1_024)
    series.absorb(new BinSeries())
    expect(told(series)).toEqual(told(seriesOf([[1, 0, 10]], 1_024)))
  })

  test('bytes stand under a key of their own, for every state, where an interval begins', () => {
    const series = new BinSeries()
    series.quantumNs = 1_024
    series.add(0, 1_000, 1_100, 2, 50)
    series.add(3, 1_000, 1_001, 1, 7)
    series.add(0, 1_010, 1_011, 1, 8)
    series.add(3, 2_000, 2_001, 1, 0)
    expect(told(series).map(({ index, cells }) => ({ index, cells }))).toEqual([
      {
        index: 0,
        cells: [
          [bytesOf(3), 7, 0],
          [bytesOf(0), 58, 0],
          [0, 25, 3],
          [3, 1, 1],
        ],
      },
      {
        index: 1,
        cells: [
          [0, 76, 0],
          [3, 1, 1],
        ],
      },
    ])
    expect([bytesOf(0) < 0, bytesOf(bytesOf(3))]).toEqual([true, 3])
  })

  test('the longest of what is hidden: of equal ones the earliest, whichever came first', () => {
    const longest = (...list: Interval[]) => told(seriesOf(list, 1_024))[0]?.longest
    expect(longest([1, 10, 5], [1, 20, 6], [1, 30, 5])).toEqual([20, 26])
    expect(longest([1, 10, 5], [1, 20, 5])).toEqual([10, 15])
    expect(longest([1, 20, 5], [1, 10, 5])).toEqual([10, 15])
    expect(longest([1, 7, 0])).toEqual([7, 7])
    const states = seriesOf(
      [
        [1, 10, 5],
        [2, 10, 5],
      ],
      1_024,
    )
    expect(states.bins[0]?.longestState).toBe(1)
  })
})
