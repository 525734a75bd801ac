import { z } from 'zod'
import { CountSchema, IntegerSchema, SCHEMA_VERSION } from './primitives.js'

/**
 * The first item of every stream at every seam: the origin of all times, and what the `#` header of the text told.
 *
 * Shape: `{"type":"trace","schemaVersion":1,"originSeconds":443,"perfVersion":"6.1.187","cpuCount":4}`
 */
export const TraceItemSchema = z.object({
  type: z.literal('trace'),
  schemaVersion: z.literal(SCHEMA_VERSION).default(SCHEMA_VERSION),
  originSeconds: CountSchema.describe('whole second of the first timed record; every timeNs counts from it'),
  perfVersion: z.string().optional(),
  cpuCount: CountSchema.optional().describe('CPUs online when recorded'),
  cpuModel: z.string().optional(),
  osRelease: z.string().optional(),
  arch: z.string().optional(),
  cmdline: z.string().optional().describe('the perf record command'),
  capturedOn: z.string().optional(),
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
  type: z.literal('diagnostic'),
  code: z.string().describe('TC_<STAGE>_<WHAT>'),
  severity: SeveritySchema,
  meaning: z.string(),
  advice: z.string().optional(),
  count: CountSchema,
  line: IntegerSchema.optional().describe('first line of the text where it was met, from 1'),
  sample: z.string().optional().describe('what stood there, clipped'),
  leftOut: z
    .enum(['rows', 'intervals', 'frames'])
    .optional()
    .describe(
      'counts what was left out as the user wished, which is no fault: rows, a part of what is on them, frames',
    ),
})
export type DiagnosticItem = z.infer<typeof DiagnosticItemSchema>
