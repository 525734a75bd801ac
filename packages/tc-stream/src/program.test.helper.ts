import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = join(__dirname, '..')
export const RECORDINGS = join(PACKAGE, '../../test-data/recordings')
export const PROGRAM = join(PACKAGE, 'bin/tc-stream.js')

/** Far longer than any run takes. Units: ms. */
const PATIENCE_MS = 60_000

export const recordings = readdirSync(RECORDINGS).filter(name => name.endsWith('.txt'))

export function recording(name: string): string {
  return join(RECORDINGS, name)
}

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What is piped in; the default is an empty stdin. */
  readonly stdin?: string | Buffer
  /** A file descriptor that is stdin, instead of a pipe. */
  readonly stdinFd?: number
  /** A file descriptor instead of a pipe. */
  readonly stdout?: number
  readonly env?: Record<string, string>
  /** Another user, where root runs the tests. */
  readonly uid?: number
  /** As on a terminal: `process.kill(-pid)` reaches it and all that it starts. */
  readonly ownGroup?: boolean
}

/** Starts the built program; its stdin stays open. */
export function start(args: readonly string[], options: RunOptions = {}) {
  return spawnProgram(process.execPath, [PROGRAM, ...args], options)
}

/** Starts a command that runs the built program. */
export function spawnProgram(command: string, args: readonly string[], options: RunOptions = {}) {
  if (!existsSync(join(PACKAGE, 'dist/main.js')))
    throw new Error('the program is not built: run tsc -b packages/tc-stream')
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env
  const child = spawn(command, args, {
    stdio: [options.stdinFd ?? 'pipe', options.stdout ?? 'pipe', 'pipe'],
    // A program that hangs fails its test, and does not outlive it.
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
    detached: options.ownGroup === true,
    env: { ...env, ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  // A program that refuses its input closes it; that is for the test to judge by the exit code.
  child.stdin?.on('error', () => {})
  const done = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  /** Resolves once stderr holds the text. */
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stderr.includes(text)) resolve()
      }
      child.stderr?.on('data', look)
      child.on('close', () => reject(new Error(`ended without saying '${text}': ${stderr}`)))
      look()
    })
  return { child, done, said }
}

/** Runs the built program to its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { child, done } = start(args, options)
  child.stdin?.end(options.stdin ?? '')
  return done
}

/** Waits until a condition holds. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    if (await condition()) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}
