import { ValueError } from './errors.js'
import { MAX_PATTERN_LENGTH, MAX_SUBJECT_LENGTH, parsePattern } from './pattern.js'
import { parseTaskSpec } from './task-spec.js'

const problem = (text: string) => {
  try {
    parsePattern(text)
  } catch (error) {
    if (error instanceof ValueError) return error.message
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

describe('patterns', () => {
  test.each([
    ['/make/', 'gmake', true],
    ['/^make$/', 'gmake', false],
    ['/^kworker\\/\\d+:/', 'kworker/12:1H', true],
    ['/a/b/', 'a/b', true],
    ['/KWORKER/i', 'kworker/0:1', true],
    ['/KWORKER/', 'kworker/0:1', false],
    ['/^.$/', '💥', true],
    ['/<script>|&/', 'a&b', true],
    ['/\\x1b/', '\x1b[31mred', true],
    ['/^$/', '', true],
  ])('%s on %j', (text, subject, expected) => {
    const pattern = parsePattern(text)
    expect(pattern?.test(subject)).toBe(expected)
    expect(pattern?.test(subject)).toBe(expected)
  })

  test.each(['make', '1234', '/', 'a/b/', '/tmp', ''])('%j is no pattern', text => {
    expect(parsePattern(text)).toBeUndefined()
  })

  test.each([
    ['/(/', '/(/ is no regular expression: missing closing ): `(`'],
    ['/a(?=b)/', '/a(?=b)/ is no regular expression: invalid or unsupported Perl syntax: `(?=`'],
    ['//', '// is empty: it would match every name'],
    ['/a/g', '/a/g: the only flag is i; a name that begins with a slash is /^\\/a\\/g$/'],
    [`/${'a'.repeat(MAX_PATTERN_LENGTH + 1)}/`, `longer than ${MAX_PATTERN_LENGTH} characters`],
    [`/${'.{1000}'.repeat(30)}/`, /repeats too much$/],
    ['/((a{100}){100}){100}/', /invalid repeat count/],
  ])('%s is refused in one line', (text, message) => {
    expect(problem(text)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
    expect(problem(text)).not.toContain('\n')
  })

  // An engine that tries all ways would take longer than the age of the universe for any of these.
  test.each(['/^(a+)+$/', '/(a|a)*b/', '/(((a*)*)*)*b/', '/(.*.*.*.*.*.*)*=$/', '/^(a|aa)+$/'])(
    '%s takes no time on a name made to stop it',
    text => {
      const pattern = parsePattern(text)
      for (const length of [15, 64, MAX_SUBJECT_LENGTH, 100_000]) {
        expect(pattern?.test(`${'a'.repeat(length)}!`)).toBe(length >= MAX_SUBJECT_LENGTH && text.includes(')+$'))
      }
    },
  )

  test('of a long name, the first part is looked at', () => {
    const pattern = parsePattern('/b/')
    expect(pattern?.test(`${'a'.repeat(MAX_SUBJECT_LENGTH - 1)}b`)).toBe(true)
    expect(pattern?.test(`${'a'.repeat(MAX_SUBJECT_LENGTH)}b`)).toBe(false)
  })

  test('more names than are remembered', () => {
    const pattern = parsePattern('/7$/')
    let met = 0
    for (let index = 0; index < 10_000; index++) if (pattern?.test(`name${index}`)) met++
    expect(met).toBe(1_000)
  })
})

describe('which tasks are meant', () => {
  test('a name, a number that may be a name, a pattern', () => {
    expect(parseTaskSpec('make')).toEqual({ label: 'make', comm: 'make' })
    expect(parseTaskSpec('812')).toEqual({ label: '812', pid: 812, comm: '812' })
    expect(parseTaskSpec('12345678901')).toEqual({ label: '12345678901', comm: '12345678901' })
    expect(parseTaskSpec('/^cc/')).toEqual({ label: '/^cc/', test: expect.any(Function) })
  })
})
