import { durationHint, parseDuration } from './duration.js'

describe('durations', () => {
  test.each([
    ['10', 'ns', 10],
    ['10', 'ms', 10_000_000],
    ['0.5', 'ms', 500_000],
    ['500us', 'ns', 500_000],
    ['500µs', 'ns', 500_000],
    ['1.5s', 'ns', 1_500_000_000],
    ['1.0000000004 s', 'ns', 1_000_000_000],
    ['10 ms', 's', 10_000_000],
    ['0', 'ns', 0],
  ] as const)('%s (in %s) is %d ns', (text, unit, ns) => {
    expect(parseDuration(text, unit)).toBe(ns)
  })

  test.each(['', 'ms', '-1', '1e3', '10m', '1 2', '10msec', '0x10', '1.s', '999999999s', `${'9'.repeat(99)}ns`])(
    '%j is none',
    text => {
      expect(parseDuration(text, 'ns')).toBeUndefined()
    },
  )

  test.each([
    ['10m', '10ms'],
    ['10sec', '10s'],
    ['5usec', '5us'],
    ['2mss', '2ms'],
  ])('%s: the nearest is %s', (text, meant) => {
    expect(durationHint(text, 'ns')).toBe(
      `expected a duration such as 500us, 10ms or 1.5s (a plain number is in ns), not '${text}'; did you mean ${meant}?`,
    )
  })

  test('no advice for what is like nothing', () => {
    expect(durationHint('ten', 'ms')).toMatch(/not 'ten'$/)
    expect(durationHint('10parsecs', 'ms')).toMatch(/not '10parsecs'$/)
  })
})
