import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/perf-timechart.md'), 'utf8')

/** A file of tests, and the names of the tests in it that are referred to: `` `x.test.ts` “one”, “another” ``. */
const REFERENCE = /`([\w./-]+\.test\.ts)`((?:,? “[^”]+”)*)/g

const referencesOf = (page: string) =>
  [...page.matchAll(REFERENCE)].map(([, file = '', names = '']) => ({
    file,
    names: [...names.matchAll(/“([^”]+)”/g)].map(([, name]) => String(name)),
  }))

test.each([
  ['perf timechart', PAGE, 21],
  ['perf sched', readFileSync(join(ROOT, 'docs/perf-sched.md'), 'utf8'), 3],
])('every test that the page on %s refers to is there', (_, page, atLeast) => {
  const references = referencesOf(page)
  expect(references.length).toBeGreaterThanOrEqual(atLeast)
  const missing = references.flatMap(({ file, names }) => {
    const path = join(ROOT, file)
    if (!existsSync(path)) return [file]
    const text = readFileSync(path, 'utf8').replaceAll("\\'", "'")
    return names.filter(name => !text.includes(name)).map(name => `${file}: ${name}`)
  })
  expect(missing).toEqual([])
})

test('every row of it names one', () => {
  const rows = PAGE.split('\n').filter(
    line => line.startsWith('| ') && !line.startsWith('| what ') && !line.startsWith('| ---'),
  )
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter(row => !/`[\w./-]+\.test\.ts`/.test(row.split(' | ').at(-1) ?? ''))).toEqual([])
})
