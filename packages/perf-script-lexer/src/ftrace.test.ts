import type { RecordItem } from '@tc-stream/event-schema'
import { accountedLines } from './index.js'
import { cutAtRandom, lexChunks, lexText, linesOf, readTestData } from './testing.test-helper.js'

type Expected = Partial<Omit<RecordItem, 'type' | 'line'>>

const SWITCH = 'prev_comm=sh prev_pid=12 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120'
const FILES = ['shell.trace', 'shell.report', 'shell.ns', 'stacks.trace', 'stacks.report'].map(
  name => `ftrace/${name}.txt`,
)

const LINES: [name: string, line: string, expected: Expected][] = [
  [
    'trace-cmd report',
    `              sh-12    [001]  2277.260136: sched_switch:         ${SWITCH}`,
    { comm: 'sh', pid: null, tid: 12, cpu: 1, timeNs: 260_136_000, event: 'sched_switch', payload: SWITCH },
  ],
  ['nanoseconds', '  sh-12 [001]  2277.260136486: softirq_exit: vec=9', { timeNs: 260_136_486, payload: 'vec=9' }],
  [
    'the trace file',
    '              sh-12      [001] .Ns..  2277.260136: softirq_entry: vec=9 [action=RCU]',
    { comm: 'sh', tid: 12, cpu: 1, event: 'softirq_entry', payload: 'vec=9 [action=RCU]' },
  ],
  ['four flags', '  sh-12 [001] d..2 2277.260136: softirq_exit: vec=9', { comm: 'sh', tid: 12, cpu: 1 }],
  ['a process', '  sh-12   (   7) [001] d..2. 2277.2: softirq_exit: vec=9', { pid: 7, tid: 12, cpu: 1 }],
  ['a process, no flags', '  sh-12   (   7) [001] 2277.2: softirq_exit: vec=9', { pid: 7, tid: 12, cpu: 1 }],
  ['a process that is not known', '  sh-12 (-----) [001] d..2. 2277.2: x_y: z', { pid: null, tid: 12 }],
  ['trace-cmd report -l', '      sh-20833   1.Ns..  2277.260136: softirq_entry: vec=9', { tid: 20833, cpu: 1 }],
  ['a short one', '  a-1   0d.h2.  2277.260136: softirq_entry: vec=9', { comm: 'a', tid: 1, cpu: 0 }],
  [
    'the idle task',
    '          <idle>-0     [003] d..2. 2277.2: cpu_idle: state=1 cpu_id=3',
    { comm: 'swapper', tid: 0 },
  ],
  ['a task without a name', '           <...>-77    [003] d..2. 2277.2: x: y', { comm: null, tid: 77 }],
  ['dashes in a comm', ' tui-logger-2-mv-19051 [001] 2277.2: x: y', { comm: 'tui-logger-2-mv', tid: 19051 }],
  [
    'blanks, brackets and times in a comm',
    ' a [0] 1.5: b(2)-7 [001] d..2. 2277.2: x: y',
    { comm: 'a [0] 1.5: b(2)', tid: 7 },
  ],
  ['a CPU of four digits', '  sh-12 [1023] d..2. 2277.2: x: y', { cpu: 1023 }],
  [
    'a system call, with its arguments',
    '  seq-5 [000] .....  2277.265780: sys_write(fd: 1, buf: 0x558600c61bc0, count: 0x2000)',
    { event: 'sys_enter_write', payload: 'fd: 1, buf: 0x558600c61bc0, count: 0x2000' },
  ],
  ['a system call without', '  seq-5 [000] ..... 2277.2: sys_getpid()', { event: 'sys_enter_getpid', payload: '' }],
  ['its return', '  seq-5 [000] ..... 2277.2: sys_write -> 0x2000', { event: 'sys_exit_write', payload: '0x2000' }],
  [
    'by number',
    '  seq-5 [000] ..... 2277.2: sys_enter: NR 0 (3, 9f, 8)',
    { event: 'sys_enter', payload: 'NR 0 (3, 9f, 8)' },
  ],
  [
    'a function',
    '  seq-5 [000] d..2. 2277.2: schedule <-do_idle',
    { event: 'function', payload: 'schedule <-do_idle' },
  ],
  ['a line of a web page', '  sh-12 [001] d..2. 2277.2: x: y\\n\\', { event: 'x', payload: 'y' }],
  [
    'no ftrace: perf names the subsystem of a tracepoint',
    '  foo-12 [000]  2277.2: sched:sched_switch: x',
    { comm: 'foo-12', tid: null, event: 'sched:sched_switch' },
  ],
]

describe('a line of ftrace', () => {
  test.each(LINES)('%s', (_, line, expected) => {
    const { records, lexer } = lexText(line)
    expect(records.length).toBe(1)
    expect(records[0]).toMatchObject(expected)
    expect(lexer.counters).toMatchObject({ unknownLines: 0, records: 1 })
  })

  test('may stand among those of perf', () => {
    const perf = '              sh    12 [000]     5.500000: sched:sched_switch: x'
    const ftrace = '              sh-12    [000]     5.600000: sched_switch: y'
    const { records } = lexText([perf, ftrace, perf, perf, ftrace, perf, ftrace].join('\n'))
    expect(records.map(({ tid, comm, event }) => `${comm}-${tid} ${event}`)).toEqual(
      [perf, ftrace, perf, perf, ftrace, perf, ftrace].map(line =>
        line === perf ? 'sh-12 sched:sched_switch' : 'sh-12 sched_switch',
      ),
    )
  })
})

describe('stacks', () => {
  const event = (cpu: number, tid: number, rest: string) => `  sh-${tid} [00${cpu}] d..2.  5.500000: ${rest}`

  test('belong to the event before them, of the kernel and of the program', () => {
    const { records, lexer } = lexText(
      [
        event(0, 7, 'sched_switch: x'),
        event(0, 7, '<stack trace>'),
        ' => __schedule',
        ' => schedule+0x2e/0x80',
        '=> io_schedule (ffffffff816e1c4e)',
        ' => nft_do_chain [nf_tables]',
        event(0, 7, '<user stack trace>'),
        ' => /usr/lib/libc.so.6[+0x114a]',
        ' =>  <00007f12ab>',
        ' => ??',
        event(1, 8, 'sched_switch: y'),
      ].join('\n'),
    )
    expect(records.map(record => record.callchain)).toEqual([
      [
        '__schedule ([kernel.kallsyms])',
        'schedule+0x2e ([kernel.kallsyms])',
        'ffffffff816e1c4e io_schedule ([kernel.kallsyms])',
        'nft_do_chain ([nf_tables])',
        '114a [unknown] (/usr/lib/libc.so.6)',
        '7f12ab [unknown]',
        '[unknown]',
      ],
      undefined,
    ])
    expect(lexer.counters).toMatchObject({ frames: 7, joinedLines: 2, records: 2 })
  })

  const stack = (cpu: number, tid: number, name: string) => [
    event(cpu, tid, 'kernel_stack:         <stack trace >'),
    `=> ${name} (ffffffff821facd8)`,
  ]

  test('find their event behind those of other CPUs, and no order is changed', () => {
    const { records, lexer } = lexText(
      [
        ...[event(2, 9, 'sched_switch: first'), ...stack(2, 9, 'first')],
        ...[event(0, 7, 'sched_switch: a'), event(1, 8, 'sched_switch: b'), event(2, 9, 'sched_switch: c')],
        ...[...stack(1, 8, 'b'), event(3, 6, 'sched_switch: d'), ...stack(0, 7, 'a')],
        ...[event(0, 7, '<user stack trace>'), ' =>  <00007f12ab>'],
        ...[event(0, 5, 'sched_switch: e'), ...stack(0, 5, 'e')],
      ].join('\n'),
    )
    expect(records.map(({ payload, callchain }) => `${payload}: ${callchain?.join(', ') ?? ''}`)).toEqual([
      'first: ffffffff821facd8 first ([kernel.kallsyms])',
      'a: ffffffff821facd8 a ([kernel.kallsyms]), 7f12ab [unknown]',
      'b: ffffffff821facd8 b ([kernel.kallsyms])',
      'c: ',
      'd: ',
      'e: ffffffff821facd8 e ([kernel.kallsyms])',
    ])
    expect(lexer.diagnostics.items()).toEqual([])
  })

  test.each([
    ['of another task', [event(0, 7, 'sched_switch: x'), ...stack(0, 8, 'y')]],
    ['of a CPU without an event', [event(0, 7, 'sched_switch: x'), ...stack(1, 7, 'y')]],
    [
      'of an event that has one',
      [event(0, 7, 'sched_switch: x'), ...stack(0, 7, 'x'), event(1, 8, 'z: z'), ...stack(0, 7, 'y')],
    ],
    [
      'of an event that lies too far back',
      [
        ...[event(0, 7, 'sched_switch: x'), ...stack(0, 7, 'x'), event(1, 8, 'sched_switch: y')],
        ...Array.from({ length: 300 }, (_, at) => event(2, 9, `sched_switch: ${at}`)),
        ...stack(1, 8, 'y'),
      ],
    ],
  ])('%s are left out, and that is told', (_, lines) => {
    const { records, lexer } = lexText(lines.join('\n'))
    expect(records.some(({ callchain }) => callchain?.some(frame => frame.includes(' y (')))).toBe(false)
    expect(lexer.counters).toMatchObject({ extraLines: 2, orphanFrames: 0, unknownLines: 0 })
    expect(lexer.diagnostics.items()).toMatchObject([{ code: 'TC_LEX_STRAY_STACK', count: 2 }])
    expect(accountedLines(lexer.counters)).toBe(lines.length)
  })
})

describe('what else stands in a trace', () => {
  const event = '  sh-7 [000] d..2.  5.500000: sched_switch: x'

  test('losses are records at the time of the event before them', () => {
    const { records, lexer } = lexText(
      ['CPU:3 [LOST 4 EVENTS]', event, 'CPU:1 [LOST 123 EVENTS]', 'CPU:2 [EVENTS DROPPED]', event].join('\n'),
    )
    const lost = { comm: null, tid: null, timeNs: 500_000_000, event: 'PERF_RECORD_LOST' }
    expect(records.slice(1, 3)).toMatchObject([
      { ...lost, cpu: 1, payload: 'lost 123' },
      { ...lost, cpu: 2, payload: 'lost 1' },
    ])
    expect(lexer.diagnostics.items()).toMatchObject([{ code: 'TC_LEX_LOST_EVENTS', count: 128 }])
    expect(accountedLines(lexer.counters)).toBe(5)
  })

  test.each([
    ['cpus=4', 4],
    ['# entries-in-buffer/entries-written: 637/637   #P:16', 16],
    ['CPU 3 is empty', undefined],
    ['version = 6', undefined],
    ['##### CPU 1 buffer started ####', undefined],
  ])('%s is a header line', (line, cpuCount) => {
    const { items, lexer } = lexText([line, event].join('\n'))
    expect(items[0]).toEqual({ type: 'trace', schemaVersion: 1, originSeconds: 5, ...(cpuCount && { cpuCount }) })
    expect(lexer.counters).toMatchObject({ headerLines: 1, unknownLines: 0 })
  })
})

describe.each(FILES)('%s', name => {
  const bytes = readTestData(name)
  const text = bytes.toString()
  const { lexer, items, records } = lexText(text)

  test('every event is read whole', () => {
    expect(accountedLines(lexer.counters)).toBe(linesOf(text).length)
    expect(lexer.counters).toMatchObject({ unknownLines: 0, orphanFrames: 0, blankLines: 0 })
    const events = text.match(/^ .*-\d+ +(\([ \d-]+\) +)?\[\d+\] (\S{5} )? *[\d.]+: (?!<stack|kernel_stack)/gm)
    expect(records.length).toBe(events?.length)
    expect(records.every(({ tid, cpu, timeNs }) => tid !== null && cpu !== null && timeNs !== null)).toBe(true)
    const processes = text.match(/ \( *\d+\) \[\d+\] /g)?.length ?? 0
    expect(records.filter(({ pid }) => pid !== null).length).toBe(processes)
    expect(processes > 0).toBe(name.includes('shell.trace'))
  })

  test('is the same whole, byte by byte and cut at random', async () => {
    expect(await lexChunks(cutAtRandom(bytes, 1, 1))).toEqual(items)
    for (const seed of [2, 3]) expect(await lexChunks(cutAtRandom(bytes, seed, 300))).toEqual(items)
  })
})

test('the two texts of one trace give the same records, but for the dialects of their payloads', () => {
  const facts = (name: string) =>
    lexText(readTestData(`ftrace/${name}.txt`).toString()).records.map(({ comm, tid, cpu, timeNs, event }) => [
      comm,
      tid,
      cpu,
      timeNs,
      event,
    ])
  expect(facts('shell.report')).toEqual(facts('shell.trace'))
  expect(facts('stacks.report')).toEqual(facts('stacks.trace'))
  const rounded = facts('shell.ns').map(fact => fact.with(3, 1000 * Math.round(Number(fact[3]) / 1000)))
  expect(rounded).toEqual(facts('shell.report'))
})
