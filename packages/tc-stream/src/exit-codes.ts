/** What the shell is told when the program ends. */
export const EXIT = {
  /** The output is complete. */
  ok: 0,
  /** Something failed, there was nothing to draw, or `--strict` met something unknown. */
  failed: 1,
  /** The command line was wrong; nothing was read. */
  usage: 2,
  /** A second SIGINT: nothing was finished. */
  aborted: 130,
  /** A second SIGTERM: nothing was finished. */
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The signal by which a program ends that a shell tells of by this code. */
export function signalOf(code: number): 'SIGINT' | 'SIGTERM' | undefined {
  if (code === EXIT.aborted) return 'SIGINT'
  return code === EXIT.terminated ? 'SIGTERM' : undefined
}
