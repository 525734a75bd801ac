import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { recording, recordings, run, start, until } from './program.test.helper.js'

const PIPE = recording('pipe.default.txt')
const CYCLES = 'sh 10 [000] 5.000001: 1 cycles: \nsh 10 [000] 5.000002: 1 cycles: \n'
const RENDERER = '/usr/bin/rsvg-convert'

jest.setTimeout(120_000)

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-program-'))
})
afterAll(() => rm(directory, { recursive: true }))

const svgOf = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('tc-stream: read ') })
  return stdout
}

/** Charts are long: a difference is told by where it begins. */
function expectSame(actual: string, expected: string): void {
  if (actual === expected) return
  let at = 0
  while (actual[at] === expected[at]) at++
  const around = (text: string) => text.slice(Math.max(0, at - 80), at + 80)
  expect(around(actual)).toBe(around(expected))
}

describe('the command line', () => {
  test('help and version go to stdout', async () => {
    const help = await run(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('perf record')
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })

  test('mistakes are told in one line, with a hint, exit 2', async () => {
    expect(await run(['--wdth', '3'])).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: "tc-stream: unknown option '--wdth'; did you mean --width?\nsee tc-stream --help\n",
    })
  })

  test('the output is not the input', async () => {
    const file = join(directory, 'both.txt')
    await writeFile(file, CYCLES)
    expect(await run([file, '-o', join(directory, '../', basename(directory), 'both.txt')])).toMatchObject({ code: 2 })
    expect(await readFile(file, 'utf8')).toBe(CYCLES)
  })

  test('a window that ends before it begins', async () => {
    const outcome = await run([PIPE, '--from', '+2s', '--to', '+1s'])
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain('--to is not after --from')
  })

  test('a percentage of a pipe cannot be', async () => {
    expect(await run(['--from', '10%'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('input', () => {
  test('stdin, a file, gzip and any cutting give the same chart', async () => {
    const expected = await svgOf(PIPE)
    expect(expected).toMatch(/^<\?xml|^<svg/)
    expect(expected.trimEnd().endsWith('</svg>')).toBe(true)
    const bytes = readFileSync(PIPE)
    expectSame((await run([], { stdin: bytes })).stdout, expected)
    expectSame((await run(['-'], { stdin: gzipSync(bytes) })).stdout, expected)
    const file = join(directory, 'pipe.txt.gz')
    await writeFile(file, gzipSync(bytes))
    expectSame(await svgOf('-i', file), expected)

    const { child, done } = start([])
    for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7919 + 13) % 9_973) {
      const piece = bytes.subarray(at, at + size)
      await new Promise(resolve => child.stdin?.write(piece, resolve))
    }
    child.stdin?.end()
    expectSame((await done).stdout, expected)
  })

  test('what cannot be read is told by name and reason', async () => {
    expect(await run(['/nonexistent/trace.txt'])).toEqual({
      code: 1,
      signal: null,
      stdout: '',
      stderr: 'tc-stream: cannot read /nonexistent/trace.txt: no such file or directory\n',
    })
    expect((await run([directory])).stderr).toBe(`tc-stream: cannot read ${directory}: is a directory\n`)
    expect((await run([PIPE, '--kallsyms', '/nonexistent'])).stderr).toContain('cannot read /nonexistent: no such file')
  })
})

describe('nothing to draw', () => {
  test.each([
    ['no input', '', 'the input is empty'],
    ['other events', CYCLES, 'found: 2 cycles'],
    ['no perf script', 'hello\nworld\n', 'no event in 2 lines'],
  ])('%s: a message, exit 1, and nothing written', async (_, stdin, message) => {
    const file = join(directory, 'never.svg')
    for (const args of [[], ['-o', file], ['--format', 'chart']]) {
      const outcome = await run(args, { stdin })
      expect(outcome).toMatchObject({ code: 1, stdout: '' })
      expect(outcome.stderr).toContain(message)
      expect(outcome.stderr).toContain('perf record -a -g -e sched:sched_switch')
    }
    expect(existsSync(file)).toBe(false)
  })

  test('times that were not printed', async () => {
    const stdin = readFileSync(PIPE, 'utf8').replace(/ +\d+\.\d{6}: /g, ' ')
    const { stderr } = await run([], { stdin })
    expect(stderr).toContain('nothing to draw: no event with its time among ')
    expect(stderr).toContain('TC_LEX_NO_TIME ×')
    expect(stderr).toMatch(/perf script -F \+time\n$/)
    expect(stderr).not.toContain('perf record')
  })

  test.each([
    ['records', undefined, '--from-format SEAM reads it'],
    ['timeline', undefined, '--from-format SEAM reads it'],
    ['timeline', 'records', 'written at another seam: give --from-format'],
    ['events', 'timeline', 'written at another seam: give --from-format'],
    ['timeline', 'chart', 'written at another seam: give --from-format'],
  ])('NDJSON of %s that is read as %s', async (written, read, remedy) => {
    const { stdout: stdin } = await run([PIPE, '--format', written])
    const { code, stdout, stderr } = await run(read === undefined ? [] : ['--from-format', read], { stdin })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(remedy)
    expect(stderr).not.toContain('perf record -a')
  })

  test('a window beside the trace', async () => {
    const outcome = await run([PIPE, '--from', '99999', '--to', '100000'])
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('nothing to draw between --from and --to; the trace runs from ')
  })
})

describe('output', () => {
  test('a file is there when it is complete; a failure leaves the former one', async () => {
    const file = join(directory, 'out.svg')
    expect(await run([PIPE, '-o', file])).toMatchObject({ code: 0, stdout: '' })
    const chart = await readFile(file, 'utf8')
    expectSame(chart, await svgOf(PIPE))
    expect(await run(['-o', file], { stdin: CYCLES })).toMatchObject({ code: 1 })
    expectSame(await readFile(file, 'utf8'), chart)
    expect((await readdir(directory)).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  test('what cannot be written is told by name and reason', async () => {
    const file = join(directory, 'absent/out.svg')
    expect((await run([PIPE, '-o', file])).stderr).toBe(`tc-stream: cannot write ${file}: no such file or directory\n`)
    const full = await run([PIPE, '-o', '/dev/full'])
    expect(full).toMatchObject({ code: 1, stderr: 'tc-stream: cannot write /dev/full: no space left on device\n' })
    const fd = openSync('/dev/full', 'w')
    const stdout = await run([PIPE], { stdout: fd })
    closeSync(fd)
    expect(stdout).toMatchObject({
      code: 1,
      stderr: 'tc-stream: cannot write standard output: no space left on device\n',
    })
    expect((await stat('/dev/full')).isCharacterDevice()).toBe(true)
  })

  test('a reader that goes away ends it quietly', async () => {
    const { child, done } = start([PIPE, '--format', 'events'])
    child.stdin?.end()
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await done).toMatchObject({ code: 0, stderr: '' })
  })

  test('a reader that goes away is met while stdin is still open', async () => {
    const { child, done } = start(['--format', 'records'])
    child.stdin?.write(readFileSync(PIPE))
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await done).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('messages', () => {
  test('stdout carries the output only; the summary is one line and the diagnostics', async () => {
    const { stderr } = await run([PIPE])
    const [first, ...rest] = stderr.trimEnd().split('\n')
    expect(first).toMatch(
      /^tc-stream: read [\d,]+ lines, [\d,]+ events \(.* of trace, \d+ CPUs, \d+ tasks\); drew \d+ rows, /,
    )
    expect(first).toContain('; 0 lines not understood')
    for (const line of rest) expect(line).toMatch(/^ {2}TC_[A-Z_]+ ×[\d,]+/)
  })

  test('--quiet says nothing, and a log is JSON', async () => {
    expect((await run([PIPE, '-q'])).stderr).toBe('')
    const lines = (await run([PIPE, '-q', '--log-level', 'info'])).stderr.trimEnd().split('\n')
    const entries = lines.map(line => JSON.parse(line) as { msg: string })
    expect(entries[0]).toMatchObject({ msg: 'reading', input: PIPE })
    expect(entries.at(-1)).toMatchObject({ msg: 'done', lines: expect.any(Number) })
  })

  test('--strict stops at the first unknown line', async () => {
    const lines = readFileSync(PIPE, 'utf8').split('\n')
    lines.splice(100, 0, 'this is \x1b[31mno line of perf script')
    const outcome = await run(['--strict'], { stdin: lines.join('\n') })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('tc-stream: --strict: line 101: ')
    expect(outcome.stderr).not.toContain('\x1b')
    const tolerant = await run([], { stdin: lines.join('\n') })
    expect(tolerant.code).toBe(0)
    expect(tolerant.stderr).toContain('; 1 line not understood')
    expect(tolerant.stderr).toContain(', first in line 101: ')
  })
})

describe('signals', () => {
  test('the first one ends the input: what was read is drawn', async () => {
    const { child, done, said } = start(['--log-level', 'info'])
    child.stdin?.write(readFileSync(PIPE))
    await said('"reading"')
    child.kill('SIGINT')
    const outcome = await done
    expect(outcome.code).toBe(0)
    expect(outcome.stdout.trimEnd().endsWith('</svg>')).toBe(true)
    expect(outcome.stderr).toContain('drawing what was read so far')
  })

  test('the second one gives up, however stuck the reader is', async () => {
    const { child, done, said } = start(['--format', 'records', '--log-level', 'info'])
    const exited = new Promise<string | null>(resolve => child.on('exit', (_, signal) => resolve(signal)))
    child.stdout?.pause()
    for (let times = 0; times < 10; times++) child.stdin?.write(readFileSync(recording('build.full.txt')))
    await said('"reading"')
    child.kill('SIGTERM')
    await said('drawing what was read so far')
    child.kill('SIGTERM')
    expect(await exited).toBe('SIGTERM')
    child.stdout?.destroy()
    await done
  })

  test('one before anything was read gives up, and leaves no file', async () => {
    const file = join(directory, 'stopped.svg')
    const { child, done } = start(['-o', file])
    await until(async () => (await readdir(directory)).some(name => name.startsWith('.stopped.svg')))
    child.kill('SIGINT')
    expect(await done).toMatchObject({ signal: 'SIGINT', stdout: '' })
    expect((await readdir(directory)).filter(name => name.includes('stopped'))).toEqual([])
  })
})

describe('NDJSON', () => {
  test.each(['records', 'events', 'timeline', 'chart'])('%s go out and come back in', async seam => {
    const options = seam === 'chart' ? [] : ['-n', '30']
    for (const name of ['build.full.txt', 'io.default.txt']) {
      const kept = await run([recording(name), '--format', seam, ...(seam === 'chart' ? ['-n', '30'] : [])])
      expect(kept.code).toBe(0)
      for (const line of kept.stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('type')
      const again = await run(['--from-format', seam, ...options, '--validate'], { stdin: kept.stdout })
      expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
      expectSame(again.stdout, await svgOf(recording(name), '-n', '30'))
    }
  })

  test('another schema version is told', async () => {
    const stdin = '{"type":"trace","schemaVersion":9,"originSeconds":1}\n'
    const outcome = await run(['--from-format', 'events'], { stdin })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('schema version 9')
  })

  test('bad lines are counted, and fatal with --strict', async () => {
    const kept = (await run([PIPE, '--format', 'timeline'])).stdout.split('\n')
    kept.splice(5, 0, '{"type":"interval"}')
    const stdin = kept.join('\n')
    const tolerant = await run(['--from-format', 'timeline'], { stdin })
    expect(tolerant.code).toBe(0)
    expect(tolerant.stderr).toContain('TC_NDJSON_BAD_ITEM ×1, first in line 6')
    const strict = await run(['--from-format', 'timeline', '--strict'], { stdin })
    expect(strict).toMatchObject({ code: 1, stdout: '' })
    expect(strict.stderr).toContain('--strict: line 6: ')
  })
})

describe('the summary', () => {
  const file = recording('build.full.txt')

  test('is a table on stdout, the same from the text and from its timeline', async () => {
    const direct = await run([file, '--format', 'summary', '-n', '20'])
    expect(direct.code).toBe(0)
    expect(direct.stderr).toContain('; summed up ')
    expect(direct.stdout).toMatch(/^8\.321487175 to 10\.633188425 \(2\.31 s\): 68 tasks, 4 CPUs, /)
    expect(direct.stdout).toMatch(/^cc1:145 +930 ms +40\.2 /m)
    const timeline = (await run([file, '--format', 'timeline'])).stdout
    const again = await run(['--from-format', 'timeline', '--format', 'summary', '-n', '20', '--validate'], {
      stdin: timeline,
    })
    expect(again.code).toBe(0)
    expectSame(again.stdout, direct.stdout)
  })

  test('is one JSON document with --json, of the whole or of a window', async () => {
    const documentOf = async (...args: string[]) => {
      const { code, stdout } = await run([file, '--format', 'summary', '--json', ...args])
      expect(code).toBe(0)
      return JSON.parse(stdout) as { all: { runningNs: number }; startNs: number; endNs: number; tasks: unknown[] }
    }
    const whole = await documentOf('-n', '1000000', '--threshold', '0')
    expect(whole.tasks).toHaveLength(68)
    const parts = [await documentOf('--to', '30%'), await documentOf('--from', '30%')]
    expect(parts[1]?.startNs).toBe(parts[0]?.endNs)
    expect((parts[0]?.all.runningNs ?? 0) + (parts[1]?.all.runningNs ?? 0)).toBe(whole.all.runningNs)
  })

  test('of nothing is a message, exit 1, and nothing written', async () => {
    const empty = await run([file, '--format', 'summary', '--from', '99999'])
    expect(empty).toMatchObject({ code: 1, stdout: '' })
    expect(empty.stderr).toContain('nothing to draw between --from and --to; the trace runs from ')
    expect(await run(['--format', 'summary'], { stdin: CYCLES })).toMatchObject({ code: 1, stdout: '' })
  })

  test('after a first signal it is of what was read so far', async () => {
    const { child, done, said } = start(['--format', 'summary', '--log-level', 'info'])
    child.stdin?.write(readFileSync(PIPE))
    await said('"reading"')
    child.kill('SIGINT')
    const outcome = await done
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).toContain(' in the trace\n')
  })
})

describe('the trace for Perfetto', () => {
  const file = recording('threads.full.txt')
  const eventsOf = (text: string) => (JSON.parse(text) as { traceEvents: { ts: number; dur?: number }[] }).traceEvents

  test('is JSON, the same from the text and from its timeline', async () => {
    const direct = await run([file, '--format', 'chrome-trace'])
    expect(direct.code).toBe(0)
    expect(direct.stderr).toContain('; wrote a trace of ')
    expect(eventsOf(direct.stdout).length).toBeGreaterThan(2_000)
    const timeline = (await run([file, '--format', 'timeline'])).stdout
    const again = await run(['--from-format', 'timeline', '--format', 'chrome-trace', '--validate'], {
      stdin: timeline,
    })
    expectSame(again.stdout, direct.stdout)
  })

  test('of a window holds nothing else', async () => {
    const { stdout } = await run([file, '--format', 'chrome-trace', '--from', '25.5', '--to', '26.5'])
    const { originSeconds } = (JSON.parse(stdout) as { otherData: { originSeconds: number } }).otherData
    const times = eventsOf(stdout).filter(({ dur }) => dur !== undefined)
    expect(times.length).toBeGreaterThan(50)
    for (const { ts, dur = 0 } of times) {
      expect(ts).toBeGreaterThanOrEqual((25.5 - originSeconds) * 1e6)
      expect(ts + dur).toBeLessThanOrEqual((26.5 - originSeconds) * 1e6 + 0.001)
    }
  })

  test('of nothing is a message, exit 1, and nothing written', async () => {
    const empty = await run([file, '--format', 'chrome-trace', '--from', '99999'])
    expect(empty).toMatchObject({ code: 1, stdout: '' })
    expect(empty.stderr).toContain('nothing to draw between --from and --to; the trace runs from ')
    const forks = readFileSync(recording('forks.full.txt'), 'utf8').replace(/^.*sched:sched_.*$/gm, '')
    for (const stdin of [CYCLES, forks.replace(/^.*power:.*$/gm, '')]) {
      expect(await run(['--format', 'chrome-trace'], { stdin })).toMatchObject({ code: 1, stdout: '' })
    }
  })

  test('is written as it comes, and closed after a first signal', async () => {
    const { child, done } = start(['--format', 'chrome-trace'])
    child.stdin?.write(readFileSync(file))
    await new Promise(resolve => child.stdout?.once('data', resolve))
    child.kill('SIGINT')
    const outcome = await done
    expect(outcome.code).toBe(0)
    // How much of it was read by then is chance.
    expect(eventsOf(outcome.stdout).length).toBeGreaterThan(0)
  })
})

describe('a window', () => {
  test('the same moment in three ways gives the same chart', async () => {
    const timeline = (await run([PIPE, '--format', 'timeline'])).stdout.trimEnd().split('\n')
    const trace = JSON.parse(timeline[0] ?? '') as { originSeconds: number }
    const end = JSON.parse(timeline.at(-1) ?? '') as { startNs: number; endNs: number }
    const middle = end.startNs + Math.round((end.endNs - end.startNs) / 2)
    const seconds = trace.originSeconds + Math.floor(middle / 1e9)
    const absolute = `${seconds}.${String(middle % 1e9).padStart(9, '0')}`
    const expected = await svgOf(PIPE, '--from', absolute)
    expectSame(await svgOf(PIPE, '--from', `+${middle - end.startNs}ns`), expected)
    expectSame(await svgOf(PIPE, '--from', '50%'), expected)
    expect(expected === (await svgOf(PIPE))).toBe(false)
  })
})

describe('the recordings', () => {
  test.each(recordings)('%s charts, valid at every seam, and renders', async name => {
    const file = join(directory, `${name}.svg`)
    const outcome = await run([recording(name), '--validate', '-o', file])
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' })
    if (!existsSync(RENDERER)) return
    const png = execFileSync(RENDERER, ['--unlimited', '-o', join(directory, `${name}.png`), file])
    expect(png.length).toBe(0)
    expect((await stat(join(directory, `${name}.png`))).size).toBeGreaterThan(1_000)
  })
})
