/** What the shell is told when the program ends. */
export const EXIT = {
  /** The output is complete. */
  ok: 0,
  /** Something failed, there was nothing to draw, or `--strict` met something unknown. */
  failed: 1,
  /** The command line was wrong; nothing was read. */
  usage: 2,
  /** A second SIGHUP, SIGINT or SIGTERM: nothing was finished. */
  hungUp: 129,
  aborted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a shell tells of a program that was ended by a signal. */
export const EXIT_BY_SIGNAL = {
  SIGHUP: EXIT.hungUp,
  SIGINT: EXIT.aborted,
  SIGTERM: EXIT.terminated,
} as const

export type EndingSignal = keyof typeof EXIT_BY_SIGNAL

/** The signal that a code stands for. */
export function signalOf(code: number): EndingSignal | undefined {
  return (Object.keys(EXIT_BY_SIGNAL) as EndingSignal[]).find(signal => EXIT_BY_SIGNAL[signal] === code)
}
