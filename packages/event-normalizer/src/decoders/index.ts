import type { DecoderRegistry } from '../registry.js'
import {
  decodeIpiEntry,
  decodeIpiExit,
  decodeIrqEntry,
  decodeIrqExit,
  decodeSoftirqEntry,
  decodeSoftirqExit,
  decodeTaskletEntry,
  decodeTaskletExit,
  decodeVectorEntry,
  decodeVectorExit,
  VECTOR_NAMES,
} from './interrupt.js'
import { decodeCpuFrequency, decodeCpuIdle, decodePowerEnd, decodePowerStart } from './power.js'
import { decodeSample } from './sample.js'
import { decodeMigrate } from './sched-migrate.js'
import { decodeProcessExec, decodeProcessExit, decodeProcessFork } from './sched-process.js'
import { decodeSwitch } from './sched-switch.js'
import { decodeWakeup, decodeWakeupNew, decodeWaking } from './sched-wakeup.js'
import { decodeCommRecord, decodeExitRecord, decodeForkRecord, decodeLost } from './side-band.js'
import { decodeRawSyscallEnter, decodeRawSyscallExit, decodeSyscallEnter, decodeSyscallExit } from './syscalls.js'

/** A decoder for every event that means something to a chart; any other event is a sample. */
export const DEFAULT_DECODERS: DecoderRegistry = {
  'sched:sched_switch': decodeSwitch,
  'sched:sched_wakeup': decodeWakeup,
  'sched:sched_wakeup_new': decodeWakeupNew,
  'sched:sched_waking': decodeWaking,
  'sched:sched_migrate_task': decodeMigrate,
  'sched:sched_process_fork': decodeProcessFork,
  'sched:sched_process_exec': decodeProcessExec,
  'sched:sched_process_exit': decodeProcessExit,
  'power:cpu_idle': decodeCpuIdle,
  'power:cpu_frequency': decodeCpuFrequency,
  'power:power_start': decodePowerStart,
  'power:power_end': decodePowerEnd,
  'power:power_frequency': decodeCpuFrequency,
  'irq:irq_handler_entry': decodeIrqEntry,
  'irq:irq_handler_exit': decodeIrqExit,
  'irq:softirq_entry': decodeSoftirqEntry,
  'irq:softirq_exit': decodeSoftirqExit,
  'irq:tasklet_entry': decodeTaskletEntry,
  'irq:tasklet_exit': decodeTaskletExit,
  'irq:tasklet_hi_entry': decodeTaskletEntry,
  'irq:tasklet_hi_exit': decodeTaskletExit,
  'irq_vectors:*_entry': decodeVectorEntry,
  'irq_vectors:*_exit': decodeVectorExit,
  ...Object.fromEntries(VECTOR_NAMES.map(name => [`irq_vectors:${name}_entry`, decodeVectorEntry])),
  ...Object.fromEntries(VECTOR_NAMES.map(name => [`irq_vectors:${name}_exit`, decodeVectorExit])),
  'ipi:ipi_entry': decodeIpiEntry,
  'ipi:ipi_exit': decodeIpiExit,
  'syscalls:sys_enter_*': decodeSyscallEnter,
  'syscalls:sys_exit_*': decodeSyscallExit,
  'raw_syscalls:sys_enter': decodeRawSyscallEnter,
  'raw_syscalls:sys_exit': decodeRawSyscallExit,
  PERF_RECORD_COMM: decodeCommRecord,
  PERF_RECORD_FORK: decodeForkRecord,
  PERF_RECORD_EXIT: decodeExitRecord,
  PERF_RECORD_LOST: decodeLost,
  PERF_RECORD_LOST_SAMPLES: decodeLost,
  PERF_RECORD_SWITCH: decodeSample,
  PERF_RECORD_SWITCH_CPU_WIDE: decodeSample,
  // Mappings, namespaces, symbols of the kernel and the like: perf has used them by now.
  'PERF_RECORD_*': null,
  '*': decodeSample,
}
