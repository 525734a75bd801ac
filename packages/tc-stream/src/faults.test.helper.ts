import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, PROGRAM, spawnProgram } from './program.test.helper.js'

/** Runs a line of bash in which `T` starts the program. */
export function shell(line: string, env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawnProgram('bash', ['-c', line, 'bash'], { env: { ...env, ...programEnv } })
  child.child.stdin?.end()
  return child.done
}

export const programEnv = { NODE: process.execPath, PROGRAM }

/** The program, in a line for `shell`. */
export const T = '"$NODE" "$PROGRAM"'

/** A directory for each test of a file. */
export function scratch(): { path: (...names: string[]) => string; names: () => string[] } {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tc-stream-faults-'))
  })
  afterEach(() => {
    for (const child of companions.splice(0)) child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  })
  return { path: (...names) => join(directory, ...names), names: () => readdirSync(directory).sort() }
}

export function mkfifo(path: string): string {
  execFileSync('mkfifo', [path])
  return path
}

/** Writes a file to its stdout, or to a named pipe, and then falls silent; and stays. */
export function silentWriter(file: string, pipe?: string): ChildProcess {
  const script = pipe === undefined ? 'cat "$FILE"; exec sleep 1000' : 'exec > "$PIPE"; cat "$FILE"; exec sleep 1000'
  return passing('bash', ['-c', script], {
    stdio: ['ignore', pipe === undefined ? 'pipe' : 'ignore', 'inherit'],
    env: { ...process.env, FILE: file, PIPE: pipe },
  })
}

/** Opens a named pipe, and never reads. */
export function stuckReader(pipe: string): ChildProcess {
  const env = { ...process.env, PIPE: pipe }
  return passing('bash', ['-c', 'exec sleep 1000 < "$PIPE"'], { stdio: 'ignore', env })
}

const companions: ChildProcess[] = []

/** A process that a test needs beside the program; it does not outlive the test. */
function passing(...args: Parameters<typeof spawn>): ChildProcess {
  const child = spawn(...args)
  companions.push(child)
  return child
}
