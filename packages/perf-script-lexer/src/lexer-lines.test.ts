import { accountedLines, createPerfScriptLexer, type LexerOptions } from './index.js'
import { lexText } from './testing.test-helper.js'

const IDLE = 'power:cpu_idle: state=1 cpu_id=0'
const LINE = `              sh    12 [000]     1.500000: ${IDLE}`
const FRAME = '\tffffffff821facd8 f (k)'
const lex = (lines: readonly string[], options?: LexerOptions) => {
  const lexed = lexText(`${lines.join('\n')}\n`, options)
  expect(accountedLines(lexed.lexer.counters)).toBe(lines.length)
  return { ...lexed, counters: lexed.lexer.counters, told: lexed.lexer.diagnostics.items() }
}

describe('the ends of a line', () => {
  test('a byte order mark is left out at the start of the text, and nowhere else', () => {
    const { records } = lex([`\uFEFF${LINE.trimStart()}`, `\uFEFF${LINE.trimStart()}`])
    expect(records.map(({ comm }) => comm)).toEqual(['sh', '\uFEFFsh'])
    expect(lex(['\uFEFF', LINE]).counters).toMatchObject({ blankLines: 1 })
  })

  test('one carriage return is left out', () => {
    const { records, counters } = lex([`${LINE}\r`, `${FRAME}\r`, '\r', `${LINE}\r\r`])
    expect(records.map(({ payload }) => payload)).toEqual(['state=1 cpu_id=0', 'state=1 cpu_id=0\r'])
    expect(records[0]?.callchain).toEqual([FRAME.trim()])
    expect(counters).toMatchObject({ blankLines: 1, frames: 1 })
  })

  test('what a web page spells out is left out of a line of any kind', () => {
    const { records, counters } = lex([`${LINE}\\n\\`, `${FRAME}\\n\\`, '\\n\\', `${LINE}\\`])
    expect(records.map(({ payload }) => payload)).toEqual(['state=1 cpu_id=0', 'state=1 cpu_id=0\\'])
    expect(records[0]?.callchain).toEqual([FRAME.trim()])
    expect(counters).toMatchObject({ blankLines: 1 })
  })
})

describe('a record', () => {
  test('is handed on when the next one, or a blank line, ends it', () => {
    const lexer = createPerfScriptLexer()
    const out: string[] = []
    const push = (line: string) => {
      lexer.push(line, item => out.push(item.type === 'record' ? `record ${item.line}` : item.type))
      return out.splice(0)
    }
    expect(push(LINE)).toEqual(['trace'])
    expect(push(FRAME)).toEqual([])
    expect(push('')).toEqual(['record 1'])
    expect(push('')).toEqual([])
    expect(push(LINE)).toEqual([])
    expect(push(LINE)).toEqual(['record 5'])
    expect([...lexer.flush()].map(({ type }) => type)).toEqual(['record'])
  })

  test('without a CPU or a time is told of by its line, a side-band record is not', () => {
    const noCpu = `sh    12 1.500000: ${IDLE}`
    const noTime = `sh 12 [000] ${IDLE}`
    const sideBand = ['sh 12 1.5: PERF_RECORD_COMM: sh:1/1', 'PERF_RECORD_COMM: sh:1/1']
    const { told, counters } = lex([LINE, ...sideBand, noCpu, noTime, noCpu])
    expect(told).toMatchObject([
      { code: 'TC_LEX_NO_CPU', line: 4, sample: noCpu, count: 2 },
      { code: 'TC_LEX_NO_TIME', line: 5, sample: noTime, count: 1 },
    ])
    expect(counters).toMatchObject({ records: 6, sideBand: 2, untimed: 1 })
  })

  test('of a time out of range is told of by its line', () => {
    const late = LINE.replace('1.5', '99999999.5')
    expect(lex([LINE, late]).told).toMatchObject([{ code: 'TC_LEX_TIME_RANGE', line: 2, sample: late, count: 1 }])
  })

  test.each([
    ['a synthesized one', '0.000000', 'PERF_RECORD_COMM: sh:1/1', null],
    ['one within the first second', '0.000001', 'PERF_RECORD_COMM: sh:1/1', 1_000],
    ['one of a whole second', '1.000000', 'PERF_RECORD_COMM: sh:1/1', 0],
    ['a sample', '0.000000', IDLE, 0],
  ])('%s at %s: %s has the time %s', (_, time, rest, timeNs) => {
    expect(lex([`sh 12 [000] ${time}: ${rest}`]).records).toMatchObject([{ timeNs }])
  })

  test('of a thread -1 is none of ftrace, though a dash and a number stand there', () => {
    expect(lex(['sh -1 [000] 1.5: x: y']).records).toMatchObject([{ comm: 'sh', tid: -1 }])
    expect(lex(['sh-1 [000] 1.5: x: y']).records).toMatchObject([{ comm: 'sh', tid: 1 }])
  })

  test('at the edges of the range has a time', () => {
    const edge = 2 ** 52
    const [seconds, nanos] = [Math.floor(edge / 1e9), String(edge % 1e9).padStart(9, '0')]
    const at = (time: string) => LINE.replace('1.500000', time)
    const { records } = lex([at('0.0'), at(`${seconds}.${nanos}`), at(`${seconds}.${Number(nanos) + 1}`)])
    expect(records.map(({ timeNs }) => timeNs)).toEqual([0, edge, null])
    const back = 1e9 - (edge % 1e9)
    const first = at(`${seconds + 1}.0`)
    expect(lex([first, at(`0.${back}`), at(`0.${back - 1}`)]).records.map(({ timeNs }) => timeNs)).toEqual([
      0,
      -edge,
      null,
    ])
  })
})

describe('what else is told', () => {
  test('noise by its line, and how much of it perf says it lost', () => {
    const noise = 'Processed 100 events and lost 3 chunks!'
    const { told, counters } = lex([LINE, `  ${noise}`, '  [ perf record: Woken up 1 times ]', noise])
    expect(told).toMatchObject([
      { code: 'TC_LEX_NOISE', line: 2, sample: `  ${noise}`, count: 3 },
      { code: 'TC_LEX_LOST_CHUNKS', line: 2, sample: `  ${noise}`, count: 6 },
    ])
    expect(counters).toMatchObject({ noise: 3 })
  })

  test('a message that takes more than 400 characters to be told by its end is none', () => {
    const end = ' event has no tid'
    expect(lex([LINE, `${'x'.repeat(400 - end.length)}${end}  `]).counters).toMatchObject({ noise: 1 })
    expect(lex([LINE, `${'x'.repeat(401 - end.length)}${end}`]).counters).toMatchObject({ noise: 0, unknownLines: 1 })
  })

  test('a message that is told by its end, whatever blanks come after it', () => {
    expect(lex([LINE, 'an event has no tid  ']).counters).toMatchObject({ noise: 1, unknownLines: 0 })
  })

  test('a new beginning of a table, by each table', () => {
    const { told, counters } = lex([LINE, LINE.replace('sh', 'ab'), LINE.replace('power:', 'other:')], { maxNames: 1 })
    expect(counters.tablesCleared).toBe(3)
    expect(told).toMatchObject([{ code: 'TC_LEX_TABLE_CLEARED', count: 3 }])
  })

  test('a comment only where it begins the line, and no header', () => {
    const { counters } = lex(['# perf version : 6.1', ' # perf version : 6.1', `#sh 12 [000] 1.5: ${IDLE}`])
    expect(counters).toMatchObject({ headerLines: 1, unknownLines: 1, records: 1 })
  })
})

describe('what may begin a comm is unknown', () => {
  test.each([
    ['before a frame', [FRAME], { orphanFrames: 1 }],
    ['before a blank line', [''], { blankLines: 1 }],
    ['before a frame of ftrace', ['=> f'], { orphanFrames: 1 }],
  ])('%s, whatever comes then', (_, lines, counts) => {
    const { counters, records, told } = lex(['new', ...lines, `line 281 [000] 1.5: ${IDLE}`])
    expect(counters).toMatchObject({ joinedLines: 0, unknownLines: 1, ...counts })
    expect(records).toMatchObject([{ comm: 'line' }])
    expect(told).toContainEqual(expect.objectContaining({ code: 'TC_LEX_UNKNOWN_LINE', line: 1, sample: 'new' }))
  })
})
