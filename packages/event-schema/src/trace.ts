import { z } from 'zod'
import { CountSchema, LineSchema, SCHEMA_VERSION, SecondsSchema } from './primitives.js'

/**
 * The first item of every stream at every seam: the origin of all times, and what the `#` header of the text told.
 *
 * Shape: `{"type":"trace","schemaVersion":1,"originSeconds":443,"perfVersion":"6.1.187","cpuCount":4}`
 */
export const TraceItemSchema = z.object({
  type: z
    .literal('trace')
    .describe('the first item of every stream: the origin of all times, and what the header of the text told'),
  schemaVersion: z
    .literal(SCHEMA_VERSION)
    .default(SCHEMA_VERSION)
    .describe('version of the NDJSON; another one is not read'),
  originSeconds: SecondsSchema.describe('whole second of the first timed record; every timeNs counts from it'),
  perfVersion: z.string().optional().describe('version of perf that wrote the text'),
  cpuCount: CountSchema.optional().describe('CPUs online when recorded'),
  cpuModel: z.string().optional().describe('model of the CPUs'),
  osRelease: z.string().optional().describe('kernel that was recorded'),
  arch: z.string().optional().describe('machine, as uname prints it'),
  cmdline: z.string().optional().describe('the perf record command'),
  capturedOn: z.string().optional().describe('when it was recorded, as perf prints it'),
  siblingSockets: z.array(z.string()).optional().describe('CPU lists that share a socket, as perf prints them'),
  siblingDies: z.array(z.string()).optional().describe('CPU lists that share a die, as perf prints them'),
  siblingThreads: z.array(z.string()).optional().describe('CPU lists that share a core, as perf prints them'),
})
export type TraceItem = z.infer<typeof TraceItemSchema>

export const SeveritySchema = z.enum(['info', 'warning', 'error'])
export type Severity = z.infer<typeof SeveritySchema>

/**
 * How often something odd was met, and where first. A stage emits its own when its input ends; the stages after it hand
 * them on, so that the chart can say how far it is to be trusted.
 *
 * Shape: `{"type":"diagnostic","code":"TC_LEX_UNKNOWN_LINE","severity":"warning","count":3,"line":17,"sample":"…"}`
 */
export const DiagnosticItemSchema = z.object({
  type: z.literal('diagnostic').describe('how often something odd was met, and where first'),
  code: z.string().describe('TC_<STAGE>_<WHAT>'),
  severity: SeveritySchema.describe('how bad it is'),
  meaning: z.string().describe('what the code means, in words'),
  advice: z.string().optional().describe('what can be done about it'),
  policy: z.string().optional().describe('how a contradiction of the trace is answered'),
  count: CountSchema.describe('times it was met'),
  line: LineSchema.optional().describe('first line of the text where it was met, from 1'),
  sample: z.string().optional().describe('what stood there, clipped'),
  leftOut: z
    .enum(['rows', 'intervals', 'frames'])
    .optional()
    .describe(
      'counts what was left out as the user wished, which is no fault: rows, a part of what is on them, frames',
    ),
})
export type DiagnosticItem = z.infer<typeof DiagnosticItemSchema>
