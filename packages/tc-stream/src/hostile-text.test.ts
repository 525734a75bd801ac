import { writeFileSync } from 'node:fs'
import { RE2JS } from 're2js'
import { scratch, shell, T } from './faults.test.helper.js'
import { run } from './program.test.helper.js'

/** What a terminal acts on, or what turns text around: C0, DEL, C1, marks of direction, separators of lines. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Colours of our own. */
const OWN_COLORS = [1, 22, 31, 33, 39].map(code => `\x1b[${code}m`)

const control = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => String.fromCharCode(from + at)).join('')
const MARKS = '\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069'
/** All of them but the newline, which ends a line of text. */
const HOSTILE = (control(1, 32) + control(127, 160) + MARKS).replace('\n', '')
/** As long as a comm may be, and sequences that a terminal knows: title, clear, colour in C1, turn around. */
const COMMS = ['\x1b]0;owned\x07', '\x1b[2J\x1b[H', '\x9b31m\x9d0;x\x9c', '\u202egnp\u2066', '\x7f\x08\x08\r']

jest.setTimeout(180_000)

const { path } = scratch()

/** Scheduling in which every name, and every other text, is hostile; with lines that nobody understands. */
function hostileTrace(): string {
  const lines = [
    `# cmdline : /usr/bin/perf record ${HOSTILE}`,
    `# cpudesc : ${HOSTILE}`,
    `# hostname : ${HOSTILE}`,
    `# os release : 6.1${HOSTILE}`,
  ]
  let us = 1_000_000
  const time = () => `${Math.floor(++us / 1e6)}.${String(us % 1e6).padStart(6, '0')}`
  for (let round = 0; round < 40; round++) {
    const comm = COMMS[round % COMMS.length] ?? ''
    const tid = 100 + (round % COMMS.length)
    const head = `${comm.padEnd(16)} ${tid} [000] `
    lines.push(
      `swapper 0 [000] ${time()}: sched:sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=${comm} next_pid=${tid} next_prio=120`,
      `${head}${time()}: syscalls:sys_enter_openat: dfd: 0x1, filename: 0x7f "${HOSTILE}"`,
      `${head}${time()}: some:${comm}_event: ${HOSTILE}`,
      `${head}${time()}: irq:irq_handler_entry: irq=1 name=${HOSTILE}`,
      `${head}${time()}: sched:sched_switch: prev_comm=${comm} prev_pid=${tid} prev_prio=120 prev_state=D ==> next_comm=swapper/0 next_pid=0 next_prio=120`,
      `\tffffffff82${round}acd8 ${HOSTILE}+0x10 (/usr/lib/${HOSTILE}.so)`,
      '',
      `${HOSTILE} no line of perf script`,
      `${head}${time()}: sched:sched_switch: ${HOSTILE}`,
    )
  }
  return `${lines.join('\n')}\n`
}

function expectSafe(text: string): void {
  const found = UNSAFE.exec(OWN_COLORS.reduce((left, color) => left.replaceAll(color, ''), text).replaceAll('\n', ''))
  expect(
    found === null ? 'safe' : JSON.stringify(found.input.slice(Math.max(0, found.index - 60), found.index + 20)),
  ).toBe('safe')
}

describe('a hostile trace cannot drive the terminal', () => {
  const trace = hostileTrace()

  test.each(['svg', 'summary', 'chrome-trace', 'records', 'events', 'timeline', 'chart'])(
    '--format %s',
    async format => {
      const outcome = await run(['--format', format, '--log-level', 'trace', '--color', 'always', '--progress'], {
        stdin: trace,
      })
      expect(outcome.code).toBe(0)
      expect(outcome.stderr).toContain('TC_LEX_')
      expectSafe(outcome.stderr)
      // Of these all but Perfetto's may be read on a terminal.
      if (format !== 'chrome-trace') expectSafe(outcome.stdout)
    },
  )

  test('--format summary --json', async () => {
    const outcome = await run(['--format', 'summary', '--json', '-n', '100', '--threshold', '0'], { stdin: trace })
    expectSafe(outcome.stdout)
    const { tasks } = JSON.parse(outcome.stdout) as { tasks: { comm: string }[] }
    expect(tasks.map(({ comm }) => comm)).toContain('\x1b]0;owned\x07')
  })

  test('what is spelled out in NDJSON is the same to a parser', async () => {
    const { stdout } = await run(['--format', 'timeline'], { stdin: trace })
    const items = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { comm?: string })
    const comms = new Set(items.map(({ comm }) => comm))
    for (const comm of ['\x9b31m\x9d0;x\x9c', '\u202egnp\u2066']) expect(comms).toContain(comm)
    expect((await run(['--from-format', 'timeline'], { stdin: stdout })).stdout).toBe(
      (await run([], { stdin: trace })).stdout,
    )
  })

  test.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])(
    '--log-level %s, on a terminal and off it',
    async level => {
      writeFileSync(path('trace.txt'), trace)
      const off = await run([path('trace.txt'), '-q', '--log-level', level, '-o', '/dev/null'])
      expect(off.code).toBe(0)
      expectSafe(off.stderr)
      for (const line of off.stderr.split('\n').filter(text => text !== '')) JSON.parse(line)
      // With a terminal at both ends, progress and log share it; the colours of the log are its own.
      const line = `script -qec '${T} "$IN" --log-level ${level} --color never -o /dev/null' /dev/null`
      const on = await shell(line, { IN: path('trace.txt'), TERM: 'dumb' })
      expect(on.code).toBe(0)
      expectSafe(on.stdout.replaceAll('\r\n', '\n'))
    },
  )

  test('--strict', async () => {
    const outcome = await run(['--strict', '--log-level', 'debug'], { stdin: trace })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expectSafe(outcome.stderr)
  })

  test('with nothing to draw in it', async () => {
    const stdin = trace.replace(/^[^\n]*(sched:|syscalls:|irq:)[^\n]*\n/gm, '')
    const outcome = await run([], { stdin })
    expect({ code: outcome.code, length: outcome.stdout.length }).toEqual({ code: 1, length: 0 })
    expect(outcome.stderr).toContain('found: ')
    expectSafe(outcome.stderr)
  })

  test("NDJSON whose diagnostics are its writer's own", async () => {
    const texts = { code: HOSTILE, meaning: HOSTILE, advice: HOSTILE, sample: HOSTILE, policy: HOSTILE }
    const item = JSON.stringify({ type: 'diagnostic', severity: 'warning', count: 1, ...texts })
    const timeline = (await run(['--format', 'timeline'], { stdin: trace })).stdout
    for (const args of [[], ['--strict'], ['--log-level', 'trace'], ['--validate']]) {
      const outcome = await run(['--from-format', 'timeline', ...args], {
        stdin: `${item}\n{"${HOSTILE}"\n${timeline}${item}\n`,
      })
      expect(outcome.stderr).not.toBe('')
      expectSafe(outcome.stderr)
    }
  })
})

describe('what was typed cannot drive the terminal either, and a message stays one line', () => {
  const bad = `${HOSTILE}\n${'x'.repeat(10)}`

  test.each([
    ['an unknown option', [`--wid${bad}`]],
    ['a choice', ['--theme', bad]],
    ['a number', ['--width', bad]],
    ['a time', ['--from', bad]],
    ['a duration', ['--min-duration', bad]],
    ['a state', ['--state', bad]],
    ['a list', ['--cpu', bad]],
    ['another list', ['--tid', bad]],
    ['a pattern', ['--process', `/(${bad}/`]],
    ['a highlight', ['--highlight', `/(${bad}/`]],
    ['two inputs', ['-i', bad, `${bad}2`]],
    ['a file', [bad]],
    ['a file of symbols', ['--kallsyms', bad, '/dev/null']],
    ['a directory of maps', ['--perf-map-dir', bad, '/dev/null']],
    ['an output', ['/dev/null', '-o', `/absent/${bad}`]],
    ['a module', ['--use', `./${bad}.mjs`, '/dev/null']],
    ['an option of record', ['record', `--x${bad}`]],
  ])('%s', async (_, args) => {
    const outcome = await run(args)
    expect(outcome.code).not.toBe(0)
    const [first = '', second, ...rest] = outcome.stderr.split('\n')
    expect(first).toMatch(/^tc-stream: /)
    expect(second === '' || /^see tc-stream .*--help$/.test(second ?? '')).toBe(true)
    expect(rest.join('')).toBe('')
    expectSafe(outcome.stderr)
  })

  test('a task that is not there', async () => {
    const outcome = await run(['-p', bad], { stdin: hostileTrace() })
    expect(outcome.code).toBe(1)
    expect(outcome.stderr).toContain('nothing to draw: no task is ')
    expectSafe(outcome.stderr)
  })

  test('a module that fails with such words', async () => {
    const words = JSON.stringify(bad)
    const modules = {
      'loading.mjs': `throw new Error(${words})`,
      'opening.mjs': `export default { from: 'events', to: 'events', open: () => { throw new Error(${words}) } }`,
      'running.mjs': `export default { from: 'events', to: 'events', open: () => ({ push() { throw new Error(${words}) }, *flush() {} }) }`,
      'decoding.mjs': `export const decoders = { 'sched:sched_switch': () => { throw new Error(${words}) } }`,
    }
    for (const [name, text] of Object.entries(modules)) {
      writeFileSync(path(name), text)
      const outcome = await run(['--use', path(name), '--log-level', 'error'], { stdin: hostileTrace() })
      expect(outcome.code).toBe(1)
      expectSafe(outcome.stderr)
    }
  })
})

describe('patterns made to hang', () => {
  test.each(['(a+)+$', '(a|a)*b', '(((a*)*)*)*b', '^(a|aa)+$', '(.*.*.*.*.*.*)*='])('/%s/ ends', async source => {
    const comm = 'a'.repeat(15)
    const trace = hostileTrace().replaceAll(COMMS[0] ?? '', comm)
    const outcome = await run(['-p', `/${source}/`, '--highlight', `/${source}/`], { stdin: trace })
    // The signal of a program that does not end is that of its test.
    expect(outcome.signal).toBeNull()
    expect(outcome.code).toBe(RE2JS.compile(source).test(comm) ? 0 : 1)
  })
})
