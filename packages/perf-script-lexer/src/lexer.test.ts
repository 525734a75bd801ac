import { PerfRecordSchema } from '@tc-stream/event-schema'
import { accountedLines, createPerfScriptLexer, type LexerCode } from './index.js'
import { lexText } from './testing.test-helper.js'

const IDLE = 'power:cpu_idle: state=1 cpu_id=0'
const header = (time: string, rest = IDLE) => `              sh    12 [000] ${time}: ${rest}`

function codesOf(text: string): Partial<Record<LexerCode, number>> {
  const { lexer } = lexText(text)
  return Object.fromEntries(lexer.diagnostics.items().map(item => [item.code, item.count]))
}

describe('the origin', () => {
  const synthesized = '         swapper     0 [000]     0.000000: PERF_RECORD_COMM: kthreadd:2/2'

  test('is the whole second of the first real time, and the trace item comes first', () => {
    const { items } = lexText([synthesized, header('443.100200300'), header('442.5')].join('\n'))
    expect(items.map(item => (item.type === 'record' ? item.timeNs : item.type))).toEqual([
      'trace',
      null,
      100_200_300,
      -500_000_000,
    ])
    expect(items[0]).toEqual({ type: 'trace', schemaVersion: 1, originSeconds: 443 })
  })

  test('is 0 where no time is known', () => {
    const { items } = lexText(synthesized)
    expect(items.map(item => item.type)).toEqual(['trace', 'record'])
    expect(items[0]).toMatchObject({ originSeconds: 0 })
    expect(lexText('').items[0]).toMatchObject({ type: 'trace', originSeconds: 0 })
  })

  test('is awaited within a limit; side-band records beyond it are dropped and counted', () => {
    const text = [synthesized, synthesized, synthesized, header('5.5')].join('\n')
    const { items, lexer } = lexText(text, { maxHeldRecords: 2 })
    expect(items.map(item => item.type)).toEqual(['trace', 'record', 'record', 'record', 'diagnostic'])
    expect(lexer.counters).toMatchObject({ records: 4, heldDropped: 1 })
    expect(lexer.diagnostics.items()).toMatchObject([{ code: 'TC_LEX_HELD_DROPPED', count: 1, line: 3 }])
  })

  test('is not awaited longer by samples without a time: none is lost', () => {
    const text = Array.from({ length: 5 }, () => 'sh  12 [000] cpu-clock: ').join('\n')
    const { records, items } = lexText(text, { maxHeldRecords: 2 })
    expect(records.length).toBe(5)
    expect(items[0]).toMatchObject({ type: 'trace', originSeconds: 0 })
  })

  test('does not reach times a double cannot hold', () => {
    const { records } = lexText([header('1.5'), header('999999999.5')].join('\n'))
    expect(records.map(record => record.timeNs)).toEqual([500_000_000, null])
    expect(codesOf([header('1.5'), header('999999999.5')].join('\n'))).toEqual({ TC_LEX_TIME_RANGE: 1 })
  })

  test('takes times so far apart only that their difference is exact', () => {
    const days = 52 * 86_400
    const { records } = lexText(
      ['5000000.0', `${5_000_000 - days}.0`, `${5_000_000 + days}.0`].map(time => header(time)).join('\n'),
    )
    expect(records.map(record => record.timeNs)).toEqual([0, -days * 1e9, days * 1e9])
    expect(Number.isSafeInteger(2 * days * 1e9)).toBe(true)
    const further = [header('5000000.0'), header('400000.0'), header('9600000.0')].join('\n')
    expect(lexText(further).records.map(record => record.timeNs)).toEqual([0, null, null])
  })
})

describe('the # header', () => {
  test('tells the facts of the trace item', () => {
    const text = [
      '# ========',
      '# captured on    : Mon Nov 23 11:02:31 2026',
      '# os release : 6.1.0-56-amd64',
      '# perf version : 6.1.187',
      '# arch : x86_64',
      '# nrcpus online : 4',
      '# cpudesc : QEMU TCG CPU version 2.5+',
      '# cmdline : /usr/bin/perf record -e sched:sched_switch ',
      '# sibling sockets : 0-3',
      '# sibling threads : 0-1',
      '# sibling threads : 2-3',
      '# ========',
      '#',
      header('5.5'),
    ].join('\n')
    const { items, lexer } = lexText(text)
    expect(items[0]).toEqual({
      type: 'trace',
      schemaVersion: 1,
      originSeconds: 5,
      capturedOn: 'Mon Nov 23 11:02:31 2026',
      osRelease: '6.1.0-56-amd64',
      perfVersion: '6.1.187',
      arch: 'x86_64',
      cpuCount: 4,
      cpuModel: 'QEMU TCG CPU version 2.5+',
      cmdline: '/usr/bin/perf record -e sched:sched_switch',
      siblingSockets: ['0-3'],
      siblingThreads: ['0-1', '2-3'],
    })
    expect(lexer.counters.headerLines).toBe(13)
  })

  test('of old versions of perf', () => {
    const text = ['# captured on: Tue Mar  6 10:20:30 2012', '# sibling cores   : 0-1', '# nrcpus online : many'].join(
      '\n',
    )
    expect(lexText(text).items[0]).toEqual({
      type: 'trace',
      schemaVersion: 1,
      originSeconds: 0,
      capturedOn: 'Tue Mar  6 10:20:30 2012',
      siblingSockets: ['0-1'],
    })
  })
})

describe('callchains', () => {
  const chain = ['\tffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])', '\t           ee137 main (/bin/sh)', '']

  test('equal ones share one array', () => {
    const { records } = lexText([header('1.5'), ...chain, header('1.6'), ...chain].join('\n'))
    expect(records[0]?.callchain).toEqual([
      'ffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])',
      'ee137 main (/bin/sh)',
    ])
    expect(records[1]?.callchain).toBe(records[0]?.callchain)
  })

  test('a full table begins anew, and every callchain stays right', () => {
    const text = Array.from(
      { length: 20 },
      (_, i) => `${header(`1.${i + 10}`)}\n\tffffffff8000000${i % 10} f${i} (k)\n`,
    )
    const { records, lexer } = lexText(text.join('\n'), { maxCallchains: 3, maxFrames: 4 })
    expect(records.map(record => record.callchain)).toEqual(text.map((_, i) => [`ffffffff8000000${i % 10} f${i} (k)`]))
    expect(lexer.counters.tablesCleared).toBeGreaterThan(3)
  })

  test('are cut at the depth limit', () => {
    const frames = Array.from({ length: 5 }, (_, i) => `\tffffffff8000000${i} f${i} (k)`)
    const { records, lexer } = lexText([header('1.5'), ...frames].join('\n'), { maxCallchainDepth: 3 })
    expect(records[0]?.callchain?.length).toBe(3)
    expect(lexer.counters).toMatchObject({ frames: 5, framesDropped: 2 })
    expect(lexer.diagnostics.countOf('TC_LEX_CALLCHAIN_CUT')).toBe(2)
  })

  test('an empty one leaves none behind for the next record', () => {
    const { records } = lexText([header('1.5'), '', header('1.6'), ...chain].join('\n'))
    expect(records[0]).not.toHaveProperty('callchain')
    expect(records[1]?.callchain?.length).toBe(2)
  })
})

describe('newlines in comms', () => {
  const wakeup = (rest: string) => header('1.5', `sched:sched_wakeup: ${rest}`)

  test('in the header and the payload', () => {
    const text = [
      '        new',
      'line   281/289   [000]    31.5: sched:sched_wakeup: comm=new',
      'line pid=289 prio=120 target_cpu=000',
    ]
    const { records, lexer } = lexText(text.join('\n'))
    expect(records).toMatchObject([
      { line: 2, comm: 'new\nline', pid: 281, tid: 289, payload: 'comm=new\nline pid=289 prio=120 target_cpu=000' },
    ])
    expect(lexer.counters).toMatchObject({ lines: 3, records: 1, joinedLines: 2, unknownLines: 0 })
  })

  test.each([
    ['several', 'comm=a\n\nb\nc pid=1 prio=120 target_cpu=000'],
    ['one that looks like a frame', 'comm=a\nbeef pid=1 prio=120 target_cpu=000'],
    ['at the end, with a blank', 'comm=a \n pid=1 prio=120 target_cpu=000'],
  ])('%s', (_name, payload) => {
    const { records, lexer } = lexText(wakeup(payload))
    expect(records).toMatchObject([{ payload }])
    expect(lexer.counters.unknownLines).toBe(0)
  })

  test('in the unpadded layout', () => {
    const { records } = lexText('new\nline 281 [000] 1.5: cpu-clock: \n\tffffffff8badf926 f (k)\n')
    expect(records).toMatchObject([{ comm: 'new\nline', callchain: ['ffffffff8badf926 f (k)'] }])
  })

  test('the payload with its frame', () => {
    const { records } = lexText(
      wakeup('comm=a\nb pid=1 prio=120 target_cpu=000 ffffffff8badf926 f+0x96 ([kernel.kallsyms])'),
    )
    expect(records).toMatchObject([
      {
        payload: 'comm=a\nb pid=1 prio=120 target_cpu=000',
        callchain: ['ffffffff8badf926 f+0x96 ([kernel.kallsyms])'],
      },
    ])
  })

  test.each([
    ['a short line before a padded header', `junk\n${header('1.5')}`],
    ['a long line', `this is no comm, it is too long\nline 281 [000] 1.5: ${IDLE}`],
    [
      'a line that does not complete the payload',
      `${wakeup('comm=a')}\nsome junk that is no payload\n${header('1.6')}`,
    ],
    [
      'a line after a complete payload',
      `${wakeup('comm=a pid=1 prio=120 target_cpu=000')}\nsome junk\n${header('1.6')}`,
    ],
    ['a fragment before a blank line', `        new\n\nline   281/289   [000]    31.5: ${IDLE}`],
    [
      'a fragment before a comm that fills its column',
      `        new\n      0123456789 281/289   [000]    31.5: ${IDLE}`,
    ],
    ['a fragment at the end', `${header('1.5')}\n        new`],
  ])('nothing is glued on: %s', (_name, text) => {
    const { records, lexer } = lexText(text)
    expect(lexer.counters.unknownLines).toBe(1)
    expect(records.some(record => record.comm?.includes('\n') || record.payload.includes('\n'))).toBe(false)
  })
})

describe('what stands between records', () => {
  test('noise is counted, and what perf lost is told', () => {
    expect(
      codesOf(`${header('1.5')}\nProcessed 10 events and lost 3 chunks!\n[ perf record: Woken up 1 times ]`),
    ).toEqual({
      TC_LEX_NOISE: 2,
      TC_LEX_LOST_CHUNKS: 3,
    })
  })

  test('unknown lines are told with the first line number and a clipped sample', () => {
    const { items, lexer } = lexText(`${header('1.5')}\n${'?'.repeat(500)}\nmore junk that is long`)
    expect(lexer.counters.unknownLines).toBe(2)
    expect(items.at(-1)).toMatchObject({
      code: 'TC_LEX_UNKNOWN_LINE',
      line: 2,
      count: 2,
      sample: `${'?'.repeat(120)}…`,
    })
  })

  test('a frame without a record is an orphan', () => {
    expect(codesOf('\tffffffff821facd8 f (k)\n')).toEqual({ TC_LEX_ORPHAN_FRAME: 1, TC_LEX_NO_RECORDS: 1 })
  })

  test('records without a CPU or a time are told', () => {
    expect(codesOf(`sh  12 1.5: ${IDLE}`)).toEqual({ TC_LEX_NO_CPU: 1 })
    expect(codesOf(`sh  12 [000] ${IDLE}`)).toEqual({ TC_LEX_NO_TIME: 1 })
  })

  test('the lines of one side-band record are joined', () => {
    const text = `${header('1.5', 'PERF_RECORD_NAMESPACES 1/1 - nr_namespaces: 7')}\n\t\t[0/net: 0/0, \n\t\t 4/user: 0/0]\n${header('1.6')}`
    const { records, lexer } = lexText(text)
    expect(records[0]?.payload).toBe('1/1 - nr_namespaces: 7\n[0/net: 0/0,\n4/user: 0/0]')
    expect(lexer.counters.joinedLines).toBe(2)
  })

  test('a long line is counted in its place', () => {
    const lexer = createPerfScriptLexer()
    lexer.push(header('1.5'), () => {})
    lexer.skipLongLine()
    expect(lexer.diagnostics.items()).toMatchObject([{ code: 'TC_LEX_LINE_TOO_LONG', line: 2 }])
    expect([...lexer.flush()].map(item => PerfRecordSchema.parse(item).type)).toEqual(['record', 'diagnostic'])
    expect(accountedLines(lexer.counters)).toBe(lexer.counters.lines)
  })
})

describe('names', () => {
  test('a full table begins anew', () => {
    const text = Array.from({ length: 10 }, (_, i) => `  comm-${i} 12 [000] 1.5: ${IDLE}`).join('\n')
    const { records, lexer } = lexText(text, { maxNames: 3 })
    expect(records.map(record => record.comm)).toEqual(Array.from({ length: 10 }, (_, i) => `comm-${i}`))
    expect(lexer.counters.tablesCleared).toBe(3)
  })
})

describe('options', () => {
  test('are checked at construction', () => {
    expect(() => createPerfScriptLexer({ maxNames: 0 })).toThrow('maxNames')
    expect(() => createPerfScriptLexer({ maxName: 1 } as object)).toThrow('maxName')
  })

  test('onDiagnostic is called once per code, and its throw ends the run', () => {
    const codes: string[] = []
    lexText('this is junk, a line of it\nthis is junk, a line of it\n', { onDiagnostic: item => codes.push(item.code) })
    expect(codes).toEqual(['TC_LEX_UNKNOWN_LINE', 'TC_LEX_NO_RECORDS'])
    const strict = () => {
      throw new Error('strict')
    }
    expect(() => lexText('this is junk, a line of it', { onDiagnostic: strict })).toThrow('strict')
  })
})
