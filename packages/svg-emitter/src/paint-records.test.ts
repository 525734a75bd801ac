import type { BinItem, BoxItem } from '@tc-stream/event-schema'
import type { Tables } from './shared/data-format.js'
import type { ShapeName } from './shared/layout.js'
import { paintRecords } from './shared/paint-records.js'
import { decodeRow, visitParts } from './shared/row-data.js'
import { RowPainter } from './shared/row-painter.js'
import { cpuSlot, SLOTS } from './shared/slots.js'
import { NO_LENGTH } from './shared/spotlight.js'
import { createTimeScale } from './shared/time-scale.js'
import { type RowElement, writtenRow } from './testing/written-row.js'

const box = (lane: BoxItem['lane'], state: string, startNs: number, endNs: number, more: Partial<BoxItem> = {}) =>
  ({ type: 'box', row: 0, lane, state, startNs, endNs, ...more }) as const satisfies BoxItem

/** Paints a view from the integers of a row, as the script does. One pixel is 10 ns. */
function view(
  shape: ShapeName,
  items: readonly RowElement[],
  fromNs = 0,
  toNs = 1000,
  { only, tables }: { only?: ReadonlySet<number>; tables?: Partial<Tables> } = {},
) {
  const row = writtenRow(items)
  const painter = new RowPainter(shape, createTimeScale(fromNs, toNs, (toNs - fromNs) / 10), 1024)
  const all = { ...row.tables, ...tables }
  const spotlight = { named: false, longerThanNs: NO_LENGTH }
  const names = paintRecords(painter, shape === 'cpu', row.data, all, fromNs, toNs, spotlight, only)
  const paths = Object.fromEntries(painter.finish().map(({ slot, d }) => [SLOTS[slot], d]))
  return { paths, names, line: painter.line.path }
}

const RUNS = [
  box('sched', 'running', 0, 100),
  box('sched', 'blocked', 100, 200),
  box('sched', 'running', 200, 300),
  box('sched', 'sleeping', 300, 500),
  box('sched', 'running', 500, 600),
]

describe('a view of the row of a task', () => {
  test('holds what lies in it, cut at its edges, and nothing after it', () => {
    expect(view('task', RUNS).paths).toEqual({
      running: 'M0 3h10v13h-10zm20 0h10v13h-10zm30 0h10v13h-10z',
      blocked: 'M10 8h10v8h-10z',
    })
    expect(view('task', RUNS, 150, 250).paths).toEqual({ blocked: 'M0 8h5v8h-5z', running: 'M5 3h5v13h-5z' })
    expect(view('task', RUNS, 700, 900).paths).toEqual({})
  })

  test('may be of some records only: those that were found', () => {
    const { data } = writtenRow(RUNS)
    const at = data.lanes.get('sched')?.at ?? []
    const only = new Set([at[1] as number, at[4] as number])
    expect(view('task', RUNS, 0, 1000, { only }).paths).toEqual({
      running: 'M50 3h10v13h-10z',
      blocked: 'M10 8h10v8h-10z',
    })
  })

  test('shows calls and bins of I/O by their bytes, and what failed', () => {
    const bin: BinItem = {
      ...{ type: 'bin', row: 0, lane: 'io', startNs: 300, endNs: 400 },
      states: { read: { ns: 5, count: 2, bytes: 1024 }, 'tx EPIPE': { ns: 5, count: 1 } },
      longest: { state: 'read', startNs: 300, endNs: 305 },
    }
    const calls = [box('io', 'read', 0, 100, { bytes: 1024 }), box('io', 'write', 100, 200, { bytes: 0, error: 'EIO' })]
    expect(view('io', [...calls, bin]).paths).toEqual({
      ioFile: 'M0 4h10v13h-10zm30 0h10v13h-10z',
      ioError: 'M10 27h10v4h-10zm20 0h10v4h-10z',
    })
  })
})

describe('a view of the row of a CPU', () => {
  const items = [
    box('sched', 'running', 0, 400, { tid: 5, comm: 'make' }),
    box('sched', 'idle', 400, 500),
    box('sched', 'unknown', 500, 600),
    box('sched', 'lost', 600, 700),
    box('sched', 'running', 700, 1000, { tid: 5, comm: 'make' }),
  ]
  const hue = SLOTS[cpuSlot('running', 'make')] as string

  test('has the colour of the program and its name, hatching where it is not known, and no name for that', () => {
    const { paths, names } = view('cpu', items)
    expect(paths).toEqual({
      [hue]: 'M0 8h39.5v17h-39.5zm70 0h29.5v17h-29.5z',
      unknown: 'M50 8h9.5v17h-9.5z',
      lost: 'M60 8h9.5v17h-9.5z',
    })
    expect(names.match(/>make</g)).toHaveLength(1)
    expect(view('cpu', items, 0, 5000).names).toBe(names)
  })

  test('has no names where the table of names was full', () => {
    const { paths, names } = view('cpu', items, 0, 1000, { tables: { strings: [] } })
    expect(Object.keys(paths)).toContain(SLOTS[cpuSlot('running', '')])
    expect(names).toBe('')
    expect(view('cpu', items, 0, 1000, { tables: { tasks: [] } }).names).toBe('')
  })

  test('has its C-states, frequency and interrupts', () => {
    const hardware = [
      box('cState', 'C3', 0, 400),
      box('pState', '800', 0, 500),
      box('pState', '1600', 500, 1000),
      box('interrupt', 'vector', 200, 300),
    ]
    const { paths, names, line } = view('cpu', hardware)
    expect(paths).toEqual({ c3: 'M0 26h40v4h-40z', vector: 'M20 3h10v2h-10z' })
    expect(names).toContain('>C3</text>')
    expect(line).toBe('M0 16.5H50V9H100')
  })
})

describe('the integers of a row', () => {
  test('of a shape that is not there are an error', () => {
    expect(() => decodeRow(['0,a,5'], [], 0)).toThrow('no shape 5')
  })

  test('a mark has no states', () => {
    const { data, tables } = writtenRow([{ type: 'mark', row: 0, kind: 'exec', timeNs: 5, text: 'make', count: 3 }])
    const lane = data.lanes.get('mark')
    if (lane === undefined) throw new Error('no marks')
    const states: string[] = []
    visitParts(data, tables, lane, 0, state => states.push(state))
    expect(states).toEqual([])
  })
})
