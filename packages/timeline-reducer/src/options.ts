import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'

const LimitSchema = z.int().nonnegative()

/** Options of the reducer. Times count from the trace's origin, as everywhere in the stream. */
export const TimelineReducerOptionsSchema = z.strictObject({
  maxElements: z.int().min(100).describe('boxes and bins in the chart'),
  maxRows: z.int().positive().describe('rows of tasks and of comms together'),
  maxCpuRows: LimitSchema.describe('rows of CPUs'),
  cpuRows: z.boolean().describe('make rows of CPUs'),
  minTasks: LimitSchema.describe('tasks to draw at least: the threshold is divided by ten until there are that many'),
  thresholdNs: LimitSchema.describe('running time that a task needs for a row of its own'),
  thresholdBytes: LimitSchema.describe('bytes of I/O that give a task a row as well'),
  worst: LimitSchema.describe('longest waits, and longest blocks, that stay exact'),
  fromNs: z.int().optional().describe('chart nothing before this time'),
  toNs: z.int().optional().describe('chart nothing from this time on'),
  maxGroups: z.int().positive().describe('comms with a row of their own for tasks without one'),
  maxMarks: LimitSchema.describe('marks in the chart; past it, marks of a kind that are close together become one'),
  maxCallchains: LimitSchema.describe('distinct callchains kept at once'),
  maxArrows: LimitSchema.describe('wakeups drawn as arrows'),
  maxLiveTasks: z.int().positive().describe('tasks followed at once'),
  topology: z.boolean().describe('put CPUs that share a socket, a die and a core beside each other'),
  processRows: z.boolean().describe('put the tasks of a process under a row of it'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function')
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type TimelineReducerSettings = Readonly<z.infer<typeof TimelineReducerOptionsSchema>>
export type TimelineReducerOptions = Readonly<Partial<TimelineReducerSettings>>

export const DEFAULT_TIMELINE_REDUCER_OPTIONS = {
  maxElements: 100_000,
  maxRows: 1_000,
  maxCpuRows: 4_096,
  cpuRows: true,
  minTasks: 15,
  thresholdNs: 10_000_000,
  thresholdBytes: 1_048_576,
  worst: 50,
  maxGroups: 200,
  maxMarks: 20_000,
  maxCallchains: 20_000,
  maxArrows: 20_000,
  maxLiveTasks: 65_536,
  topology: false,
  processRows: true,
} as const

/** Most bins of a row by comm: finer is not seen. With many such rows there are fewer, to leave room for the tasks. */
export const MAX_GROUP_BINS = 1_024

/** Distinct states that bins can tell apart (only frequencies are many); the rest count as `other`. */
export const MAX_STATES = 1_024

/** Events that samples are counted by; a recording has a dozen at most. */
export const MAX_SAMPLE_EVENTS = 256

/** Diagnostics of earlier stages that are handed on; a stage has a few dozen codes at most. */
export const MAX_DIAGNOSTICS = 1_000

/**
 * Options with their defaults.
 *
 * Errors: throws on an unknown option, one out of range, or a window that ends before it begins.
 */
export function parseOptions(options: TimelineReducerOptions): TimelineReducerSettings {
  const settings = TimelineReducerOptionsSchema.parse({ ...DEFAULT_TIMELINE_REDUCER_OPTIONS, ...options })
  const { fromNs, toNs } = settings
  if (fromNs !== undefined && toNs !== undefined && toNs <= fromNs) {
    throw new RangeError(`the window is empty: fromNs ${fromNs} is not before toNs ${toNs}`)
  }
  return settings
}
