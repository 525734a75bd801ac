import type { Frame } from '@tc-stream/event-schema'
import { describeReason } from './reason.js'

function chain(text: string, dso = '[kernel.kallsyms]'): Frame[] {
  return text.split(' < ').map(symbol => ({ ip: '1', symbol: symbol === '?' ? null : symbol, dso, kernel: true }))
}

test.each([
  ['do_sys_poll', '__schedule < schedule < schedule_hrtimeout_range_clock < do_sys_poll < __x64_sys_poll'],
  ['do_sys_poll', '__schedule < schedule < schedule_hrtimeout_range < poll_schedule_timeout.constprop.0 < do_sys_poll'],
  ['do_select', '__schedule < schedule < schedule_hrtimeout_range_clock < do_select < core_sys_select'],
  ['ep_poll', '__schedule < schedule < schedule_hrtimeout_range < ep_poll < do_epoll_wait'],
  ['futex_wait_queue', '__schedule < schedule < futex_wait_queue < futex_wait < do_futex < __x64_sys_futex'],
  ['hrtimer_nanosleep', '__schedule < schedule < do_nanosleep < hrtimer_nanosleep < common_nsleep'],
  ['pipe_read', '__schedule < schedule < pipe_read < vfs_read < ksys_read'],
  ['pipe_read', '__schedule < schedule < pipe_wait < pipe_read < vfs_read'],
  ['do_wait', '__schedule < schedule < do_wait < kernel_wait4 < __do_sys_wait4'],
  ['worker_thread', '__schedule < schedule < worker_thread < kthread < ret_from_fork'],
  ['rcu_gp_fqs_loop', '__schedule < schedule < schedule_timeout < rcu_gp_fqs_loop < rcu_gp_kthread < kthread'],
  ['do_exit', '__schedule < do_task_dead < do_exit < do_group_exit < __x64_sys_exit_group'],
  ['do_signal_stop', '__schedule < schedule < do_signal_stop < get_signal'],
  ['inet_csk_accept', '__schedule < schedule < schedule_timeout < inet_csk_accept < inet_accept'],
  ['n_tty_read', '__schedule < schedule < schedule_timeout < wait_woken < n_tty_read < tty_read'],
  ['__wait_on_buffer', '__schedule < schedule < bit_wait < __wait_on_bit < out_of_line_wait_on_bit < __wait_on_buffer'],
  ['io_schedule ← folio_wait_bit_common', '__schedule < schedule < io_schedule < folio_wait_bit_common < filemap_read'],
  [
    'io_schedule ← __wait_on_buffer',
    '__schedule < schedule < io_schedule < bit_wait_io < __wait_on_bit < out_of_line_wait_on_bit < __wait_on_buffer',
  ],
  ['io_schedule ← __blkdev_direct_IO', '__schedule < schedule < io_schedule < blk_io_schedule < __blkdev_direct_IO'],
  [
    'io_schedule_timeout ← balance_dirty_pages',
    '__schedule < schedule < schedule_timeout < io_schedule_timeout < balance_dirty_pages',
  ],
  [
    'wait_for_completion_io ← submit_bio_wait',
    '__schedule < schedule < schedule_timeout < io_schedule_timeout < __wait_for_common < wait_for_completion_io < submit_bio_wait',
  ],
  [
    'wait_for_completion ← kernel_clone',
    '__schedule < schedule < schedule_timeout < __wait_for_common < wait_for_completion_state < kernel_clone',
  ],
  [
    'wait_for_completion ← flush_work',
    '__schedule < schedule < schedule_timeout < __wait_for_common < flush_work < __lru_add_drain_all',
  ],
  [
    'synchronize_rcu ← namespace_unlock',
    '__schedule < schedule < schedule_timeout < __wait_for_common < __wait_rcu_gp < synchronize_rcu < namespace_unlock',
  ],
  [
    'down_read ← collapse_huge_page',
    '__schedule < schedule < schedule_preempt_disabled < rwsem_down_read_slowpath < down_read < collapse_huge_page',
  ],
  ['down_write ← do_exit', '__schedule < schedule < rwsem_down_write_slowpath < down_write < do_exit'],
  [
    'mutex_lock ← pipe_write',
    '__schedule < schedule < schedule_preempt_disabled < __mutex_lock.isra.0 < __mutex_lock_slowpath < mutex_lock < pipe_write',
  ],
  [
    'msleep ← msr_probe',
    '__schedule < schedule < schedule_timeout < schedule_timeout_uninterruptible < msleep < msr_probe',
  ],
  ['futex_wait_queue', '__switch_to < __schedule < schedule < futex_wait_queue'],
  ['do_wait', '__schedule < ? < do_wait'],
  ['io_schedule', '__schedule < schedule < io_schedule'],
])('%s', (reason, text) => {
  expect(describeReason(chain(text))).toBe(reason)
})

test.each(['__schedule', '__schedule < schedule', '? < ?'])('nothing is concluded from %s', text => {
  expect(describeReason(chain(text))).toBeUndefined()
})

test('nothing is concluded from an empty callchain', () => {
  expect(describeReason([])).toBeUndefined()
})

test('a module without symbols is named', () => {
  expect(describeReason([...chain('__schedule < schedule'), ...chain('?', '[nvidia]')])).toBe('[nvidia]')
  expect(describeReason([...chain('__schedule < io_schedule'), ...chain('?', '[zfs]')])).toBe('io_schedule ← [zfs]')
})

test('a user’s function is the reason where no kernel frame tells more', () => {
  expect(describeReason([...chain('__schedule'), { ip: '1', symbol: 'clock_nanosleep', dso: '/lib/libc.so.6' }])).toBe(
    'clock_nanosleep',
  )
})
