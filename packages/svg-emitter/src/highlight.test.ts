import { type BoxItem, type ChartItem, type RowItem, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import type { HighlightOptions } from './options.js'
import type { HeadEntry, RowEntry, Shape, Tables, TaskEntry } from './shared/data-format.js'
import { Markup } from './shared/markup.js'
import { paintRecords } from './shared/paint-records.js'
import { baseColour } from './shared/palette.js'
import { decodeRow } from './shared/row-data.js'
import { RowPainter } from './shared/row-painter.js'
import { rowPicture } from './shared/row-picture.js'
import { createTimeScale } from './shared/time-scale.js'
import { HOSTILE_COMMS, syntheticChart } from './testing/synthetic-chart.js'
import { readXml } from './testing/xml.js'

const exact = syntheticChart()
const folded = syntheticChart({ spanNs: 4e9, quantumNs: 4_194_304 })
const hostile = syntheticChart({ processes: HOSTILE_COMMS })

function draw(items: readonly ChartItem[], highlight: HighlightOptions) {
  const emitter = createSvgEmitter({ highlight })
  const svg = [...runStage(emitter, items)].join('')
  readXml(svg)
  return { svg, emitter }
}

const isRun = (item: ChartItem): item is BoxItem =>
  item.type === 'box' && item.lane === 'sched' && item.state === 'running'
const rowsOf = (items: readonly ChartItem[]) => items.filter((item): item is RowItem => item.type === 'row')

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** What the viewer reads from a picture. */
function dataOf(svg: string) {
  const list = <Value>(name: string) =>
    [...svg.matchAll(new RegExp(`<metadata class="\\w+-data-${name}">(.*?)</metadata>`, 'g'))].flatMap(
      ([, text = '']) => JSON.parse(unescaped(text)) as Value[],
    )
  const tables: Tables = {
    strings: list<string>('strings'),
    shapes: list<Shape>('shapes'),
    tasks: list<TaskEntry>('tasks'),
    frames: [],
    callchains: new Map(),
  }
  const head = list<unknown>('head') as unknown as HeadEntry
  return { head, tables, rows: list<RowEntry>('rows') }
}

describe.each([
  ['exact', exact],
  ['folded', folded],
  ['hostile', hostile],
] as const)('highlighting in the %s chart', (_name, items) => {
  const isName = (comm: string) => /^m|[<&]/.test(comm)
  const highlight = { longerThanNs: 2_000_000, names: [{ label: '<&> all', isName }], labels: ['<&> all'] }

  test('is of every run that fits, and no other', () => {
    const rows = rowsOf(items)
    const named = ({ row, comm }: { row: number; comm?: string | undefined }) => isName(comm ?? rows[row]?.comm ?? '')
    const boxes = items.filter(item => isRun(item) && (item.endNs - item.startNs > 2_000_000 || named(item)))
    const bins = items.filter(
      item =>
        item.type === 'bin' &&
        item.lane === 'sched' &&
        rows[item.row]?.kind !== 'cpu' &&
        named(item) &&
        item.states.running,
    )
    expect(draw(items, highlight).emitter.counters.highlighted).toBe(boxes.length + bins.length)
    expect(boxes.length + bins.length).toBeGreaterThan(10)
  })

  test('is drawn by the viewer as it is in the file', () => {
    const { svg } = draw(items, highlight)
    const { head, rows, tables } = dataOf(svg)
    const [prefix = ''] = /\w+(?=-svg")/.exec(svg) ?? []
    const markup = new Markup(prefix, 'auto', colour => baseColour(colour, 'auto'))
    const scale = createTimeScale(head[2], head[3], head[7])
    let spots = 0
    rows.forEach(([kind, , , , , , , , startNs, endNs, , spot], index) => {
      const group =
        new RegExp(
          `<g class="${prefix}-row" data-row="${index}"[^>]*>\n([\\s\\S]*?)</g>\n(?=<g class="${prefix}-row"|</g>)`,
        ).exec(svg)?.[1] ?? ''
      const texts = [...group.matchAll(/<metadata>(.*?)<\/metadata>/g)].map(([, text = '']) => text)
      if (kind === 'process' || texts.length === 0) return
      const painter = new RowPainter(kind, scale)
      painter.rest(startNs, endNs)
      const data = decodeRow(texts, tables.shapes, head[2])
      const names = paintRecords(painter, kind === 'cpu', data, tables, head[2], head[3], {
        named: spot,
        longerThanNs: head[12],
      })
      const drawn = [...rowPicture(markup, painter, names)].join('')
      expect(group.replace(/<metadata>.*?<\/metadata>\n/g, '')).toBe(drawn)
      if (drawn.includes(`${prefix}-spot"`)) spots++
    })
    expect(spots).toBeGreaterThan(2)
  })

  test('stands in the legend and in the notes', () => {
    const { svg } = draw(items, highlight)
    expect(svg).toContain('highlighted: &lt;&amp;&gt; all')
    expect(svg).toContain('Highlighted: &lt;&amp;&gt; all.')
    expect(svg.includes('are folded, and not highlighted in the rows of CPUs')).toBe(items === folded)
  })
})

test('a length below what is folded is told', () => {
  const { svg } = draw(folded, { longerThanNs: 1_000_000, labels: ['longer than 1 ms'] })
  expect(svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('nor for their length in those of tasks')
})

test('where nothing fits, a diagnostic says so', () => {
  const { emitter } = draw(exact, { names: [{ label: 'nobody', isName: () => false }], labels: ['nobody'] })
  expect(emitter.diagnostics.items()).toEqual([
    expect.objectContaining({ code: 'TC_SVG_NO_HIGHLIGHT', count: 1, sample: 'nobody' }),
  ])
  const make = { label: 'make', isName: (comm: string) => comm === 'make' }
  expect(draw(exact, { names: [make], labels: ['make'] }).emitter.diagnostics.items()).toEqual([])
  const names = ['no one', 'nobody'].map(label => ({ label, isName: () => false }))
  const some = draw(exact, { names: [...names, make], labels: ['no one', 'nobody', 'make'] })
  expect(some.emitter.diagnostics.items()).toEqual([
    expect.objectContaining({ code: 'TC_SVG_HIGHLIGHT_NAME', count: 2, sample: 'no one, nobody' }),
  ])
})

test('without the option nothing is different', () => {
  const plain = [...runStage(createSvgEmitter(), exact)].join('')
  expect(plain).not.toMatch(/class="\w+-spot"/)
  expect(plain).not.toContain('ighlighted:')
})

describe('callchains', () => {
  /** The first backtrace of a static picture. */
  const frames = (caller: boolean) => {
    const svg = [...runStage(createSvgEmitter({ caller, script: false }), exact)].join('')
    const [, title = '', list = ''] = /\n(Switched out in[^\n]*):\n((?: {2}[^\n<]*\n?)+)/.exec(svg) ?? []
    return { title, list: list.trimEnd().split('\n') }
  }

  test('are told innermost first, or outermost first', () => {
    const inner = frames(false)
    const outer = frames(true)
    expect(inner.title).toBe('Switched out in')
    expect(outer.title).toBe('Switched out in (outermost first)')
    expect(inner.list.length).toBeGreaterThan(2)
    expect(outer.list).toEqual(inner.list.toReversed())
  })
})
