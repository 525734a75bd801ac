import { accountedLines, type LexerOptions } from './index.js'
import { lexText } from './testing.test-helper.js'

const FRAME = '\tffffffff821facd8 f (k)'
const header = (at: number, rest = 'power:cpu_idle: state=1') =>
  `              sh    12 [000]     1.00000${at}: ${rest}`
const lex = (lines: readonly string[], options?: LexerOptions) => {
  const lexed = lexText(`${lines.join('\n')}\n`, options)
  expect(accountedLines(lexed.lexer.counters)).toBe(lines.length)
  return { ...lexed, counters: lexed.lexer.counters, told: lexed.lexer.diagnostics.items() }
}

describe('frames', () => {
  test("below a side-band record are nobody's", () => {
    const { records, counters, told } = lex([header(1, 'PERF_RECORD_COMM: sh:1/1'), FRAME, FRAME, header(2), FRAME])
    expect(records.map(({ callchain }) => callchain?.length)).toEqual([undefined, 1])
    expect(counters).toMatchObject({ orphanFrames: 2, frames: 1 })
    expect(told).toMatchObject([{ code: 'TC_LEX_ORPHAN_FRAME', line: 2, sample: FRAME, count: 2 }])
  })

  test("below a record that has its one on the line of its header are nobody's", () => {
    const { records, counters } = lex([header(1, 'x: y ffffffff821facd9 g (k)'), FRAME])
    expect(records.map(({ callchain }) => callchain)).toEqual([['ffffffff821facd9 g (k)']])
    expect(counters).toMatchObject({ orphanFrames: 1, frames: 0 })
  })

  test("after a blank line are nobody's", () => {
    const { counters } = lex([header(1), FRAME, '', FRAME])
    expect(counters).toMatchObject({ orphanFrames: 1, frames: 1, blankLines: 1 })
  })

  test('are cut from their line without the blanks at both ends', () => {
    const { records } = lex([header(1), `${FRAME}  `, '  ffffffff821facd9 g (k)\t'])
    expect(records[0]?.callchain).toEqual(['ffffffff821facd8 f (k)', 'ffffffff821facd9 g (k)'])
  })

  test('beyond the depth are told with the line of their record', () => {
    const { records, counters, told } = lex([header(1), FRAME, FRAME, FRAME], { maxCallchainDepth: 2 })
    expect(records[0]?.callchain).toHaveLength(2)
    expect(counters).toMatchObject({ frames: 3, framesDropped: 1 })
    expect(told).toMatchObject([{ code: 'TC_LEX_CALLCHAIN_CUT', line: 1, count: 1 }])
  })

  test('that are read again after the table began anew are what they were', () => {
    const other = FRAME.replace('821facd8 f', '821facd9 g')
    const record = [header(1), FRAME, '', header(2), other, '']
    const { records, counters } = lex([...record, ...record, ...record, ...record], { maxFrames: 1 })
    expect(counters.tablesCleared).toBeGreaterThan(2)
    const chains = records.map(({ callchain }) => callchain?.join())
    expect(new Set(chains.filter((_, at) => at % 2 === 0))).toEqual(new Set(['ffffffff821facd8 f (k)']))
    expect(new Set(chains.filter((_, at) => at % 2 === 1))).toEqual(new Set(['ffffffff821facd9 g (k)']))
  })
})

describe('a line that is nothing else', () => {
  const more = '  file.c:300'

  test('belongs to the frame before it', () => {
    const { counters, told } = lex([header(1), FRAME, more, 'whatever this may be', FRAME])
    expect(counters).toMatchObject({ extraLines: 2, frames: 2, unknownLines: 0 })
    expect(told).toMatchObject([{ code: 'TC_LEX_EXTRA_LINE', line: 3, sample: more, count: 2 }])
  })

  test('belongs to a frame on the line of its header only where it is a line of source', () => {
    const { counters } = lex([header(1, 'x: y ffffffff821facd9 g (k)'), more, 'whatever this may be'])
    expect(counters).toMatchObject({ extraLines: 1, unknownLines: 1 })
  })

  test('belongs to no record without a frame', () => {
    expect(lex([header(1), more]).counters).toMatchObject({ extraLines: 0, unknownLines: 1 })
    expect(lex([header(1), '', more]).counters).toMatchObject({ extraLines: 0, unknownLines: 1 })
  })

  test('goes on a side-band record without the blanks at its ends', () => {
    const { records, counters } = lex([
      header(1, 'PERF_RECORD_NAMESPACES 1/1'),
      '\t\t[0/net: 0/0,  ',
      header(2),
      '\t\tx y',
    ])
    expect(records[0]?.payload).toBe('1/1\n[0/net: 0/0,')
    expect(counters).toMatchObject({ joinedLines: 1, unknownLines: 1 })
  })

  test('goes on the next side-band record as it went on the one before', () => {
    const record = [header(1, 'PERF_RECORD_NAMESPACES 1/1'), ...Array.from({ length: 60 }, () => '\t\tx')]
    const { records } = lex([...record, ...record])
    expect(records.map(({ payload }) => payload.split('\n').length)).toEqual([61, 61])
  })
})

describe('a payload that a newline cut', () => {
  const CUT = 'sched:sched_wakeup: comm=a'
  const REST = 'b pid=1 prio=120 target_cpu=000'

  test('is whole with the rest, and keeps no frame of the record before', () => {
    const { records, counters } = lex([header(1), FRAME, '', header(2, CUT), REST, FRAME, '', header(3, CUT), REST])
    expect(records.slice(1)).toMatchObject([
      { payload: `comm=a\n${REST}`, callchain: ['ffffffff821facd8 f (k)'] },
      { payload: `comm=a\n${REST}` },
    ])
    expect(records[2]).not.toHaveProperty('callchain')
    expect(counters).toMatchObject({ joinedLines: 2, unknownLines: 0 })
  })

  test('is not what a blank line below a frame is', () => {
    const { records, counters } = lex([header(1, CUT), FRAME, '', REST])
    expect(records).toMatchObject([{ payload: 'comm=a', callchain: ['ffffffff821facd8 f (k)'] }])
    expect(counters).toMatchObject({ blankLines: 1, joinedLines: 0, unknownLines: 1 })
  })

  test('gives its lines back where the rest does not come: blank ones are blank, others unknown', () => {
    const { records, counters, told } = lex([header(1, CUT), '', 'junk 1', '  ', 'junk 2', header(2)])
    expect(records.map(({ payload }) => payload)).toEqual(['comm=a', 'state=1'])
    expect(counters).toMatchObject({ blankLines: 2, unknownLines: 2, joinedLines: 0 })
    expect(told).toMatchObject([{ code: 'TC_LEX_UNKNOWN_LINE', line: 3, sample: 'junk 1', count: 2 }])
  })

  test('has nothing of the lines that the one before gave back', () => {
    const { records } = lex([header(1, CUT), 'junk', header(2, CUT), REST])
    expect(records.map(({ payload }) => payload)).toEqual(['comm=a', `comm=a\n${REST}`])
  })

  test('takes a line that looks like a frame, but none with a tab', () => {
    expect(lex([header(1, CUT), 'beef1234', REST]).records).toMatchObject([{ payload: `comm=a\nbeef1234\n${REST}` }])
    const { records, counters } = lex([header(1, CUT), '\tbeef1234', REST])
    expect(records).toMatchObject([{ payload: 'comm=a', callchain: ['beef1234'] }])
    expect(counters).toMatchObject({ frames: 1, extraLines: 1 })
  })

  test('takes no second line that looks like a frame once there is a frame', () => {
    const { records } = lex([header(1, CUT), FRAME, '  ffffffff821facd9 g (k)', REST])
    expect(records).toMatchObject([{ payload: 'comm=a', callchain: [FRAME.trim(), 'ffffffff821facd9 g (k)'] }])
  })

  test('takes nothing once its frame stands on the line of its header', () => {
    const head = header(1, `${CUT} ${FRAME.trim()}`)
    expect(lex([head, '', REST]).counters).toMatchObject({ blankLines: 1, unknownLines: 1, joinedLines: 0 })
    expect(lex([head, '', '  file.c:3']).counters).toMatchObject({ blankLines: 1, unknownLines: 1, extraLines: 0 })
    expect(lex([head, REST]).records).toMatchObject([{ payload: 'comm=a', callchain: [FRAME.trim()] }])
  })

  test('is put together of 32 more lines, and no more', () => {
    const lines = (count: number) => [header(1, CUT), ...Array.from({ length: count }, () => 'x'), REST]
    expect(lex(lines(31)).counters).toMatchObject({ joinedLines: 32, unknownLines: 0 })
    expect(lex(lines(32)).counters).toMatchObject({ joinedLines: 0, unknownLines: 33 })
  })

  test('keeps the frame that the last line of it ends in', () => {
    const { records } = lex([header(1, CUT), `${REST} ffffffff821facd8 f (k)`, header(2)])
    expect(records[0]).toMatchObject({ payload: `comm=a\n${REST}`, callchain: ['ffffffff821facd8 f (k)'] })
  })
})
