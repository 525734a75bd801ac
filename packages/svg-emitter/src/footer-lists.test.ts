import { type ChartHeadItem, type GivenTotals, type RowItem, type WorstItem, zeroTotals } from '@tc-stream/event-schema'
import { footerLists } from './footer-lists.js'
import { ioChart } from './testing/io-chart.js'

const MS = 1_000_000
const headOf = (scheduled: boolean) =>
  ioChart({ scheduled }).find((item): item is ChartHeadItem => item.type === 'chart') as ChartHeadItem
const SCHEDULED = { ...headOf(true), startNs: MS }

const worst = (more: Partial<WorstItem> = {}): WorstItem => ({
  ...{ type: 'worst', state: 'waiting', rank: 0, tid: 7, comm: 'sh', startNs: 4 * MS, endNs: 9 * MS },
  ...more,
})
const row = (kind: RowItem['kind'], more: Partial<RowItem> = {}): RowItem => ({
  ...{ type: 'row', row: 0, kind, startNs: 0, endNs: MS },
  ...more,
})
const linesOf = (items: readonly WorstItem[], list = 0) => footerLists(SCHEDULED, items, [])[list]?.lines ?? []

describe('the worst waits and blocks', () => {
  test('are apart, the longest first, and at most six of each', () => {
    const items = Array.from({ length: 9 }, (_, at) => worst({ rank: 8 - at, tid: 8 - at }))
    const lists = footerLists(SCHEDULED, [...items, worst({ state: 'blocked', tid: 99 })], [])
    expect(lists.map(({ title }) => title)).toEqual(['Longest waits for a CPU', 'Longest blocks'])
    expect(lists[0]?.lines.map(({ words }) => words[0])).toEqual(['sh:0', 'sh:1', 'sh:2', 'sh:3', 'sh:4', 'sh:5'])
    expect(lists[1]?.lines.map(({ words }) => words[0])).toEqual(['sh:99'])
  })

  test('tell how long, when, and why', () => {
    expect(linesOf([worst()])[0]).toMatchObject({ number: '5.00 ms', words: ['sh:7', 'at 3.00 ms'] })
    const why = (more: Partial<WorstItem>) => linesOf([worst(more)])[0]?.words[2]
    expect(why({ cause: 'preempted' })).toBe('preempted')
    expect(why({ cause: 'woken' })).toBeUndefined()
    expect(why({ cause: 'preempted', reason: 'futex_wait' })).toBe('futex_wait')
  })

  test('lead to their place where their task is drawn', () => {
    expect(linesOf([worst({ row: 3 })])[0]?.place).toEqual({ row: 3, startNs: 4 * MS, endNs: 9 * MS })
    expect(linesOf([worst()])[0]?.place).toBeUndefined()
  })

  test.each<[Partial<WorstItem>, string | undefined]>([
    [{}, undefined],
    [{ wakerTid: 5, wakerComm: 'make', context: 'task' }, 'woken by make:5'],
    [{ wakerComm: 'make' }, 'woken by make:?'],
    [{ wakerTid: 0, wakerComm: 'swapper/1', context: 'task' }, 'woken from an idle CPU'],
    [{ wakerTid: 5, wakerComm: 'make', context: 'interrupt', interrupt: 'eth0' }, 'woken by eth0'],
    // The task that an interrupt stopped did not do it.
    [{ wakerTid: 5, wakerComm: 'make', context: 'interrupt' }, 'woken by an interrupt'],
    [{ wakerTid: 0, wakerComm: 'swapper/1', context: 'interrupt' }, 'woken from an idle CPU'],
  ])('%j: %s', (more, told) => {
    expect(linesOf([worst(more)])[0]?.more).toBe(told)
  })

  test('are not spoken of where there are no tasks', () => {
    expect(footerLists({ ...SCHEDULED, tasks: 0 }, [worst()], [])).toEqual([])
  })
})

describe('where only I/O is known', () => {
  const head = headOf(false)
  const totals = (more: Partial<GivenTotals>): GivenTotals => ({ ...zeroTotals(), ...more })
  const { ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes, ...withoutIo } = zeroTotals()
  const rows = [
    row('process', { comm: 'all', totals: totals({ ioRxBytes: 9e9, ioNs: 9 * MS }) }),
    row('task', { comm: 'cat', tid: 5, totals: totals({ ioReadBytes: 2048, ioTxBytes: 1, ioCalls: 1, ioNs: MS }) }),
    row('group', {
      comm: 'dd',
      tasks: 1_200,
      totals: { ...withoutIo, ioWriteBytes: 4096, ioRxBytes: 2 },
    }),
    row('task', { comm: 'few', tid: 6, totals: { ...withoutIo, ioReadBytes: 3, ioNs: 2 * MS } }),
    row('task', { comm: 'none', tid: 7, totals: withoutIo }),
    row('task', { comm: 'unknown', tid: 8 }),
  ]
  const [bytes, time] = footerLists(head, [], rows).map(({ title, lines }) => ({
    title,
    lines: lines.map(({ number, words }) => [number, ...words]),
  }))

  test('the rows that moved most, and which way', () => {
    expect(bytes).toEqual({
      title: 'Most bytes',
      lines: [
        ['4.00 KiB', 'dd ×1,200', '2 B in', '4.00 KiB out'],
        ['2.00 KiB', 'cat:5', '2.00 KiB in', '1 B out'],
        ['3 B', 'few:6', '3 B in', '0 B out'],
      ],
    })
  })

  test('the rows that spent most time in calls, and how many failed', () => {
    expect(time?.title).toBe('Most time in I/O calls')
    expect(time?.lines).toEqual([
      ['2.00 ms', 'few:6', '0 calls'],
      ['1.00 ms', 'cat:5', '1 call'],
    ])
    const failed = row('task', { comm: 'dd', tid: 9, totals: totals({ ioCalls: 3, ioErrors: 2, ioNs: 5 }) })
    expect(footerLists(head, [], [failed])[1]?.lines[0]?.words).toEqual(['dd:9', '3 calls', '2 failed'])
  })
})
