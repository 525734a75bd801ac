/** What is recorded: everything a chart can show of scheduling and power, or a part of it, or I/O. */
export type RecordMode = 'all' | 'power' | 'tasks' | 'io'

const TASKS = [
  'sched:sched_switch',
  'sched:sched_wakeup',
  'sched:sched_wakeup_new',
  'sched:sched_waking',
  'sched:sched_migrate_task',
  'sched:sched_process_fork',
  'sched:sched_process_exec',
  'sched:sched_process_exit',
]

/** The second line is that of kernels before 2.6.38. */
const POWER = [
  ...['power:cpu_idle', 'power:cpu_frequency'],
  ...['power:power_start', 'power:power_end', 'power:power_frequency'],
]

const INTERRUPTS = ['irq:irq_handler_entry', 'irq:irq_handler_exit', 'irq:softirq_entry', 'irq:softirq_exit']

/** A subsystem whose events are not the same on every machine; the kernel refuses to sample those of `irq_work`. */
export const VECTORS = 'irq_vectors'
const VECTOR_EVENT = /^irq_vectors:(?!irq_work_)\w+_(entry|exit)$/

/** System calls that do I/O: those of `perf timechart record -I`, then later ones. */
const IO_CALLS = [
  ...['read', 'pread64', 'readv', 'preadv', 'write', 'pwrite64', 'writev', 'pwritev'],
  ...['sync', 'sync_file_range', 'fsync', 'msync'],
  ...['recvfrom', 'recvmmsg', 'recvmsg', 'sendto', 'sendmsg', 'sendmmsg'],
  ...['epoll_pwait', 'epoll_wait', 'poll', 'ppoll', 'pselect6', 'select'],
  ...['preadv2', 'pwritev2', 'readahead', 'fdatasync', 'sendfile64', 'splice', 'copy_file_range', 'accept4', 'connect'],
  ...['io_uring_enter'],
]

const IO = IO_CALLS.flatMap(call => [`syscalls:sys_enter_${call}`, `syscalls:sys_exit_${call}`])

/** Every event that may be asked for by its name. */
export const WANTED_EVENTS: readonly string[] = [...TASKS, ...POWER, ...INTERRUPTS, ...IO]

/**
 * The events to record.
 *
 * @param offered what the kernel has of `WANTED_EVENTS` and of the subsystem `VECTORS`
 */
export function eventsOf(mode: RecordMode, offered: ReadonlySet<string>): string[] {
  switch (mode) {
    case 'io':
      return IO.filter(event => offered.has(event))
    case 'power':
      return POWER.filter(event => offered.has(event))
    case 'tasks':
      return TASKS.filter(event => offered.has(event))
    case 'all': {
      const vectors = [...offered].filter(event => VECTOR_EVENT.test(event)).sort()
      return [...[...TASKS, ...POWER, ...INTERRUPTS].filter(event => offered.has(event)), ...vectors]
    }
  }
}

/** What is in every kernel of today, for a command line that is only shown. */
export function usualEvents(mode: RecordMode): string[] {
  const old = new Set(['power:power_start', 'power:power_end', 'power:power_frequency'])
  return eventsOf(mode, new Set(WANTED_EVENTS.filter(event => !old.has(event))))
}
