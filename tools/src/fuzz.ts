/** `npm run fuzz`: tries mutated traces for a while, and tells which of them break something. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { loadCorpus } from './fuzz/corpus.js'
import { makeCase } from './fuzz/fuzz-case.js'
import type { WorkerMessage } from './fuzz/fuzz-worker.js'
import { codesOf, tryCase } from './fuzz/try-case.js'

/** A case that takes this long hangs: the largest takes a few seconds, on a busy machine a hundred. Units: s. */
const HANGS_AFTER_S = 600
/** Faults of cases spelt out; the rest are counted. */
const TOLD = 20

const root = join(import.meta.dirname, '..', '..')

interface Tally {
  cases: number
  lines: number
  events: number
  readonly bad: { number: number; name: string; faults: readonly string[] }[]
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.')
  return Number(text)
}

const options = new Command('fuzz')
  .description('Chart mutated traces, and check what must hold for any input.')
  .option('--seed <n>', 'another seed, other cases', whole, 1)
  .option('--seconds <n>', 'how long to go on', whole, 60)
  .option('--from <n>', 'the case to begin with', whole, 0)
  .option('--memory <mb>', 'largest heap of the process that runs the cases', whole, 512)
  .option('--only <n>', 'run this case alone, here, and keep its input', whole)
  .option('--keep <directory>', 'where inputs that break something are kept', join(root, 'test-results', 'fuzz'))
  .parse()
  .opts<{ seed: number; seconds: number; from: number; memory: number; only?: number; keep: string }>()

const corpus = loadCorpus(join(root, 'test-data'))

function keep(number: number): string {
  mkdirSync(options.keep, { recursive: true })
  const path = join(options.keep, `${options.seed}-${number}.txt`)
  writeFileSync(path, makeCase(corpus, options.seed, number).bytes)
  return path
}

async function runOne(number: number): Promise<void> {
  const [untouched] = corpus
  if (untouched === undefined) throw new Error('test-data holds no recording')
  const { name, faults, result } = await tryCase(corpus, options.seed, number, await codesOf(untouched))
  console.log(`${name}: ${keep(number)}`)
  console.log(`${result?.lines ?? '?'} lines, ${result?.events ?? '?'} events, ${faults.length} faults`)
  for (const fault of faults) console.log(`  ${fault}`)
  process.exitCode = faults.length > 0 ? 1 : 0
}

/** Runs a worker until the time is over or the worker ends. Returns: the case to go on with, undefined at the end. */
function runWorker(first: number, untilMs: number, tally: Tally): Promise<number | undefined> {
  const worker = fork(join(import.meta.dirname, 'fuzz', 'fuzz-worker.js'), [String(options.seed), String(first)], {
    execArgv: [`--max-old-space-size=${options.memory}`],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let running = first
  let stderr = ''
  worker.stderr?.setEncoding('utf8').on('data', text => {
    stderr = (stderr + text).slice(-2_000)
  })
  const watch = watchdog(worker, HANGS_AFTER_S)
  return new Promise(resolve => {
    worker.on('message', (message: WorkerMessage) => {
      watch.pat()
      if (message.type === 'begin') {
        running = message.number
        if (Date.now() >= untilMs) worker.kill('SIGKILL')
        return
      }
      take(message, tally)
    })
    worker.on('close', () => {
      watch.stop()
      if (Date.now() >= untilMs && !watch.bitten()) return resolve(undefined)
      const why = watch.bitten() ? `no end after ${HANGS_AFTER_S} s` : `the process ended: ${stderr.trim()}`
      tell({ number: running, name: makeCase(corpus, options.seed, running).name, faults: [why] }, tally)
      resolve(running + 1)
    })
  })
}

function watchdog(worker: ChildProcess, seconds: number) {
  let bitten = false
  const timer = setTimeout(() => {
    bitten = true
    worker.kill('SIGKILL')
  }, seconds * 1000)
  return { pat: () => timer.refresh(), stop: () => clearTimeout(timer), bitten: () => bitten }
}

function take(message: Extract<WorkerMessage, { type: 'end' }>, tally: Tally): void {
  tally.cases++
  tally.lines += message.lines
  tally.events += message.events
  if (message.faults.length > 0) tell(message, tally)
}

function tell(bad: Tally['bad'][number], tally: Tally): void {
  tally.bad.push(bad)
  if (tally.bad.length > TOLD) return
  console.log(`case ${bad.number}: ${bad.name}\n  kept in ${keep(bad.number)}`)
  for (const fault of bad.faults) console.log(`  ${fault}`)
}

async function runAll(): Promise<void> {
  const tally: Tally = { cases: 0, lines: 0, events: 0, bad: [] }
  const untilMs = Date.now() + options.seconds * 1000
  let next: number | undefined = options.from
  while (next !== undefined && Date.now() < untilMs) next = await runWorker(next, untilMs, tally)
  const { cases, lines, events, bad } = tally
  console.log(`seed ${options.seed}: ${cases} cases, ${lines} lines, ${events} events; ${bad.length} of them bad`)
  process.exitCode = bad.length > 0 ? 1 : 0
}

await (options.only === undefined ? runAll() : runOne(options.only))
