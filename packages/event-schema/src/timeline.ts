import { z } from 'zod'
import { PrevStateSchema } from './event.js'
import {
  BytesSchema,
  CommSchema,
  CountSchema,
  CpuNumberSchema,
  CpuSchema,
  DurationNsSchema,
  FreqKhzSchema,
  IdSchema,
  NumberSchema,
  PidSchema,
  SignedBytesSchema,
  TidSchema,
  TimeNsSchema,
} from './primitives.js'
import { DiagnosticItemSchema, TraceItemSchema } from './trace.js'

/** One frame of a callchain. `symbol` and `dso` are null where perf knew neither. */
export const FrameSchema = z.object({
  ip: z.string().nullable().describe('address in hexadecimal, as printed'),
  symbol: z.string().nullable().describe('function, null where perf knew none'),
  offset: SignedBytesSchema.optional().describe('bytes from the start of the symbol'),
  dso: z.string().nullable().describe('file of the code, null where perf knew none'),
  inlined: z.literal(true).optional().describe('the function was inlined into the next one'),
  kernel: z.literal(true).optional().describe('a frame of the kernel or one of its modules'),
})
export type Frame = z.infer<typeof FrameSchema>

/** Innermost frame first. Before the callchain resolver a frame is still its line of text. */
export const CallchainSchema = z.array(z.union([FrameSchema, z.string()]))
export type Callchain = z.infer<typeof CallchainSchema>

export const TaskStateSchema = z.enum([
  'running',
  'waiting',
  'blocked',
  'sleeping',
  'idle',
  'stopped',
  'parked',
  'dead',
  'unknown',
])
export type TaskState = z.infer<typeof TaskStateSchema>

/** Why a task is waiting: it was woken, it was preempted, it is new. */
export const WaitCauseSchema = z.enum(['woken', 'preempted', 'new'])
export type WaitCause = z.infer<typeof WaitCauseSchema>

export const WakeupContextSchema = z.enum(['task', 'interrupt'])
export type WakeupContext = z.infer<typeof WakeupContextSchema>

/** Who a timeline item is about. `taskId` is one row: a tid between fork, comm changes and exit. */
const task = {
  taskId: IdSchema.describe('one life of one tid under one comm; never used again'),
  tid: TidSchema,
  pid: PidSchema,
  comm: CommSchema,
}

/**
 * One state of one task over `[startNs, endNs)`, emitted when it ends.
 *
 * The callchain of a running interval is where it was switched out; of a blocked or sleeping one the same; of a waiting
 * one, the waker's.
 */
export const IntervalItemSchema = z.object({
  type: z.literal('interval').describe('one state of one task over [startNs, endNs), told when it ends'),
  ...task,
  state: TaskStateSchema.describe('what the task did'),
  cpu: CpuSchema.describe('the CPU it ran on, or last ran on'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  prevState: PrevStateSchema.optional().describe('state letter of the switch that ends (running) or begins it'),
  cause: WaitCauseSchema.optional().describe('why it waits for a CPU'),
  inferred: z.literal(true).optional().describe('an edge of it was not recorded but concluded'),
  cut: z.enum(['start', 'end', 'both']).optional().describe('goes on beyond that edge of the trace'),
  callchain: CallchainSchema.optional().describe('innermost frame first'),
  wakerCallchain: CallchainSchema.optional().describe(
    'of the waker that ends a sleep; the callchain resolver finds in it which interrupt that was, and takes it away',
  ),
  reason: z.string().optional().describe('what it waits in, from the callchain'),
  wakerTid: TidSchema.optional().describe('who ended the sleep before this wait'),
  wakerTaskId: IdSchema.optional().describe('taskId of the waker'),
  wakerComm: CommSchema.optional().describe('comm of the waker'),
  wakerCpu: CpuSchema.optional().describe('CPU of the wakeup, null where unknown'),
  wakeupNs: TimeNsSchema.optional().describe('when it was woken'),
  context: WakeupContextSchema.optional().describe('of the wakeup that began this wait'),
  interrupt: z.string().optional().describe('which interrupt woke it, where that is known'),
})
export type IntervalItem = z.infer<typeof IntervalItemSchema>

/**
 * A CPU ran a task over `[startNs, endNs)` that a selection leaves out of the rows of tasks: it belongs to the row of
 * the CPU only.
 */
export const CpuRunItemSchema = z.object({
  type: z
    .literal('cpuRun')
    .describe('a CPU ran a task over [startNs, endNs) that a selection leaves out of the rows of tasks'),
  ...task,
  cpu: CpuNumberSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  prevState: PrevStateSchema.optional().describe('state letter of the switch that ends or begins it'),
  inferred: z.literal(true).optional().describe('an edge of it was not recorded but concluded'),
  cut: z.enum(['start', 'end', 'both']).optional().describe('goes on beyond that edge of the trace'),
})
export type CpuRunItem = z.infer<typeof CpuRunItemSchema>

/** A CPU ran its idle task over `[startNs, endNs)`. */
export const IdleItemSchema = z.object({
  type: z.literal('idle').describe('a CPU ran its idle task over [startNs, endNs)'),
  cpu: CpuNumberSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  inferred: z.literal(true).optional().describe('an edge of it was not recorded but concluded'),
  cut: z.enum(['start', 'end', 'both']).optional().describe('goes on beyond that edge of the trace'),
})
export type IdleItem = z.infer<typeof IdleItemSchema>

/** Over `[startNs, endNs)` nothing tells what the CPU ran: switches are missing, or events were lost. */
export const CpuGapItemSchema = z.object({
  type: z.literal('cpuGap').describe('nothing tells what the CPU ran over [startNs, endNs)'),
  cpu: CpuNumberSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  lost: CountSchema.optional().describe('events lost in it; absent where none are known to be'),
})
export type CpuGapItem = z.infer<typeof CpuGapItemSchema>

export const WakeupItemSchema = z.object({
  type: z.literal('wakeup').describe('one task wakes another'),
  timeNs: TimeNsSchema,
  cpu: CpuSchema,
  wakerTid: TidSchema.nullable().describe('thread id of the waker, null where unknown'),
  wakerComm: CommSchema.nullable().describe('comm of the waker'),
  wakerTaskId: IdSchema.nullable().describe('taskId of the waker'),
  wakeeTid: TidSchema,
  wakeeComm: CommSchema,
  wakeeTaskId: IdSchema.describe('taskId of the woken task'),
  targetCpu: CpuSchema,
  context: WakeupContextSchema.describe('whether a task woke it, or an interrupt'),
  interrupt: z.string().optional().describe('which interrupt woke it, where that is known'),
  callchain: CallchainSchema.optional().describe('innermost frame first'),
})
export type WakeupItem = z.infer<typeof WakeupItemSchema>

export const CStateItemSchema = z.object({
  type: z.literal('cState').describe('a CPU was in an idle state over [startNs, endNs)'),
  cpu: CpuNumberSchema,
  state: IdSchema.describe('number of the idle state'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  inferred: z.literal(true).optional().describe('its end was not recorded but concluded'),
  cut: z.literal('end').optional().describe('goes on beyond the end of the trace'),
})
export type CStateItem = z.infer<typeof CStateItemSchema>

export const PStateItemSchema = z.object({
  type: z.literal('pState').describe('a CPU had a frequency over [startNs, endNs)'),
  cpu: CpuNumberSchema,
  freqKhz: FreqKhzSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  inferred: z.literal(true).optional().describe('its end was not recorded but concluded'),
  cut: z.literal('end').optional().describe('goes on beyond the end of the trace'),
})
export type PStateItem = z.infer<typeof PStateItemSchema>

export const InterruptItemSchema = z.object({
  type: z.literal('interrupt').describe('an interrupt ran on a CPU over [startNs, endNs)'),
  cpu: CpuNumberSchema,
  kind: z.enum(['hardirq', 'softirq', 'vector']).describe('hard interrupt, softirq, or interrupt vector'),
  name: z.string().describe('handler, softirq action or vector name'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  cut: z.literal('end').optional().describe('goes on beyond the end of the trace'),
})
export type InterruptItem = z.infer<typeof InterruptItemSchema>

export const IoOpSchema = z.enum(['read', 'write', 'rx', 'tx', 'sync', 'poll'])
export type IoOp = z.infer<typeof IoOpSchema>

export const IoItemSchema = z.object({
  type: z.literal('io').describe('a system call that reads, writes or waits for I/O, over [startNs, endNs)'),
  ...task,
  op: IoOpSchema.describe('what the call does'),
  syscall: z.string().optional().describe('name of the first call'),
  fd: NumberSchema.nullable().describe('file descriptor; null where the call has none'),
  bytes: BytesSchema.describe('bytes moved'),
  error: z.string().nullable().describe('errno name, null for none'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  merges: CountSchema.describe('calls beyond the first that this interval stands for'),
  callNs: DurationNsSchema.optional().describe('time inside its calls; absent: all of the interval'),
  maxCallNs: DurationNsSchema.optional().describe('the longest of its calls; absent: all of the interval'),
  cut: z.literal('end').optional().describe('has not returned when the trace or its task ends'),
})
export type IoItem = z.infer<typeof IoItemSchema>

/** Something that happened to a task at one moment. */
export const MarkItemSchema = z.object({
  type: z.literal('mark').describe('something that happened to a task at one moment'),
  ...task,
  kind: z
    .enum(['migration', 'fork', 'exec', 'exit', 'sample', 'event'])
    .describe('what happened; event is what a decoder from outside marks'),
  timeNs: TimeNsSchema,
  cpu: CpuSchema,
  text: z.string().optional().describe('e.g. the new comm, the child, the sampled event'),
  callchain: CallchainSchema.optional().describe('innermost frame first'),
})
export type MarkItem = z.infer<typeof MarkItemSchema>

/** The same for what happened on a CPU while no task was on it, or none is known. */
export const CpuMarkItemSchema = z.object({
  type: z.literal('cpuMark').describe('something that happened on a CPU while no task was on it, or none is known'),
  cpu: CpuNumberSchema,
  kind: z.enum(['event']).describe('what happened'),
  timeNs: TimeNsSchema,
  text: z.string().describe('what is told of it'),
  callchain: CallchainSchema.optional().describe('innermost frame first'),
})
export type CpuMarkItem = z.infer<typeof CpuMarkItemSchema>

export const LostItemSchema = z.object({
  type: z.literal('lost').describe('events of a CPU are missing before this moment'),
  cpu: CpuSchema,
  count: CountSchema.describe('events that are missing'),
  timeNs: TimeNsSchema,
})
export type LostItem = z.infer<typeof LostItemSchema>

/** Exact totals of a task, or of a row of tasks. Units: ns, counts. */
export const taskTotals = {
  runningNs: DurationNsSchema.describe('time on a CPU'),
  waitingNs: DurationNsSchema.describe('time runnable without a CPU'),
  blockedNs: DurationNsSchema.describe('time in uninterruptible sleep'),
  sleepingNs: DurationNsSchema.describe('sleeping, idle, stopped and parked'),
  unknownNs: DurationNsSchema.describe('time whose state is unknown'),
  inferredNs: DurationNsSchema.describe('part of the above whose edges were concluded'),
  switches: CountSchema.describe('times switched out'),
  voluntary: CountSchema.describe('of these, to sleep or block'),
  preempted: CountSchema.describe('of these, while runnable'),
  migrations: CountSchema.describe('changes of CPU'),
  wakeups: CountSchema.describe('times woken'),
  maxWaitNs: DurationNsSchema.describe('longest wait for a CPU'),
  maxWaitAtNs: TimeNsSchema.nullable().describe('start of the longest wait'),
  ioCalls: CountSchema.optional().describe('system calls that do I/O'),
  ioErrors: CountSchema.optional().describe('of these, those that failed'),
  ioNs: DurationNsSchema.optional().describe('time inside these calls'),
  ioReadBytes: BytesSchema.optional().describe('bytes read'),
  ioWriteBytes: BytesSchema.optional().describe('bytes written'),
  ioRxBytes: BytesSchema.optional().describe('bytes received'),
  ioTxBytes: BytesSchema.optional().describe('bytes sent'),
}

export const TaskTotalsSchema = z.object(taskTotals)
/** As items tell them: those of I/O may be absent, which is zero. */
export type GivenTotals = z.infer<typeof TaskTotalsSchema>
export type TaskTotals = { [Key in keyof GivenTotals]-?: Exclude<GivenTotals[Key], undefined> }

/** Totals of nothing yet; every field is there, so that adding up never changes an object's shape. */
export const zeroTotals = (): TaskTotals => ({
  runningNs: 0,
  waitingNs: 0,
  blockedNs: 0,
  sleepingNs: 0,
  unknownNs: 0,
  inferredNs: 0,
  switches: 0,
  voluntary: 0,
  preempted: 0,
  migrations: 0,
  wakeups: 0,
  maxWaitNs: 0,
  maxWaitAtNs: null,
  ioCalls: 0,
  ioErrors: 0,
  ioNs: 0,
  ioReadBytes: 0,
  ioWriteBytes: 0,
  ioRxBytes: 0,
  ioTxBytes: 0,
})

/** The bytes that a task's I/O moved, where they are known. */
export type IoBytes = Pick<GivenTotals, 'ioReadBytes' | 'ioWriteBytes' | 'ioRxBytes' | 'ioTxBytes'>

/** What `-n` and the thresholds of I/O go by: all bytes that were moved, whatever the direction. */
export const ioBytesOf = (totals: IoBytes): number =>
  (totals.ioReadBytes ?? 0) + (totals.ioWriteBytes ?? 0) + (totals.ioRxBytes ?? 0) + (totals.ioTxBytes ?? 0)

/** Emitted when the task ends, changes its comm, or the trace ends. */
export const TaskItemSchema = z.object({
  type: z.literal('task').describe('exact totals of a task, when it ends, changes its comm, or the trace ends'),
  ...task,
  ppid: PidSchema,
  parentTid: TidSchema.optional().describe('who forked it, where that was recorded'),
  parentComm: CommSchema.optional().describe('comm of the task that forked it'),
  processComm: CommSchema.optional().describe('comm of the process it is a thread of: that of the first thread'),
  born: z.literal(true).optional().describe('startNs is when it was forked'),
  startNs: TimeNsSchema.describe('when first known in the trace'),
  endNs: TimeNsSchema,
  exited: z.boolean().describe('it ended within the trace'),
  ...taskTotals,
  leftOut: TaskTotalsSchema.optional().describe('part of it in the window whose items a selection left out'),
})
export type TaskItem = z.infer<typeof TaskItemSchema>

/** Exact totals of a CPU, at the end of the trace. */
export const CpuItemSchema = z.object({
  type: z.literal('cpu').describe('exact totals of a CPU, at the end of the trace'),
  cpu: CpuNumberSchema,
  busyNs: DurationNsSchema.describe('time it ran tasks'),
  idleNs: DurationNsSchema.describe('time it ran its idle task'),
  unknownNs: DurationNsSchema.describe('time whose state is unknown'),
  switches: CountSchema.describe('switches recorded on it'),
  lost: CountSchema.describe('events of it that are missing'),
})
export type CpuItem = z.infer<typeof CpuItemSchema>

/** The last item: the extent of the trace. */
export const EndItemSchema = z.object({
  type: z.literal('end').describe('the last item: the extent of the trace'),
  startNs: TimeNsSchema.describe('first event that is not side-band'),
  endNs: TimeNsSchema.describe('last event'),
  events: CountSchema.describe('events in the trace'),
})
export type EndItem = z.infer<typeof EndItemSchema>

/** What flows from the state machine through the callchain resolver to the reducer. */
export const TimelineItemSchema = z.discriminatedUnion('type', [
  TraceItemSchema,
  IntervalItemSchema,
  CpuRunItemSchema,
  IdleItemSchema,
  CpuGapItemSchema,
  WakeupItemSchema,
  CStateItemSchema,
  PStateItemSchema,
  InterruptItemSchema,
  IoItemSchema,
  MarkItemSchema,
  CpuMarkItemSchema,
  LostItemSchema,
  TaskItemSchema,
  CpuItemSchema,
  DiagnosticItemSchema,
  EndItemSchema,
])
export type TimelineItem = z.infer<typeof TimelineItemSchema>
