import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'

/** The examples as they stand, with the program as it was built. */
const EXAMPLES = process.cwd()
const ROOT = join(EXAMPLES, '..')
const PROGRAM = join(ROOT, 'packages', 'tc-stream', 'bin', 'tc-stream.js')
const recording = (name: string) => join(ROOT, 'test-data', 'recordings', name)
const DISK = join(ROOT, 'test-data', 'block', 'dd.perf.txt')

jest.setTimeout(180_000)

const tcStream = (...args: string[]) =>
  execFileSync(process.execPath, [PROGRAM, '-q', ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
const use = (name: string) => ['--use', join(EXAMPLES, name)]

interface Item {
  readonly type: string
  readonly [field: string]: unknown
}

const itemsOf = (ndjson: string): Item[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Item)

describe('without-timers.mjs', () => {
  const events = (...args: string[]) =>
    itemsOf(tcStream('--format', 'events', ...args, recording('interrupts.default.txt')))

  test('leaves out the interrupts of timers and nothing else', () => {
    const all = events()
    const left = events(...use('without-timers.mjs'))
    const timers = all.filter(({ type, name }) => type === 'interrupt' && /timer/i.test(String(name)))
    expect(timers.length).toBeGreaterThan(100)
    expect(left).toEqual(all.filter(item => !timers.includes(item)))
  })
})

describe('block-io.mjs', () => {
  const chart = (...args: string[]) => itemsOf(tcStream('--format', 'chart', '--validate', ...args))

  test('draws a mark for each request, at the task that sent it', () => {
    const items = chart(...use('block-io.mjs'), DISK)
    const rows = items.filter(({ type }) => type === 'row')
    const marks = items.filter(({ type, kind }) => type === 'mark' && kind === 'event')
    const sent = readFileSync(DISK, 'utf8').match(/block_rq_issue/g) ?? []
    expect(marks).toHaveLength(sent.length)
    for (const { text, row } of marks) {
      expect(text).toMatch(/^WS 256 KiB, disk \d+,\d+$/)
      expect(rows[row as number]).toMatchObject({ kind: 'task', comm: 'dd' })
    }
    const picture = tcStream(...use('block-io.mjs'), '--no-script', DISK)
    expect(picture).toContain('WS 256 KiB')
    expect(picture).toContain('>marked event<')
    expect(tcStream('--no-script', DISK)).not.toContain('>marked event<')
  })

  test('without it there are none', () => {
    expect(chart(DISK).filter(({ type, kind }) => type === 'mark' && kind === 'event')).toEqual([])
  })

  test('a request that it does not understand is counted', () => {
    const input = `${readFileSync(DISK, 'utf8')}dd 7 [001] 3246.9: block:block_rq_issue: nonsense\n`
    const args = [PROGRAM, ...use('block-io.mjs'), '--format', 'events']
    const { stderr } = spawnSync(process.execPath, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
    expect(stderr).toMatch(/TC_NORM_BAD_PAYLOAD ×1, first in line 17/)
  })
})

describe('text-chart.mjs', () => {
  test('draws a line for each row', () => {
    const name = recording('build.default.txt')
    const rows = itemsOf(tcStream('--format', 'chart', name)).filter(({ type }) => type === 'row')
    const lines = tcStream(...use('text-chart.mjs'), name)
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(rows.length)
    for (const line of lines) expect(line).toMatch(/^.{20} [█▒░? ]{72}$/u)
    // The compilers ran side by side for most of the first half.
    const compilers = lines.filter(line => line.startsWith('cc1 '))
    expect(compilers.filter(line => /█{15}/.test(line)).length).toBeGreaterThan(3)
  })
})

describe('a hostile name', () => {
  test('reaches the terminal without what it would act on', () => {
    const name = '\x1b]0;x\x07\x9b2J\u202e\x7f'
    const input = readFileSync(recording('build.default.txt'), 'utf8').replaceAll('cc1', name)
    const args = [PROGRAM, ...use('text-chart.mjs'), '-q']
    const { stdout } = spawnSync(process.execPath, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
    expect(stdout).toContain('�]0;x��2J��')
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('web-server.mjs', () => {
  let server: ChildProcess
  let port: number

  beforeAll(async () => {
    const script =
      "import { server } from './web-server.mjs'; server.listen(0, () => console.log(server.address().port))"
    server = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: EXAMPLES })
    if (server.stdout === null) throw new Error('no stdout')
    const [first] = (await once(server.stdout, 'data')) as [Buffer]
    port = Number(first)
  })

  afterAll(() => server.kill())

  function ask(method: string): ReturnType<typeof request> {
    return request({ port, method, host: '127.0.0.1' })
  }

  test('answers the text of perf script with its chart, several at once', async () => {
    const post = async (name: string) => {
      const asked = ask('POST').end(readFileSync(recording(name)))
      const [response] = await once(asked, 'response')
      expect(response).toMatchObject({ statusCode: 200, headers: { 'content-type': 'image/svg+xml' } })
      // A length would mean that the chart was made before it was sent.
      expect(response.headers).toMatchObject({ 'transfer-encoding': 'chunked' })
      return textOf(response)
    }
    const names = ['pipe.default.txt', 'comms.default.txt']
    const charts = await Promise.all(names.map(post))
    expect(charts.map(chart => chart.endsWith('</svg>\n'))).toEqual([true, true])
    const alone = tcStream(recording(names[0] as string))
    expect(charts[0] === alone).toBe(true)
  })

  test('takes nothing but a POST, and goes on when somebody hangs up', async () => {
    const [refused] = await once(ask('GET').end(), 'response')
    expect(refused.statusCode).toBe(405)
    const half = ask('POST').on('error', () => {})
    half.write(readFileSync(recording('pipe.default.txt')).subarray(0, 50_000))
    await once(half, 'socket')
    half.destroy()
    const asked = ask('POST').end(readFileSync(recording('pipe.default.txt')))
    const [response] = await once(asked, 'response')
    expect((await textOf(response)).endsWith('</svg>\n')).toBe(true)
  })
})

const python = spawnSync('python3', ['--version'])

const describePython = python.error === undefined ? describe : describe.skip
describePython(
  `one-kworker.py${python.error === undefined ? '' : ' (python3 is missing: apt-get install python3)'}`,
  () => {
    const name = recording('build.default.txt')
    const through = (ndjson: string) =>
      execFileSync(join(EXAMPLES, 'one-kworker.py'), { input: ndjson, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })

    test('gives all kworkers one name, and the chart is made of what it gives', () => {
      const before = tcStream('--format', 'timeline', name)
      const after = through(before)
      expect(before).toMatch(/"kworker\//)
      expect(itemsOf(after)).toEqual(itemsOf(before.replaceAll(/"kworker\/[^"]*"/g, '"kworker"')))
      const chart = execFileSync(process.execPath, [PROGRAM, '-q', '--from-format', 'timeline', '-n', '1000'], {
        input: after,
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
      })
      expect(chart).toContain('kworker')
      expect(chart).not.toContain('kworker/')
    })
  },
)
