import { KnownHeaders } from './known-headers.js'
import { expectSame, readWith } from './known-headers.test-helper.js'

const LINE = '              sh  2130 [001]   228.430096:     sched:sched_switch: prev_comm=sh'

/** Reads a line as often as it takes to be known, and returns whether it is. Whatever is known must be right. */
function isKnownAfter(lines: readonly string[], line: string): boolean {
  const read = readWith(new KnownHeaders())
  const found = [...lines, line].map(text => {
    const { found, parsed } = read(text)
    if (found !== undefined) expectSame(text, found, parsed)
    return found
  })
  return found.at(-1) !== undefined
}

const thrice = (line: string) => [line, line, line]

describe('a header that was read three times is known', () => {
  test.each([
    ['as it is', LINE],
    ['with a process', LINE.replace('2130', '2130/2131')],
    ['with a comm of 16', LINE.replace(/^ +sh/, '16 bytes of comm')],
    ['with a CPU of three digits and more', LINE.replace('[001]', '[1023]')],
    ['with nanoseconds', LINE.replace('430096', '430096123')],
    ['with another fraction', LINE.replace('430096', '43')],
    ['with blanks of any width', LINE.replace('     sched', ' sched')],
    ['of an event without payload', LINE.replace(' prev_comm=sh', ' ')],
    ['without blanks before its comm', LINE.replace(/^ +sh/, 'comm  of 15 byte')],
    ['with a bare CPU', '      sh  2130   1   228.430096:  sched:sched_switch: x'],
    ['with a time in its comm', LINE.replace(/^ +sh/, ' a:b [000] 1.5:')],
    ['of an event with a long name', LINE.replace('sched_switch', 'x'.repeat(100))],
    ['with a task that dies', LINE.replace('2130', '2130/-1')],
  ])('%s', (_, line) => {
    expect(isKnownAfter(thrice(line), line)).toBe(true)
    expect(isKnownAfter([line, line], line)).toBe(false)
  })

  test.each([
    ['of a period', LINE.replace(' sched:', ' 1 sched:')],
    ['of a side-band line', LINE.replace('sched:sched_switch:', 'PERF_RECORD_COMM:')],
    ['without a CPU', LINE.replace('[001]', '     ')],
    ['without a comm', LINE.replace(' sh ', '    ')],
    ['with a comm of 17', LINE.replace(/^ +sh/, '17 bytes of a com')],
    ['without an event', LINE.replace(/sched:sched_switch:.*/, '')],
    ['that begins with its time', LINE.replace('              sh  2130 [001]', '')],
    ['that ends in its event', LINE.replace(' prev_comm=sh', '')],
    ['with more than 160 characters before its time', LINE.replace('sh  2', `sh${' '.repeat(140)}2`)],
    ['with more than 160 characters before its payload', LINE.replace(': prev', `${'x'.repeat(150)}: prev`)],
  ])('not one %s', (_, line) => expect(isKnownAfter([...thrice(line), ...thrice(line)], line)).toBe(false))
})

describe('a part that is new is not known', () => {
  test.each([
    ['another comm', LINE.replace(' sh ', ' sg ')],
    ['a thread of other digits', LINE.replace('2130', '1234')],
    ['another digit of the thread', LINE.replace('2130', '9130')],
    ['another CPU', LINE.replace('[001]', '[002]')],
    ['another second', LINE.replace('228', '229')],
    ['another event', LINE.replace('sched_switch', 'sched_watchx')],
    ['another blank before the event', LINE.replace('     sched', '    sched')],
    ['a comma for the point', LINE.replace('228.', '228,')],
    ['a letter in the fraction', LINE.replace('430096', '43x096')],
    ['a letter behind the fraction', LINE.replace('430096', '430:96')],
    ['a fraction of other length', LINE.replace('430096', '43009')],
    ['no colon after the event', LINE.replace('switch: ', 'switch ')],
    ['no blank after the time', LINE.replace('430096: ', '430096:x')],
    ['an empty line', ''],
    ['the start of it', LINE.slice(0, 40)],
    ['a line without a bracket', LINE.replace('[001]   228', '(001)  228')],
  ])('%s', (_, line) => expect(isKnownAfter(thrice(LINE), line)).toBe(false))
})

test('a time in another column is known as well', () => {
  const shifted = LINE.replace(/^ +sh {2}2130/, 'comm of 15 byte 2131')
  const lines = [...thrice(LINE), ...thrice(shifted)]
  expect([isKnownAfter(lines, LINE), isKnownAfter(lines, shifted)]).toEqual([true, true])
})

test('two tasks that take turns are both known, and stay so', () => {
  const other = LINE.replace('sh  2130', 'ab  2131')
  const lines = [LINE, other, LINE, other, LINE, other]
  expect([isKnownAfter(lines, LINE), isKnownAfter(lines, other)]).toEqual([true, true])
})

test('what is known of a task that was renamed is its new name', () => {
  const renamed = LINE.replace(' sh ', ' ls ')
  expect(isKnownAfter([...thrice(LINE), ...thrice(renamed)], renamed)).toBe(true)
})
