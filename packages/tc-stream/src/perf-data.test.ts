import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { perfThat as fakePerf } from './fake-perf.test.helper.js'
import { type RunOptions, recording, run, start, until } from './program.test.helper.js'

const PERF_DATA = join(__dirname, '../../../test-data/perf-data')
const FILE = join(PERF_DATA, 'callchains.perf.data')
const STREAM = join(PERF_DATA, 'stream.perf.data')
const TEXT = recording('pipe.full.txt')

jest.setTimeout(120_000)

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-perf-data-'))
})
afterAll(() => rm(directory, { recursive: true }))

const perfThat = (body: string) => fakePerf(directory, body)

/** stdin is a file, not a pipe. */
function runOnFile(file: string, args: readonly string[], options: RunOptions) {
  const fd = openSync(file, 'r')
  return run(args, { ...options, stdinFd: fd }).finally(() => closeSync(fd))
}

describe('a perf.data file', () => {
  test('is drawn from what perf script prints of it', async () => {
    const perf = await perfThat(`cat '${TEXT}'`)
    const expected = await run([TEXT])
    for (const args of [[FILE], ['-i', FILE], ['--input', FILE, '-q']]) {
      const outcome = await run(args, { env: perf.env })
      expect({ code: outcome.code, same: outcome.stdout === expected.stdout }).toEqual({ code: 0, same: true })
    }
    expect((await perf.args())[0]?.join(' ')).toBe(
      `script -i ${FILE} --ns --header -I --show-task-events --show-lost-events -F trace:comm,pid,tid,cpu,time,event,trace,ip,sym,symoff,dso`,
    )
  })

  test('can be stdin, where that is a file', async () => {
    const perf = await perfThat(`head -c 8 "$3" >&2; cat '${TEXT}'`)
    const outcome = await runOnFile(FILE, [], { env: perf.env })
    expect(outcome.code).toBe(0)
    expect(outcome.stderr).toContain('perf script: PERFILE2')
    expect(outcome.stdout).toBe((await run([TEXT])).stdout)
    expect((await perf.args()).map(args => args.join(' '))).toEqual([
      expect.stringMatching(/^script -i \/dev\/stdin .*,dso$/),
    ])
  })

  test('cannot come through a pipe', async () => {
    const perf = await perfThat('exit 1')
    const piped = await run([], { stdin: readFileSync(FILE), env: perf.env })
    expect(piped).toMatchObject({ code: 1, stdout: '' })
    expect(piped.stderr).toBe(
      'tc-stream: standard input holds a perf.data file, which perf can only read as a file; give tc-stream the file itself: tc-stream perf.data\n',
    )
    const packed = join(directory, 'packed.data.gz')
    await writeFile(packed, gzipSync(readFileSync(FILE)))
    expect((await run([packed], { env: perf.env })).stderr).toBe(
      `tc-stream: ${packed} holds a perf.data file, which perf can only read as a file; unpack it first\n`,
    )
    expect(await perf.args()).toEqual([])
  })

  test('can be read twice, for a window in percent', async () => {
    const perf = await perfThat(`cat '${TEXT}'`)
    const outcome = await run([FILE, '--from', '20%', '--to', '60%'], { env: perf.env })
    expect(outcome.stdout).toBe((await run([TEXT, '--from', '20%', '--to', '60%'])).stdout)
    expect((await perf.args()).length).toBe(2)
  })

  test('is no NDJSON', async () => {
    const outcome = await run([FILE, '--from-format', 'events'])
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toBe(
      `tc-stream: ${FILE} is a recording of perf record, not NDJSON; draw it without --from-format: tc-stream ${FILE}\n`,
    )
  })
})

describe('a perf.data stream', () => {
  test('is handed to perf as it comes, from a pipe, a file or packed', async () => {
    const seen = join(directory, 'seen')
    const perf = await perfThat(`cat > '${seen}'; cat '${TEXT}'`)
    const bytes = readFileSync(STREAM)
    const expected = (await run([TEXT])).stdout
    const packed = join(directory, 'stream.data.gz')
    await writeFile(packed, gzipSync(bytes))
    for (const outcome of [
      await run([], { stdin: bytes, env: perf.env }),
      await run([], { stdin: gzipSync(bytes), env: perf.env }),
      await run([packed], { env: perf.env }),
    ]) {
      expect({ code: outcome.code, same: outcome.stdout === expected }).toEqual({ code: 0, same: true })
      expect((await readFile(seen)).equals(bytes)).toBe(true)
    }
    expect(new Set((await perf.args()).map(args => args.join(' ')))).toEqual(
      new Set([
        'script -i - --ns --header -I --show-task-events --show-lost-events -F trace:comm,pid,tid,cpu,time,event,trace',
      ]),
    )
  })
})

describe('failures', () => {
  test('no perf', async () => {
    const outcome = await run([FILE], { env: { PATH: directory } })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toBe(
      `tc-stream: ${FILE} is a recording of perf record, and perf, which reads it, is not installed (linux-perf, linux-tools or perf in most distributions)\n`,
    )
  })

  test.each([
    [`echo "'trace' not valid for hardware events. Ignoring." >&2; echo 'incompatible file format' >&2; exit 255`],
    [`head -n 400 '${TEXT}'; echo 'incompatible file format' >&2; exit 255`],
  ])('perf fails before or after it has printed something: %s', async body => {
    const perf = await perfThat(body)
    const file = join(directory, 'never.svg')
    const outcome = await run([FILE, '-o', file], { env: perf.env })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toBe(
      `tc-stream: cannot read ${FILE}: perf script failed (exit status 255): incompatible file format\n`,
    )
    expect(existsSync(file)).toBe(false)
  })

  test('perf is killed', async () => {
    const perf = await perfThat(`head -n 4000 '${TEXT}'; kill -SEGV $$`)
    const outcome = await run([FILE], { env: perf.env })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toBe(`tc-stream: cannot read ${FILE}: perf script failed (signal SIGSEGV)\n`)
  })

  test('an old perf does not know an option: its usual text is drawn, and that is told', async () => {
    const perf = await perfThat(
      `case "$*" in *--ns*) echo "  Error: unknown option \\\`ns'" >&2; exit 129;; esac; cat '${TEXT}'`,
    )
    const outcome = await run([FILE], { env: perf.env })
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).toBe((await run([TEXT])).stdout)
    expect(outcome.stderr).toContain("Error: unknown option `ns'; its own choice of fields is used\n")
    expect((await perf.args()).at(-1)).toEqual(['script', '-i', FILE])
  })

  test('what perf has to say is told at the end, without control characters', async () => {
    const perf = await perfThat(`printf 'Processed 9 events and lost 3 chunks!\\033[31m\\n' >&2; cat '${TEXT}'`)
    const outcome = await run([FILE], { env: perf.env })
    expect(outcome.code).toBe(0)
    expect(outcome.stderr).toContain('\n  perf script: Processed 9 events and lost 3 chunks!\\x1b[31m\n')
    expect((await run([FILE, '-q'], { env: perf.env })).stderr).toBe('')
  })
})

describe('no perf is left behind', () => {
  const ENDLESS = `while :; do cat '${TEXT}'; done`

  test('when the reader of the output goes away', async () => {
    const perf = await perfThat(ENDLESS)
    const { child, done } = start([FILE, '--format', 'records'], { env: perf.env })
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await done).toMatchObject({ code: 0, stderr: '' })
    await until(perf.isGone)
  })

  test('when a first signal ends the input: what was read is drawn', async () => {
    const perf = await perfThat(`cat '${TEXT}'; exec sleep 1000`)
    const { child, done, said } = start([FILE, '--log-level', 'info'], { env: perf.env })
    await said('"reading"')
    child.kill('SIGINT')
    const outcome = await done
    expect(outcome.code).toBe(0)
    expect(outcome.stdout.trimEnd().endsWith('</svg>')).toBe(true)
    await until(perf.isGone)
  })

  test('when a signal comes before anything was read', async () => {
    const perf = await perfThat('exec sleep 1000')
    const { child, done } = start([FILE], { env: perf.env })
    await until(perf.hasStarted)
    child.kill('SIGINT')
    expect(await done).toMatchObject({ signal: 'SIGINT', stdout: '' })
    await until(perf.isGone)
  })

  test('when the program fails for another reason', async () => {
    const perf = await perfThat(`echo 'no line of perf script'; ${ENDLESS}`)
    const outcome = await run([FILE, '--strict'], { env: perf.env })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('--strict: line 1: ')
    await until(perf.isGone)
  })

  test('a slow reader holds perf back', async () => {
    const count = join(directory, 'count')
    const perf = await perfThat(`while :; do cat '${TEXT}'; echo >> '${count}'; done`)
    const { child, done } = start([FILE, '--format', 'records'], { env: perf.env })
    child.stdout?.pause()
    const printed = async () => (existsSync(count) ? (await readFile(count)).length : 0)
    await until(async () => (await printed()) > 0)
    let last = -1
    // Pipes, chunks and batches fill; then nothing moves.
    await until(async () => {
      const now = await printed()
      const isStill = now === last
      last = now
      await new Promise(resolve => setTimeout(resolve, 1_500))
      return isStill
    })
    child.stdout?.destroy()
    expect(await done).toMatchObject({ code: 0 })
    await until(perf.isGone)
  })
})

describe('with the perf that is installed', () => {
  const version = spawnSync('perf', ['--version'], { encoding: 'utf8' }).stdout ?? ''

  test('recordings with callchains, in a stream, and with other samples', async () => {
    if (!version.startsWith('perf version')) {
      process.stderr.write('perf is not installed: its recordings were not read\n')
      return
    }
    for (const [name, frames] of [
      ['callchains', true],
      ['samples', false],
      ['stream', false],
    ] as const) {
      const outcome = await run([join(PERF_DATA, `${name}.perf.data`), '--format', 'records', '--strict'])
      expect({ name, code: outcome.code }).toEqual({ name, code: 0 })
      const items = outcome.stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>)
      const switches = items.filter(item => item.event === 'sched:sched_switch')
      expect(switches.length).toBeGreaterThan(10)
      expect(switches.every(item => item.pid !== null && item.cpu !== null)).toBe(true)
      expect(switches.every(item => Array.isArray(item.callchain) === frames)).toBe(true)
      expect(switches.some(item => Number(item.timeNs) % 1000 !== 0)).toBe(true)
      expect(items.some(item => item.event === 'PERF_RECORD_EXIT')).toBe(true)
      expect(items[0]).toMatchObject({ type: 'trace', siblingThreads: ['0', '1'], cpuCount: 2 })
    }
  })
})
