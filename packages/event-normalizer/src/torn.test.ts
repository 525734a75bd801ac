import { normalize, normalizeOne, recordOf } from './records.test.kit.js'

/** What is left of a payload when a part of it is missing: what can be told is told, and the rest counts. */
describe('payloads of which a part is missing', () => {
  test.each([
    ['irq:irq_handler_entry', 'irq=16', { type: 'interrupt', name: 'irq 16', number: 16 }],
    ['irq:softirq_entry', 'vec=9', { type: 'interrupt', name: 'vec 9', number: 9 }],
    ['irq:softirq_entry', 'vec=9 [action=RCU', { type: 'interrupt', name: 'vec 9' }],
    ['irq:tasklet_entry', 'tasklet=0x1', { type: 'interrupt', name: 'tasklet' }],
    ['irq_vectors:local_timer_entry', '', { type: 'interrupt', name: 'local_timer', number: null }],
    ['raw_syscalls:sys_enter', 'NR 0', { type: 'syscallEnter', name: 'NR_0', fd: null, bytes: null }],
    ['raw_syscalls:sys_enter', 'NR 0 (', { type: 'syscallEnter', name: 'read', fd: null, bytes: null }],
    ['raw_syscalls:sys_enter', 'NR 0 (3)', { type: 'syscallEnter', name: 'read', fd: 3, bytes: null }],
    ['raw_syscalls:sys_enter', 'NR 999 (3, 4, 5)', { type: 'syscallEnter', name: 'NR_999', fd: null, bytes: null }],
    ['syscalls:sys_enter_read', '', { type: 'syscallEnter', name: 'read', fd: null, bytes: null }],
    ['syscalls:sys_enter_read', 'fd: x, count: y', { type: 'syscallEnter', name: 'read', fd: null, bytes: null }],
    ['sched:sched_wakeup', 'comm=a pid=9 prio=120', { type: 'wakeup', wakeeTid: 9, wakeeComm: 'a', targetCpu: null }],
    ['sched:sched_wakeup', 'comm=a pid=9 prio= pid=8 prio=1', { wakeeTid: 8, wakeeComm: 'a pid=9 prio=' }],
    ['sched:sched_wakeup', 'comm=a pid=9 prio=1 pid=8 prio=', { wakeeTid: 9, wakeeComm: 'a' }],
    [
      'sched:sched_migrate_task',
      'comm=a pid=9 prio=1 orig_cpu=0 dest_cpu= pid=8 prio=1 orig_cpu=2 dest_cpu=3',
      { type: 'migrate', migratedTid: 8, fromCpu: 2, toCpu: 3 },
    ],
    ['PERF_RECORD_LOST', 'lost 12', { type: 'lost', count: 12 }],
    ['PERF_RECORD_COMM', 'exec: make:7/8', { type: 'comm', taskTid: 8, taskPid: 7, taskComm: 'make', exec: true }],
  ])('%s: %s', (event, payload, told) => {
    expect(normalizeOne(recordOf(event, payload))).toMatchObject(told)
  })

  test.each([
    ['irq:irq_handler_entry', 'name=x'],
    ['irq:irq_handler_exit', 'ret=handled'],
    ['irq:softirq_exit', '[action=RCU]'],
    ['ipi:ipi_entry', 'Rescheduling interrupts'],
    ['ipi:ipi_entry', '(Rescheduling'],
    ['sched:sched_wakeup', 'comm=a pid=9'],
    ['sched:sched_wakeup', '[FAILED TO PARSE] comm=a'],
    ['sched:sched_switch', '[FAILED TO PARSE] prev_x=a'],
    ['sched:sched_switch', 'a:7] [120] R ==> b:8 [120]'],
    ['sched:sched_migrate_task', 'comm=a pid=9 prio=1 orig_cpu=0 dest_cpu='],
    ['sched:sched_migrate_task', 'pid=9 prio=1 orig_cpu=0 dest_cpu=1'],
    ['sched:sched_process_fork', 'comm=a pid=7 child_comm=b'],
    ['raw_syscalls:sys_enter', '0 (3)'],
    ['raw_syscalls:sys_exit', 'NR 0'],
    ['raw_syscalls:sys_exit', 'NR 0 = x'],
    ['syscalls:sys_exit_read', 'x'],
    ['PERF_RECORD_LOST', 'none'],
    ['PERF_RECORD_LOST', 'lost some'],
    ['PERF_RECORD_COMM', 'exec: 7/8'],
    ['PERF_RECORD_COMM', 'no number'],
  ])('%s: %s is not understood, and counts', (event, payload) => {
    const { events, codes } = normalize([recordOf(event, payload)])
    expect(events.filter(({ type }) => type !== 'sample')).toEqual([])
    expect(Object.values(codes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  })

  /** The kernel keeps 15 bytes of a name, and whole characters are kept of these. */
  test.each([
    ['filename=/bin/make pid=7 old_pid=7', 'make'],
    ['filename=make pid=7 old_pid=7', 'make'],
    ['filename=/b/sixteen-letters-x pid=7 old_pid=7', 'sixteen-letters'],
    ['filename=/b/ünïcødé-of-more pid=7 old_pid=7', 'ünïcødé-of-'],
    ['filename=/b/€€€€€€ pid=7 old_pid=7', '€€€€€'],
    ['filename=/b/😀😀😀😀 pid=7 old_pid=7', '😀😀😀'],
  ])('sched_process_exec without a comm in its header: %s', (payload, taskComm) => {
    const event = normalizeOne(recordOf('sched:sched_process_exec', payload, { comm: null }))
    expect(event).toMatchObject({ type: 'comm', taskComm, exec: true })
  })
})
