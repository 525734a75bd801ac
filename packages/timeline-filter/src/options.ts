import { type DiagnosticListener, TaskStateSchema, WaitCauseSchema } from '@tc-stream/event-schema'
import { z } from 'zod'

const isFunction = (value: unknown) => typeof value === 'function'

/** States that can be selected; a cause of a wait selects the waits that have it. */
export const SELECTABLE_STATES = [...TaskStateSchema.options, ...WaitCauseSchema.options] as const
export type SelectableState = (typeof SELECTABLE_STATES)[number]

/** Selects a task that has one of these: the pid (its own, or as its tid), the comm, a comm that passes the test. */
export const TaskMatcherSchema = z.strictObject({
  label: z.string().describe('what the user asked for, for the messages'),
  pid: z.int().optional().describe('process, or thread where the text tells no processes'),
  comm: z.string().optional().describe('name'),
  test: z.custom<(comm: string) => boolean>(isFunction).optional().describe('whether a name is meant'),
})
export type TaskMatcher = Readonly<z.infer<typeof TaskMatcherSchema>>

/** Told a name that no task has, and names of the trace; returns the one that was meant. */
export type Nearest = (name: string, names: Iterable<string>) => string | undefined

const limit = z.int().positive()

export const TimelineFilterOptionsSchema = z.strictObject({
  rows: z.enum(['all', 'cpus', 'tasks']).describe('cpus: nothing of tasks; tasks: nothing of CPUs'),
  powerStates: z.boolean().describe('C-states and frequencies of the CPUs'),
  processes: z.array(TaskMatcherSchema).describe('only tasks that one of these matches, or that `tids` names'),
  tids: z.array(z.int()).describe('only these tasks, and those that `processes` match'),
  cpus: z.array(z.int().nonnegative()).describe('only these CPUs, and what happened on them'),
  states: z.array(z.enum(SELECTABLE_STATES)).describe('only intervals in these states'),
  minDurationNs: z.int().nonnegative().describe('only intervals at least this long'),
  fromNs: z.int().optional().describe('of the window of the chart: what is left out in it is summed up'),
  toNs: z.int().optional().describe('end of that window'),
  maxTasks: limit.describe('tasks alive at once of which it is known whether they are selected'),
  maxNames: limit.describe('names kept to tell which was meant'),
  nearest: z.custom<Nearest>(isFunction).optional().describe('finds the name that was meant, for the message'),
  onDiagnostic: z
    .custom<DiagnosticListener>(isFunction)
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type TimelineFilterSettings = Readonly<z.infer<typeof TimelineFilterOptionsSchema>>
export type TimelineFilterOptions = Readonly<Partial<TimelineFilterSettings>>

/** Lists that are empty select everything. */
export const DEFAULT_TIMELINE_FILTER_OPTIONS = {
  rows: 'all',
  powerStates: true,
  processes: [],
  tids: [],
  cpus: [],
  states: [],
  minDurationNs: 0,
  maxTasks: 1_048_576,
  maxNames: 1_000,
} as const satisfies TimelineFilterOptions

/** Errors: throws on an unknown option or one out of range. */
export function parseOptions(options: TimelineFilterOptions = {}): TimelineFilterSettings {
  return TimelineFilterOptionsSchema.parse({ ...DEFAULT_TIMELINE_FILTER_OPTIONS, ...options })
}
