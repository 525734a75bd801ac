import { accountedLines } from './index.js'
import { CallchainTable, MAX_FRAME_TEXT } from './intern.js'
import { MAX_HELD_TEXT } from './origin-gate.js'
import { MAX_FRAME_LENGTH } from './record-assembler.js'
import { lexText } from './testing.test-helper.js'

/** Long enough that a search which takes the square of it does not end within the time of a test. */
const LONG = 600_000

const header = (event: string) => `              sh    12 [000] 1.500000: ${event}`
const IDLE = header('power:cpu_idle: state=1 cpu_id=0')

describe('no text is kept beyond a limit', () => {
  test('a long frame keeps its start and its end', () => {
    const symbol = `f<${'x'.repeat(2 * MAX_FRAME_LENGTH)}>+0x1`
    const { records, lexer } = lexText(`${IDLE}\n\t55d0c0de0000 ${symbol} (/usr/bin/app)\n`)
    const [frame = ''] = records[0]?.callchain ?? []
    expect(frame).toHaveLength(MAX_FRAME_LENGTH)
    expect(frame).toMatch(/^55d0c0de0000 f<x+\.\.\.x+>\+0x1 \(\/usr\/bin\/app\)$/)
    expect(lexer.counters).toMatchObject({ frames: 1, framesClipped: 1 })
    expect(lexer.diagnostics.items()).toMatchObject([{ code: 'TC_LEX_LONG_FRAME', count: 1, line: 2 }])
  })

  test('so does one on the line of its header', () => {
    const { records } = lexText(`${IDLE}     55d0c0de0000 ${'x'.repeat(2 * MAX_FRAME_LENGTH)} (/app)`)
    expect(records[0]?.callchain?.[0]).toHaveLength(MAX_FRAME_LENGTH)
    expect(records[0]?.payload).toBe('state=1 cpu_id=0')
  })

  test('a frame of the greatest length is whole', () => {
    const frame = `55d0c0de0000 ${'x'.repeat(MAX_FRAME_LENGTH - 20)} (/app)`.padEnd(MAX_FRAME_LENGTH, ')')
    const { records, lexer } = lexText(`${IDLE}\n\t${frame}\n`)
    expect(records[0]?.callchain).toEqual([frame])
    expect(lexer.counters.framesClipped).toBe(0)
  })

  test('a comm of a side-band line without a time is no longer than any other', () => {
    const { records, lexer } = lexText(`${IDLE}\nsh${':1 [1]'.repeat(50)} 0 [000] PERF_RECORD_LOST lost 7\n`)
    expect(records).toHaveLength(1)
    expect(lexer.counters.unknownLines).toBe(1)
    expect(lexText(`${IDLE}\nsh 0 [000] PERF_RECORD_LOST lost 7\n`).records[1]).toMatchObject({ comm: 'sh', cpu: 0 })
  })

  test('the table of frames begins anew when its text is too long', () => {
    let cleared = 0
    const table = new CallchainTable(1_000_000, 1_000, () => cleared++)
    const count = Math.ceil(MAX_FRAME_TEXT / 4_000)
    for (let at = 0; at < count; at++) table.frameOf(String(at).padEnd(4_000))
    expect(cleared).toBe(0)
    table.frameOf('one more')
    expect(cleared).toBe(1)
    for (let at = 0; at < count; at++) table.frameOf(String(at).padEnd(4_000))
    expect(cleared).toBe(1)
  })

  test('records that wait for the first time hold no more text than the limit', () => {
    const length = MAX_HELD_TEXT / 20
    const lines = Array.from({ length: 30 }, (_, at) => `PERF_RECORD_MMAP2 ${at}: ${'x'.repeat(length)}`)
    const { records, lexer } = lexText([...lines, IDLE].join('\n'))
    expect(lexer.counters).toMatchObject({ records: 31, heldDropped: 11 })
    expect(records).toHaveLength(20)
    expect(records.slice(0, 19).reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThan(MAX_HELD_TEXT)
  })

  test('a sample without a time that is too long opens the gate instead, and frames count', () => {
    const frames = Array.from({ length: 900 }, (_, at) => `\t${(0x1000 + at).toString(16)} ${'x'.repeat(4_000)} (/app)`)
    const sample = ['sh  12 [000] cpu-clock: ', ...frames, '', ''].join('\n')
    const { records, lexer } = lexText(sample.repeat(6))
    expect(records).toHaveLength(6)
    expect(lexer.counters.heldDropped).toBe(0)
  })

  test('the name of an event has a greatest length', () => {
    const long = 'x'.repeat(1_100)
    for (const event of [`some:${long}: a=1`, `PERF_RECORD_${long.toUpperCase()} 1`]) {
      const { records, lexer } = lexText(header(event))
      expect(records).toEqual([])
      expect(accountedLines(lexer.counters)).toBe(1)
    }
    expect(lexText(header(`cpu/${'x'.repeat(1_000)}/: `)).records).toHaveLength(1)
  })
})

describe('no line takes the square of its length', () => {
  test.each([
    ['arrows of a cut switch', header('sched:sched_switch: '), '[1] R ==> ', '\n\n'],
    ['times', '', ' 1.5: ', ''],
    ['colons after blanks that may follow the name of a machine', `VM:${' '.repeat(LONG)}`, 'a: ', ''],
    ['numbers', '', '1: ', ''],
    ['events without a time', 'sh 12 ', 'a:b: ', ''],
    ['addresses of one line', header('power:cpu_idle: '), 'ffffffff821facd8 ', ' (x)'],
    ['parentheses', `${IDLE}\n\tffffffff821facd8 f`, ' (', ''],
    ['numbers of source lines', `${IDLE}\n\tffffffff821facd8 f (x)\n  x`, ':1', 'x'],
  ])('%s', (_, start, piece, end) => {
    const { lexer } = lexText(start + piece.repeat(LONG / piece.length) + end)
    expect(accountedLines(lexer.counters)).toBe(lexer.counters.lines)
  })
})
