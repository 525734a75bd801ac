import fc from 'fast-check'
import { KnownHeaders } from './known-headers.js'
import { checkAgainstParser, expectSame, readWith } from './known-headers.test-helper.js'
import { LAYOUTS, lexText } from './testing.test-helper.js'

/** Lefts, seconds and rights that could be taken for one another. */
const COMMS = [
  'sh',
  ':-1',
  'kworker/0:1',
  'a:b [000] 1.5:',
  '1.500000: x',
  '5 [000]',
  'VM: 1 VCPU:2 sh',
  'a] b',
  '16 bytes of comm',
]
const TASKS = [
  '  2130 [000]',
  '  2130/2131 [001]',
  ' -1 [-01]',
  '  2130   0',
  ' 2130 [000] d..3.',
  ' 2130',
  ' 12 [000] 1.500000:',
]
const SECONDS = ['   228', ' 228', ' 1', '', ' x']
const FRACTIONS = ['430096', '430097', '430096123', '5', '43 096']
const RIGHTS = [
  '     sched:sched_switch',
  ' sched:sched_wakeup',
  ' 1 sched:sched_switch',
  ' PERF_RECORD_COMM',
  ' [unknown]',
  '  228.430096: sched:sched_switch',
  '',
]
const PAYLOADS = [' prev_comm=sh', ' 5 [000]   228.430096: sched:sched_switch: x', ': ', '']

/** The first one, which is the usual one, as often as all others. */
const part = ([usual = '', ...others]: readonly string[]) => fc.oneof(fc.constant(usual), fc.constantFrom(...others))
const aLine = fc
  .tuple(
    part(['      ', '', '\t']),
    part(COMMS),
    part(TASKS),
    part(SECONDS),
    part(FRACTIONS),
    part(RIGHTS),
    part(PAYLOADS),
  )
  .map(([blanks, comm, task, seconds, fraction, right, payload]) => {
    return `${blanks}${comm}${task}${seconds}.${fraction}:${right}:${payload}`
  })

test('what is known is read as the parser reads it, whatever was read before', () => {
  let [known, all] = [0, 0]
  fc.assert(
    fc.property(fc.array(aLine, { minLength: 5, maxLength: 60 }), lines => {
      const read = readWith(new KnownHeaders())
      for (const line of lines.flatMap(line => [line, line, line, line])) {
        const { found, parsed } = read(line)
        all++
        if (found === undefined) continue
        known++
        expectSame(line, found, parsed)
      }
    }),
    { numRuns: 300 },
  )
  // Enough of them were known for this to prove something.
  expect(known).toBeGreaterThan(all / 100)
})

test.each(LAYOUTS)('%s: what is known is read as the parser reads it', checkAgainstParser)

test('a line of a task seen three times is known; another second, task or event is not', () => {
  const read = readWith(new KnownHeaders())
  const line = '   sh  2130 [000]   228.430096:     sched:sched_switch: prev_comm=sh'
  expect([1, 2, 3].map(() => read(line).found)).toEqual([undefined, undefined, undefined])
  expect(read(line.replace('430096', '999999')).found).toMatchObject({ tid: 2130, nanos: 999_999_000, comm: 'sh' })
  expect(read(line.replace('228.', '229.')).found).toBeUndefined()
  expect(read(line.replace('228.', '229.')).found?.seconds).toBe(229)
  expect(read(line.replace('2130', '2131')).found).toBeUndefined()
  expect(read(line.replace('sched_switch', 'sched_waking')).found).toBeUndefined()
})

test('a comm that began on the line before is joined, known header or not', () => {
  const line = 'sh   281/289   [000]    31.528013498: irq:irq_handler_exit: irq=4 ret=handled'
  const { records } = lexText([line, line, line, line, 'new', line, line].join('\n'))
  expect(records.map(({ comm }) => comm)).toEqual(['sh', 'sh', 'sh', 'sh', 'new\nsh', 'sh'])
})
