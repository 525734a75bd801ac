import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTimehistSummary } from './timehist-summary.js'

const ROOT = join(__dirname, '../../..')
const PROGRAM = join(ROOT, 'packages/tc-stream/bin/tc-stream.js')
const WAITS = join(ROOT, 'test-data/recordings/waits')
/** That of the recording beside it; see PROVENANCE.md. */
const WINDOW = ['--from', '26152.33', '--to', '26152.4']
const TIMEOUT_MS = 120_000

interface SummaryTask {
  readonly tid: number
  readonly runningNs: number
}

test(
  'a window has the running time of every task that perf sched timehist --time tells',
  () => {
    const told = readTimehistSummary(readFileSync(`${WAITS}.perf-timehist-summary`, 'utf8'))
    const args = ['--format', 'summary', '--json', '-n', '1000000', ...WINDOW, '-i', `${WAITS}.full.txt`]
    const { stdout } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', timeout: TIMEOUT_MS })
    const tasks = (JSON.parse(stdout) as { tasks: SummaryTask[] }).tasks
    const found = new Map<number, number>()
    for (const { tid, runningNs } of tasks) found.set(tid, (found.get(tid) ?? 0) + runningNs)
    expect(told).toHaveLength(34)
    const others = told
      .map(({ tid, runUs }) => ({ tid, runUs, ranUs: Math.floor((found.get(tid) ?? 0) / 1000) }))
      .filter(({ runUs, ranUs }) => runUs !== ranUs)
    // Where switches are missing perf counts on from the last one: here the CPU was idle, nobody knows until when.
    expect(others).toEqual([{ tid: 27543, runUs: 45_567, ranUs: 42_373 }])
    const ran = [...found].filter(([, ns]) => ns > 0).map(([tid]) => tid)
    expect(ran.filter(tid => !told.some(row => row.tid === tid))).toEqual([])
  },
  TIMEOUT_MS,
)
