import { execFile } from 'node:child_process'

export interface Result {
  readonly code: number
  readonly output: string
}

export interface CommandOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Far longer than any of these takes. Units: ms. */
const PATIENCE_MS = 300_000

/** Runs a program to its end. Returns: its exit code, and all that it wrote to stdout and stderr. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<Result> {
  const { cwd, env = {} } = options
  // Some take any FORCE_COLOR, even 0, for a yes.
  const { FORCE_COLOR: _, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    const settings = {
      cwd,
      env: { ...inherited, NO_COLOR: '1', ...env },
      maxBuffer: 256 * 1024 * 1024,
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    } as const
    execFile(file, [...args], settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      if (typeof code === 'number') resolve({ code, output: stdout + stderr })
      else reject(error)
    })
  })
}
