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
  SumNsSchema,
  TidSchema,
  TimeNsSchema,
} from './primitives.js'
import { CallchainSchema, taskTotals, WaitCauseSchema, WakeupContextSchema } from './timeline.js'
import { DiagnosticItemSchema, TraceItemSchema } from './trace.js'

/** Facts of the whole chart; comes after the trace item and before the rows. */
export const ChartHeadItemSchema = z.object({
  type: z.literal('chart').describe('facts of the whole chart, before its rows'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  quantumNs: DurationNsSchema.describe('0: every interval is exact; else shorter ones are folded into bins this long'),
  rows: CountSchema.describe('rows that follow'),
  elements: CountSchema.describe('boxes and bins that follow'),
  foldedIntervals: CountSchema.describe('intervals that bins stand for; of I/O, calls'),
  tasks: CountSchema.describe('tasks in the trace'),
  tasksDrawn: CountSchema.describe('tasks with a row of their own'),
  tasksGrouped: CountSchema.describe('tasks in rows by comm'),
  tasksLeftOut: CountSchema.describe('tasks below the threshold, in no row'),
  leftOutRunningNs: SumNsSchema.describe('running time of these'),
  thresholdNs: DurationNsSchema.describe('running time a row needs to be drawn'),
  unknownNs: SumNsSchema.describe('task time whose state is unknown, over all tasks'),
  inferredNs: SumNsSchema.describe('task time with a concluded edge, over all tasks'),
  taskNs: SumNsSchema.describe('task time of all states, over all tasks'),
  events: CountSchema.describe('events in the trace'),
  maxFreqKhz: FreqKhzSchema.optional().describe('highest frequency of any CPU in the chart'),
  cpuLanes: z.array(z.string()).optional().describe('lanes in which rows of CPUs hold anything; absent: not known'),
  interruptArrows: CountSchema.optional().describe('arrows that come from interrupts; absent: not known'),
  marked: CountSchema.optional().describe('events that a decoder from outside marked; absent without any'),
  scheduled: z.boolean().optional().describe('false: no scheduler event, so that no task has states'),
  io: z
    .object({
      calls: CountSchema.describe('calls in the trace'),
      bytes: BytesSchema.describe('moved by all tasks, drawn or not'),
      maxBytes: BytesSchema.describe('the most that one interval moved'),
      errors: z.record(z.string(), CountSchema).describe('calls that failed, by the name of the error, most first'),
      thresholdBytes: BytesSchema.describe('bytes that give a task a row, however little it ran'),
      leftOutBytes: BytesSchema.describe('moved by the tasks that are in no row'),
    })
    .optional()
    .describe('absent where there is no I/O'),
})
export type ChartHeadItem = z.infer<typeof ChartHeadItemSchema>

/** The totals of a row may be those of many tasks. */
const rowTotals = {
  ...taskTotals,
  runningNs: SumNsSchema.describe('time on a CPU'),
  waitingNs: SumNsSchema.describe('time runnable, not on a CPU'),
  blockedNs: SumNsSchema.describe('time in uninterruptible sleep'),
  sleepingNs: SumNsSchema.describe('sleeping, idle, stopped and parked'),
  unknownNs: SumNsSchema.describe('time whose state is unknown'),
  inferredNs: SumNsSchema.describe('part of the above whose edges were concluded'),
}

/**
 * One row, in the order of drawing: CPUs, then processes, each followed by its tasks, then rows by comm.
 * A `process` row sums the tasks below it; a `group` row stands for `tasks` tasks of one comm.
 */
export const RowItemSchema = z.object({
  type: z.literal('row').describe('one row, in the order of drawing'),
  row: IdSchema.describe('index, from 0, without gaps'),
  kind: z.enum(['cpu', 'process', 'task', 'group']).describe('what the row is about'),
  parent: IdSchema.optional().describe('row of the process a task belongs to'),
  cpu: CpuNumberSchema.optional(),
  taskId: IdSchema.optional().describe('of the task'),
  tid: TidSchema.optional(),
  pid: PidSchema.optional(),
  ppid: PidSchema.optional(),
  parentTid: TidSchema.optional().describe('who forked it, where that was recorded'),
  parentComm: CommSchema.optional().describe('comm of the task that forked it'),
  comm: CommSchema.optional(),
  tasks: CountSchema.optional().describe('tasks the row stands for'),
  exited: z.boolean().optional().describe('it ended within the trace'),
  startNs: TimeNsSchema.describe('first time anything is known of it'),
  endNs: TimeNsSchema,
  totals: z.object(rowTotals).optional().describe('of the task, or the sum of its tasks'),
  cpuTotals: z
    .object({
      busyNs: DurationNsSchema.describe('time it ran tasks'),
      idleNs: DurationNsSchema.describe('time it ran its idle task'),
      unknownNs: DurationNsSchema.describe('time whose state is unknown'),
      switches: CountSchema.describe('switches recorded on it'),
      lost: CountSchema.describe('events of it that are missing'),
    })
    .optional()
    .describe('totals of the CPU'),
  meanFreqKhz: FreqKhzSchema.optional().describe('time-weighted'),
  samples: z.record(z.string(), CountSchema).optional().describe('other samples of the task, by event'),
})
export type RowItem = z.infer<typeof RowItemSchema>

/** The strip of a row that a box or bin belongs to: scheduling, C-states, frequency, interrupts, I/O. */
export const LaneSchema = z.enum(['sched', 'cState', 'pState', 'interrupt', 'io'])
export type Lane = z.infer<typeof LaneSchema>

/**
 * One exact interval. `state` is a TaskState in the `sched` lane of a task, `running`, `idle`, `unknown` or `lost` in that
 * of a CPU; `C<n>` in `cState`; the frequency in kHz in `pState`; the kind in `interrupt`; the op in `io`.
 */
export const BoxItemSchema = z.object({
  type: z.literal('box').describe('one exact interval of a row'),
  row: IdSchema.describe('row it lies on'),
  lane: LaneSchema.describe('strip of the row'),
  state: z.string().describe('what the box stands for; its words depend on the lane'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  cpu: CpuSchema.optional().describe('CPU of it, null where unknown'),
  tid: TidSchema.optional().describe('the task, in the row of a CPU'),
  comm: CommSchema.optional(),
  taskRow: IdSchema.optional().describe('row of that task, if it is drawn'),
  prevState: PrevStateSchema.optional().describe('state letter of the switch that ends or begins it'),
  cause: WaitCauseSchema.optional().describe('why it waits for a CPU'),
  inferred: z.literal(true).optional().describe('an edge of it was not recorded but concluded'),
  cut: z.enum(['start', 'end', 'both']).optional().describe('goes on beyond that edge of the trace'),
  reason: z.string().optional().describe('what it waits in, from the callchain'),
  callchain: IdSchema.optional().describe('id of a callchain item'),
  wakerTid: TidSchema.optional(),
  wakerComm: CommSchema.optional().describe('comm of the waker'),
  wakerCpu: CpuSchema.optional().describe('CPU of the wakeup, null where unknown'),
  wakerRow: IdSchema.optional().describe('row of that task; of a wakeup by an interrupt, the row of its CPU'),
  wakeupNs: TimeNsSchema.optional().describe('when it was woken'),
  context: WakeupContextSchema.optional().describe('whether a task woke it, or an interrupt'),
  interrupt: z.string().optional().describe('which interrupt woke it, where that is known'),
  text: z.string().optional().describe('name of the interrupt or system call'),
  fd: NumberSchema.nullable().optional().describe('file descriptor; null where the call has none'),
  bytes: BytesSchema.optional().describe('bytes moved'),
  error: z.string().optional().describe('errno name'),
  merges: CountSchema.optional().describe('further calls that are joined into this one'),
  callNs: DurationNsSchema.optional().describe('time inside the calls, where that is not the length of the box'),
  maxCallNs: DurationNsSchema.optional().describe('the longest call of several'),
})
export type BoxItem = z.infer<typeof BoxItemSchema>

/**
 * What intervals shorter than the quantum left in one quantum of one row: exact time and count by state. In the `io` lane
 * a state is an op, or an op and an error (`rx EAGAIN`), and what is counted are calls.
 */
export const BinItemSchema = z.object({
  type: z.literal('bin').describe('what intervals shorter than the quantum left in one quantum of one row'),
  row: IdSchema.describe('row it lies on'),
  lane: LaneSchema.describe('strip of the row'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  states: z
    .record(
      z.string(),
      z.object({
        ns: SumNsSchema.describe('exact time'),
        count: CountSchema.describe('intervals'),
        bytes: BytesSchema.optional().describe('moved by the I/O that is counted here'),
      }),
    )
    .describe('by state'),
  longest: z
    .object({ state: z.string().describe('its state'), startNs: TimeNsSchema, endNs: TimeNsSchema })
    .describe('the longest interval that the bin hides'),
})
export type BinItem = z.infer<typeof BinItemSchema>

/** A moment on a row. `lost` marks where events of a CPU are missing, `start` where a task was forked. */
export const ChartMarkItemSchema = z.object({
  type: z.literal('mark').describe('a moment on a row'),
  row: IdSchema.describe('row it lies on'),
  kind: z.enum(['migration', 'fork', 'start', 'exec', 'exit', 'sample', 'event', 'lost']).describe('what happened'),
  timeNs: TimeNsSchema,
  text: z.string().optional().describe('what is told of it'),
  count: CountSchema.optional().describe('how many it stands for; of lost, how many events'),
  callchain: IdSchema.optional().describe('id of a callchain item'),
})
export type ChartMarkItem = z.infer<typeof ChartMarkItemSchema>

/**
 * A wakeup between two drawn rows, for an arrow: as many of these as there are exact waits that tell their waker. One by
 * an interrupt comes from the row of its CPU.
 */
export const ArrowItemSchema = z.object({
  type: z.literal('arrow').describe('a wakeup between two drawn rows'),
  timeNs: TimeNsSchema,
  fromRow: IdSchema.describe('row of the waker'),
  toRow: IdSchema.describe('row of the woken task'),
  context: WakeupContextSchema.describe('whether a task woke it, or an interrupt'),
})
export type ArrowItem = z.infer<typeof ArrowItemSchema>

/** One of the worst waits or blocks of the trace; its box is always exact. */
export const WorstItemSchema = z.object({
  type: z.literal('worst').describe('one of the worst waits or blocks of the trace'),
  state: z.enum(['waiting', 'blocked']).describe('which list it is in'),
  rank: IdSchema.describe('0 is the longest'),
  row: IdSchema.optional().describe('absent where its task is not drawn'),
  tid: TidSchema,
  comm: CommSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  reason: z.string().optional().describe('what it waits in, from the callchain'),
  cause: WaitCauseSchema.optional().describe('why it waits for a CPU'),
  wakerTid: TidSchema.optional(),
  wakerComm: CommSchema.optional().describe('comm of the waker'),
  context: WakeupContextSchema.optional().describe('of the wakeup: by the waker, or by an interrupt that stopped it'),
  interrupt: z.string().optional().describe('which interrupt it was, where that is known'),
  callchain: IdSchema.optional().describe('id of a callchain item'),
})
export type WorstItem = z.infer<typeof WorstItemSchema>

/** A callchain that boxes refer to by its id; comes after the boxes. */
export const CallchainItemSchema = z.object({
  type: z.literal('callchain').describe('a callchain that boxes refer to by its id'),
  id: IdSchema.describe('what boxes refer to'),
  frames: CallchainSchema.describe('innermost frame first'),
})
export type CallchainItem = z.infer<typeof CallchainItemSchema>

/** The last item. */
export const ChartEndItemSchema = z.object({ type: z.literal('chartEnd').describe('the last item of a chart') })
export type ChartEndItem = z.infer<typeof ChartEndItemSchema>

/**
 * What flows from the reducer to an emitter, in this order: trace, chart, diagnostics, rows (all of them), then row by
 * row its boxes, bins and marks (each lane in order of time), then arrows, worst, callchains, chartEnd.
 */
export const ChartItemSchema = z.discriminatedUnion('type', [
  TraceItemSchema,
  ChartHeadItemSchema,
  RowItemSchema,
  BoxItemSchema,
  BinItemSchema,
  ChartMarkItemSchema,
  ArrowItemSchema,
  WorstItemSchema,
  CallchainItemSchema,
  DiagnosticItemSchema,
  ChartEndItemSchema,
])
export type ChartItem = z.infer<typeof ChartItemSchema>
