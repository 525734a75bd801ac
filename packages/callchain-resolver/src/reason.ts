import type { Frame } from '@tc-stream/event-schema'
import { namesOf, plainName } from './names.js'

/**
 * Why a task stopped running: the first frame, going outward, that says what it waits for.
 *
 * 1. The scheduler's own frames and the plumbing of waits say nothing and are passed over.
 * 2. A *mechanism* (a lock, a completion, disk I/O, a plain delay) says how the task waits but not for what: the reason
 *    then names its caller too, `down_read ← collapse_huge_page`. Of nested mechanisms the outermost is named, under the
 *    name that callers use: `down_read`, not `rwsem_down_read_slowpath`.
 * 3. A module's frame without a symbol gives the module's name; any other frame without a symbol is passed over.
 * 4. Where only the scheduler's frames are known there is no reason.
 *
 * Shape: `do_sys_poll`, `io_schedule ← folio_wait_bit_common`, `wait_for_completion ← flush_work`
 * Source: the functions that sleep in the kernel's sched, locking, time, block and filesystem code, 3.x to 6.x.
 */
export function describeReason(frames: readonly Frame[]): string | undefined {
  let mechanism: string | undefined
  for (const frame of frames) {
    const name = frame.symbol === null ? moduleOf(frame) : plainName(frame.symbol)
    if (name === undefined || PASSED_OVER.has(name)) continue
    const found = mechanismOf(name)
    if (found === undefined) return mechanism === undefined ? name : `${mechanism} ← ${name}`
    mechanism = found
  }
  return mechanism
}

/** `[nf_tables]` of a frame in that module. */
function moduleOf(frame: Frame): string | undefined {
  const { dso } = frame
  return frame.kernel === true && dso !== null && /^\[(?!kernel|guest)[^\]]+\]$/.test(dso) ? dso : undefined
}

const PASSED_OVER: ReadonlySet<string> = new Set([
  ...namesOf(`
    __schedule schedule schedule_idle schedule_rtlock schedule_user __schedule_loop schedule_preempt_disabled
    preempt_schedule preempt_schedule_common preempt_schedule_notrace preempt_schedule_irq preempt_schedule_thunk
    __cond_resched _cond_resched yield do_sched_yield do_task_dead
    __switch_to __switch_to_asm context_switch finish_task_switch`),
  // what the tracepoint itself runs in
  ...namesOf(`
    __traceiter_sched_switch perf_trace_sched_switch trace_event_raw_event_sched_switch
    perf_trace_run_bpf_submit perf_tp_event perf_swevent_event`),
  // timeouts: the caller says what for
  ...namesOf(`
    schedule_timeout schedule_timeout_interruptible schedule_timeout_uninterruptible schedule_timeout_killable
    schedule_timeout_idle schedule_hrtimeout schedule_hrtimeout_range schedule_hrtimeout_range_clock
    poll_schedule_timeout do_nanosleep freezable_schedule`),
  // the plumbing of wait queues and of waits for a bit
  ...namesOf(`
    wait_woken do_wait_intr do_wait_intr_irq pipe_wait pipe_wait_readable pipe_wait_writable
    bit_wait bit_wait_timeout bit_wait_io bit_wait_io_timeout __wait_on_bit __wait_on_bit_lock
    out_of_line_wait_on_bit out_of_line_wait_on_bit_lock out_of_line_wait_on_bit_timeout sleep_on_buffer sleep_on_page`),
])

/** Mechanisms whose names on a stack are the names that callers use. */
const MECHANISMS: ReadonlySet<string> = new Set(
  namesOf(`
    io_schedule io_schedule_timeout
    down down_interruptible down_killable down_timeout
    rt_spin_lock rt_read_lock rt_write_lock
    msleep msleep_interruptible usleep_range fsleep
    synchronize_rcu synchronize_rcu_expedited synchronize_srcu`),
)

/** How the insides of a mechanism begin, which are many and change with the kernel, and what callers call it. */
const INSIDES: readonly (readonly [prefix: string, mechanism: string])[] = [
  ['blk_io_schedule', 'io_schedule'],
  ['wait_for_completion_io', 'wait_for_completion_io'],
  ['wait_for_common_io', 'wait_for_completion_io'],
  ['wait_for_completion', 'wait_for_completion'],
  ['wait_for_common', 'wait_for_completion'],
  ['__wait_for_common', 'wait_for_completion'],
  ['do_wait_for_common', 'wait_for_completion'],
  ['__mutex_lock', 'mutex_lock'],
  ['mutex_lock', 'mutex_lock'],
  ['__ww_mutex_lock', 'ww_mutex_lock'],
  ['ww_mutex_lock', 'ww_mutex_lock'],
  ['rwsem_down_read', 'down_read'],
  ['call_rwsem_down_read', 'down_read'],
  ['__down_read', 'down_read'],
  ['down_read', 'down_read'],
  ['rwsem_down_write', 'down_write'],
  ['call_rwsem_down_write', 'down_write'],
  ['__down_write', 'down_write'],
  ['down_write', 'down_write'],
  ['percpu_rwsem_wait', 'percpu_down_read'],
  ['__percpu_down_read', 'percpu_down_read'],
  ['percpu_down_write', 'percpu_down_write'],
  ['__down', 'down'],
  ['rt_mutex_slowlock', 'rt_mutex_lock'],
  ['__rt_mutex_slowlock', 'rt_mutex_lock'],
  ['rt_mutex_lock', 'rt_mutex_lock'],
  ['rtlock_slowlock', 'rt_spin_lock'],
  ['usleep_range_state', 'usleep_range'],
  ['__wait_rcu_gp', 'synchronize_rcu'],
  ['synchronize_rcu_normal', 'synchronize_rcu'],
  ['__synchronize_srcu', 'synchronize_srcu'],
]

function mechanismOf(name: string): string | undefined {
  if (MECHANISMS.has(name)) return name
  for (const [prefix, mechanism] of INSIDES) if (name.startsWith(prefix)) return mechanism
  return undefined
}
