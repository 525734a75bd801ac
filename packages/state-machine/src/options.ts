import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'

/** Options of the state machine; each limit counts what it drops under a diagnostic code. */
export const StateMachineOptionsSchema = z.strictObject({
  maxTasks: z.int().positive().describe('tasks alive at once'),
  maxCpus: z.int().positive().describe('highest CPU number + 1'),
  maxNames: z.int().positive().describe('tasks named before they are seen to run'),
  maxRecentlyDead: z.int().positive().describe('ended tids remembered, to tell a late wakeup from a new task'),
  maxInterruptDepth: z.int().positive().describe('interrupts nested on one CPU'),
  ioSkipEagain: z.boolean().describe('leave calls out that failed with EAGAIN'),
  ioMinTimeNs: z.int().nonnegative().describe('shorter I/O is told as if it had taken so long'),
  ioMergeDistNs: z.int().nonnegative().describe('calls alike that are no further apart are one interval'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function')
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type StateMachineOptions = Readonly<Partial<z.infer<typeof StateMachineOptionsSchema>>>

export const DEFAULT_STATE_MACHINE_OPTIONS = {
  maxTasks: 1_048_576,
  maxCpus: 16_384,
  maxNames: 65_536,
  maxRecentlyDead: 4_096,
  maxInterruptDepth: 16,
  ioSkipEagain: false,
  ioMinTimeNs: 0,
  ioMergeDistNs: 1_000,
} as const
