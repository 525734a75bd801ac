import { type BoxItem, type ChartItem, runStage, type WorstItem } from '@tc-stream/event-schema'
import { SVG_DIAGNOSTICS, type SvgDiagnosticCode } from './diagnostics.js'
import { createSvgEmitter, MAX_NOTED } from './emitter.js'
import type { SvgOptions } from './options.js'
import { MAX_TABLE_TEXT } from './tables.js'
import { syntheticChart } from './testing/synthetic-chart.js'
import { MANY_TITLES, MAX_TITLES } from './titled-boxes.js'

const plain = syntheticChart()
const heads = plain.filter(item => item.type === 'trace' || item.type === 'chart' || item.type === 'row')
const nobody = { label: 'nobody', isName: () => false }
const anybody = { label: 'anybody', isName: () => true }
const end: ChartItem = { type: 'chartEnd' }

const boxOf = (at: number, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row: 0, lane: 'sched', state: 'running', startNs: at * 10, endNs: at * 10 + 9 },
  ...more,
})

const boxes = (count: number, more: (at: number) => Partial<BoxItem> = () => ({})): ChartItem[] =>
  Array.from({ length: count }, (_, at) => boxOf(at, more(at)))

const worst = (state: WorstItem['state'], count: number): WorstItem[] =>
  Array.from({ length: count }, (_, rank) => ({
    ...{ type: 'worst', state, rank, tid: 7, comm: 'sh', startNs: 0, endNs: 1 },
  }))

type Case = readonly [items: readonly ChartItem[], options?: Partial<SvgOptions>]

/** For each code a chart that must be told under it. */
const CASES: Readonly<Record<SvgDiagnosticCode, () => Case>> = {
  TC_SVG_MANY_TITLES: () => [[...heads, ...boxes(MANY_TITLES + 1), end], { script: false }],
  TC_SVG_TITLES_LEFT_OUT: () => [[...heads, ...boxes(MAX_TITLES + 1), end], { script: false }],
  TC_SVG_UNKNOWN_ROW: () => [[...heads, boxOf(0, { row: 999 }), end]],
  TC_SVG_LATE_ROW: () => [[...heads, boxOf(0), { type: 'row', row: 99, kind: 'task', startNs: 0, endNs: 5 }, end]],
  TC_SVG_TABLE_FULL: () => {
    const reason = (at: number) => ({ reason: `${at} `.padEnd(400, 'x'), state: 'blocked' })
    return [[...heads, ...boxes(MAX_TABLE_TEXT / 400 + 10, reason), end]]
  },
  TC_SVG_NOTES_FULL: () => [[...heads, ...worst('blocked', MAX_NOTED + 1), end]],
  TC_SVG_NO_HIGHLIGHT: () => [plain, { highlight: { names: [nobody], labels: ['nobody'] } }],
  TC_SVG_HIGHLIGHT_NAME: () => [plain, { highlight: { names: [nobody, anybody], labels: ['nobody', 'anybody'] } }],
  TC_SVG_NO_END: () => [heads],
}

test.each(Object.keys(SVG_DIAGNOSTICS) as SvgDiagnosticCode[])(
  '%s is told of a chart that makes it',
  code => {
    const [items, options] = CASES[code]()
    const emitter = createSvgEmitter(options)
    let length = 0
    for (const text of runStage(emitter, items)) length += text.length
    expect(length).toBeGreaterThan(1_000)
    const told = emitter.diagnostics.items().find(item => item.code === code)
    expect(told).toMatchObject({ ...SVG_DIAGNOSTICS[code], count: expect.any(Number) })
  },
  120_000,
)
