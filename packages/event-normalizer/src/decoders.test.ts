import type { RecordItem } from '@tc-stream/event-schema'
import { normalize, normalizeOne, recordOf } from './records.test.kit.js'

/** The part of an event that is not its header. */
type Row = [what: string, event: string, payload: string, expected: Record<string, unknown>, more?: Partial<RecordItem>]

function check(rows: Row[]): void {
  test.each(rows)('%s', (...[, event, payload, expected, more]) => {
    const found = normalizeOne(recordOf(event, payload, more))
    expect(found).toMatchObject(expected)
  })
}

/** What perf prints after a payload when it is asked for the address and there is no callchain. */
const ADDRESS = ' ffffffff8c4528c8 __schedule+0x4f8 ([kernel.kallsyms])'

const asleep = { type: 'switch', prevTid: 7, prevComm: 'sh', prevState: 'S', nextTid: 0, nextComm: 'swapper/0' }

describe('sched_switch', () => {
  const event = 'sched:sched_switch'
  const kv = 'prev_comm=sh prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120'
  check([
    ['key=value', event, kv, asleep],
    ['with an address after it', event, kv + ADDRESS, asleep],
    ['with fields of a patched kernel after it', event, `${kv} next_policy=0 next_comm=x`, asleep],
    ['two blanks before the arrow', event, kv.replace(' ==>', '  ==>'), asleep],
    ['two blanks after the arrow', event, kv.replace('==> ', '==>  '), asleep],
    ['no arrow, numeric state', event, kv.replace('S ==>', '1'), asleep],
    ['a print format that was not parsed', event, `[FAILED TO PARSE] ${kv.replace('S ==>', '1')}`, asleep],
    ['without its subsystem', 'sched_switch', kv, asleep],
    ['plugin', event, 'sh:7 [120] S ==> swapper/0:0 [120]', asleep],
    ['plugin, with an address after it', event, `sh:7 [120] S ==> swapper/0:0 [120]${ADDRESS}`, asleep],
    ['to 2.6.32', event, 'task sh:7 [120] (S) ==> swapper/0:0 [140]', asleep],
    ['negative priority', event, 'sh:7 [-1] S ==> swapper/0:0 [120]', asleep],
    [
      'plugin, colons in a comm',
      event,
      'kworker/0:2:176 [120] I ==> workload:47452 [120]',
      { prevComm: 'kworker/0:2', prevTid: 176, prevState: 'I', nextComm: 'workload', nextTid: 47452 },
    ],
    [
      'plugin, a comm that looks like its own line',
      event,
      'p:1 [120] R:296 [120] S ==> swapper/2:0 [120]',
      { prevComm: 'p:1 [120] R', prevTid: 296, prevState: 'S', nextComm: 'swapper/2', nextTid: 0 },
    ],
    [
      'plugin, an arrow in the comm before',
      event,
      'p:1 [9] R ==> x:296 [120] S ==> swapper/1:0 [120]',
      { prevComm: 'p:1 [9] R ==> x', prevTid: 296, prevState: 'S', nextComm: 'swapper/1' },
    ],
    [
      'plugin, an arrow in the comm after',
      event,
      'sh:7 [120] S ==> p:1 [9] R ==> x:296 [120]',
      { prevComm: 'sh', prevTid: 7, prevState: 'S', nextComm: 'p:1 [9] R ==> x', nextTid: 296 },
    ],
    [
      'plugin, a comm that begins like a key',
      event,
      'prev_comm=x:296 [120] S ==> task y:3 [120]',
      { prevComm: 'prev_comm=x', prevTid: 296, nextComm: 'task y', nextTid: 3 },
    ],
    ['plugin, a comm of `task x`', event, 'task x:7 [120] S ==> sh:8 [120]', { prevComm: 'task x', prevTid: 7 }],
  ])

  const nobody: Partial<RecordItem> = { tid: -1, pid: -1, comm: ':-1' }
  check([
    ['a dying task', event, kv, { ...asleep, tid: 7, pid: null, comm: null }, nobody],
    ['a dying task whose process is known', event, kv, { tid: 7, pid: 5, comm: null }, { ...nobody, pid: 5 }],
    ['the header of the task itself', event, kv, { tid: 7, pid: 5, comm: 'sh' }, { pid: 5 }],
    ['no tid in the header', event, kv, { tid: 7, pid: null }, { tid: null }],
    ['another task in the header', event, kv, { tid: 7, pid: null }, { tid: 8, pid: 8 }],
  ])
})

describe('states', () => {
  const keyValue = (state: string) =>
    recordOf(
      'sched:sched_switch',
      `prev_comm=sh prev_pid=7 prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=8 next_prio=120`,
    )
  const plugin = (state: string) => recordOf('sched:sched_switch', `sh:7 [120] ${state} ==> x:8 [120]`)
  const stateOf = (record: RecordItem) => (normalizeOne(record) as { prevState?: string }).prevState

  test.each([
    ['R', 'R'],
    ['R+', 'R+'],
    ['S', 'S'],
    ['D', 'D'],
    ['I', 'I'],
    ['T', 'T'],
    ['t', 't'],
    ['P', 'P'],
    ['X', 'X'],
    ['x', 'X'],
    ['Z', 'Z'],
    ['D|K', 'D'],
    ['D|W', 'D'],
    ['K|D', 'D'],
    ['S|K', 'S'],
    ['T|K', 'T'],
    ['D|N', 'I'],
    ['S+', 'R+'],
    ['0', 'R'],
    ['1', 'S'],
    ['2', 'D'],
    ['0x2', 'D'],
    ['4', 'T'],
    ['8', 't'],
    ['16', 'X'],
    ['32', 'Z'],
    ['64', 'P'],
    ['128', 'I'],
    ['130', 'D'],
    ['256', 'R+'],
    ['1024', 'R+'],
    ['4096', 'R+'],
    ['1026', 'I'],
  ])('key=value %s is %s', (state, expected) => {
    expect(stateOf(keyValue(state))).toBe(expected)
  })

  test.each([
    ['R', 'R'],
    ['S', 'S'],
    ['D', 'D'],
    ['I', 'I'],
    ['W', 'I'],
    ['x', 'P'],
    ['P', 'P'],
    ['Z', 'Z'],
    ['X', 'Z'],
  ])('plugin %s is %s', (state, expected) => {
    expect(stateOf(plugin(state))).toBe(expected)
  })

  test('a task that the header no longer knows is dead, not parked', () => {
    expect(stateOf({ ...plugin('x'), tid: -1 })).toBe('X')
  })

  test('before 4.14 the bit of "parked" was "dead"', () => {
    const trace = { type: 'trace', schemaVersion: 1, originSeconds: 0, osRelease: '3.10.0-1160.el7' } as const
    expect(normalize([trace, plugin('x')]).events[0]).toMatchObject({ prevState: 'X' })
    expect(normalize([trace, keyValue('64')]).events[0]).toMatchObject({ prevState: 'X' })
    expect(normalize([trace, keyValue('P')]).events[0]).toMatchObject({ prevState: 'P' })
  })

  test('an unknown letter keeps the switch, as a sleep, and is counted', () => {
    const { events, codes } = normalize([keyValue('F|O'), keyValue('99999999999')])
    expect(events.map(event => event.type === 'switch' && event.prevState)).toEqual(['S', 'S'])
    expect(codes).toEqual({ TC_NORM_UNKNOWN_STATE: 2 })
  })
})

describe('wakeups', () => {
  const woken = { type: 'wakeup', wakeeTid: 9, wakeeComm: 'perf', tid: 7, targetCpu: 1 }
  const event = 'sched:sched_wakeup'
  check([
    ['key=value', event, 'comm=perf pid=9 prio=120 target_cpu=001', { ...woken, kind: 'wakeup' }],
    ['new', 'sched:sched_wakeup_new', 'comm=perf pid=9 prio=120 target_cpu=1', { ...woken, kind: 'new' }],
    ['waking', 'sched:sched_waking', 'comm=perf pid=9 prio=120 target_cpu=001', { ...woken, kind: 'waking' }],
    ['with success', event, 'comm=perf pid=9 prio=120 success=1 target_cpu=001', woken],
    ['with an address after it', event, `comm=perf pid=9 prio=120 target_cpu=001${ADDRESS}`, woken],
    ['raw', event, '[FAILED TO PARSE] comm=perf pid=9 prio=120 success=1 target_cpu=1', woken],
    ['plugin', event, 'perf:9 [120] success=1 CPU:001', woken],
    ['plugin without success', event, 'perf:9 [120] CPU:001', woken],
    ['plugin that misses success', event, 'perf:9 [120]<CANT FIND FIELD success> CPU:001', woken],
    ['plugin with an address after it', event, `perf:9 [120] CPU:001${ADDRESS}`, woken],
    ['plugin without CPU', event, 'perf:9 [120]', { ...woken, targetCpu: null }],
    ['to 2.6.32', event, 'task perf:9 [120] success=1 [001]', woken],
    ['plugin, comm of a key', event, 'comm=z prio=1:9 [120] CPU:001', { ...woken, wakeeComm: 'comm=z prio=1' }],
    ['plugin, comm of a line', event, 'p:1 [120] R:9 [120] CPU:001', { ...woken, wakeeComm: 'p:1 [120] R' }],
    [
      'comm of a line',
      event,
      'comm=a pid=1 prio=2 pid=9 prio=1 target_cpu=1',
      { ...woken, wakeeComm: 'a pid=1 prio=2' },
    ],
    ['one that woke nobody', event, 'comm=perf pid=9 prio=120 success=0 target_cpu=001', { type: 'sample', event }],
    ['plugin, one that woke nobody', event, 'perf:9 [120] success=0 CPU:001', { type: 'sample', event }],
    ['by nobody', event, 'comm=perf pid=9 prio=120 target_cpu=001', { ...woken, tid: null }, { tid: -1, comm: ':-1' }],
  ])
})

describe('other scheduler events', () => {
  check([
    [
      'migrate',
      'sched:sched_migrate_task',
      `comm=perf pid=360 prio=120 orig_cpu=0 dest_cpu=1${ADDRESS}`,
      { type: 'migrate', migratedTid: 360, migratedComm: 'perf', fromCpu: 0, toCpu: 1 },
    ],
    [
      'fork',
      'sched:sched_process_fork',
      `comm=sh pid=7 child_comm=x child_pid=1 child_pid=8${ADDRESS}`,
      { type: 'fork', parentTid: 7, parentPid: 5, childTid: 8, childPid: null, childComm: 'x child_pid=1' },
      { pid: 5 },
    ],
    [
      'exec',
      'sched:sched_process_exec',
      `filename=/usr/bin/env pid=7 old_pid=7${ADDRESS}`,
      { type: 'comm', taskTid: 7, taskPid: 7, taskComm: 'sh', exec: true },
      { pid: 7 },
    ],
    [
      'exec whose header is of no use',
      'sched:sched_process_exec',
      'filename=/opt/a b/a-very-long-name-of-a-file pid=9 old_pid=9',
      { type: 'comm', taskTid: 9, taskPid: null, taskComm: 'a-very-long-nam', exec: true },
    ],
    [
      'exec of a name in UTF-8',
      'sched:sched_process_exec',
      'filename=/opt/éééééééé pid=9 old_pid=9',
      { taskComm: 'ééééééé' },
    ],
    [
      'exit',
      'sched:sched_process_exit',
      `comm=a pid=1 pid=7 prio=120 group_dead=true${ADDRESS}`,
      { type: 'exit', taskTid: 7, taskPid: 5, taskComm: 'a pid=1' },
      { pid: 5 },
    ],
    ['a statistic', 'sched:sched_stat_runtime', 'comm=sh pid=7 runtime=9214 [ns]', { type: 'sample' }],
  ])
})

describe('side-band', () => {
  const comm = 'PERF_RECORD_COMM'
  check([
    ['comm', comm, 'init:1/1', { type: 'comm', taskTid: 1, taskPid: 1, taskComm: 'init', exec: false }],
    ['exec', comm, 'exec: forkit:11019/11020', { taskTid: 11020, taskPid: 11019, taskComm: 'forkit', exec: true }],
    ['blanks before it', comm, '  lead space:281/287', { taskComm: '  lead space', taskTid: 287 }],
    ['colons and digits', comm, 'a:b [000] 1.5::281/284', { taskComm: 'a:b [000] 1.5:', taskTid: 284 }],
    ['a slash', comm, 'CPU 0/KVM:13376/13381', { taskComm: 'CPU 0/KVM', taskTid: 13381, taskPid: 13376 }],
    ['a newline', comm, 'new\nline:281/289', { taskComm: 'new\nline', taskTid: 289 }],
    ['an empty one', comm, ':281/289', { taskComm: '', taskTid: 289 }],
    ['no time', comm, 'init:1/1', { timeNs: null, cpu: null, tid: null, comm: null, taskTid: 1 }, { timeNs: null }],
    [
      'fork',
      'PERF_RECORD_FORK',
      '(302:304):(301:303)',
      { type: 'fork', childPid: 302, childTid: 304, parentPid: 301, parentTid: 303, childComm: null },
    ],
    ['exit', 'PERF_RECORD_EXIT', '(5:7):(3:3)', { type: 'exit', taskPid: 5, taskTid: 7, taskComm: 'sh' }],
    ['lost', 'PERF_RECORD_LOST', 'lost 12', { type: 'lost', count: 12, cpu: 0 }],
    ['lost samples', 'PERF_RECORD_LOST_SAMPLES', 'lost 3', { type: 'lost', count: 3 }],
    ['switch', 'PERF_RECORD_SWITCH_CPU_WIDE', 'IN           prev pid/tid:     0/0', { type: 'sample', tid: 7 }],
  ])

  test('records that mean nothing to a chart are counted, and nothing more', () => {
    const records = ['MMAP2', 'CGROUP', 'KSYMBOL'].map(name => recordOf(`PERF_RECORD_${name}`, '…'))
    const { core, events, codes } = normalize(records)
    expect(events).toEqual([])
    expect(codes).toEqual({})
    expect(core.counters).toMatchObject({ records: 3, ignored: 3, dropped: 0 })
  })
})

describe('power', () => {
  check([
    ['idle', 'power:cpu_idle', 'state=3 cpu_id=0', { type: 'cpuIdle', state: 3, cpu: 0, tid: 7 }],
    ['out of idle', 'power:cpu_idle', 'state=4294967295 cpu_id=0', { type: 'cpuIdle', state: null }],
    ['another CPU', 'power:cpu_idle', 'state=1 cpu_id=2', { cpu: 2, tid: null, pid: null, comm: null }],
    ['frequency', 'power:cpu_frequency', 'state=3400000 cpu_id=2', { type: 'cpuFrequency', freqKhz: 3400000, cpu: 2 }],
    ['power_start', 'power:power_start', 'type=1 state=3 cpu_id=1', { type: 'cpuIdle', state: 3, cpu: 1 }],
    ['power_start without CPU', 'power:power_start', 'type=1 state=3', { type: 'cpuIdle', state: 3, cpu: 0 }],
    [
      'power_start of a frequency',
      'power:power_start',
      'type=2 state=800000',
      { type: 'cpuFrequency', freqKhz: 800000 },
    ],
    ['power_start of a suspend', 'power:power_start', 'type=3 state=3 cpu_id=1', { type: 'sample', cpu: 0 }],
    ['power_end', 'power:power_end', 'cpu_id=1', { type: 'cpuIdle', state: null, cpu: 1 }],
    ['power_end without CPU', 'power:power_end', 'dummy=65535', { type: 'cpuIdle', state: null, cpu: 0 }],
    ['power_frequency', 'power:power_frequency', 'type=2 state=1000000 cpu_id=3', { freqKhz: 1000000, cpu: 3 }],
    ['power_frequency without CPU', 'power:power_frequency', 'type=2 state=1000000', { freqKhz: 1000000, cpu: 0 }],
  ])
})

describe('interrupts', () => {
  const entry = { type: 'interrupt', edge: 'entry' }
  const exit = { type: 'interrupt', edge: 'exit' }
  check([
    ['irq', 'irq:irq_handler_entry', 'irq=16 name=ehci_hcd:usb1', { ...entry, number: 16, name: 'ehci_hcd:usb1' }],
    ['irq with address', 'irq:irq_handler_entry', `irq=16 name=a b${ADDRESS}`, { kind: 'hardirq', name: 'a b' }],
    [
      'irq exit',
      'irq:irq_handler_exit',
      'irq=16 ret=handled',
      { ...exit, kind: 'hardirq', number: 16, name: 'irq 16' },
    ],
    [
      'softirq',
      'irq:softirq_entry',
      `vec=9 [action=RCU]${ADDRESS}`,
      { ...entry, kind: 'softirq', number: 9, name: 'RCU' },
    ],
    [
      'softirq exit',
      'irq:softirq_exit',
      'vec=1 [action=TIMER]',
      { ...exit, kind: 'softirq', number: 1, name: 'TIMER' },
    ],
    [
      'tasklet',
      'irq:tasklet_entry',
      `tasklet=tsq_tasklet.1 function=tcp_tsq_write.part.0${ADDRESS}`,
      { ...entry, kind: 'softirq', number: null, name: 'tcp_tsq_write.part.0' },
    ],
    ['tasklet exit', 'irq:tasklet_hi_exit', 'tasklet=0x1 function=f', { ...exit, kind: 'softirq', name: 'f' }],
    ['softirq raised', 'irq:softirq_raise', 'vec=1 [action=TIMER]', { type: 'sample' }],
    [
      'vector',
      'irq_vectors:local_timer_entry',
      'vector=236',
      { ...entry, kind: 'vector', number: 236, name: 'local_timer' },
    ],
    ['vector exit', 'irq_vectors:irq_work_exit', 'vector=246', { ...exit, kind: 'vector', name: 'irq_work' }],
    ['ipi', 'ipi:ipi_entry', '(Rescheduling interrupts)', { ...entry, number: null, name: 'Rescheduling interrupts' }],
    [
      'a usual vector, bare',
      'local_timer_entry',
      'vector=236',
      { type: 'interrupt', edge: 'entry', kind: 'vector', name: 'local_timer', number: 236 },
    ],
    [
      'its exit, bare',
      'call_function_single_exit',
      'vector=251',
      { type: 'interrupt', edge: 'exit', kind: 'vector', name: 'call_function_single' },
    ],
    ['bare, and not one of these', 'foo_entry', 'vector=1', { type: 'sample', event: 'foo_entry' }],
  ])
})

describe('system calls', () => {
  const read = 'fd: 0x00000003, buf: 0x7ffe7f0bbf10, count: 0x00000080'
  const entered = { type: 'syscallEnter', fd: 3, bytes: 128 }
  const user = '     7fe1a0013c20 fsync+0x10 (/usr/lib/libc.so.6)'
  check([
    ['read', 'syscalls:sys_enter_read', read, { ...entered, name: 'read' }],
    ['with an address', 'syscalls:sys_enter_read', read + user, entered],
    ['what the buffer holds', 'syscalls:sys_enter_write', read.replace('10,', '10 "x, count: 0x1",'), entered],
    [
      'sendto',
      'syscalls:sys_enter_sendto',
      'fd: 0x3, buff: 0x7f, len: 0x64, flags: 0x0, addr_len: 0x9',
      { bytes: 100 },
    ],
    [
      'recvfrom',
      'syscalls:sys_enter_recvfrom',
      'fd: 0x5, ubuf: 0x2, size: 0x10000, flags: 0x0',
      { fd: 5, bytes: 65536 },
    ],
    ['fsync', 'syscalls:sys_enter_fsync', `fd: 0x00000006${user}`, { name: 'fsync', fd: 6, bytes: null }],
    ['epoll', 'syscalls:sys_enter_epoll_wait', 'epfd: 0x7, events: 0x2, maxevents: 0x3ff', { fd: 7, bytes: null }],
    [
      'poll',
      'syscalls:sys_enter_poll',
      'ufds: 0x7fe19fe984e0, nfds: 0x1, timeout_msecs: 0x14',
      { fd: null, bytes: null },
    ],
    ['no arguments', 'syscalls:sys_enter_getgid', '', { name: 'getgid', fd: null, bytes: null }],
    ['a bad descriptor', 'syscalls:sys_enter_read', 'fd: 0xffffffff, buf: 0x1, count: 0x1', { fd: -1 }],
    ['a directory', 'syscalls:sys_enter_openat', 'dfd: 0xffffff9c, filename: 0x7f "/x", flags: 0x0', { fd: null }],
    ['a huge size', 'syscalls:sys_enter_read', 'fd: 0x3, buf: 0x1, count: 0x7fffffffffffffff', { bytes: 2 ** 53 - 1 }],
  ])
  check([
    ['bytes', 'syscalls:sys_exit_read', '0x1000', { type: 'syscallExit', name: 'read', result: 4096 }],
    ['EAGAIN', 'syscalls:sys_exit_recvfrom', `0xfffffffffffffff5${user}`, { result: -11 }],
    ['EBADF of 32 bits', 'syscalls:sys_exit_read', '0xfffffff7', { result: -9 }],
    ['an address', 'syscalls:sys_exit_mmap', '0x7fe1a0011230', { result: 0x7fe1a0011230 }],
    ['beyond a double', 'syscalls:sys_exit_mmap', '0x7fffffffffffffff', { result: 2 ** 53 - 1 }],
    ['beyond a double, negative', 'syscalls:sys_exit_mmap', '0x8000000000000000', { result: 1 - 2 ** 53 }],
    ['zero', 'syscalls:sys_exit_fsync', '0x0', { result: 0 }],
  ])
  check([
    [
      'raw write',
      'raw_syscalls:sys_enter',
      'NR 1 (3, 9fb888, 8, 2d83740, 1, 7ffff)',
      { name: 'write', fd: 3, bytes: 8 },
    ],
    ['raw, no I/O', 'raw_syscalls:sys_enter', 'NR 39 (0, 0, 0, 0, 0, 0)', { name: 'NR_39', fd: null, bytes: null }],
    ['raw exit', 'raw_syscalls:sys_exit', 'NR 1 = 8', { type: 'syscallExit', name: 'write', result: 8 }],
    ['raw error', 'raw_syscalls:sys_exit', 'NR 0 = -11', { name: 'read', result: -11 }],
    ['raw, number lost', 'raw_syscalls:sys_exit', 'NR -1 = -38', { name: 'NR_-1', result: -38 }],
  ])

  test('numbers of another machine have no names', () => {
    const trace = { type: 'trace', schemaVersion: 1, originSeconds: 0, arch: 'aarch64' } as const
    const { events } = normalize([trace, recordOf('raw_syscalls:sys_exit', 'NR 1 = 8')])
    expect(events).toMatchObject([{ name: 'NR_1', result: 8 }])
  })
})

describe('samples', () => {
  check([
    ['bare', 'cycles', '', { type: 'sample', event: 'cycles', tid: 7, cpu: 0 }],
    ['of a PMU', 'cpu_atom/cycles/Pu', '', { type: 'sample', event: 'cpu_atom/cycles/Pu' }],
    ['a probe', 'probe_malloc:malloc__return', '(7f…)', { type: 'sample', event: 'probe_malloc:malloc__return' }],
    ['without a name', '', '', { type: 'sample', event: '' }],
    ['of a task without a name', 'cycles', '', { comm: null, tid: 256 }, { comm: ':256', tid: 256 }],
  ])
})

describe('payloads that are not understood', () => {
  test.each([
    ['sched:sched_switch', 'prev_comm=sh prev_pid=7 prev_prio=120 prev_st'],
    ['sched:sched_switch', 'sh:7 [120] ! ==> x:8 [120]'],
    ['sched:sched_wakeup', 'comm=perf pid='],
    ['sched:sched_migrate_task', 'comm=perf pid=9 prio=1 orig_cpu=2'],
    ['sched:sched_process_fork', 'comm=sh pid=7'],
    ['sched:sched_process_exec', 'filename=/bin/x'],
    ['sched:sched_process_exit', 'comm=x'],
    ['PERF_RECORD_COMM', 'new'],
    ['PERF_RECORD_FORK', '(1:2)'],
    ['PERF_RECORD_LOST', ''],
    ['power:cpu_idle', 'cpu_id=1'],
    ['irq:softirq_entry', 'x'],
    ['syscalls:sys_exit_read', 'x'],
    ['raw_syscalls:sys_enter', 'x'],
  ])('%s %s', (event, payload) => {
    const { out, events } = normalize([recordOf(event, payload, { line: 17 })])
    expect(events).toEqual([])
    expect(out).toMatchObject([{ code: 'TC_NORM_BAD_PAYLOAD', count: 1, line: 17, sample: `${event}: ${payload}` }])
  })
})

test('an event printed without its fields is a sample, and is told apart', () => {
  const { events, codes } = normalize([recordOf('sched:sched_switch', ''), recordOf('power:cpu_idle', '')])
  expect(events).toMatchObject([
    { type: 'sample', event: 'sched:sched_switch', tid: 7 },
    { type: 'sample', event: 'power:cpu_idle' },
  ])
  expect(codes).toEqual({ TC_NORM_NO_PAYLOAD: 2 })
})
