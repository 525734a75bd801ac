import { MAX_NAME_LENGTH } from '@tc-stream/event-schema'
import { normalize, normalizeOne, recordOf, switchPayload } from './records.test.kit.js'
import { MAX_HELD_TEXT } from './shift-gate.js'

/** Long enough that a search which takes the square of it does not end within the time of a test. */
const LONG = 600_000

const name = (length: number) => 'n'.repeat(length)

describe('a name is no longer than any that a kernel writes', () => {
  test.each([
    ['sched:sched_switch', (comm: string) => switchPayload(comm, 7, 'S', 'b', 8)],
    ['sched:sched_switch', (comm: string) => switchPayload('a', 7, 'S', comm, 8)],
    ['sched:sched_wakeup', (comm: string) => `comm=${comm} pid=9 prio=120 target_cpu=000`],
    ['sched:sched_migrate_task', (comm: string) => `comm=${comm} pid=9 prio=1 orig_cpu=0 dest_cpu=1`],
    ['sched:sched_process_fork', (comm: string) => `comm=a pid=7 child_comm=${comm} child_pid=8`],
    ['sched:sched_process_exit', (comm: string) => `comm=${comm} pid=7 prio=120`],
    ['PERF_RECORD_COMM', (comm: string) => `${comm}:7/7`],
    ['irq:irq_handler_entry', (text: string) => `irq=1 name=${text}`],
    ['irq:softirq_entry', (text: string) => `vec=1 [action=${text}]`],
    ['irq:tasklet_entry', (text: string) => `tasklet=0x1 function=${text}`],
    ['ipi:ipi_entry', (text: string) => `(${text})`],
  ])('%s', (event, payload) => {
    expect(normalizeOne(recordOf(event, payload(name(MAX_NAME_LENGTH))))).toBeDefined()
    const { events, codes } = normalize([recordOf(event, payload(name(MAX_NAME_LENGTH + 1)))])
    expect(events).toEqual([])
    expect(codes).toEqual({ TC_NORM_INVALID_EVENT: 1 })
  })

  test('of the header neither', () => {
    const { codes } = normalize([recordOf('cycles', '', { comm: name(MAX_NAME_LENGTH + 1) })])
    expect(codes).toEqual({ TC_NORM_INVALID_EVENT: 1 })
  })

  test('a system call neither', () => {
    const { codes } = normalize([recordOf(`syscalls:sys_enter_${name(MAX_NAME_LENGTH + 1)}`, '')])
    expect(codes.TC_NORM_INVALID_EVENT).toBe(1)
  })
})

test('records held until an idle switch hold no more text than the limit', () => {
  const payload = switchPayload('a', 7, 'S', 'b', 8)
  const long = recordOf('sched:sched_switch', `${payload} ${'x'.repeat(MAX_HELD_TEXT / 2)}`)
  const framed = recordOf('sched:sched_switch', payload, { callchain: ['x'.repeat(MAX_HELD_TEXT / 2)] })
  const idle = recordOf('sched:sched_switch', switchPayload('swapper/0', 0, 'S', 'b', 8))
  const statesOf = (records: Parameters<typeof normalize>[0]) =>
    normalize(records).events.map(event => (event.type === 'switch' ? event.prevState : ''))
  // One shows that the kernel's states are shifted in time, three are too much to wait for that.
  expect(statesOf([long, idle])).toEqual(['R', 'R'])
  expect(statesOf([long, framed, long, idle])).toEqual(['S', 'S', 'S', 'S'])
})

describe('no payload takes the square of its length', () => {
  test.each([
    ['irq:irq_handler_entry', 'irq=1 name=', ' abcdef x (a) ', 'x'],
    ['irq:irq_handler_entry', 'irq=1 name=', ' abcdef x (', ')'],
    ['irq:irq_handler_entry', 'irq=1 name=', '  ', 'x'],
    ['sched:sched_switch', 'prev_comm=', ' prev_pid=1 prev_prio=1 prev_state=S', ''],
    ['sched:sched_switch', 'prev_comm=a prev_pid=1 prev_prio=1 prev_state=S ==> next_comm=', ' next_pid=1', ''],
    ['sched:sched_switch', 'a', ':1 [1] R ==> ', ''],
    ['sched:sched_switch', 'a:1 [1] R', ' ==> a: ', ''],
    ['sched:sched_wakeup', 'comm=', ' pid=1 prio=1', ''],
    ['sched:sched_wakeup', '', ':1 [1]', ''],
    ['sched:sched_migrate_task', 'comm=', ' pid=1 prio=1', ''],
    ['sched:sched_process_fork', 'comm=', ' pid=1', ' child_pid=1'],
    ['sched:sched_process_exec', 'filename=', '/x', ' pid=1'],
    ['sched:sched_process_exit', 'comm=', ' pid=1', ''],
    ['PERF_RECORD_COMM', '', ':1/1', 'x'],
    ['syscalls:sys_enter_read', 'fd: ', ', count: ', 'x'],
    ['raw_syscalls:sys_enter', 'NR 0 (', '1, ', ')'],
    ['power:cpu_idle', 'state=', '1', ''],
  ])('%s: %s%s…', (event, start, piece, end) => {
    const payload = start + piece.repeat(LONG / piece.length) + end
    const { core } = normalize([recordOf(event, payload)])
    const { records, events, ignored, dropped } = core.counters
    expect(events + ignored + dropped).toBe(records)
  })
})
