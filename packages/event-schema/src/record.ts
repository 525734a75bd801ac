import { z } from 'zod'
import { CommSchema, CountSchema, CpuSchema, LineSchema, PidSchema, TidSchema, TimeNsSchema } from './primitives.js'
import { DiagnosticItemSchema, TraceItemSchema } from './trace.js'

/**
 * One record of `perf script`: its header line taken apart, its payload and its frames still text.
 *
 * Shape: `sh  3682 [001] 443.100200300: sched:sched_switch: prev_comm=sh …` is
 * `{"type":"record","line":9,"comm":"sh","pid":null,"tid":3682,"cpu":1,"timeNs":100200300,"event":"sched:sched_switch","payload":"prev_comm=sh …"}`
 */
export const RecordItemSchema = z.object({
  type: z
    .literal('record')
    .describe('one record of perf script: its header line taken apart, its payload and frames still text'),
  line: LineSchema.describe('line of the header in the text, from 1'),
  comm: CommSchema.nullable().describe('comm of the header; null where not printed'),
  pid: PidSchema,
  tid: TidSchema.nullable().describe('thread id of the header; -1 for a dying task, null where not printed'),
  cpu: CpuSchema,
  timeNs: TimeNsSchema.nullable().describe('null where no time is printed, or 0.000000 (synthesized)'),
  event: z.string().describe('subsystem:name, or PERF_RECORD_<WHAT> for a side-band line'),
  payload: z.string().describe('what follows the name of the event'),
  period: CountSchema.optional().describe('how many events this sample stands for'),
  callchain: z
    .array(z.string())
    .optional()
    .describe('frame lines, innermost first, blanks at both ends removed; equal callchains may share one array'),
})
export type RecordItem = z.infer<typeof RecordItemSchema>

/** What flows from the lexer to the normalizer. */
export const PerfRecordSchema = z.discriminatedUnion('type', [TraceItemSchema, RecordItemSchema, DiagnosticItemSchema])
export type PerfRecord = z.infer<typeof PerfRecordSchema>
