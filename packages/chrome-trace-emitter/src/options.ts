import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'

/** Options of the trace. Times count from the trace's origin, as everywhere in the stream. */
export const ChromeTraceOptionsSchema = z.strictObject({
  sleeping: z.boolean().describe('also slices for sleeping, idle, stopped and parked tasks'),
  arrows: z.boolean().describe('a flow from each waker to the wait that it begins'),
  cpuRows: z.boolean().describe('rows of CPUs as well'),
  callchains: z.boolean().describe('callchains in the details'),
  maxThreads: z.int().positive().describe('tasks whose names are remembered at once'),
  maxCpus: z.int().nonnegative().describe('CPUs with a name'),
  fromNs: z.int().optional().describe('write nothing before this time'),
  toNs: z.int().optional().describe('write nothing from this time on'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function')
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type ChromeTraceSettings = Readonly<z.infer<typeof ChromeTraceOptionsSchema>>
export type ChromeTraceOptions = Readonly<Partial<ChromeTraceSettings>>

export const DEFAULT_CHROME_TRACE_OPTIONS = {
  sleeping: false,
  arrows: true,
  cpuRows: true,
  callchains: true,
  maxThreads: 65_536,
  maxCpus: 4_096,
} as const

/** Items of a task that wait at most for its process to become known. */
export const MAX_HELD_ITEMS = 4

/** Errors: throws on an unknown option, or one out of range. */
export function parseOptions(options: ChromeTraceOptions): ChromeTraceSettings {
  return ChromeTraceOptionsSchema.parse({ ...DEFAULT_CHROME_TRACE_OPTIONS, ...options })
}
