import type { RecordItem } from '@tc-stream/event-schema'
import { lexText } from './testing.test-helper.js'

type Expected = Partial<Omit<RecordItem, 'type' | 'line'>>

const NONE = { comm: null, pid: null, tid: null, cpu: null, timeNs: null }
const IDLE = 'power:cpu_idle: state=1'

const LINES: readonly (readonly [name: string, line: string, expected: Expected])[] = [
  ['a thread', `sh 12 ${IDLE}`, { comm: 'sh', tid: 12, event: 'power:cpu_idle', payload: 'state=1' }],
  ['a process', `sh 11/12 ${IDLE}`, { comm: 'sh', pid: 11, tid: 12 }],
  ['a CPU', `sh [003] ${IDLE}`, { comm: 'sh', cpu: 3 }],
  ['a CPU alone', `[003] ${IDLE}`, { cpu: 3 }],
  ['a comm of 16 characters', `${'x'.repeat(16)} 12 ${IDLE}`, { comm: 'x'.repeat(16), tid: 12 }],
  ['a comm with a colon', `a: b 12 ${IDLE}`, { comm: 'a: b', tid: 12 }],
  ['an event at the end of the line', 'sh 12 x:', { comm: 'sh', tid: 12, event: 'x', payload: '' }],
  ['an event before a tab', 'sh 12 x:\ty', { comm: 'sh', tid: 12, event: 'x', payload: 'y' }],
  ['an event that is not known', 'sh 12 [unknown]: y', { comm: 'sh', tid: 12, event: '[unknown]' }],
  ['a period after a CPU', `sh 12 [000] 7 ${IDLE}`, { comm: 'sh', tid: 12, cpu: 0, period: 7 }],
  ['a period after misc', `sh 12 [000] U   7 ${IDLE}`, { comm: 'sh', tid: 12, cpu: 0, period: 7 }],
  ['misc and no period', `sh 12 [000] U ${IDLE}`, { comm: 'sh', tid: 12, cpu: 0 }],
  ['a period in its column', `sh 12          7 ${IDLE}`, { comm: 'sh', tid: 12, period: 7 }],
  ['a number that fills its column', `sh 12 1234567890 ${IDLE}`, { comm: 'sh', tid: 12, period: 1_234_567_890 }],
  ['a number out of its column is the thread', `sh 12         7 ${IDLE}`, { comm: 'sh 12', tid: 7 }],
  ['a number after a word is the thread', `sh x1          7 ${IDLE}`, { comm: 'sh x1', tid: 7 }],
  ['blanks before it', `${' '.repeat(1_000)}a: b 12 ${IDLE}`, { comm: 'a: b', tid: 12 }],
  ['blanks before it, of a side-band line', `${' '.repeat(40)}sh 12 PERF_RECORD_X 1`, { comm: 'sh', tid: 12 }],
  ['a side-band line', 'sh 12 PERF_RECORD_X 1', { comm: 'sh', tid: 12, event: 'PERF_RECORD_X' }],
]

describe('a header without a time, with', () => {
  test.each(LINES)('%s', (_, line, expected) => {
    const { records, lexer } = lexText(line)
    expect(records).toMatchObject([{ ...NONE, ...expected }])
    expect(records[0]?.period).toBe(expected.period)
    const isSideBand = records[0]?.event.startsWith('PERF_') === true
    expect(lexer.counters).toMatchObject({ unknownLines: 0, untimed: isSideBand ? 0 : 1, sideBand: isSideBand ? 1 : 0 })
    expect(lexer.diagnostics.countOf('TC_LEX_NO_TIME')).toBe(isSideBand ? 0 : 1)
  })

  test('no time of the line before', () => {
    const { records, lexer } = lexText(`sh 12 [000] 5.5: ${IDLE}\nsh 12 [000] ${IDLE}\nsh 12 [000] PERF_RECORD_X`)
    expect(records.map(({ timeNs }) => timeNs)).toEqual([500_000_000, null, null])
    expect(lexer.counters).toMatchObject({ untimed: 1 })
  })
})

describe('no header is', () => {
  test.each([
    ['a line without a number', `sh ${IDLE}`],
    ['an event that no blank follows', 'sh 12 x:y'],
    ['a thread without comm and CPU', `12 ${IDLE}`],
    ['a comm of 17 characters', `${'x'.repeat(17)} 12 ${IDLE}`],
    ['a number for an event', 'sh 12 13: x'],
    ['a known sign for an event', 'sh 12 [known]: x'],
    ['a side-band name within a word', 'sh 12PERF_RECORD_COMM x'],
    ['a side-band name after a word', 'sh PERF_RECORD_COMM x'],
    ['an event too far to the right', `${'z: '.repeat(450)}12 ${IDLE}`],
  ])('%s', (_, line) => {
    const { lexer } = lexText(line)
    expect(lexer.counters).toMatchObject({ records: 0, unknownLines: 1 })
    expect(lexer.diagnostics.items().map(({ code }) => code)).toEqual(['TC_LEX_UNKNOWN_LINE', 'TC_LEX_NO_RECORDS'])
  })
})

test('a side-band line without a time may have a comm of 64 characters, and no more', () => {
  const line = (length: number) => `${'x'.repeat(length)} 12 PERF_RECORD_X 1`
  expect(lexText(line(64)).records).toMatchObject([{ comm: 'x'.repeat(64), tid: 12 }])
  expect(lexText(line(65)).records).toEqual([])
})
