/**
 * `npm run bench`: how fast tc-stream is, how much memory it takes, and how soon a browser shows what it drew; each
 * against something that was measured in the same run. Prints a table and writes it as JSON.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { benchFrames, drawLarge } from './bench/frames.js'
import { formatMachine, readMachineFacts } from './bench/machine.js'
import { benchStreams } from './bench/memory.js'
import { benchPaint } from './bench/paint.js'
import { nodeCommand } from './bench/pipeline.js'
import { benchFile, benchPerfScript } from './bench/reading.js'
import { makeRecordings } from './bench/recordings.js'
import { Report } from './bench/result.js'
import { type Bench, FULL, LONG_EVENTS, QUICK, ROOT } from './bench/settings.js'
import { benchStartup } from './bench/startup.js'
import { formatReport } from './bench/table.js'
import { benchTimechart } from './bench/timechart.js'

const GROUPS = ['file', 'perf', 'streams', 'paint', 'startup'] as const
type Group = (typeof GROUPS)[number]

interface BenchOptions {
  readonly quick?: boolean
  readonly long?: boolean
  readonly out?: string
  readonly only?: Group[]
  readonly program: string
}

const options = new Command('bench')
  .description('Measure tc-stream on this machine; print a table and write it as JSON.')
  .option('--quick', 'small sizes: whether it works, not how fast; writes no file unless --out is given')
  .option('--long', `also a stream of ${LONG_EVENTS.toLocaleString('en')} events`)
  .addOption(new Option('--only <group...>', 'measure these only').choices(GROUPS))
  .option('--out <file>', 'where the JSON goes (default: docs/performance.json)')
  .option('--program <script>', 'the program measured', join(ROOT, 'packages', 'tc-stream', 'bin', 'tc-stream.js'))
  .parse()
  .opts<BenchOptions>()

/** Measures one group; what the machine cannot do is told, and the others go on. */
async function attempt(report: Report, group: string, measure: () => Promise<void>): Promise<void> {
  try {
    await measure()
  } catch (error) {
    report.skip(group, (error as Error).message.trim())
  }
}

async function measureAll(bench: Bench): Promise<void> {
  const { report } = bench
  const asked = (group: Group) => options.only === undefined || options.only.includes(group)
  if (asked('startup')) await attempt(report, 'start-up', () => benchStartup(bench))
  if (asked('file')) await attempt(report, 'files', () => benchFile(bench))
  if (asked('perf')) {
    await attempt(report, 'perf', async () => {
      const recordings = await makeRecordings(bench)
      await benchPerfScript(bench, recordings)
      await benchTimechart(bench, recordings)
    })
  }
  if (asked('streams')) await attempt(report, 'streams', () => benchStreams(bench))
  if (asked('paint')) {
    await attempt(report, 'Chromium', async () => {
      await drawLarge(bench)
      await benchPaint(bench)
      await benchFrames(bench)
    })
  }
}

const sizes = options.quick === true ? QUICK : FULL
const bench: Bench = {
  sizes: options.long === true ? { ...sizes, streamEvents: [...sizes.streamEvents, LONG_EVENTS] } : sizes,
  report: new Report(),
  directory: mkdtempSync(join(tmpdir(), 'tc-bench-')),
  charts: new Map(),
  tcStream: (...args) => nodeCommand(resolve(options.program), ...args),
  chromiumPath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  say: text => process.stderr.write(`${text}\n`),
}

try {
  await measureAll(bench)
} finally {
  rmSync(bench.directory, { recursive: true, force: true })
}
const machine = readMachineFacts(bench.chromiumPath)
const remark = options.quick === true ? 'small sizes, mostly start-up: the goals are those of the full sizes\n' : ''
process.stdout.write(formatMachine(machine) + remark + formatReport(bench.report))
const out = options.out ?? (options.quick === true ? undefined : join(ROOT, 'docs', 'performance.json'))
if (out !== undefined) {
  const { results, skipped } = bench.report
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, `${JSON.stringify({ machine, sizes: bench.sizes, results, skipped }, undefined, 2)}\n`)
}
