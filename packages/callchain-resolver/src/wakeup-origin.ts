import type { Frame } from '@tc-stream/event-schema'
import { namesOf, plainName } from './names.js'

/** What the chain of a wakeup tells of where it was done. */
export interface WakeupOrigin {
  readonly interrupt: boolean
  /** Which interrupt, where the frames tell. */
  readonly name?: string
}

/** What was met on the way outward. */
interface Trail {
  previous: string | undefined
  /** The driver's function that handled the interrupt. */
  handler: string | undefined
  softirq: string | undefined
  /** Another CPU is the waker, and has only asked this one to do it. */
  remote: boolean
  /** A frame that only an interrupt has, though the entry itself stands further out. */
  inInterrupt: boolean
}

/**
 * Tells a wakeup by an interrupt from one by the task that the interrupt happened to stop.
 *
 * Going outward, the first frame that decides does. The entry of an interrupt says interrupt, and so do the softirqs
 * that are run when one is left. A task's own code says task: a system call, a fault, work on the way back to user
 * space (it has the interrupt's frames further out, but is done in the task's name), a preemption, and softirqs that a
 * task runs itself: ksoftirqd, or a sender whose packet goes to another task of this machine (`__local_bh_enable_ip`).
 * Softirqs of which nothing further out is known count as an interrupt.
 *
 * Shape of the name: `apic timer`, `nvme_irq`, `apic timer, rcu softirq`, `remote wakeup`
 * Source: the entry code of x86, arm64, arm, riscv, s390 and powerpc, kernels 3.x to 6.x.
 */
export function findWakeupOrigin(frames: readonly Frame[]): WakeupOrigin {
  const inKernel = frames[0]?.kernel === true
  const trail: Trail = {
    previous: undefined,
    handler: undefined,
    softirq: undefined,
    remote: false,
    inInterrupt: false,
  }
  for (const { symbol, kernel } of frames) {
    if (symbol === null) continue
    if (inKernel && kernel !== true) break
    const name = plainName(symbol)
    follow(trail, name)
    if (isTaskCode(name)) return { interrupt: false }
    if (isEntry(name)) return interruptBy(trail, nameOfEntry(name))
  }
  return trail.inInterrupt || trail.remote || trail.softirq !== undefined
    ? interruptBy(trail, undefined)
    : { interrupt: false }
}

function follow(trail: Trail, name: string): void {
  const softirq = SOFTIRQS.get(name)
  if (softirq !== undefined) trail.softirq = softirq
  else if (SOFTIRQ_LOOPS.has(name)) trail.softirq ??= 'softirq'
  if (HANDLER_CALLERS.has(name)) trail.handler ??= trail.previous
  if (name === 'sched_ttwu_pending') trail.remote = true
  if (INSIDES.has(name)) trail.inInterrupt = true
  trail.previous = name
}

function interruptBy(trail: Trail, entry: string | undefined): WakeupOrigin {
  if (trail.remote) return { interrupt: true, name: 'remote wakeup' }
  const source = trail.handler ?? entry
  const name = source !== undefined && trail.softirq !== undefined ? `${source}, ${trail.softirq}` : source
  const known = name ?? trail.softirq
  return known === undefined ? { interrupt: true } : { interrupt: true, name: known }
}

/** Softirqs by the functions that do their work. */
const SOFTIRQS: ReadonlyMap<string, string> = new Map([
  ['run_timer_softirq', 'timer softirq'],
  ['__run_timers', 'timer softirq'],
  ['hrtimer_run_softirq', 'hrtimer softirq'],
  ['net_rx_action', 'net_rx softirq'],
  ['net_tx_action', 'net_tx softirq'],
  ['blk_done_softirq', 'block softirq'],
  ['blk_complete_reqs', 'block softirq'],
  ['irq_poll_softirq', 'irq_poll softirq'],
  ['tasklet_action', 'tasklet softirq'],
  ['tasklet_action_common', 'tasklet softirq'],
  ['tasklet_hi_action', 'tasklet softirq'],
  ['run_rebalance_domains', 'sched softirq'],
  ['rebalance_domains', 'sched softirq'],
  ['sched_balance_softirq', 'sched softirq'],
  ['rcu_core', 'rcu softirq'],
  ['rcu_core_si', 'rcu softirq'],
  ['rcu_process_callbacks', 'rcu softirq'],
])

const SOFTIRQ_LOOPS: ReadonlySet<string> = new Set(namesOf('handle_softirqs __do_softirq __softirqentry_text_start'))

const HANDLER_CALLERS: ReadonlySet<string> = new Set(namesOf('__handle_irq_event_percpu handle_irq_event_percpu'))

const INSIDES: ReadonlySet<string> = new Set(
  namesOf('irq_exit irq_exit_rcu __irq_exit_rcu invoke_softirq hrtimer_interrupt'),
)

const TASK_CODE: ReadonlySet<string> = new Set([
  ...namesOf(`
    exit_to_user_mode_prepare exit_to_user_mode_loop irqentry_exit_to_user_mode syscall_exit_to_user_mode
    prepare_exit_to_usermode exit_to_usermode_loop do_notify_resume do_work_pending task_work_run
    preempt_schedule_irq arm64_preempt_schedule_irq raw_irqentry_exit_cond_resched irqentry_exit_cond_resched`),
  ...namesOf(`
    run_ksoftirqd smpboot_thread_fn irq_thread worker_thread kthread ret_from_fork ret_from_fork_asm ret_from_kernel_thread
    __local_bh_enable_ip local_bh_enable _local_bh_enable netif_rx_ni`),
  ...namesOf(`
    do_syscall_64 x64_sys_call entry_SYSCALL_64_after_hwframe entry_SYSCALL_64_fastpath system_call_fastpath system_call
    do_int80_syscall_32 do_fast_syscall_32 __do_fast_syscall_32
    invoke_syscall el0_svc el0_svc_common do_el0_svc el0_svc_handler el0t_64_sync el0t_64_sync_handler el0_sync
    ret_fast_syscall do_trap_ecall_u system_call_exception __do_syscall`),
  ...namesOf(
    'asm_exc_page_fault exc_page_fault page_fault do_page_fault do_user_addr_fault el1h_64_sync el1_abort el0_da',
  ),
])

function isTaskCode(name: string): boolean {
  return TASK_CODE.has(name) || name.startsWith('__x64_sys_') || name.startsWith('__arm64_sys_')
}

/** Entries that say no more than that there was an interrupt. */
const PLAIN_ENTRIES: ReadonlySet<string> = new Set([
  ...namesOf('common_interrupt asm_common_interrupt __common_interrupt do_IRQ ret_from_intr interrupt_entry'),
  ...namesOf(`
    gic_handle_irq gic_v3_handle_irq do_interrupt_handler el1_interrupt el0_interrupt el1_irq el0_irq el0_irq_naked
    el1h_64_irq el1h_64_irq_handler el0t_64_irq el0t_64_irq_handler el1h_64_fiq el0t_64_fiq`),
  ...namesOf('__irq_svc __irq_usr asm_do_IRQ handle_IRQ generic_handle_arch_irq handle_riscv_irq riscv_intc_irq'),
  ...namesOf('do_irq do_irq_async __do_irq __do_IRQ hardware_interrupt_common_virt hardware_interrupt_common'),
])

const NAMED_ENTRIES: ReadonlyMap<string, string> = new Map([
  ['arch_timer_handler_virt', 'arch timer'],
  ['arch_timer_handler_phys', 'arch timer'],
  ['riscv_timer_interrupt', 'riscv timer'],
  ['timer_interrupt', 'timer'],
  ['decrementer_common_virt', 'decrementer'],
  ['ipi_handler', 'IPI'],
  ['do_handle_IPI', 'IPI'],
  ['handle_IPI', 'IPI'],
  ['do_ext_irq', 'external'],
  ['ext_int_handler', 'external'],
  ['do_io_irq', 'I/O'],
  ['io_int_handler', 'I/O'],
  ['xen_evtchn_do_upcall', 'xen event'],
  ['asm_exc_nmi', 'NMI'],
  ['exc_nmi', 'NMI'],
])

/** `asm_sysvec_apic_timer_interrupt`; before 5.8 `smp_apic_timer_interrupt`, `call_function_single_interrupt`. */
const VECTOR =
  /^(?:asm_sysvec_|sysvec_|smp_trace_|smp_|)((?<=sysvec_)\w+?|apic_timer|call_function(?:_single)?|reschedule|irq_work|x86_platform_ipi|thermal|threshold|deferred_error)(?:_interrupt)?$/

function vectorOf(name: string): string | undefined {
  if (!name.includes('sysvec_') && !name.endsWith('_interrupt')) return undefined
  return VECTOR.exec(name)?.[1]
}

function isEntry(name: string): boolean {
  return PLAIN_ENTRIES.has(name) || NAMED_ENTRIES.has(name) || vectorOf(name) !== undefined
}

function nameOfEntry(name: string): string | undefined {
  return NAMED_ENTRIES.get(name) ?? vectorOf(name)?.replaceAll('_', ' ')
}
