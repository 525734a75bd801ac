import type { RecordItem } from '@tc-stream/event-schema'
import { lexText } from './testing.test-helper.js'

type Expected = Partial<Omit<RecordItem, 'type' | 'line'>>

const IDLE = 'power:cpu_idle: state=1 cpu_id=0'
const KERNEL_FRAME = 'ffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])'

const LAYOUTS: [name: string, line: string, expected: Expected][] = [
  [
    'default fields, padded comm',
    `            perf  9025 [000]  1777.692436: ${IDLE}`,
    { comm: 'perf', pid: null, tid: 9025, cpu: 0, event: 'power:cpu_idle', payload: 'state=1 cpu_id=0' },
  ],
  ['unpadded comm, as before a callchain', `perf   135 [000]     8.321487: ${IDLE}`, { comm: 'perf', tid: 135 }],
  [
    'pid/tid, left-aligned tid',
    `  simple-terminat     9/9     198791.127353: ${IDLE}`,
    { comm: 'simple-terminat', pid: 9, tid: 9, cpu: null },
  ],
  ['wide pid/tid', ` app 1234567/1234568 [001] 5.5: ${IDLE}`, { pid: 1234567, tid: 1234568, cpu: 1 }],
  ['no CPU', `    FS Broker 5906  7564  2574592.949428: ${IDLE}`, { comm: 'FS Broker 5906', tid: 7564, cpu: null }],
  ['CPU of four digits', `  sh    12 [1023]     8.321487: ${IDLE}`, { cpu: 1023 }],
  ['CPU -1', `  sh    12 [-01]     8.321487: ${IDLE}`, { tid: 12, cpu: null }],
  ['dying task', `:-1    -1 [002]  1682.168296: ${IDLE}`, { comm: ':-1', pid: null, tid: -1 }],
  ['dying task, pid/tid', `             :-1   281/-1    [003]    31.5: ${IDLE}`, { comm: ':-1', pid: 281, tid: -1 }],
  ['no comm', `22845 [000]  3881.840663: ${IDLE}`, { comm: null, tid: 22845 }],
  ['time first', `  3881.840663: ${IDLE}`, { comm: null, tid: null, cpu: null, timeNs: 840_663_000 }],
  ['comm and time', `            perf  3881.840663: ${IDLE}`, { comm: 'perf', tid: null }],
  ['misc', `            node  9004 [000] U      1777.692522: ${IDLE}`, { comm: 'node', tid: 9004, cpu: 0 }],
  ['misc of two letters, no CPU', `            node  9004 KE     1777.692522: ${IDLE}`, { comm: 'node', tid: 9004 }],
  ['a comm that looks like misc', `               K  9004 [000]  1777.692522: ${IDLE}`, { comm: 'K', tid: 9004 }],
  [
    'time of day',
    `            node  9004 [000] 2026-11-23 16:08:06.828828  1777.692522: ${IDLE}`,
    { comm: 'node', tid: 9004, cpu: 0, timeNs: 692_522_000 },
  ],
  ['-l', `migratio    18   0  1777.692462: ${IDLE}`, { comm: 'migratio', tid: 18, cpu: 0 }],
  ['-l, pid/tid', `    perf  9025/9026   12  1777.692462: ${IDLE}`, { comm: 'perf', pid: 9025, tid: 9026, cpu: 12 }],
  [
    'a comm that ends in a number is no -l',
    `   POSIX timer 2    77  7.000002: ${IDLE}`,
    { comm: 'POSIX timer 2', tid: 77 },
  ],
  ['one decimal', `  sh 12/12 [000] 5.1: ${IDLE}`, { timeNs: 100_000_000 }],
  ['six decimals', `  sh 12 [000] 5.000001: ${IDLE}`, { timeNs: 1_000 }],
  ['nine decimals', `  sh 12 [000] 5.123456789: ${IDLE}`, { timeNs: 123_456_789 }],
  ['seconds since 1970', `  sh 12 [000] 1700000000.123456789: ${IDLE}`, { timeNs: 123_456_789 }],
  [
    'period',
    '  sh 12 132803.444292837: 1 sched:sched_switch: x',
    { period: 1, event: 'sched:sched_switch', payload: 'x' },
  ],
  [
    'period and modifiers',
    '  sh 12 [000] 1.5:     250000 cycles:uppp: ',
    { period: 250_000, event: 'cycles:uppp', payload: '' },
  ],
  [
    'hybrid PMU',
    '  sh 12 [000] 1.5:     250000 cpu_atom/cycles/Pu: ',
    { period: 250_000, event: 'cpu_atom/cycles/Pu' },
  ],
  ['event with parameters', '  sh 12 [000] 1.5: branch-misses/period=50/u: ', { event: 'branch-misses/period=50/u' }],
  ['event without a subsystem', '  sh 12 [000] 1.5: kfree: call_site=1', { event: 'kfree', payload: 'call_site=1' }],
  ['unknown event', '  sh 12 [000] 1.5: [unknown]: ', { event: '[unknown]', payload: '' }],
  [
    'no payload, no blank',
    '  sh 12 [000] 1.5: syscalls:sys_enter_getgid:',
    { event: 'syscalls:sys_enter_getgid', payload: '' },
  ],
  ['no event', '  sh 12 [000] 1.5: ', { event: '', payload: '' }],
  [
    'no event, an address',
    '            perf  9025 [000]  1777.692436:  ffffffff821facd8 __schedule',
    { event: '', payload: '', callchain: ['ffffffff821facd8 __schedule'] },
  ],
  [
    'a guest',
    `VM: 1234 VCPU:001             guest    55/55    [001]  7.000001: ${IDLE}`,
    { comm: 'guest', pid: 55, tid: 55, cpu: 1 },
  ],
  [
    'frame after the event',
    '  node  9004 [000]  1777.692522:     100000          cpu-clock:      7fcd87f09f4f Splice+0x60f (/usr/bin/node)',
    { period: 100_000, event: 'cpu-clock', payload: '', callchain: ['7fcd87f09f4f Splice+0x60f (/usr/bin/node)'] },
  ],
  [
    'frame after a tracepoint payload',
    `  swapper 0/0 [000] 1.5: sched:sched_wakeup: comm=tab\there pid=288 prio=120 target_cpu=002 ${KERNEL_FRAME}`,
    { payload: 'comm=tab\there pid=288 prio=120 target_cpu=002', callchain: [KERNEL_FRAME] },
  ],
  [
    'frame with a short address',
    '  sh 12 [000] 1.5: syscalls:sys_exit_read: 0x1939            ee137 operator new(int)+0xd (/lib/x (deleted))',
    { payload: '0x1939', callchain: ['ee137 operator new(int)+0xd (/lib/x (deleted))'] },
  ],
  [
    'frame whose blanks were lost',
    '  sh 12 [000] 1.5: syscalls:sys_exit_read: 0x1 7fd75b7572ad read+0xd (/usr/lib/libc.so.6)',
    { payload: '0x1', callchain: ['7fd75b7572ad read+0xd (/usr/lib/libc.so.6)'] },
  ],
  [
    'payload in parentheses is no frame',
    '  sh 12 [000] 1.5: raw_syscalls:sys_enter: NR 1 (3, 9fb888, 8, 2d83740, 1, 7ffff)',
    { payload: 'NR 1 (3, 9fb888, 8, 2d83740, 1, 7ffff)' },
  ],
  [
    'hexadecimal comm in the payload is no frame',
    '  sh 12 [000] 1.5: sched:sched_wakeup: comm=a deadbeef1 b (c) pid=1 prio=120 target_cpu=000',
    { payload: 'comm=a deadbeef1 b (c) pid=1 prio=120 target_cpu=000' },
  ],
  [
    'comm with a time',
    `  a:b [000] 1.5:   281/284   [000]    31.502: ${IDLE}`,
    { comm: 'a:b [000] 1.5:', pid: 281, tid: 284 },
  ],
  [
    'comm with a time, tid only',
    `  a:b [000] 1.5:   284    31.502: 1 ${IDLE}`,
    { comm: 'a:b [000] 1.5:', tid: 284, period: 1 },
  ],
  [
    'comm with a whole header',
    `   5 [0] 1.5: x:   256 [000]  7.000009: ${IDLE}`,
    { comm: '5 [0] 1.5: x:', tid: 256, timeNs: 9_000 },
  ],
  [
    'payload with a whole header',
    '            perf   256 [000]  7.000009: sched:sched_wakeup: comm=5 [0] 1.5: x: pid=1 prio=120 target_cpu=000',
    { comm: 'perf', tid: 256, payload: 'comm=5 [0] 1.5: x: pid=1 prio=120 target_cpu=000' },
  ],
  ...[
    'rs:main Q:Reg',
    'CPU 0/KVM',
    'IntentService[E',
    'swapper_test_<>',
    '.NET Finalizer',
    'f',
    ':256',
    'k/[2]',
    '77',
    '-7',
  ].map((comm): [string, string, Expected] => [
    `comm ${comm}`,
    `${comm.padStart(16)}    77 [000]  7.5: ${IDLE}`,
    { comm, tid: 77 },
  ]),
  ['comm with ==>', `   x ==> y pid=7   281/285   [001]    31.5: ${IDLE}`, { comm: 'x ==> y pid=7', tid: 285 }],
  ['comm that begins with #', `#comm 12 [000] 5.1: ${IDLE}`, { comm: '#comm', tid: 12 }],
  ['comm with a tab', `        tab\there   281/288   [002]    31.5: ${IDLE}`, { comm: 'tab\there', tid: 288 }],
  ['comm that is hexadecimal', `dead 12 [000] 5.1: ${IDLE}`, { comm: 'dead', tid: 12 }],
  [
    'PERF_RECORD_COMM',
    '         systemd     1/1     [000]     1.000000: PERF_RECORD_COMM: systemd:1/1',
    { event: 'PERF_RECORD_COMM', payload: 'systemd:1/1' },
  ],
  [
    'PERF_RECORD_COMM of an exec',
    '          forkit 11019/11019 [000]     1.000000: PERF_RECORD_COMM exec: forkit:11019/11019',
    { event: 'PERF_RECORD_COMM', payload: 'exec: forkit:11019/11019' },
  ],
  [
    'PERF_RECORD_COMM with blanks first',
    '      lead space   281/287   [003]    31.500649353: PERF_RECORD_COMM:   lead space:281/287',
    { comm: 'lead space', payload: '  lead space:281/287' },
  ],
  [
    'PERF_RECORD_FORK',
    ' sh 1/1 [000] 1.5: PERF_RECORD_FORK(281:284):(280:280)',
    { event: 'PERF_RECORD_FORK', payload: '(281:284):(280:280)' },
  ],
  [
    'synthesized',
    '         swapper     0/0     [000]     0.000000000: PERF_RECORD_FORK(1:1):(0:0)',
    { timeNs: null, payload: '(1:1):(0:0)', tid: 0 },
  ],
  [
    'PERF_RECORD_LOST',
    '  sh 1 [002] 3.000001: PERF_RECORD_LOST lost 12',
    { cpu: 2, event: 'PERF_RECORD_LOST', payload: 'lost 12' },
  ],
  [
    'PERF_RECORD_SWITCH_CPU_WIDE',
    '    perf 22848 [000]  3881.778840: PERF_RECORD_SWITCH_CPU_WIDE OUT          next pid/tid:     0/0    ',
    { event: 'PERF_RECORD_SWITCH_CPU_WIDE', payload: 'OUT          next pid/tid:     0/0' },
  ],
  [
    'side-band line without a prefix',
    'PERF_RECORD_MMAP2 12/12: [0xaaa(0x2000) @ 0x1000 103:01 47 36]: r-xp /path with blanks',
    {
      comm: null,
      tid: null,
      timeNs: null,
      event: 'PERF_RECORD_MMAP2',
      payload: '12/12: [0xaaa(0x2000) @ 0x1000 103:01 47 36]: r-xp /path with blanks',
    },
  ],
  ['a sample at 0.000000 is real', `  sh 12 [000]     0.000000: ${IDLE}`, { timeNs: 0 }],
  ['no time, no CPU', 'java  3244 cpu-clock: ', { comm: 'java', tid: 3244, timeNs: null, event: 'cpu-clock' }],
  [
    'no time',
    `            perf  9025 [000] ${IDLE}`,
    { comm: 'perf', tid: 9025, cpu: 0, timeNs: null, payload: 'state=1 cpu_id=0' },
  ],
  [
    'no time, period',
    '  sh  9004 [000]     100000          cpu-clock: ',
    { tid: 9004, cpu: 0, period: 100_000, event: 'cpu-clock' },
  ],
  [
    'no time, period, no CPU',
    '  sh  9004     100000          cpu-clock: ',
    { tid: 9004, period: 100_000, event: 'cpu-clock' },
  ],
  [
    'no time, side-band',
    '  sh  9004 [000] PERF_RECORD_EXIT(1:1):(0:0)',
    { tid: 9004, cpu: 0, event: 'PERF_RECORD_EXIT', payload: '(1:1):(0:0)' },
  ],
  [
    'a sub-second blank before the colon of the comm',
    `  rs:main Q:Reg    77 [000]  7.5: ${IDLE}`,
    { comm: 'rs:main Q:Reg' },
  ],
]

describe('a header line of every layout', () => {
  test.each(LAYOUTS)('%s', (_name, line, expected) => {
    const { records, lexer } = lexText(line)
    expect(records).toEqual([expect.objectContaining({ type: 'record', line: 1, ...expected })])
    expect(records[0]?.period).toBe(expected.period)
    expect(records[0]?.callchain).toEqual(expected.callchain)
    expect(lexer.counters.unknownLines).toBe(0)
  })
})

describe('what is no header', () => {
  test.each([
    '[ 12.345678] foo: bar',
    'see http://example.org:8080/x: here',
    'took 1.5: something that is far too long to be a comm 2.5: x',
    'CPU 3 is empty',
    'version = 6',
    '  sh 12 [000] 5.1234567890: power:cpu_idle: ten digits',
    '  sh 12 [000] 1 2 3',
    ':',
    '1.5:',
    '::: :: :',
  ])('%s', line => {
    expect(lexText(line).records.filter(record => record.tid !== null)).toEqual([])
  })
})
