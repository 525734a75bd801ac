import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parsePeakRss } from './bench/proc-status.js'

const tools = process.cwd()
const program = join(tools, '..', 'packages', 'tc-stream', 'bin', 'tc-stream.js')
const generator = join(tools, 'dist', 'generate.js')
const reportUsage = join(tools, 'dist', 'bench', 'report-usage.js')

/**
 * What ten times the events may take, once the budget of the chart is full. The collector looks for garbage when a
 * little more has come together each time it has looked: from run to run the peak differs by a few percent.
 */
const ALLOWED_RATIO = 1.2
/** Whatever the length. Units: bytes. */
const LIMIT_BYTES = 185e6

let directory: string

beforeAll(() => {
  for (const file of [generator, reportUsage]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first`)
  }
  directory = mkdtempSync(join(tmpdir(), 'tc-stream-memory-'))
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Most memory that the program had while it charted what the generator made. */
function peakOf(name: string, ...options: string[]): number {
  const usage = join(directory, name)
  const command = `"$NODE" "$GENERATOR" ${options.join(' ')} | TC_BENCH_USAGE="$USAGE" "$NODE" --import "$REPORT" "$PROGRAM" -q > /dev/null`
  execFileSync('bash', ['-o', 'pipefail', '-c', command], {
    env: {
      ...process.env,
      NODE: process.execPath,
      GENERATOR: generator,
      REPORT: reportUsage,
      PROGRAM: program,
      USAGE: usage,
    },
  })
  return (JSON.parse(readFileSync(usage, 'utf8')) as { peakRssBytes: number }).peakRssBytes
}

describe('memory does not grow with the trace', () => {
  test.each([
    ['events', ['--events', '150000'], ['--events', '1500000']],
    [
      'events with callchains',
      ['--events', '80000', '--callchains', '12'],
      ['--events', '800000', '--callchains', '12'],
    ],
    ['tasks that fork and exit', ['--fork-exit', '20000'], ['--fork-exit', '200000']],
  ])(
    'ten times the %s',
    (name, few, many) => {
      const small = peakOf(`${name}-few`.replaceAll(' ', '-'), ...few)
      const large = peakOf(`${name}-many`.replaceAll(' ', '-'), ...many)
      expect(large / small).toBeLessThan(ALLOWED_RATIO)
      expect(large).toBeLessThan(LIMIT_BYTES)
    },
    600_000,
  )
})

/** Bytes that lie in a pipe and in the buffers of streams between two programs. */
const IN_FLIGHT_BYTES = 16e6

test('a consumer that does not read holds up the input', async () => {
  const text = readFileSync(join(tools, '..', 'test-data', 'recordings', 'pipe.default.txt'))
  const child = spawn(process.execPath, [program, '--format', 'timeline', '-q'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const fed = feed(child, text)
  let last = -1
  for (let stalled = 0; stalled < 5; ) {
    await sleep(200)
    // A program that has not begun to read is not stalled, however long a busy machine takes to start it.
    stalled = fed.bytes > 0 && fed.bytes === last ? stalled + 1 : 0
    last = fed.bytes
    if (last > 20 * IN_FLIGHT_BYTES) break
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
  const done = new Promise(resolve => child.on('close', resolve))
  child.kill('SIGKILL')
  await done
  expect(last).toBeGreaterThan(0)
  expect(last).toBeLessThan(IN_FLIGHT_BYTES)
  expect(parsePeakRss(status)).toBeLessThan(LIMIT_BYTES)
}, 120_000)

/** Writes the text again and again, as fast as the program takes it. */
function feed(child: ChildProcess, text: Buffer): { bytes: number } {
  const fed = { bytes: 0 }
  const { stdin } = child
  if (stdin === null) throw new Error('the child has no stdin')
  stdin.on('error', () => {})
  const write = () => {
    if (stdin.destroyed) return
    stdin.write(text, error => {
      if (error) return
      fed.bytes += text.length
      write()
    })
  }
  write()
  return fed
}
