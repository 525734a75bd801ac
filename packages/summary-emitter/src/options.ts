import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'

const LimitSchema = z.int().nonnegative()

/** Options of the summary. Times count from the trace's origin, as everywhere in the stream. */
export const SummaryOptionsSchema = z.strictObject({
  json: z.boolean().describe('one JSON document instead of a table'),
  minTasks: LimitSchema.describe('tasks to list at least: the threshold is divided by ten until there are that many'),
  thresholdNs: LimitSchema.describe('running time that a task needs for a row of its own'),
  thresholdBytes: LimitSchema.describe('or bytes of I/O that do'),
  maxTasks: LimitSchema.describe('rows of tasks'),
  maxLiveTasks: z.int().positive().describe('tasks followed at once'),
  cpuRows: z.boolean().describe('tell of CPUs as well'),
  maxCpus: LimitSchema.describe('rows of CPUs'),
  worst: LimitSchema.describe('longest waits, and longest blocks, that are told'),
  fromNs: z.int().optional().describe('sum up nothing before this time'),
  toNs: z.int().optional().describe('sum up nothing from this time on'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function')
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type SummarySettings = Readonly<z.infer<typeof SummaryOptionsSchema>>
export type SummaryOptions = Readonly<Partial<SummarySettings>>

export const DEFAULT_SUMMARY_OPTIONS = {
  json: false,
  minTasks: 15,
  thresholdNs: 10_000_000,
  thresholdBytes: 1_048_576,
  maxTasks: 1_000,
  maxLiveTasks: 65_536,
  cpuRows: true,
  maxCpus: 4_096,
  worst: 10,
} as const

/** Distinct C-states of a CPU that are told apart; the kernel has ten at most. */
export const MAX_C_STATES = 32

/** Diagnostics of earlier stages that are handed on; a stage has a few dozen codes at most. */
export const MAX_DIAGNOSTICS = 1_000

/** Errors: throws on an unknown option, or one out of range. */
export function parseOptions(options: SummaryOptions): SummarySettings {
  return SummaryOptionsSchema.parse({ ...DEFAULT_SUMMARY_OPTIONS, ...options })
}
