import { joinComm, MAX_COMM_LINES, MAX_PAYLOAD_LINES, MAX_SIDE_BAND_LINES } from './continuation.js'
import { accountedLines } from './index.js'
import { lexText } from './testing.test-helper.js'

describe('a comm of several lines', () => {
  test.each([
    ['unpadded, shorter than its field', ['new'], 'line', 'new\nline'],
    ['unpadded, as long as its field', ['12345678'], '9012345', undefined],
    ['longer than its field', ['123456789'], '12345678', undefined],
    ['padded to its field', ['        new'], 'line', 'new\nline'],
    ['padded to some other width', ['      new'], 'line', undefined],
    ['of three lines', ['         a', 'b'], 'line', undefined],
    ['of three lines that fill it', ['       a', 'b'], 'line9', 'a\nb\nline9'],
    // perf counts bytes.
    ['of letters of two bytes', ['     nëw'], 'lïne.', 'nëw\nlïne.'],
    ['of letters of three bytes', ['      n€w'], 'line', 'n€w\nline'],
    ['of letters of four bytes', ['     n😀w'], 'line', 'n😀w\nline'],
  ])('%s', (_, lines, rest, comm) => expect(joinComm(lines, rest)).toBe(comm))
})

const header = (at: number, rest: string) => `              sh    12 [000]     1.00000${at}: ${rest}`
const CUT = 'sched:sched_switch: prev_comm=a'

describe('what goes on over too many lines', () => {
  test('a payload is given up, and its lines are unknown', () => {
    const lines = Array.from({ length: MAX_PAYLOAD_LINES + 1 }, (_, at) => `line ${at}`)
    const { lexer, records } = lexText([header(1, CUT), ...lines, '', header(2, 'cpu-clock: ')].join('\n'))
    expect(records.map(({ event }) => event)).toEqual(['sched:sched_switch', 'cpu-clock'])
    expect(lexer.counters).toMatchObject({ unknownLines: MAX_PAYLOAD_LINES + 1, joinedLines: 0 })
    expect(accountedLines(lexer.counters)).toBe(lexer.counters.lines)
  })

  test('a side-band record keeps the first, and counts all', () => {
    const lines = Array.from({ length: MAX_SIDE_BAND_LINES + 9 }, (_, at) => `\t\t ${at}/net: 0/0,`)
    const { lexer, records } = lexText(
      [header(1, 'PERF_RECORD_NAMESPACES 1/1 - nr_namespaces: 7'), ...lines].join('\n'),
    )
    expect(records).toHaveLength(1)
    expect(records[0]?.payload.split('\n')).toHaveLength(MAX_SIDE_BAND_LINES + 1)
    expect(lexer.counters.joinedLines).toBe(MAX_SIDE_BAND_LINES + 9)
  })

  test('the beginning of a comm is given up', () => {
    const fragments = Array.from({ length: MAX_COMM_LINES + 4 }, (_, at) => `${at}`)
    const { lexer, records } = lexText([...fragments, header(1, 'cpu-clock: ')].join('\n'))
    expect(records.map(({ comm }) => comm)).toEqual(['sh'])
    expect(lexer.counters.unknownLines).toBe(MAX_COMM_LINES + 4)
  })
})
