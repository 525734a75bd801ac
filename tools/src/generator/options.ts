import { z } from 'zod'

const count = z.int().nonnegative()

export const GeneratorOptionsSchema = z.strictObject({
  events: count.optional().describe('events to write; without it and without forkExit, 1,000,000'),
  forkExit: count.optional().describe('tasks that fork and exit; the text ends when the last of them has'),
  cpus: z.int().min(1).max(999).default(4),
  tasks: z.int().min(1).default(200).describe('tasks that live all the time'),
  comms: z.int().min(1).default(50).describe('distinct names'),
  forkRate: z.number().min(0).max(1).default(0).describe('share of what running tasks do that is a fork'),
  callchains: z.int().min(0).max(500).default(0).describe('frames of each callchain; 0 for none'),
  distinctCallchains: z.int().min(1).default(300),
  rate: z.number().positive().max(1e9).default(100_000).describe('events per second of the trace'),
  ns: z.boolean().default(false).describe('nine digits of time instead of six'),
  header: z.boolean().default(false).describe('begin with what perf script --header prints'),
  seed: count.default(1),
})
export type GeneratorOptions = z.input<typeof GeneratorOptionsSchema>
export type GeneratorSettings = z.output<typeof GeneratorOptionsSchema>

/** Events written where neither a number of events nor of tasks is given. */
export const DEFAULT_EVENTS = 1_000_000

/** What the fork rate is raised to for `forkExit`, so that little else is in the text. */
export const FORK_EXIT_RATE = 0.5
