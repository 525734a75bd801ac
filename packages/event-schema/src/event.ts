import { z } from 'zod'
import {
  CommSchema,
  CountSchema,
  CpuSchema,
  FreqKhzSchema,
  IdSchema,
  NameSchema,
  NumberSchema,
  PidSchema,
  SignedBytesSchema,
  TidSchema,
  TimeNsSchema,
} from './primitives.js'
import { DiagnosticItemSchema, TraceItemSchema } from './trace.js'

/**
 * What every event carries: when, where, and the task that the header names on that CPU. `tid` is null where the header
 * names nobody (a dying task, `-1`) or is known not to be a kernel thread id.
 */
const base = {
  timeNs: TimeNsSchema,
  cpu: CpuSchema,
  tid: TidSchema.nullable().describe('task on the CPU by the header, null where it cannot be trusted'),
  pid: PidSchema,
  comm: CommSchema.nullable().describe('comm of the header; may differ from the comm of the payload'),
  callchain: z.array(z.string()).optional().describe('frame lines, innermost first'),
}

/**
 * State letters of a switch, after dialects and shifted kernels have been put right: `R` runnable, `R+` preempted,
 * `S` sleeping, `D` uninterruptible, `I` idle kernel thread, `T`/`t` stopped, `P` parked, `X`/`Z` dead.
 */
export const PrevStateSchema = z.enum(['R', 'R+', 'S', 'D', 'I', 'T', 't', 'P', 'X', 'Z'])
export type PrevState = z.infer<typeof PrevStateSchema>

/** `sched:sched_switch`. */
export const SwitchEventSchema = z.object({
  type: z.literal('switch').describe('a CPU goes from one task to another'),
  ...base,
  prevTid: TidSchema,
  prevComm: CommSchema,
  prevState: PrevStateSchema.describe('state letter of the switch that ends or begins it'),
  nextTid: TidSchema,
  nextComm: CommSchema,
})

/** `sched:sched_wakeup`, `sched:sched_wakeup_new` (`new`), `sched:sched_waking` (`waking`). The waker is `tid`. */
export const WakeupEventSchema = z.object({
  type: z.literal('wakeup').describe('a task is made runnable; the waker is tid'),
  ...base,
  kind: z.enum(['wakeup', 'new', 'waking']).describe('wakeup; of a new task; or waking, where the true waker is told'),
  wakeeTid: TidSchema,
  wakeeComm: CommSchema,
  targetCpu: CpuSchema,
})

/** `sched:sched_migrate_task`: the task moves between run queues. */
export const MigrateEventSchema = z.object({
  type: z.literal('migrate').describe('a task moves between run queues'),
  ...base,
  migratedTid: TidSchema,
  migratedComm: CommSchema,
  fromCpu: CpuSchema,
  toCpu: CpuSchema,
})

/** `sched:sched_process_fork` or `PERF_RECORD_FORK`. `timeNs` is null in a synthesized one (it tells of the past). */
export const ForkEventSchema = z.object({
  type: z.literal('fork').describe('a task begins'),
  ...base,
  timeNs: TimeNsSchema.nullable().describe('null in a synthesized record, which tells of the past'),
  parentTid: TidSchema,
  parentPid: PidSchema,
  childTid: TidSchema,
  childPid: PidSchema,
  childComm: CommSchema.nullable().describe('null where not told'),
})

/** A task's name: `PERF_RECORD_COMM` (`exec` if it says so) or `sched:sched_process_exec`. */
export const CommEventSchema = z.object({
  type: z.literal('comm').describe('a task gets a name'),
  ...base,
  timeNs: TimeNsSchema.nullable().describe('null in a synthesized record, which tells of the past'),
  taskTid: TidSchema,
  taskPid: PidSchema,
  taskComm: CommSchema,
  exec: z.boolean().describe('the name is that of a program it executes'),
})

/** `sched:sched_process_exit` or `PERF_RECORD_EXIT`: the task will be switched out for the last time soon. */
export const ExitEventSchema = z.object({
  type: z.literal('exit').describe('a task will be switched out for the last time soon'),
  ...base,
  timeNs: TimeNsSchema.nullable().describe('null in a synthesized record, which tells of the past'),
  taskTid: TidSchema,
  taskPid: PidSchema,
  taskComm: CommSchema.nullable().describe('null where not told'),
})

/** `PERF_RECORD_LOST`, `PERF_RECORD_LOST_SAMPLES`, `[LOST n EVENTS]`: what ran on this CPU is uncertain after it. */
export const LostEventSchema = z.object({
  type: z.literal('lost').describe('events are missing: what ran on this CPU is uncertain after it'),
  ...base,
  count: CountSchema.max(2 ** 32).describe('events that are missing'),
})

/** `power:cpu_idle`; `state` null is the way out of idle. `cpu` is the payload's. */
export const CpuIdleEventSchema = z.object({
  type: z.literal('cpuIdle').describe('a CPU enters or leaves an idle state'),
  ...base,
  state: IdSchema.nullable().describe('number of the idle state, null on the way out'),
})

/** `power:cpu_frequency`. `cpu` is the payload's, so `tid` is null when another CPU issued it. */
export const CpuFrequencyEventSchema = z.object({
  type: z.literal('cpuFrequency').describe('a CPU runs at another frequency from here on'),
  ...base,
  freqKhz: FreqKhzSchema,
})

/** `irq:*_entry`/`_exit` and `irq_vectors:*_entry`/`_exit`. */
export const InterruptEventSchema = z.object({
  type: z.literal('interrupt').describe('an interrupt begins or ends on a CPU'),
  ...base,
  edge: z.enum(['entry', 'exit']).describe('beginning or end'),
  kind: z.enum(['hardirq', 'softirq', 'vector']).describe('hard interrupt, softirq, or interrupt vector'),
  name: NameSchema.describe('handler, softirq action or vector name'),
  number: NumberSchema.nullable().describe('of the interrupt, softirq or vector; null where not printed'),
})

/** `syscalls:sys_enter_*` and `raw_syscalls:sys_enter` of a system call. */
export const SyscallEnterEventSchema = z.object({
  type: z.literal('syscallEnter').describe('a task enters a system call'),
  ...base,
  name: NameSchema.describe('name of the system call'),
  fd: NumberSchema.nullable().describe('file descriptor; null where the call has none'),
  bytes: SignedBytesSchema.nullable().describe('bytes asked for, where the call has such an argument'),
})

/** `syscalls:sys_exit_*`. */
export const SyscallExitEventSchema = z.object({
  type: z.literal('syscallExit').describe('a system call returns'),
  ...base,
  name: NameSchema.describe('name of the system call'),
  result: NumberSchema.describe('return value; negative is -errno'),
})

/** Longest name of an event: those of hardware can be told by many parts. Units: UTF-16 code units. */
export const MAX_EVENT_LENGTH = 1_024

/** Any other sample: it shows which task was on which CPU, and where. */
export const SampleEventSchema = z.object({
  type: z.literal('sample').describe('any other sample: which task was on which CPU'),
  ...base,
  event: z.string().max(MAX_EVENT_LENGTH).describe('name of the event'),
})

/** Something to be shown where it happened: what a decoder from outside makes of an event that no other knows. */
export const MarkEventSchema = z.object({
  type: z.literal('mark').describe('something to be shown where it happened, as a decoder from outside tells it'),
  ...base,
  text: z.string().describe('what is told of it; clipped to 120 UTF-16 code units'),
})

/** What flows from the normalizer to the state machine. */
export const TraceEventSchema = z.discriminatedUnion('type', [
  TraceItemSchema,
  SwitchEventSchema,
  WakeupEventSchema,
  MigrateEventSchema,
  ForkEventSchema,
  CommEventSchema,
  ExitEventSchema,
  LostEventSchema,
  CpuIdleEventSchema,
  CpuFrequencyEventSchema,
  InterruptEventSchema,
  SyscallEnterEventSchema,
  SyscallExitEventSchema,
  SampleEventSchema,
  MarkEventSchema,
  DiagnosticItemSchema,
])

export type SwitchEvent = z.infer<typeof SwitchEventSchema>
export type WakeupEvent = z.infer<typeof WakeupEventSchema>
export type MigrateEvent = z.infer<typeof MigrateEventSchema>
export type ForkEvent = z.infer<typeof ForkEventSchema>
export type CommEvent = z.infer<typeof CommEventSchema>
export type ExitEvent = z.infer<typeof ExitEventSchema>
export type LostEvent = z.infer<typeof LostEventSchema>
export type CpuIdleEvent = z.infer<typeof CpuIdleEventSchema>
export type CpuFrequencyEvent = z.infer<typeof CpuFrequencyEventSchema>
export type InterruptEvent = z.infer<typeof InterruptEventSchema>
export type SyscallEnterEvent = z.infer<typeof SyscallEnterEventSchema>
export type SyscallExitEvent = z.infer<typeof SyscallExitEventSchema>
export type SampleEvent = z.infer<typeof SampleEventSchema>
export type MarkEvent = z.infer<typeof MarkEventSchema>
export type TraceEvent = z.infer<typeof TraceEventSchema>
