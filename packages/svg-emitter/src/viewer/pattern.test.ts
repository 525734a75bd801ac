import fc from 'fast-check'
import { MAX_SUBJECT, plainMatcher, regexMatcher } from './pattern.js'

test('plain words match anywhere, whatever their case', () => {
  expect(plainMatcher('Futex_W')('__futex_wait')).toBe(true)
  expect(plainMatcher('a.c')('abc')).toBe(false)
})

describe('regular expressions', () => {
  test.each([
    ['futex', '__futex_wait', true],
    ['^futex', '__futex_wait', false],
    ['^__FUTEX', '__futex_wait', true],
    ['wait$', '__futex_wait', true],
    ['cc1?:\\d+$', 'cc:139', true],
    ['cc1?:\\d+$', 'cc1:139', true],
    ['^cc1:\\d+$', 'cc:139', false],
    ['(read|write)_iter', 'ext4_file_write_iter', true],
    ['(?:read|write)v', 'do_readv', true],
    ['a{2,3}b', 'aab', true],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}$', 'aaaa', true],
    ['^(ab)*?c', 'ababc', true],
    ['[a-f0-9]+', 'xyz', false],
    ['[^a-z_]', 'abc_9', true],
    ['[]x]', ']', true],
    ['[a-]', '-', true],
    ['\\bwait\\b', 'do wait now', true],
    ['\\bwait\\b', 'await', false],
    ['\\Bait', 'await', true],
    ['\\D', '123', false],
    ['\\[kernel\\.', '[kernel.kallsyms]', true],
    ['x*', '', true],
    ['', 'anything', true],
    ['a||b', 'q', true],
    ['日本', '日本語', true],
  ])('%s in %s: %s', (source, text, wanted) => {
    expect(regexMatcher(source)(text)).toBe(wanted)
  })

  test.each([
    ['(', 'a ) is missing'],
    [')', 'a ) too many'],
    ['[a', 'a ] is missing'],
    ['*a', 'nothing before *'],
    ['a|+', 'nothing before +'],
    ['(?=a)', '(? is not supported'],
    ['(a)\\1', '\\1 is not supported'],
    ['a\\', '\\ is not supported'],
  ])('%s: %s', (source, problem) => {
    expect(() => regexMatcher(source)).toThrow(problem)
  })

  test('what would go on for ever ends', () => {
    const subject = `${'a'.repeat(MAX_SUBJECT - 1)}!`
    for (const source of ['(a+)+$', '(a|a)*$', '(a*)*b', '((a{0,200}){0,200}){0,200}$', '(.*)*x', '(a*){900}{900}b']) {
      expect(regexMatcher(source)(subject)).toBe(false)
    }
    expect(regexMatcher('(a|a)'.repeat(40))('a'.repeat(39))).toBe(false)
  })

  test('the more texts it would go on for ever on, the less is tried on the next', () => {
    const matches = regexMatcher('(a+)+b')
    const laborious = `${'a'.repeat(9)} aab`
    expect(matches(laborious)).toBe(true)
    for (let texts = 0; texts < 10; texts++) expect(matches('a'.repeat(40))).toBe(false)
    expect(matches(laborious)).toBe(false)
    expect(matches('a name with aab')).toBe(true)
  })

  test('as the language has it', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '.',
      'a*',
      'b?',
      '(ab|b)',
      '[ab]',
      '[^a]',
      'a{1,2}',
      '\\w',
      '(a|b)+',
      '^',
      '$',
    )
    const source = fc.array(part, { minLength: 1, maxLength: 5 }).map(parts => parts.join(''))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '!'), maxLength: 8 })
    fc.assert(
      fc.property(source, text, (pattern, subject) => {
        // `^*` and the like are not patterns in every mode.
        expect(regexMatcher(pattern)(subject)).toBe(new RegExp(pattern, 'i').test(subject))
      }),
      { numRuns: 2000 },
    )
  })
})
