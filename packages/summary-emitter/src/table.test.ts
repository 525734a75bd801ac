import { Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import type { TimelineItem } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { layOut } from './columns.js'
import { count, duration, percent, size, traceTime } from './format.js'
import { summarize } from './stream.js'
import { clip, printable, widthOf } from './terminal-text.js'
import { ALL, interval, taskItem, textOf } from './testing.test-helper.js'

const ms = 1_000_000

/** Two tasks that share a CPU, and a call. */
const example: TimelineItem[] = [
  { type: 'trace', schemaVersion: 1, originSeconds: 443, osRelease: '6.1.0', arch: 'x86_64', perfVersion: '6.1.187' },
  interval(1, 'running', 0, 12 * ms, { comm: 'make', prevState: 'D' }),
  interval(2, 'waiting', 2 * ms, 12 * ms, { comm: '\x1b[31mcc1', cpu: null, cause: 'new' }),
  interval(1, 'blocked', 12 * ms, 20 * ms, { comm: 'make', reason: 'io_schedule ← folio_wait_bit_common' }),
  interval(1, 'waiting', 20 * ms, 21 * ms, { comm: 'make', cause: 'woken', wakerTid: 0, context: 'interrupt' }),
  interval(2, 'running', 12 * ms, 21 * ms, { comm: '\x1b[31mcc1', prevState: 'R+' }),
  interval(1, 'running', 21 * ms, 30 * ms, { comm: 'make', inferred: true }),
  interval(2, 'waiting', 21 * ms, 30 * ms, { comm: '\x1b[31mcc1', cause: 'preempted' }),
  {
    ...{ type: 'io', taskId: 1, tid: 101, pid: 101, comm: 'make', op: 'read', fd: 3, bytes: 4_096 },
    ...{ error: null, startNs: 1 * ms, endNs: 20 * ms, merges: 0 },
  },
  { type: 'end', startNs: 0, endNs: 30 * ms, events: 11 },
]

describe('the table', () => {
  test('reads like this', () => {
    expect(`\n${textOf(example, { thresholdNs: 10 * ms, minTasks: 1 })}`).toMatchInlineSnapshot(`
"
443.000000000 to 443.030000000 (30.0 ms): 2 tasks, 1 CPU, 11 events in the trace
6.1.0, x86_64, perf 6.1.187
of the time of tasks, 15.5 % is inferred
tasks that ran less than 10.0 ms share a row

CPUs      busy      %  idle  unknown  switches  waits  average      p50      p99  longest             at
CPU 0  30.0 ms  100.0     -        -         2      3  6.67 ms  8.98 ms  10.0 ms  10.0 ms  443.002000000

Tasks         running      %  waiting  blocked  sleeping  unknown  switches  preempted  moved  woken
make:101      21.0 ms   70.0  1.00 ms  8.00 ms         -        -         1          -      -      1
1 other task  9.00 ms   30.0  19.0 ms        -         -        -         1          1      -      -
all 2 tasks   30.0 ms  100.0  20.0 ms  8.00 ms         -        -         2          1      -      1

Waiting for a CPU   waits  average      p50      p99  longest             at    woken  preempted
make:101                1  1.00 ms  1.00 ms  1.00 ms  1.00 ms  443.020000000  1.00 ms          -
1 other task            2  9.50 ms  9.00 ms  10.0 ms  10.0 ms  443.002000000        -    9.00 ms
all 2 tasks             3  6.67 ms  8.98 ms  10.0 ms  10.0 ms  443.002000000  1.00 ms    9.00 ms
  after a wakeup        1  1.00 ms  1.00 ms  1.00 ms  1.00 ms  443.020000000
  after preemption      1  9.00 ms  9.00 ms  9.00 ms  9.00 ms  443.021000000
  new tasks             1  10.0 ms  10.0 ms  10.0 ms  10.0 ms  443.002000000

I/O              read  written  received  sent  calls  errors  in calls  longest
make:101     4.00 KiB        -         -     -      1       -   19.0 ms  19.0 ms
all 2 tasks  4.00 KiB        -         -     -      1       -   19.0 ms  19.0 ms

Longest waits for a CPU   lasted             at  why
\\x1b[31mcc1:102          10.0 ms  443.002000000  new
\\x1b[31mcc1:102          9.00 ms  443.021000000  preempted
make:101                 1.00 ms  443.020000000  woken by an interrupt

Longest blocks   lasted             at  why
make:101        8.00 ms  443.012000000  in io_schedule ← folio_wait_bit_common
"
`)
  })

  test('has columns for frequency and lost events where there are any, and tells who woke whom', () => {
    const wait = { comm: 'cc1', cause: 'woken' } as const
    const items: TimelineItem[] = [
      interval(1, 'waiting', 0, 5 * ms, { ...wait, wakerTid: 7, wakerComm: 'make' }),
      interval(1, 'waiting', 5 * ms, 9 * ms, { ...wait, wakerTid: 8 }),
      interval(1, 'waiting', 9 * ms, 12 * ms, { ...wait, context: 'interrupt', interrupt: 'eth0' }),
      interval(1, 'waiting', 12 * ms, 14 * ms, wait),
      interval(1, 'blocked', 14 * ms, 15 * ms),
      interval(1, 'running', 15 * ms, 30 * ms, { comm: 'cc1' }),
      interval(2, 'running', 15 * ms, 30 * ms, { cpu: 1 }),
      { type: 'pState', cpu: 0, freqKhz: 2_400_000, startNs: 0, endNs: 30 * ms },
      { type: 'lost', cpu: 1, count: 12, timeNs: 3 * ms },
    ]
    const lines = textOf(items, ALL).split('\n')
    const columns = (start: string) => lines.find(line => line.startsWith(start))?.split(/ {2,}/)
    expect(columns('CPUs')?.slice(6, 8)).toEqual(['mean MHz', 'lost'])
    expect(columns('CPU 0')?.slice(6, 8)).toEqual(['2,400', '-'])
    expect(columns('CPU 1')?.slice(6, 8)).toEqual(['-', '12'])
    const why = lines.flatMap(line => /443|0\.0\d+ {2}(woken.*|in .*)$/.exec(line)?.[1] ?? [])
    expect(why).toEqual(['woken by make:7', 'woken by :8', 'woken by an interrupt, eth0', 'woken'])
  })

  test('of a trace of system calls has no rows of nothing: only of its I/O', () => {
    const text = textOf([
      { type: 'trace', schemaVersion: 1, originSeconds: 443 },
      ...example.filter(item => item.type === 'io'),
      { type: 'cpu', cpu: 0, busyNs: 0, idleNs: 0, unknownNs: 20 * ms, switches: 0, lost: 0 },
      { type: 'end', startNs: 0, endNs: 20 * ms, events: 2 },
    ])
    expect(text).toMatch(/^443\.0{9} to 443\.020000000 \(20\.0 ms\): 1 task, 1 CPU, 2 events in the trace\n\nI\/O /)
    expect(text).not.toMatch(/^(?:CPUs|Tasks|Waiting)/m)
  })

  test('comes at the end, the same however the items come', async () => {
    const whole = textOf(example, ALL)
    for (const chunks of [[example], example, [example.slice(0, 3), ...example.slice(3)]]) {
      expect(await readText(Readable.from(chunks).pipe(summarize(ALL)))).toBe(whole)
    }
  })

  test('no name can reach the terminal as more than text', () => {
    const foreign = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(foreign, foreign, foreign, (comm, reason, wakerComm) => {
        const items = [
          interval(1, 'waiting', 0, 10, { comm, cause: 'woken', wakerTid: 3, wakerComm, interrupt: reason }),
          interval(1, 'blocked', 10, 20, { comm, reason }),
          interval(2, 'running', 0, 10, { comm: wakerComm }),
        ]
        const trace = { type: 'trace', schemaVersion: 1, originSeconds: 0, osRelease: reason, cpuModel: comm } as const
        const text = textOf([trace, ...items], ALL)
        expect(text.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u)
      }),
      { numRuns: 300 },
    )
  })

  test('columns stay below each other, also with wide, combining and long names', () => {
    const names = ['short', '漢字かな', 'é́', '😀 emoji', 'a name that is far too long for a column']
    const items = names.flatMap((comm, at) => {
      const run = interval(at, 'running', 0, 10 + at, { comm })
      return [run, { ...taskItem(at, [run]), comm } as TimelineItem]
    })
    const lines = textOf(items, ALL).split('\n')
    const start = lines.findIndex(line => line.startsWith('Tasks'))
    const rows = lines.slice(start, start + names.length + 2)
    expect(new Set(rows.map(widthOf)).size).toBe(1)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(110)
  })
})

describe('the parts of a table', () => {
  test('cells are padded to the widest of their column, and no line ends in a blank', () => {
    const rows = [
      ...layOut([{ head: 'a', align: 'left' }, { head: 'b' }, { head: 'c', align: 'left' }], [['xx', '1', '']]),
    ]
    expect(rows).toEqual(['a   b  c\n', 'xx  1\n'])
  })

  test.each([
    [0, '0 ns'],
    [999, '999 ns'],
    [1_000, '1.00 µs'],
    [9_994, '9.99 µs'],
    [9_996, '10.0 µs'],
    [99_960, '100 µs'],
    [999_499, '999 µs'],
    [999_500, '1.00 ms'],
    [999_499_999, '999 ms'],
    [999_500_000, '1.00 s'],
    [1_234_567_890, '1.23 s'],
    [12_345_678_901_234, '12,346 s'],
  ])('a duration of %d', (ns, text) => expect(duration(ns)).toBe(text))

  test('counts, sizes, shares and times', () => {
    expect([0, 7, 1_234_567].map(count)).toEqual(['-', '7', '1,234,567'])
    expect([0, 999, 1_000, 4_096, 999_600, 2.5e6, 1.2e9].map(size)).toEqual([
      '-',
      '999 B',
      '0.977 KiB',
      '4.00 KiB',
      '976 KiB',
      '2.38 MiB',
      '1.12 GiB',
    ])
    expect([percent(0, 5), percent(1, 2_000), percent(1, 3), percent(5, 0)]).toEqual(['-', '<0.1', '33.3', '-'])
    expect([traceTime(443, 1), traceTime(443, 2_500_000_000), traceTime(443, -1)]).toEqual([
      '443.000000001',
      '445.500000000',
      '442.999999999',
    ])
  })

  test('text is clipped by what it takes on the screen, never inside a character', () => {
    expect(clip('abcdef', 6)).toBe('abcdef')
    expect(clip('abcdefg', 6)).toBe('abcde…')
    expect(clip('漢字漢字', 6)).toBe('漢字…')
    expect(printable('a\tb\x1b[0m\u202e\ud800')).toBe('a b\\x1b[0m\\u202e\\ud800')
  })
})
