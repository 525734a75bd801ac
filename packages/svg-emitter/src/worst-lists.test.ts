import { type ChartItem, runStage, type WorstItem } from '@tc-stream/event-schema'
import { createSvgEmitter, MAX_NOTED } from './emitter.js'
import type { WorstEntry } from './shared/data-format.js'
import { syntheticChart } from './testing/synthetic-chart.js'
import { readXml } from './testing/xml.js'

const MS = 1_000_000
const chart = syntheticChart().filter(item => item.type !== 'worst' && item.type !== 'chartEnd')

const worst = (state: WorstItem['state'], rank: number, more: Partial<WorstItem> = {}): WorstItem => ({
  ...{ type: 'worst', state, rank, tid: 7, comm: `${state}-${rank}`, startNs: 120 * MS, endNs: 125 * MS },
  ...more,
})

/** A picture with these at its end, and what its script reads of them. */
function draw(items: readonly WorstItem[]) {
  const emitter = createSvgEmitter()
  const all: ChartItem[] = [...chart, ...items, { type: 'chartEnd' }]
  const svg = [...runStage(emitter, all)].join('')
  const list = <Value>(name: string) =>
    [...svg.matchAll(new RegExp(`<metadata class="\\w+-data-${name}">(.*?)</metadata>`, 'g'))].flatMap(
      ([, text = '']) => JSON.parse(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
    ) as Value[]
  const strings = list<string>('strings')
  const tasks = list<[tid: number, comm: number]>('tasks').map(([tid, comm]) => [tid, strings[comm]])
  const entries = list<WorstEntry>('worst').map(([blocked, row, task, , , reason, cause, waker]) => ({
    ...{ blocked, row, task: tasks[task], reason: strings[reason], cause, waker: tasks[waker] },
  }))
  return { emitter, svg, text: readXml(svg).texts.join('\n'), entries }
}

test('both lists have their room: very many waits leave that of the blocks', () => {
  const waits = Array.from({ length: MAX_NOTED }, (_, rank) => worst('waiting', rank))
  const { emitter, entries, text } = draw([...waits, worst('blocked', 0), worst('blocked', 1)])
  expect(entries.filter(({ blocked }) => blocked === 1).map(({ task }) => task?.[1])).toEqual([
    'blocked-0',
    'blocked-1',
  ])
  expect(entries).toHaveLength(MAX_NOTED + 2)
  expect(text).toContain('blocked-1:7')
  expect(emitter.diagnostics.countOf('TC_SVG_NOTES_FULL')).toBe(0)
})

test('what is beyond it is counted', () => {
  const waits = Array.from({ length: MAX_NOTED + 3 }, (_, rank) => worst('waiting', rank))
  const { emitter, entries } = draw(waits)
  expect(entries).toHaveLength(MAX_NOTED)
  expect(emitter.diagnostics.countOf('TC_SVG_NOTES_FULL')).toBe(3)
})

test('a line leads to its box where its task is drawn, and is but text where it is not', () => {
  const { svg } = draw([worst('waiting', 0, { row: 5 }), worst('waiting', 1)])
  expect(svg).toContain(`data-jump="5 ${120 * MS} ${125 * MS}">waiting-0:7 · at 19.8 ms</button>`)
  expect(svg).toContain('<span>waiting-1:7 · at 19.8 ms</span>')
})

describe('the script is told', () => {
  const entryOf = (more: Partial<WorstItem>) => draw([worst('waiting', 0, more)]).entries[0]

  test('what it waits in, and why; nothing where that is not known', () => {
    expect(entryOf({ row: 5, reason: 'futex_wait', cause: 'preempted' })).toEqual({
      ...{ blocked: 0, row: 5, task: [7, 'waiting-0'], reason: 'futex_wait', cause: 'preempted', waker: undefined },
    })
    expect(entryOf({})).toMatchObject({ row: -1, reason: undefined, cause: '' })
  })

  test.each<[Partial<WorstItem>, readonly [number, string]]>([
    [{ wakerTid: 5, wakerComm: 'make', context: 'task' }, [5, 'make']],
    [{ wakerTid: 5, context: 'task' }, [5, '']],
    [{ wakerTid: 0, wakerComm: 'swapper/1', context: 'interrupt' }, [0, 'swapper/1']],
    [{ wakerTid: 5, wakerComm: 'make', context: 'interrupt', interrupt: 'eth0' }, [-1, 'eth0']],
    [{ wakerTid: 5, wakerComm: 'make', context: 'interrupt' }, [-1, 'an interrupt']],
    [{ context: 'interrupt' }, [-1, 'an interrupt']],
  ])('who woke it: %j', (more, waker) => {
    expect(entryOf(more)?.waker).toEqual(waker)
  })
})
