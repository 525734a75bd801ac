import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runStage, type TimelineItem } from '@tc-stream/event-schema'
import type { TimelineReducerOptions } from '../src/options.js'
import { createTimelineReducer } from '../src/reducer.js'

const SEAMS = join(__dirname, '../../../test-data/seams')
const CASES = readdirSync(SEAMS).flatMap(file => /^(.*)\.records\.ndjson$/.exec(file)?.[1] ?? [])

const read = (name: string) => readFileSync(join(SEAMS, name), 'utf8').trimEnd().split('\n')

/** Words of messages may change. */
const toLine = (item: object) =>
  JSON.stringify(item, (key, value) => (key === 'meaning' || key === 'advice' ? undefined : value))

function expectGolden(name: string, lines: readonly string[]): void {
  const path = join(SEAMS, name)
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(path, `${lines.join('\n')}\n`)
  expect(existsSync(path)).toBe(true)
  expect(lines).toEqual(read(name))
}

/** As it is, and with every budget so tight that it matters. */
const CHARTS: Readonly<Record<string, TimelineReducerOptions>> = {
  chart: { minTasks: 5, thresholdNs: 1_000_000 },
  'tight-chart': { maxElements: 100, maxRows: 6, minTasks: 3, worst: 3, maxMarks: 20, maxArrows: 5, maxCallchains: 5 },
}

describe.each(Object.entries(CHARTS))('%s', (kind, options) => {
  test.each(CASES)('of the timeline of %s', name => {
    const items = read(`${name}.timeline.ndjson`).map(line => JSON.parse(line) as TimelineItem)
    const chart = [...runStage(createTimelineReducer(options), items)]
    expectGolden(`${name}.${kind}.ndjson`, chart.map(toLine))
  })
})
