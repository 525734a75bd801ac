import { type ChartItem, ChartItemSchema, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import type { SvgOptions } from './options.js'
import { measureText } from './shared/text.js'
import { HOSTILE_COMMS, syntheticChart } from './testing/synthetic-chart.js'
import { readXml } from './testing/xml.js'

function svgOf(items: Iterable<ChartItem>, options?: Partial<SvgOptions>): string {
  return [...runStage(createSvgEmitter(options), items)].join('')
}

const plain = syntheticChart()
const folded = syntheticChart({ spanNs: 4e9, quantumNs: 4_194_304 })
const hostile = syntheticChart({ processes: HOSTILE_COMMS })

test('the generator of these tests keeps the contract', () => {
  for (const item of [...plain, ...folded, ...hostile]) ChartItemSchema.parse(item)
})

describe.each([
  ['plain', plain],
  ['folded', folded],
  ['hostile', hostile],
] as const)('%s chart', (_name, items) => {
  test.each([
    ['with script', { script: true }],
    ['without script', { script: false }],
    ['dark', { theme: 'dark' as const }],
  ])('%s: well-formed, and within what viewers take', (_kind, options: Partial<SvgOptions>) => {
    const svg = svgOf(items, options)
    const xml = readXml(svg)
    expect(xml.longestAttribute).toBeLessThan(1_000_000)
    expect(xml.longestText).toBeLessThan(900_000)
    const elements = [...xml.elements.values()].reduce((sum, count) => sum + count, 0)
    expect(elements).toBeLessThan(options.script === false ? 200_000 : 5_000)
    expect(svg.length).toBeLessThan(10_000_000)
  })

  test('the same bytes each time', () => {
    const first = svgOf(items)
    expect(svgOf(items) === first).toBe(true)
  })
})

test('no name becomes markup', () => {
  const svg = svgOf(hostile)
  expect(svg.includes('&lt;script&gt;alert(1)&lt;/script&gt;:')).toBe(true)
  expect(svg.includes('<script>alert')).toBe(false)
  expect(svg.includes('tab\u2409nl\u240anul\u2400esc\u241b')).toBe(true)
})

test('labels, facts and notes stand in the picture as text', () => {
  const text = readXml(svgOf(folded)).texts.join('\n')
  for (const part of ['CPU 0', '% busy)', 'postgres:1206', 'true ×3,981', 'AMD EPYC', 'perf 6.1.187', '443.100200 s']) {
    expect(text).toContain(part)
  }
  expect(text).toContain('shorter than 4.19 ms')
  expect(text).toMatch(/perf script --time 44\d\.\d{6},44\d\.\d{6} \| tc-stream/)
  expect(text).toContain('41 × a switch does not follow')
})

test('the title may be given', () => {
  expect(svgOf(plain, { title: 'A <title>' }).includes('>A &lt;title&gt;</title>')).toBe(true)
})

test('there are two rectangles of paint for each state of a row, not one for each box', () => {
  const many = syntheticChart({ spanNs: 2e9 })
  const boxes = many.filter(item => item.type === 'box').length
  const paths = readXml(svgOf(many)).elements.get('path') ?? 0
  expect(boxes).toBeGreaterThan(10_000)
  expect(paths).toBeLessThan(600)
})

test('arrows: all if they are few, else those of the longest waits', () => {
  const emitter = createSvgEmitter({ arrows: 10 })
  const svg = [...runStage(emitter, plain)].join('')
  expect(emitter.counters.arrowsDrawn).toBe(10)
  expect(emitter.counters.arrows).toBeGreaterThan(100)
  expect(svg.includes('-arrows" opacity')).toBe(true)
  expect(svgOf(plain, { arrows: 0 }).includes('-arrows" opacity')).toBe(false)
})

test.each([480, 800, 1600])('%i px wide: the heading stays in the picture and off what is said beside it', width => {
  for (const length of [5, 30, 40, 50, 60, 90, 400]) {
    const text = /<text x="24" y="40"[^>]*>([^<]*)<[\s\S]*?<text x="(\d+)" y="(\d+)"[^>]*>(Open in a browser[^<]*)</
    const [, title = '', right, y, hint = ''] = text.exec(svgOf(plain, { width, title: 'n'.repeat(length) })) ?? []
    // In bold, the letters of DejaVu Sans, the widest of the common faces, are this wide.
    const titleEnd = 24 + [...title].length * 20 * 0.712
    expect(titleEnd).toBeLessThanOrEqual(width - 24)
    if (y === '40') expect(titleEnd).toBeLessThan(Number(right) - measureText(hint, 11.5))
    else expect(Number(y)).toBeLessThanOrEqual(40 - 20)
  }
})

test('a title without words is that of the trace', () => {
  const titleOf = (options: Partial<SvgOptions>) => /<title id="[^"]*">([^<]*)</.exec(svgOf(plain, options))?.[1]
  expect(titleOf({ title: ' make -j8 ' })).toBe('make -j8')
  for (const title of ['', '  ']) expect(titleOf({ title })).toBe(titleOf({}))
  expect(titleOf({})).toMatch(/^Scheduling timeline/)
})

test('without script every box has a title, a description and its backtrace', () => {
  const emitter = createSvgEmitter({ script: false })
  const svg = [...runStage(emitter, plain)].join('')
  const xml = readXml(svg)
  const marks = plain.filter(item => item.type === 'mark').length
  expect(svg.includes('<script')).toBe(false)
  expect(svg.includes('<metadata')).toBe(false)
  expect(xml.elements.get('title')).toBe(emitter.counters.boxes + marks + 1)
  expect(svg).toMatch(
    /<title>blocked [\d.]+ .s<\/title><desc>start: 443\.[^<]*waits in: io_schedule[^<]*io_schedule\+0x46/,
  )
})

test('more titles than browsers like are reported', () => {
  const codes: string[] = []
  svgOf(syntheticChart({ spanNs: 4e9 }), { script: false, onDiagnostic: ({ code }) => codes.push(code) })
  expect(codes).toEqual(['TC_SVG_MANY_TITLES'])
})

describe('a stream that is not as it should be', () => {
  test('ends early: the picture is whole, and said to be not', () => {
    for (const length of [0, 1, 2, 10, 60, 400]) {
      const emitter = createSvgEmitter()
      readXml([...runStage(emitter, plain.slice(0, length))].join(''))
      expect(emitter.diagnostics.countOf('TC_SVG_NO_END')).toBe(1)
    }
  })

  test('a box of no row, a row too late', () => {
    const emitter = createSvgEmitter()
    const box: ChartItem = { type: 'box', row: 999, lane: 'sched', state: 'running', startNs: 0, endNs: 5 }
    const row: ChartItem = { type: 'row', row: 36, kind: 'task', startNs: 0, endNs: 5 }
    readXml([...runStage(emitter, [...plain.slice(0, -1), box, row, { type: 'chartEnd' }])].join(''))
    expect(emitter.diagnostics.countOf('TC_SVG_UNKNOWN_ROW')).toBe(1)
    expect(emitter.diagnostics.countOf('TC_SVG_LATE_ROW')).toBe(1)
  })

  test('rows out of order are drawn all the same', () => {
    const emitter = createSvgEmitter()
    const heads = plain.filter(item => item.type === 'trace' || item.type === 'chart' || item.type === 'row')
    const boxes = plain.filter(item => item.type === 'box')
    readXml([...runStage(emitter, [...heads, ...boxes.reverse(), { type: 'chartEnd' }])].join(''))
    expect(emitter.counters.boxes).toBe(boxes.length)
  })
})

test('options are checked at once', () => {
  expect(() => createSvgEmitter({ width: 10 })).toThrow()
  expect(() => createSvgEmitter({ widht: 1000 } as object)).toThrow()
})

test('colours stand in attributes, the style sheet only restyles for the dark', () => {
  const svg = svgOf(plain)
  expect(/<path d="[^"]+" class="t\w+-running" fill="#1f77b8"\/>/.test(svg)).toBe(true)
  expect(svg.includes('@media (prefers-color-scheme:dark)')).toBe(true)
  expect(svgOf(plain, { theme: 'light' }).includes('prefers-color-scheme')).toBe(false)
})

test('the legend tells of C-states, interrupts and their arrows only where there are any', () => {
  const legendOf = (facts: object): string => {
    const items = syntheticChart().map(item => (item.type === 'chart' ? { ...item, ...facts } : item))
    return [...runStage(createSvgEmitter({ script: false }), items)].join('')
  }
  const told = (facts: object) =>
    ['C-state, deeper', 'hard interrupt', 'an interrupt wakes'].map(text => legendOf(facts).includes(text))
  expect(told({ cpuLanes: ['sched'], interruptArrows: 0 })).toEqual([false, false, false])
  expect(told({ cpuLanes: ['cState', 'sched'], interruptArrows: 2 })).toEqual([true, false, true])
  expect(told({ cpuLanes: ['interrupt', 'sched'], interruptArrows: 0 })).toEqual([false, true, false])
  // A chart from elsewhere may not tell.
  expect(told({})).toEqual([true, true, true])
})

test('without the highest frequency of the chart there is no line of it, which would be flat', () => {
  const linesOf = (maxFreqKhz: number | undefined) => {
    const items = syntheticChart().map(item => (item.type === 'chart' ? { ...item, maxFreqKhz } : item))
    return [...runStage(createSvgEmitter(), items as ChartItem[])].join('').match(/<path[^>]*-freq-s"/g)?.length ?? 0
  }
  expect(linesOf(3_400_000)).toBeGreaterThan(1)
  expect(linesOf(undefined)).toBe(0)
})
