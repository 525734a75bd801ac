import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PerfRecord, runStage } from '@tc-stream/event-schema'
import { createEventNormalizer } from './normalizer.js'

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

test.each(CASES)('%s: the events of these records', name => {
  const records = read(`${name}.records.ndjson`).map(line => JSON.parse(line) as PerfRecord)
  const events = [...runStage(createEventNormalizer(), records)]
  expectGolden(`${name}.events.ndjson`, events.map(toLine))
})
