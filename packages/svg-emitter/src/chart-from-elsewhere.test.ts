import {
  type BoxItem,
  type ChartHeadItem,
  type ChartItem,
  ChartItemSchema,
  type RowItem,
  runStage,
  zeroTotals,
} from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import type { SvgOptions } from './options.js'
import type { RowEntry } from './shared/data-format.js'
import { decodeRow } from './shared/row-data.js'
import { measureText } from './shared/text.js'
import { MAX_TABLE_TEXT } from './tables.js'
import { ioChart } from './testing/io-chart.js'
import { readXml } from './testing/xml.js'

const MS = 1_000_000
const SPAN = { startNs: 0, endNs: 100 * MS }
const { io: _, ...head } = ioChart({ scheduled: true }).find(
  (item): item is ChartHeadItem => item.type === 'chart',
) as ChartHeadItem

const row = (index: number, kind: RowItem['kind'], more: Partial<RowItem> = {}): RowItem => ({
  ...{ type: 'row', row: index, kind, ...SPAN },
  ...more,
})
const box = (
  lane: BoxItem['lane'],
  state: string,
  startMs: number,
  endMs: number,
  more: Partial<BoxItem> = {},
): BoxItem => ({
  ...{ type: 'box', row: 0, lane, state, startNs: startMs * MS, endNs: endMs * MS },
  ...more,
})

function draw(items: readonly ChartItem[], options: Partial<SvgOptions> = {}) {
  for (const item of items) ChartItemSchema.parse(item)
  const emitter = createSvgEmitter({ theme: 'light', ...options })
  const svg = [...runStage(emitter, [...items, { type: 'chartEnd' as const }])].join('')
  return { emitter, svg, text: readXml(svg).texts.join(' ').replace(/\s+/g, ' ') }
}
function* listOf<Value>(svg: string, name: string): Generator<Value> {
  for (const [, text = ''] of svg.matchAll(new RegExp(`<metadata class="\\w+-data-${name}">(.*?)</metadata>`, 'g'))) {
    yield* JSON.parse(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
  }
}

describe('a chart that tells no more than it must', () => {
  const { ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes, ...states } = zeroTotals()
  const rows = [row(0, 'task'), row(1, 'task', { tid: 7, comm: 'sh', totals: { ...states, runningNs: 40 * MS } })]

  test('without its trace item counts from 0', () => {
    const { svg, text } = draw([head, ...rows, box('sched', 'running', 10, 50)])
    expect(text).toContain('100 ms from 0.000000 s')
    expect([...listOf(svg, 'head')].slice(0, 4)).toEqual([2, 0, 0, 100 * MS])
    expect(draw([head, ...rows, box('sched', 'running', 10, 50)], { script: false }).text).toContain(
      'start: 0.010000 s (+10 ms)',
    )
  })

  test('without sums has labels without numbers, and none for the script', () => {
    const { svg, text } = draw([head, ...rows])
    expect(text).toMatch(/ :\? sh:7 \(40\.0 ms\) /)
    const totals = [...listOf<RowEntry>(svg, 'rows')].map(entry => entry[10])
    expect(totals).toEqual([[], [40 * MS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
  })

  test('leaves no room beside its names for numbers that it does not have', () => {
    const comm = 'a-rather-long-name-of-a-task'
    const plotOf = (items: readonly ChartItem[]) => Number(/-axis-upper"><path d="M([\d.]+)/.exec(draw(items).svg)?.[1])
    const name = Math.round(measureText(`${comm}:7`, 12))
    expect(plotOf([head, row(0, 'task', { tid: 7, comm })])).toBe(24 + name + 14)
    const numbered = plotOf([head, row(0, 'task', { tid: 7, comm, totals: { ...states, runningNs: 40 * MS } })])
    expect(numbered).toBe(Math.round(24 + measureText(`${comm}:7`, 12) + measureText('(40.0 ms)', 11) + 10 + 14))
  })

  test('of calls whose bytes are not known shows that there were some', () => {
    const io = { calls: 1, bytes: 0, maxBytes: 1024, thresholdBytes: 0, leftOutBytes: 0, errors: {} }
    const moved = row(0, 'task', { totals: { ...states, ioCalls: 1 } })
    const { svg } = draw([{ ...head, io }, moved, box('io', 'read', 0, 50)], { width: 480 })
    // Two pixels, the least that can be seen, on the middle line.
    expect(svg).toMatch(/<path d="M0 23h[\d.]+v2h-[\d.]+z" class="\w+-ioFile"/)
  })

  test('runs on a CPU of somebody without a name are drawn, and told by the tid', () => {
    const { svg, text } = draw([head, row(0, 'cpu', { cpu: 0 }), box('sched', 'running', 10, 50, { tid: 7 })], {
      script: false,
    })
    expect(svg).toMatch(/<path d="M[\d.]+ 8h[\d.]+v17h-[\d.]+z" class="\w+-hue\d+"/)
    expect(text).toContain(' :7 40.0 ms ')
  })
})

describe('a chart of nothing', () => {
  test('is a picture all the same, and says so', () => {
    const { text } = draw([])
    expect(text).toContain('Scheduling timeline: nothing to draw')
    expect(text).toContain('The trace holds nothing to draw.')
  })

  test('of rows without a head draws what it can', () => {
    const { svg } = draw([row(0, 'cpu', { cpu: 0 }), { ...box('sched', 'idle', 0, 1), endNs: 1 }])
    expect(svg).toContain('>CPU 0</text>')
    expect(svg).not.toContain('<script>')
  })
})

test('more distinct shapes than there is room for: the boxes are drawn, their details are left out', () => {
  const count = Math.ceil(MAX_TABLE_TEXT / 400) + 20
  const boxes = Array.from({ length: count }, (_, at) =>
    box('cState', `state ${at} `.padEnd(400, 'x'), (at * 100) / count, ((at + 1) * 100) / count),
  ).map(each => ({ ...each, startNs: Math.floor(each.startNs), endNs: Math.floor(each.endNs) }))
  const { emitter, svg } = draw([head, row(0, 'cpu', { cpu: 0 }), ...boxes])
  expect(emitter.counters.boxes).toBe(count)
  const records = [...svg.matchAll(/<metadata>(.*?)<\/metadata>/g)].map(([, text = '']) => text)
  const shapes = [...listOf<readonly [0, string, string, number, string, string, readonly number[]]>(svg, 'shapes')]
  const lane = decodeRow(records, shapes, 0).lanes.get('cState')
  const missing = emitter.diagnostics.countOf('TC_SVG_TABLE_FULL')
  expect(missing).toBeGreaterThan(10)
  expect(lane?.startNs).toEqual(boxes.slice(0, count - missing).map(({ startNs }) => startNs))
  // They fill the whole row.
  const plotWidth = Number(/-axis-upper"><path d="M[\d.]+ [\d.]+h([\d.]+)/.exec(svg)?.[1])
  const [, left, width] = /<path d="M([\d.]+) 26h([\d.]+)v[\d.]+h-[\d.]+z" class="\w+-c0"/.exec(svg) ?? []
  expect([Number(left), Math.round(Number(width))]).toEqual([0, Math.round(plotWidth)])
})
