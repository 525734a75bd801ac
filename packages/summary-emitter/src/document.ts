import {
  BytesSchema,
  CallchainSchema,
  CommSchema,
  CountSchema,
  CpuNumberSchema,
  CpuSchema,
  DiagnosticItemSchema,
  DurationNsSchema,
  FreqKhzSchema,
  IdSchema,
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
    count: CountSchema.describe('intervals'),
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
  calls: CountSchema.describe('calls'),
  errors: CountSchema.describe('of these, failed'),
  bytes: BytesSchema.describe('bytes moved'),
  totalNs: DurationNsSchema,
  maxNs: DurationNsSchema,
  maxAtNs: TimeNsSchema.nullable().describe('when the longest one began'),
})

const sums = {
  ...taskTotals,
  waits: WaitsSchema.describe('waits for a CPU, by their cause'),
  blocks: DistributionSchema,
  io: z.partialRecord(IoOpSchema, IoSchema).optional().describe('by kind; absent without I/O'),
}

export const TaskSummarySchema = z.object({
  taskId: IdSchema.describe('one life of one tid under one comm'),
  tid: TidSchema,
  pid: PidSchema,
  ppid: PidSchema,
  parentTid: TidSchema.optional().describe('who forked it, where that was recorded'),
  parentComm: CommSchema.optional().describe('comm of the task that forked it'),
  processComm: CommSchema.optional().describe('comm of the process it is a thread of: that of the first thread'),
  comm: CommSchema,
  exited: z.boolean().describe('it ended within the trace'),
  startNs: TimeNsSchema.describe('when first known'),
  endNs: TimeNsSchema,
  ...sums,
})
export type TaskSummary = z.infer<typeof TaskSummarySchema>

export const ManyTasksSummarySchema = z.object({ tasks: CountSchema.describe('tasks'), ...sums })
export type ManyTasksSummary = z.infer<typeof ManyTasksSummarySchema>

const TimesSchema = z.object({ count: CountSchema.describe('times'), totalNs: DurationNsSchema })

export const CpuSummarySchema = z.object({
  cpu: CpuNumberSchema,
  busyNs: DurationNsSchema,
  idleNs: DurationNsSchema,
  unknownNs: DurationNsSchema,
  switches: CountSchema.describe('switches recorded on it'),
  lost: CountSchema.describe('events of it that are missing'),
  waits: DistributionSchema.describe('that ended with a run on this CPU'),
  meanFreqKhz: FreqKhzSchema.optional().describe('mean frequency, weighted by time'),
  cStates: z.record(z.string(), TimesSchema).optional().describe('by idle state'),
  interrupts: TimesSchema.optional().describe('of all kinds'),
})
export type CpuSummary = z.infer<typeof CpuSummarySchema>

export const WorstSummarySchema = z.object({
  taskId: IdSchema.describe('of the task'),
  tid: TidSchema,
  pid: PidSchema,
  comm: CommSchema,
  cpu: CpuSchema.describe('the CPU it ran on before'),
  startNs: TimeNsSchema,
  endNs: TimeNsSchema,
  cause: WaitCauseSchema.optional().describe('why it waited for a CPU'),
  reason: z.string().optional().describe('what it waited in, from the callchain'),
  wakerTid: TidSchema.optional(),
  wakerComm: CommSchema.optional().describe('comm of the waker'),
  context: WakeupContextSchema.optional().describe('of the wakeup'),
  interrupt: z.string().optional().describe('which interrupt woke it, where that is known'),
  inferred: z.literal(true).optional().describe('an edge of it was not recorded but concluded'),
  callchain: CallchainSchema.optional().describe('innermost frame first'),
})
export type WorstSummary = z.infer<typeof WorstSummarySchema>

/** The document of `--json`. Times are integers of nanoseconds since `trace.originSeconds`, as everywhere in the stream. */
export const SummaryDocumentSchema = z.object({
  type: z.literal('summary').describe('totals of a trace'),
  version: z.literal(SUMMARY_VERSION).describe('version of this document'),
  trace: TraceItemSchema.describe('what the header of the text told'),
  startNs: TimeNsSchema.describe('of the trace, or of the window'),
  endNs: TimeNsSchema,
  events: CountSchema.describe('in the whole trace'),
  quantileError: z.number().meta({ description: 'largest relative error of p50Ns and p99Ns', unit: 'share' }),
  thresholdNs: DurationNsSchema.describe('running time that gave a task a row'),
  thresholdBytes: BytesSchema.describe('bytes of I/O that gave one too'),
  all: ManyTasksSummarySchema.describe('all tasks'),
  others: ManyTasksSummarySchema.describe('those without a row'),
  tasks: z.array(TaskSummarySchema).describe('the longest running first'),
  cpus: z.array(CpuSummarySchema).describe('by number'),
  worstWaits: z.array(WorstSummarySchema).describe('the longest first'),
  worstBlocks: z.array(WorstSummarySchema).describe('the longest first'),
  diagnostics: z.array(DiagnosticItemSchema).describe('what was odd about the trace'),
})
export type SummaryDocument = z.infer<typeof SummaryDocumentSchema>
