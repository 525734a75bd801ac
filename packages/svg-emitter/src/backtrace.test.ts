import type { BoxItem, Callchain, ChartMarkItem } from '@tc-stream/event-schema'
import { NOTHING, type Tables } from './shared/data-format.js'
import { told, type WrittenRow, writtenRow } from './testing/written-row.js'

const box = (state: string, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row: 0, lane: 'sched', state, startNs: 5_000_000, endNs: 8_000_000 },
  ...more,
})

describe('a backtrace', () => {
  const framesOf = (frames: Callchain, state = 'sleeping') => {
    const row = writtenRow([box(state, { callchain: 4 })], [{ type: 'callchain', id: 4, frames }])
    return told(row, 'sched').frames
  }

  test('tells symbol, offset, file and what was inlined; the address where there is no symbol', () => {
    expect(
      framesOf([
        { ip: 'ff81', symbol: 'schedule', offset: 16, dso: '[kernel.kallsyms]', kernel: true },
        { ip: '55aa', symbol: 'poll<T>', dso: null, inlined: true },
        { ip: '0x55ab', symbol: null, offset: 16, dso: '/usr/bin/app' },
        { ip: null, symbol: null, dso: null },
        'a line of <text>',
      ]),
    ).toEqual([
      { text: 'schedule+0x10  ([kernel.kallsyms])', kernel: true },
      { text: 'poll<T>  inlined', kernel: false },
      { text: '0x55ab  (/usr/bin/app)', kernel: false },
      { text: '[unknown]', kernel: false },
      { text: 'a line of <text>', kernel: false },
    ])
  })

  test('is called after what it is of', () => {
    const sample: ChartMarkItem = { type: 'mark', row: 0, kind: 'sample', timeNs: 7, callchain: 4 }
    const titleOf = (state: string) => told(writtenRow([box(state, { callchain: 4 })]), 'sched').framesTitle
    expect(['running', 'waiting', 'blocked'].map(titleOf)).toEqual(['Switched out in', 'Woken from', 'Waits in'])
    expect(told(writtenRow([sample]), 'mark').framesTitle).toBe('Backtrace')
  })

  test('is empty where the chart ended before it', () => {
    expect(told(writtenRow([box('running', { callchain: 4 })]), 'sched').frames).toEqual([])
  })
})

describe('where a table was full', () => {
  const item = box('waiting', { tid: 7, comm: 'sh', cause: 'woken', reason: 'futex', callchain: 4 })
  const frame = { ip: '55aa', symbol: 'main', dso: '/usr/bin/app' }
  const { data, tables } = writtenRow([item], [{ type: 'callchain', id: 4, frames: [frame] }])
  const without = (less: Partial<Tables>): WrittenRow => ({ data, tables: { ...tables, ...less } })

  test('names are missing, and nothing stands in their place', () => {
    const { title, facts, frames } = told(without({ strings: [] }), 'sched')
    expect(title).toBe(':7 (woken) 3.00 ms')
    expect(facts.map(([name]) => name)).toEqual(['start', 'duration'])
    expect(frames).toEqual([{ text: '0x55aa', kernel: false }])
  })

  test('so are tasks, and frames', () => {
    expect(told(without({ tasks: [] }), 'sched').title).toBe('waiting (woken) 3.00 ms')
    const callchains = new Map([[4, [0, NOTHING]]])
    expect(told(without({ callchains }), 'sched').frames.map(({ text }) => text)).toEqual(['main  (/usr/bin/app)', '?'])
  })
})
