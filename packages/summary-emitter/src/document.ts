import {
  CallchainSchema,
  CountSchema,
  CpuSchema,
  DiagnosticItemSchema,
  DurationNsSchema,
  IoOpSchema,
  PidSchema,
  TidSchema,
  TimeNsSchema,
  TraceItemSchema,
  taskTotals,
  WaitCauseSchema,
  WakeupContextSchema,
} from '@tc-stream/event-schema'
import { z } from 'zod'

/** Version of the JSON document; fields are added without a new one. */
export const SUMMARY_VERSION = 1

const DistributionSchema = z
  .object({
    count: CountSchema,
    totalNs: DurationNsSchema,
    averageNs: DurationNsSchema.describe('rounded to 1 ns'),
    p50Ns: DurationNsSchema.describe('nearest rank, within quantileError of the exact one'),
    p99Ns: DurationNsSchema,
    maxNs: DurationNsSchema.describe('exact'),
    maxAtNs: TimeNsSchema.nullable().describe('when the longest one began'),
  })
  .describe('of the lengths of intervals; exact but for the quantiles')

const WaitsSchema = z.object({
  all: DistributionSchema,
  woken: DistributionSchema.describe('after a wakeup'),
  preempted: DistributionSchema,
  new: DistributionSchema.describe('of a new task, before its first run'),
})

const IoSchema = z.object({
  calls: CountSchema,
  errors: CountSchema,
  bytes: CountSchema,
  totalNs: DurationNsSchema,
  maxNs: DurationNsSchema,
  maxAtNs: TimeNsSchema.nullable(),
})

const sums = {
  ...taskTotals,
  waits: WaitsSchema,
  blocks: DistributionSchema,
  io: z.partialRecord(IoOpSchema, IoSchema).optional().describe('by kind; absent without I/O'),
}

const TaskSchema = z.object({
  taskId: CountSchema.describe('one life of one tid under one comm'),
  tid: TidSchema,
  pid: PidSchema,
  ppid: PidSchema,
  parentTid: TidSchema.optional().describe('who forked it, where that was recorded'),
  parentComm: z.string().optional(),
  comm: z.string(),
  exited: z.boolean(),
  startNs: TimeNsSchema.describe('when first known'),
  endNs: TimeNsSchema,
  ...sums,
})
export type TaskSummary = z.infer<typeof TaskSchema>

const ManyTasksSchema = z.object({ tasks: CountSchema, ...sums })
export type ManyTasksSummary = z.infer<typeof ManyTasksSchema>

const CpuRowSchema = z.object({
  cpu: z.int().nonnegative(),
  busyNs: DurationNsSchema,
  idleNs: DurationNsSchema,
  unknownNs: DurationNsSchema,
  switches: CountSchema,
  lost: CountSchema.describe('events'),
  waits: DistributionSchema.describe('that ended with a run on this CPU'),
  meanFreqKhz: CountSchema.optional().describe('time-weighted'),
  cStates: z.record(z.string(), z.object({ count: CountSchema, totalNs: DurationNsSchema })).optional(),
  interrupts: z.object({ count: CountSchema, totalNs: DurationNsSchema }).optional(),
})
export type CpuSummary = z.infer<typeof CpuRowSchema>

const WorstSchema = z.object({
  taskId: CountSchema,
  tid: TidSchema,
  pid: PidSchema,
  comm: z.string(),
  cpu: CpuSchema.describe('the CPU it ran on before'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  cause: WaitCauseSchema.optional(),
  reason: z.string().optional(),
  wakerTid: TidSchema.optional(),
  wakerComm: z.string().optional(),
  context: WakeupContextSchema.optional().describe('of the wakeup'),
  interrupt: z.string().optional(),
  inferred: z.literal(true).optional(),
  callchain: CallchainSchema.optional(),
})
export type WorstSummary = z.infer<typeof WorstSchema>

/** The document of `--json`. Times are integers of nanoseconds since `trace.originSeconds`, as everywhere in the stream. */
export const SummaryDocumentSchema = z.object({
  type: z.literal('summary'),
  version: z.literal(SUMMARY_VERSION),
  trace: TraceItemSchema,
  startNs: TimeNsSchema.describe('of the trace, or of the window'),
  endNs: TimeNsSchema,
  events: CountSchema.describe('in the whole trace'),
  quantileError: z.number().describe('largest relative error of p50Ns and p99Ns'),
  thresholdNs: DurationNsSchema.describe('running time that gave a task a row'),
  thresholdBytes: CountSchema.describe('bytes of I/O that gave one too'),
  all: ManyTasksSchema.describe('all tasks'),
  others: ManyTasksSchema.describe('those without a row'),
  tasks: z.array(TaskSchema).describe('the longest running first'),
  cpus: z.array(CpuRowSchema).describe('by number'),
  worstWaits: z.array(WorstSchema).describe('the longest first'),
  worstBlocks: z.array(WorstSchema),
  diagnostics: z.array(DiagnosticItemSchema),
})
export type SummaryDocument = z.infer<typeof SummaryDocumentSchema>
