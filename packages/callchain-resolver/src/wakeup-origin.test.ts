import type { Frame } from '@tc-stream/event-schema'
import { findWakeupOrigin } from './wakeup-origin.js'

const WAKE = 'ttwu_do_wakeup < try_to_wake_up'

function chain(text: string): Frame[] {
  return text
    .split(' < ')
    .map(symbol =>
      symbol.startsWith('user:')
        ? { ip: '1', symbol: symbol.slice(5), dso: '/bin/x' }
        : { ip: '1', symbol: symbol === '?' ? null : symbol, dso: '[kernel.kallsyms]', kernel: true },
    )
}

test.each([
  ['apic timer', 'hrtimer_wakeup < hrtimer_interrupt < __sysvec_apic_timer_interrupt < sysvec_apic_timer_interrupt'],
  ['apic timer', 'asm_sysvec_apic_timer_interrupt < user:main'],
  [
    'apic timer, timer softirq',
    'call_timer_fn < __run_timers < run_timer_softirq < handle_softirqs < __irq_exit_rcu < sysvec_apic_timer_interrupt',
  ],
  ['apic timer, rcu softirq', 'rcu_core < __do_softirq < irq_exit_rcu < sysvec_apic_timer_interrupt'],
  ['apic timer, softirq', 'handle_softirqs < __irq_exit_rcu < sysvec_apic_timer_interrupt'],
  ['reschedule ipi', 'asm_sysvec_reschedule_ipi'],
  ['call function single', 'asm_sysvec_call_function_single < native_safe_halt'],
  ['remote wakeup', 'sched_ttwu_pending < sysvec_call_function_single < asm_sysvec_call_function_single'],
  ['remote wakeup', 'sched_ttwu_pending < flush_smp_call_function_queue < do_idle'],
  [
    'nvme_irq',
    'nvme_irq < __handle_irq_event_percpu < handle_irq_event < handle_edge_irq < __common_interrupt < common_interrupt',
  ],
  ['apic timer', '__wake_up < smp_apic_timer_interrupt < apic_timer_interrupt'],
  ['apic timer', '__wake_up < apic_timer_interrupt'],
  ['net_rx softirq', 'net_rx_action < __do_softirq < irq_exit < do_IRQ < ret_from_intr'],
  ['net_rx softirq', 'net_rx_action < __do_softirq'],
  [
    'arch timer',
    'hrtimer_interrupt < arch_timer_handler_virt < handle_percpu_devid_irq < gic_handle_irq < el1h_64_irq',
  ],
  [
    'softirq',
    'handle_softirqs < __do_softirq < ____do_softirq < call_on_irq_stack < do_softirq_own_stack < irq_exit_rcu < el0_interrupt',
  ],
  ['riscv timer', 'riscv_timer_interrupt < handle_percpu_devid_irq < riscv_intc_irq'],
  ['I/O', 'do_io_irq < io_int_handler'],
  [undefined, 'gic_handle_irq < el0_irq'],
  [undefined, '__irq_exit_rcu'],
])('by an interrupt, %s: %s', (name, text) => {
  expect(findWakeupOrigin(chain(`${WAKE} < ${text}`))).toEqual({
    interrupt: true,
    ...(name === undefined ? {} : { name }),
  })
})

test.each([
  ['a system call', 'futex_wake < do_futex < __x64_sys_futex < do_syscall_64 < entry_SYSCALL_64_after_hwframe'],
  ['a kernel thread', '__queue_work < vmstat_shepherd < process_one_work < worker_thread < kthread < ret_from_fork'],
  ['ksoftirqd', 'net_rx_action < handle_softirqs < run_ksoftirqd < smpboot_thread_fn < kthread'],
  [
    'a sender over loopback',
    'tcp_v4_rcv < net_rx_action < __do_softirq < do_softirq < __local_bh_enable_ip < ip_finish_output2 < __x64_sys_sendto',
  ],
  [
    'the same on arm64',
    'net_rx_action < handle_softirqs < ____do_softirq < call_on_irq_stack < do_softirq_own_stack < do_softirq < __local_bh_enable_ip < invoke_syscall',
  ],
  ['a threaded interrupt', 'complete < my_thread_fn < irq_thread_fn < irq_thread < kthread'],
  [
    'work before a return to user space',
    'eventfd_signal < task_work_run < exit_to_user_mode_loop < irqentry_exit_to_user_mode < asm_sysvec_apic_timer_interrupt',
  ],
  [
    'a preemption',
    'wakeup_kcompactd < finish_task_switch < __schedule < preempt_schedule_irq < irqentry_exit < asm_sysvec_apic_timer_interrupt',
  ],
  ['a page fault', 'io_schedule < exc_page_fault < asm_exc_page_fault < user:main'],
  ['a program with a function of that name', 'do_syscall_64 < user:common_interrupt'],
  ['frames without names', '? < ?'],
  ['nothing further', 'wake_up_q'],
])('by %s', (_what, text) => {
  expect(findWakeupOrigin(chain(`${WAKE} < ${text}`))).toEqual({ interrupt: false })
})

test('an interrupt during a system call is the waker, not the task it stopped', () => {
  const text = `${WAKE} < hrtimer_wakeup < sysvec_apic_timer_interrupt < asm_sysvec_apic_timer_interrupt < vfs_read < do_syscall_64`
  expect(findWakeupOrigin(chain(text))).toEqual({ interrupt: true, name: 'apic timer' })
})

test('kernel frames are known by their names where no dso is printed', () => {
  const frames = ['try_to_wake_up', 'common_interrupt'].map(symbol => ({ ip: '1', symbol, dso: null }))
  expect(findWakeupOrigin(frames).interrupt).toBe(true)
})
