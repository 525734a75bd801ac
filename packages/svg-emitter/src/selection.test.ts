import { type ChartItem, type DiagnosticItem, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import { syntheticChart } from './testing/synthetic-chart.js'
import { readXml } from './testing/xml.js'

const leftOut = (kind: 'rows' | 'intervals', meaning: string, count: number): DiagnosticItem => ({
  ...{ type: 'diagnostic', code: 'TC_FILTER_X', severity: 'info', leftOut: kind },
  ...{ meaning, count },
})

/** All text of a picture, lines joined. */
function textsOf(items: readonly ChartItem[], ...diagnostics: DiagnosticItem[]): string {
  const head = items.findIndex(item => item.type === 'chart')
  const svg = [...runStage(createSvgEmitter(), items.toSpliced(head + 1, 0, ...diagnostics))].join('')
  readXml(svg)
  return [...svg.matchAll(/>([^<]+)<\/t(?:ext|span)>/g)].map(([, text]) => text).join(' ')
}

/** The rows of CPUs of a chart, and nothing of tasks. */
function onlyCpus(items: readonly ChartItem[]): ChartItem[] {
  const cpus = items.filter(item => item.type === 'row' && item.kind === 'cpu').length
  return items.flatMap((item): ChartItem[] => {
    if (item.type === 'chart')
      return [{ ...item, rows: cpus, tasks: 0, tasksDrawn: 0, tasksGrouped: 0, tasksLeftOut: 0 }]
    if (item.type === 'arrow' || item.type === 'worst') return []
    return 'row' in item && item.row >= cpus ? [] : [item]
  })
}

describe('a selection', () => {
  const chart = syntheticChart()

  test('its notes tell what it left out, and do not warn', () => {
    const texts = textsOf(chart, leftOut('rows', 'tasks other than <make>', 1_234), leftOut('rows', 'CPUs', 3))
    expect(texts).toContain('Left out by the selection: tasks other than &lt;make&gt; (1,234), CPUs (3).')
    expect(texts).not.toContain('TC_FILTER_X')
    expect(texts).toContain(' asleep unknown ')
  })

  test('where it left out intervals, the line of rest says so', () => {
    expect(textsOf(chart, leftOut('intervals', 'short ones', 1))).toContain(' asleep, or not selected unknown ')
  })

  test('a chart without tasks does not speak of them', () => {
    const texts = textsOf(onlyCpus(chart))
    expect(texts).toMatch(/^CPU timeline: \d+ CPUs, /)
    for (const word of ['0 tasks', 'Longest', 'preempted', 'asleep', 'wakes', 'inferred']) {
      expect(texts).not.toContain(word)
    }
    expect(texts).toContain('idle unknown CPU rows')
  })
})
