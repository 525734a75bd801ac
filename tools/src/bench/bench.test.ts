import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countLines } from './count-lines.js'
import { runPipeline } from './pipeline.js'
import { parsePeakRss } from './proc-status.js'
import { isMet, Report } from './result.js'
import { interleave, median, spread } from './statistics.js'
import { formatReport } from './table.js'

describe('statistics', () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])('the median of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })

  test('nothing has no median', () => {
    expect(() => median([])).toThrow('nothing')
  })

  test('the spread is how much the largest exceeds the smallest', () => {
    expect(spread([100, 110, 105])).toBeCloseTo(0.1)
    expect(spread([7])).toBe(0)
  })

  test('measurements take turns, every other round backwards', async () => {
    const order: string[] = []
    const measure = (name: string) => async () => order.push(name)
    const results = await interleave(3, { a: measure('a'), b: measure('b') })
    expect(order.join('')).toBe('abbaab')
    expect(results).toEqual({ a: [1, 4, 5], b: [2, 3, 6] })
  })
})

describe('a pipeline', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bench-test-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const sh = (script: string) => ({ file: 'sh', args: ['-c', script] })

  test('runs as in a shell, and measures every process', async () => {
    const out = join(directory, 'out')
    const run = await runPipeline([sh('seq 1 100000'), sh('sed s/1/x/'), sh('wc -l; sleep 0.1')], out)
    expect(readFileSync(out, 'utf8').trim()).toBe('100000')
    expect(run.processes).toHaveLength(3)
    expect(run.processes[2]?.peakRssBytes).toBeGreaterThan(100_000)
    expect(run.wallMs).toBeGreaterThan(0)
  })

  test('ends when the reader has seen enough', async () => {
    await runPipeline([sh('yes; true'), sh('head -n 1')])
  })

  test('the one that failed is named, with what it said', async () => {
    await expect(runPipeline([sh('cat'), sh('echo broken >&2; exit 3')])).rejects.toThrow(/exit 3 ended with 3: broken/)
    await expect(runPipeline([{ file: join(directory, 'missing'), args: [] }])).rejects.toThrow('ENOENT')
  })

  test('lines are counted as wc does', async () => {
    const out = join(directory, 'out')
    await runPipeline([sh('seq 1 70000; printf rest')], out)
    expect(await countLines(out)).toBe(70_000)
  })
})

test('the peak of a process is read from its status', () => {
  expect(parsePeakRss('Name:\tx\nVmPeak:\t  99 kB\nVmHWM:\t   1234 kB\nVmRSS:\t 7 kB\n')).toBe(1_263_616)
  expect(parsePeakRss('')).toBeUndefined()
})

test('a goal is met at its limit', () => {
  expect([isMet(2, { at: 'least', limit: 2 }), isMet(1.99, { at: 'least', limit: 2 })]).toEqual([true, false])
  expect([isMet(2, { at: 'most', limit: 2 }), isMet(2.01, { at: 'most', limit: 2 })]).toEqual([true, false])
})

test('the report is one table', () => {
  const report = new Report()
  report.add('memory', 'peak, 1,000 events', 93.456, 'MB', { at: 'most', limit: 200 })
  report.add('memory', 'time for each event', 1.2345, 'µs')
  report.add('perf', 'ratio', 1.333, '×', { at: 'most', limit: 1.1 })
  report.skip('Chromium', 'not installed')
  expect(formatReport(report)).toMatchInlineSnapshot(`
"        measured               value  goal
memory  peak, 1,000 events   93.5 MB  ≤ 200 MB  met
        time for each event  1.23 µs
perf    ratio                 1.33 ×  ≤ 1.1 ×   NOT MET
not measured: Chromium: not installed
1 of 2 goals met
"
`)
})
