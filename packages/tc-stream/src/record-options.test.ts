import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './errors.js'
import { longFlag } from './option-table.js'
import { recordHelpPage } from './record-help.js'
import { parseRecordOptions, RECORD_OPTION_RULES } from './record-options.js'

function refusal(...args: string[]): UsageError {
  try {
    parseRecordOptions(args)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error(`accepted: ${args.join(' ')}`)
}

describe('tc-stream record', () => {
  test('without options', () => {
    expect(parseRecordOptions([])).toEqual({
      callchain: false,
      ioOnly: false,
      powerOnly: false,
      tasksOnly: false,
      output: 'perf.data',
      print: false,
      quiet: false,
      help: false,
      mode: 'all',
      command: [],
    })
  })

  test.each([
    ['-P', 'power'],
    ['-T', 'tasks'],
    ['-I', 'io'],
    ['-IP', 'io'],
    ['-I -T', 'io'],
    ['--power-only', 'power'],
    ['--tasks-only', 'tasks'],
    ['--io-only', 'io'],
    ['-g', 'all'],
  ])('%s records %s', (args, mode) => {
    expect(parseRecordOptions(args.split(' ')).mode).toBe(mode)
  })

  test("the command's options are its own, with -- and without", () => {
    const command = ['make', '-j4', '-o', 'x', '--', '--help']
    expect(parseRecordOptions(['-g', '-o', 'a b.data', '--', ...command])).toMatchObject({
      callchain: true,
      output: 'a b.data',
      command,
      help: false,
    })
    expect(parseRecordOptions(['-g', 'make', '-j4', '--help'])).toMatchObject({
      command: ['make', '-j4', '--help'],
      help: false,
    })
    expect(parseRecordOptions(['--', '-odd']).command).toEqual(['-odd'])
  })

  test.each([
    [['-P', '-T'], '-P and -T exclude each other: without them both power and tasks are recorded'],
    [['-PT'], '-P and -T exclude each other: without them both power and tasks are recorded'],
    [['--prnt'], "unknown option '--prnt'; did you mean --print?"],
    [['-o'], "option '-o, --output <file>' needs a value"],
    [['-o', ''], '--output: expected a file name, not an empty text'],
  ])('%j is refused in one line', (args, message) => {
    expect(refusal(...args)).toMatchObject({ message, help: 'tc-stream record --help', exitCode: 2 })
  })

  test('help wins', () => {
    expect(parseRecordOptions(['-P', '-T', '--help']).help).toBe(true)
  })

  test('the help and the readme tell every option and its default', () => {
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8')
    for (const rule of RECORD_OPTION_RULES) {
      expect(recordHelpPage()).toContain(longFlag(rule))
      expect(readme).toMatch(new RegExp(`^\\|.*${longFlag(rule)}\\b.*${rule.default ?? ''}.*\\|$`, 'm'))
    }
    for (const line of recordHelpPage().split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })
})
