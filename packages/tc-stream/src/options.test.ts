import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SELECTABLE_STATES } from '@tc-stream/timeline-filter'
import { UsageError } from './errors.js'
import { helpPage } from './help.js'
import { longFlag, OPTION_RULES, STATES } from './option-table.js'
import { parseOptions } from './options.js'

function refusal(...args: string[]): string {
  try {
    parseOptions(args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error(`accepted: ${args.join(' ')}`)
}

describe('the command line', () => {
  test('nothing given leaves the defaults to the stages', () => {
    expect(parseOptions([])).toEqual({
      strict: false,
      use: [],
      format: 'svg',
      script: true,
      quiet: false,
      color: 'auto',
      logLevel: 'silent',
      validate: false,
      version: false,
      help: false,
    })
  })

  test('every option has its place', () => {
    const args =
      '-i in.txt -o out.svg -w 800 --title T -n 20 --threshold 0.5 --max-elements 5k --max-rows 1,000 --worst 7'
    expect(
      parseOptions([...args.split(' '), '--from', '443.5', '--to', '+2s', '--no-script', '--strict']),
    ).toMatchObject({
      input: 'in.txt',
      output: 'out.svg',
      width: 800,
      title: 'T',
      procNum: 20,
      threshold: 500_000,
      maxElements: 5_000,
      maxRows: 1_000,
      worst: 7,
      from: { kind: 'absolute', seconds: 443, ns: 500_000_000 },
      to: { kind: 'relative', ns: 2_000_000_000 },
      script: false,
      strict: true,
    })
  })

  test('lengths of time are nanoseconds, or have a unit', () => {
    const timeOf = (text: string) => parseOptions(['--io-min-time', text]).ioMinTime
    expect(['0', '500', '500ns', '20us', '20µs', '1.5ms', '2s'].map(timeOf)).toEqual([
      ...[0, 500, 500, 20_000, 20_000, 1_500_000, 2_000_000_000],
    ])
    expect(parseOptions(['--io-merge-dist=3us', '--io-skip-eagain'])).toMatchObject({
      ioMergeDist: 3_000,
      ioSkipEagain: true,
    })
  })

  test('what is selected adds up', () => {
    const args = ['-p', 'make', '--process', '12', '-C', '0,2-3', '--cpu', '3,5', '--tid=7', '--tid', '8,9']
    expect(
      parseOptions([...args, '--state', 'blocked', '--state', 'woken,new', '--min-duration', '2ms']),
    ).toMatchObject({
      process: [
        { label: 'make', comm: 'make' },
        { label: '12', pid: 12, comm: '12' },
      ],
      cpu: [0, 2, 3, 5],
      tid: [7, 8, 9],
      state: ['blocked', 'woken', 'new'],
      minDuration: 2_000_000,
    })
    expect(STATES).toEqual(SELECTABLE_STATES)
  })

  test('options that speak to more than one stage are taken wherever one of them runs', () => {
    const selection = '-n 3 --threshold 1 --max-rows 9 --worst 2 --from +1s --to +2s'.split(' ')
    for (const format of ['svg', 'chart', 'summary']) {
      expect(parseOptions(['--format', format, ...selection])).toMatchObject({ format, procNum: 3, worst: 2 })
    }
    const window = ['--format', 'chrome-trace', '--from', '+1s', '--to', '+2s']
    expect(parseOptions(window)).toMatchObject({ from: { kind: 'relative', ns: 1e9 } })
    expect(parseOptions(['--format', 'summary', '--json', '--from-format', 'events']).json).toBe(true)
  })

  test('the input may be an operand, and - is one', () => {
    expect(parseOptions(['trace.txt']).input).toBe('trace.txt')
    expect(parseOptions(['-', '-o', '-'])).toMatchObject({ input: '-', output: '-' })
    expect(parseOptions(['--', '--odd-name']).input).toBe('--odd-name')
  })

  test('progress is asked for, refused or left open', () => {
    expect(parseOptions(['--progress']).progress).toBe(true)
    expect(parseOptions(['--no-progress']).progress).toBe(false)
    expect(parseOptions([]).progress).toBeUndefined()
  })

  test('help and version win over mistakes in values', () => {
    expect(parseOptions(['--help', '--format', 'nonsense']).help).toBe(true)
    expect(parseOptions(['-V', '--width', 'x']).version).toBe(true)
  })

  test.each([
    [['--wdth', '3'], "unknown option '--wdth'; did you mean --width?"],
    [['--wdth=3'], "unknown option '--wdth'; did you mean --width?"],
    [['-t=3'], "option '-t, --topology' takes no value"],
    [['--topology=yes'], "option '-t, --topology' takes no value"],
    [['-w'], "option '-w, --width <px>' needs a value"],
    [['-w', '12px'], "--width: expected a whole number from 480 to 100000, not '12px'"],
    [['--width', '0'], "--width: expected a whole number from 480 to 100000, not '0'"],
    [['--max-rows', '-3'], "--max-rows: expected a whole number from 1 to 1000000000, not '-3'"],
    [['--threshold', 'ten'], /^--threshold: expected a duration such as .* \(a plain number is in ms\), not 'ten'$/],
    [['--min-duration', '10m'], /^--min-duration: expected a duration .*in ns\), not '10m'; did you mean 10ms\?$/],
    [['-C', '5-2'], "--cpu: expected CPUs such as 0,2-5, not '5-2'; did you mean 2-5?"],
    [['--tid', 'x'], "--tid: expected thread ids such as 812,815, not 'x'"],
    [['--state', 'running,blokced'], "--state: unknown state 'blokced'; did you mean blocked?"],
    [['--state', 'busy'], /^--state: unknown state 'busy'; it takes running, waiting, blocked, /],
    [['--state', ''], /^--state: unknown state ''/],
    [['-p', '/(/'], '--process: /(/ is no regular expression: missing closing ): `(`'],
    [['-p', ''], '--process: expected a name, a number or a /REGEX/, not an empty text'],
    [['-P', '-T'], '--power-only draws no tasks, and --tasks-only no power states: choose one'],
    [['-P', '-p', 'make'], '--process has no effect with --power-only: no task is drawn'],
    [['-P', '--io-threshold', '1M'], '--io-threshold has no effect with --power-only: no task is drawn'],
    [['--io-threshold', '1mb'], /^--io-threshold: expected a size .*, not '1mb'; did you mean 1M\?$/],
    [['--io-threshold', '0'], /^--io-threshold: expected a size from 1 byte on .*, not '0'$/],
    [['--format', 'timeline', '--io-threshold', '1M'], /--io-threshold has no effect from text to timeline/],
    [['-P', '-n', '3'], '--proc-num has no effect with --power-only: no task is drawn'],
    [['--highlight', '10m'], /^--highlight: expected a duration .*; did you mean 10ms\?$/],
    [['--highlight', '/a/g'], /^--highlight: \/a\/g: the only flag is i/],
    [['--highlight', ''], '--highlight: expected a duration, a name or a /REGEX/, not an empty text'],
    [['--callchain-depth', '0'], "--callchain-depth: expected a whole number from 1 to 1024, not '0'"],
    [['--format', 'timeline', '--caller'], /--caller has no effect from text to timeline/],
    [['--powr-only'], "unknown option '--powr-only'; did you mean --power-only?"],
    [['--format', 'events', '-p', 'make'], /--process has no effect from text to events: the timeline-filter does not/],
    [['--from-format', 'chart', '-T'], /--tasks-only has no effect from chart to svg: .* does not run there$/],
    [['--io-min-time', '1m'], /^--io-min-time: expected a duration .*in ns\), not '1m'; did you mean 1ms\?$/],
    [['--io-merge-dist', '-1'], /^--io-merge-dist: expected a duration .*in ns\), not '-1'$/],
    [['--from-format', 'timeline', '--io-skip-eagain'], /--io-skip-eagain has no effect from timeline to svg/],
    [['--format', 'evnets'], "--format: unknown value 'evnets'; did you mean events?"],
    [
      ['--format', 'xyz'],
      "--format: unknown value 'xyz'; it takes svg, summary, chrome-trace, records, events, timeline, chart",
    ],
    [['--log-level', 'wran'], "--log-level: unknown value 'wran'; did you mean warn?"],
    [['a', 'b'], 'more than one input file'],
    [['-i', 'a', 'b'], 'two inputs: -i a and b'],
    [['--from-format', 'chart', '--format', 'events'], /lies before --from-format chart/],
    [['--from-format', 'chart', '--max-rows', '3'], /--max-rows has no effect from chart to svg/],
    [
      ['--format', 'events', '--title', 'x'],
      /--title has no effect from text to events: .*; it does with --format svg$/,
    ],
    [['--format', 'chart', '--no-script'], /--no-script has no effect/],
    [['--from-format', 'chart', '--format', 'summary'], /cannot be made from --from-format chart: .* from timeline/],
    [
      ['--json'],
      /--json has no effect from text to svg: the summary-emitter does not run there; it does with --format summary$/,
    ],
    [['--format', 'summary', '--max-elements', '500'], /--max-elements has no effect from text to summary/],
    [['--format', 'chrome-trace', '-n', '3'], /-n|--proc-num has no effect from text to chrome-trace/],
    [['--from-format', 'chart', '--format', 'chrome-trace'], /cannot be made from --from-format chart/],
    [['--format', 'events', '-n', '3'], /: the timeline-reducer or summary-emitter does not run there/],
    [['--from', '10%'], /a percentage needs a file/],
    [['--from', '1e3', 'file'], /--from: expected a time such as 443\.5/],
    [['--output', ''], '--output: expected a file name, not an empty text'],
  ] as const)('%j is refused in one line', (args, message) => {
    const text = refusal(...args)
    expect(text).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
    expect(text).not.toContain('\n')
  })

  test('the help and the readme tell every option and its default', () => {
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8')
    for (const rule of OPTION_RULES) {
      expect(helpPage()).toContain(longFlag(rule))
      expect(readme).toMatch(new RegExp(`^\\|.*${longFlag(rule)}\\b.*${rule.default ?? ''}.*\\|$`, 'm'))
    }
    for (const line of helpPage().split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })
})
