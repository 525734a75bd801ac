/** What the shell is told when the program ends. */
export const EXIT = {
  /** The output is complete. */
  ok: 0,
  /** Something failed, there was nothing to draw, or `--strict` met something unknown. */
  failed: 1,
  /** The command line was wrong; nothing was read. */
  usage: 2,
  /** A second SIGINT or SIGTERM: nothing was finished. */
  aborted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
