import { accountedLines, type LexerOptions } from './index.js'
import { lexText } from './testing.test-helper.js'

const event = (cpu: number, rest = 'x: y', time = '5.500000') => `  sh-7 [00${cpu}] d..2.  ${time}: ${rest}`
const STACK = '<stack trace>'
const lex = (lines: readonly string[], options?: LexerOptions) => {
  const lexed = lexText(`${lines.join('\n')}\n`, options)
  expect(accountedLines(lexed.lexer.counters)).toBe(lines.length)
  return { ...lexed, counters: lexed.lexer.counters, told: lexed.lexer.diagnostics.items() }
}

describe('a call of the kernel', () => {
  test.each([
    ['sys_read(fd: 3, buf: 55d0)', 'sys_enter_read', 'fd: 3, buf: 55d0'],
    ['sys_read(fd: 3)  ', 'sys_enter_read', 'fd: 3'],
    ['sys_read(fd: (3))', 'sys_enter_read', 'fd: (3)'],
    ['sys_read(fd: 3) x', 'sys_enter_read', 'fd: 3) x'],
    ['sys_read -> 0x24', 'sys_exit_read', '0x24'],
    ['read_it <-sys_read', 'function', 'read_it <-sys_read'],
    ['read: (fd: 3)', 'read', '(fd: 3)'],
  ])('%s', (rest, name, payload) => {
    expect(lex([event(0, rest)]).records).toMatchObject([{ event: name, payload }])
  })
})

describe('a stack', () => {
  test('without a frame leaves its event as it is', () => {
    const { records, counters } = lex([event(0), event(0, STACK), event(0)])
    expect(records).toHaveLength(2)
    expect(records[0]).not.toHaveProperty('callchain')
    expect(counters).toMatchObject({ joinedLines: 1, extraLines: 0 })
  })

  test('whose event is none of the last ones is told by each of its lines', () => {
    const { records, counters, told } = lex([event(0), event(1, STACK), '=> f', '=> g', event(0), '=> h'])
    expect(records.map(({ callchain }) => callchain)).toEqual([undefined, ['h ([kernel.kallsyms])']])
    expect(counters).toMatchObject({ extraLines: 3, joinedLines: 0, frames: 1 })
    expect(told).toMatchObject([{ code: 'TC_LEX_STRAY_STACK', line: 2, sample: event(1, STACK), count: 3 }])
  })

  test("first of all is nobody's", () => {
    const { counters, told } = lex([event(1, STACK), '=> f'])
    expect(counters).toMatchObject({ extraLines: 2, records: 0 })
    expect(told.map(item => 'code' in item && item.code)).toEqual(['TC_LEX_STRAY_STACK', 'TC_LEX_NO_RECORDS'])
  })

  test('frames before any event are orphans', () => {
    const { counters, told } = lex(['=> f', event(0)])
    expect(counters).toMatchObject({ orphanFrames: 1, frames: 0, extraLines: 0 })
    expect(told).toMatchObject([{ code: 'TC_LEX_ORPHAN_FRAME', line: 1, sample: '=> f' }])
  })

  test('below a record that has its frame are orphans, too', () => {
    const { records, counters } = lex(['sh 7 [000] 5.5: x: y ffffffff821facd9 g (k)', '=> f'])
    expect(records[0]?.callchain).toEqual(['ffffffff821facd9 g (k)'])
    expect(counters).toMatchObject({ orphanFrames: 1 })
  })

  test('is cut at the depth limit, which is told', () => {
    const { records, counters, told } = lex([event(0), event(0, STACK), '=> f', '=> g', '=> h'], {
      maxCallchainDepth: 2,
    })
    expect(records[0]?.callchain).toEqual(['f ([kernel.kallsyms])', 'g ([kernel.kallsyms])'])
    expect(counters).toMatchObject({ frames: 3, framesDropped: 1 })
    expect(told).toMatchObject([{ code: 'TC_LEX_CALLCHAIN_CUT', line: 1, count: 1 }])
  })

  test('of the same task on another CPU, and of another task on the same one, do not belong', () => {
    const other = event(0, STACK).replace('sh-7', 'sh-8')
    for (const stack of [event(1, STACK), other]) {
      const { records } = lex([event(0), stack, '=> f', event(0)])
      expect(records.map(({ callchain }) => callchain)).toEqual([undefined, undefined])
    }
  })

  test('that follows that of another CPU takes its own frames', () => {
    const lines = [event(0), event(0, STACK), '=> a', event(1, 'b: b'), event(2, 'c: c')]
    const { records } = lex([...lines, event(1, STACK), '=> b', event(2, STACK), '=> c', '=> d', event(1), event(2)])
    expect(records.slice(0, 3).map(({ callchain }) => callchain?.map(frame => frame[0]).join(''))).toEqual([
      'a',
      'b',
      'cd',
    ])
  })

  test('without a frame leaves the event that waited for it as it is', () => {
    const lines = [event(0), event(0, STACK), '=> a', event(1), event(2), event(1, STACK), event(2)]
    const { records } = lex(lines)
    expect(records.map(record => record.callchain?.length)).toEqual([1, undefined, undefined, undefined])
    expect(records[1]).not.toHaveProperty('callchain')
  })

  test('of an event that has its frame on its line is none of that event', () => {
    const { records, counters } = lex(['sh 7 [000] 5.5: x: y ffffffff821facd9 g (k)', event(0, STACK), '=> f'])
    expect(records[0]?.callchain).toEqual(['ffffffff821facd9 g (k)'])
    expect(counters).toMatchObject({ extraLines: 2, orphanFrames: 0, joinedLines: 0 })
  })

  test('at the end of the text is whole', () => {
    const lines = [event(0), event(0, STACK), '=> a', event(1), event(2), event(1, STACK), '=> b']
    const { records } = lex(lines)
    expect(records.map(({ callchain }) => callchain?.length)).toEqual([1, 1, undefined])
  })
})

describe('lost events', () => {
  const LOST = 'CPU:1 [LOST 12 EVENTS]'

  test('are a record at the time of the event before them', () => {
    const { records, counters, told } = lex([event(0), LOST, event(1, 'x: y', '5.600000'), 'CPU:2 [EVENTS DROPPED]'])
    const facts = { comm: null, pid: null, tid: null, event: 'PERF_RECORD_LOST' }
    expect(records).toHaveLength(4)
    expect(records[1]).toEqual({ type: 'record', line: 2, cpu: 1, timeNs: 500_000_000, payload: 'lost 12', ...facts })
    expect(records[3]).toEqual({ type: 'record', line: 4, cpu: 2, timeNs: 600_000_000, payload: 'lost 1', ...facts })
    expect(counters).toMatchObject({ records: 4, sideBand: 2, headerLines: 0 })
    expect(told).toMatchObject([{ code: 'TC_LEX_LOST_EVENTS', line: 2, sample: LOST, count: 13 }])
  })

  test('before the first event are told, and no record', () => {
    const { records, counters, told } = lex([LOST, event(0)])
    expect(records).toHaveLength(1)
    expect(counters).toMatchObject({ records: 1, sideBand: 0, headerLines: 1 })
    expect(told).toMatchObject([{ code: 'TC_LEX_LOST_EVENTS', count: 12 }])
  })

  test('twice in a row, and after a stack, have the time of the last event', () => {
    const { records } = lex([event(0), event(0, STACK), '=> f', LOST, LOST, event(0)])
    expect(records.map(({ timeNs }) => timeNs)).toEqual([500_000_000, 500_000_000, 500_000_000, 500_000_000])
    const stray = lex([event(0), event(1, STACK), '=> f', LOST])
    expect(stray.records.map(({ event: name, timeNs }) => [name, timeNs])).toEqual([
      ['x', 500_000_000],
      ['PERF_RECORD_LOST', 500_000_000],
    ])
  })
})
