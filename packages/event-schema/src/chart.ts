import { z } from 'zod'
import { PrevStateSchema } from './event.js'
import { CountSchema, CpuSchema, DurationNsSchema, PidSchema, TidSchema, TimeNsSchema } from './primitives.js'
import { CallchainSchema, taskTotals, WaitCauseSchema, WakeupContextSchema } from './timeline.js'
import { DiagnosticItemSchema, TraceItemSchema } from './trace.js'

/** Facts of the whole chart; comes after the trace item and before the rows. */
export const ChartHeadItemSchema = z.object({
  type: z.literal('chart'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  quantumNs: DurationNsSchema.describe('0: every interval is exact; else shorter ones are folded into bins this long'),
  rows: CountSchema,
  elements: CountSchema.describe('boxes and bins that follow'),
  foldedIntervals: CountSchema.describe('intervals that bins stand for; of I/O, calls'),
  tasks: CountSchema.describe('tasks in the trace'),
  tasksDrawn: CountSchema.describe('tasks with a row of their own'),
  tasksGrouped: CountSchema.describe('tasks in rows by comm'),
  tasksLeftOut: CountSchema.describe('tasks below the threshold, in no row'),
  leftOutRunningNs: DurationNsSchema,
  thresholdNs: DurationNsSchema.describe('running time a row needs to be drawn'),
  unknownNs: DurationNsSchema.describe('task time whose state is unknown, over all tasks'),
  inferredNs: DurationNsSchema.describe('task time with a concluded edge, over all tasks'),
  taskNs: DurationNsSchema.describe('task time of all states, over all tasks'),
  events: CountSchema,
  maxFreqKhz: CountSchema.optional().describe('highest frequency of any CPU in the chart'),
  scheduled: z.boolean().optional().describe('false: no scheduler event, so that no task has states'),
  io: z
    .object({
      calls: CountSchema,
      bytes: CountSchema.describe('moved by all tasks, drawn or not'),
      maxBytes: CountSchema.describe('the most that one interval moved'),
      errors: z.record(z.string(), CountSchema).describe('calls that failed, by the name of the error, most first'),
      thresholdBytes: CountSchema.describe('bytes that give a task a row, however little it ran'),
      leftOutBytes: CountSchema.describe('moved by the tasks that are in no row'),
    })
    .optional()
    .describe('absent where there is no I/O'),
})
export type ChartHeadItem = z.infer<typeof ChartHeadItemSchema>

/**
 * One row, in the order of drawing: CPUs, then processes, each followed by its tasks, then rows by comm.
 * A `process` row sums the tasks below it; a `group` row stands for `tasks` tasks of one comm.
 */
export const RowItemSchema = z.object({
  type: z.literal('row'),
  row: CountSchema.describe('index, from 0, without gaps'),
  kind: z.enum(['cpu', 'process', 'task', 'group']),
  parent: CountSchema.optional().describe('row of the process a task belongs to'),
  cpu: z.int().nonnegative().optional(),
  taskId: CountSchema.optional(),
  tid: TidSchema.optional(),
  pid: PidSchema.optional(),
  ppid: PidSchema.optional(),
  parentTid: TidSchema.optional().describe('who forked it, where that was recorded'),
  parentComm: z.string().optional(),
  comm: z.string().optional(),
  tasks: CountSchema.optional().describe('tasks the row stands for'),
  exited: z.boolean().optional(),
  startNs: TimeNsSchema.describe('first time anything is known of it'),
  endNs: TimeNsSchema,
  totals: z.object(taskTotals).optional(),
  cpuTotals: z
    .object({
      busyNs: DurationNsSchema,
      idleNs: DurationNsSchema,
      unknownNs: DurationNsSchema,
      switches: CountSchema,
      lost: CountSchema,
    })
    .optional(),
  meanFreqKhz: CountSchema.optional().describe('time-weighted'),
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
  type: z.literal('box'),
  row: CountSchema,
  lane: LaneSchema,
  state: z.string(),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  cpu: CpuSchema.optional(),
  tid: TidSchema.optional().describe('the task, in the row of a CPU'),
  comm: z.string().optional(),
  taskRow: CountSchema.optional().describe('row of that task, if it is drawn'),
  prevState: PrevStateSchema.optional(),
  cause: WaitCauseSchema.optional(),
  inferred: z.literal(true).optional(),
  cut: z.enum(['start', 'end', 'both']).optional(),
  reason: z.string().optional(),
  callchain: CountSchema.optional().describe('id of a callchain item'),
  wakerTid: TidSchema.optional(),
  wakerComm: z.string().optional(),
  wakerCpu: CpuSchema.optional(),
  wakerRow: CountSchema.optional().describe('row of that task; of a wakeup by an interrupt, the row of its CPU'),
  wakeupNs: TimeNsSchema.optional(),
  context: WakeupContextSchema.optional(),
  interrupt: z.string().optional(),
  text: z.string().optional().describe('name of the interrupt or system call'),
  fd: z.int().nullable().optional(),
  bytes: CountSchema.optional(),
  error: z.string().optional(),
  merges: CountSchema.optional(),
  callNs: DurationNsSchema.optional().describe('time inside the calls, where that is not the length of the box'),
  maxCallNs: DurationNsSchema.optional().describe('the longest call of several'),
})
export type BoxItem = z.infer<typeof BoxItemSchema>

/**
 * What intervals shorter than the quantum left in one quantum of one row: exact time and count by state. In the `io` lane
 * a state is an op, or an op and an error (`rx EAGAIN`), and what is counted are calls.
 */
export const BinItemSchema = z.object({
  type: z.literal('bin'),
  row: CountSchema,
  lane: LaneSchema,
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  states: z.record(
    z.string(),
    z.object({
      ns: DurationNsSchema,
      count: CountSchema,
      bytes: CountSchema.optional().describe('moved by the I/O that is counted here'),
    }),
  ),
  longest: z.object({ state: z.string(), startNs: TimeNsSchema, endNs: TimeNsSchema }),
})
export type BinItem = z.infer<typeof BinItemSchema>

/** A moment on a row. `lost` marks where events of a CPU are missing, `start` where a task was forked. */
export const ChartMarkItemSchema = z.object({
  type: z.literal('mark'),
  row: CountSchema,
  kind: z.enum(['migration', 'fork', 'start', 'exec', 'exit', 'sample', 'event', 'lost']),
  timeNs: TimeNsSchema,
  text: z.string().optional(),
  count: CountSchema.optional(),
  callchain: CountSchema.optional(),
})
export type ChartMarkItem = z.infer<typeof ChartMarkItemSchema>

/**
 * A wakeup between two drawn rows, for an arrow: as many of these as there are exact waits that tell their waker. One by
 * an interrupt comes from the row of its CPU.
 */
export const ArrowItemSchema = z.object({
  type: z.literal('arrow'),
  timeNs: TimeNsSchema,
  fromRow: CountSchema,
  toRow: CountSchema,
  context: WakeupContextSchema,
})
export type ArrowItem = z.infer<typeof ArrowItemSchema>

/** One of the worst waits or blocks of the trace; its box is always exact. */
export const WorstItemSchema = z.object({
  type: z.literal('worst'),
  state: z.enum(['waiting', 'blocked']),
  rank: CountSchema.describe('0 is the longest'),
  row: CountSchema.optional().describe('absent where its task is not drawn'),
  tid: TidSchema,
  comm: z.string(),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  reason: z.string().optional(),
  cause: WaitCauseSchema.optional(),
  wakerTid: TidSchema.optional(),
  wakerComm: z.string().optional(),
  callchain: CountSchema.optional(),
})
export type WorstItem = z.infer<typeof WorstItemSchema>

/** A callchain that boxes refer to by its id; comes after the boxes. */
export const CallchainItemSchema = z.object({
  type: z.literal('callchain'),
  id: CountSchema,
  frames: CallchainSchema,
})
export type CallchainItem = z.infer<typeof CallchainItemSchema>

/** The last item. */
export const ChartEndItemSchema = z.object({ type: z.literal('chartEnd') })
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
