import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parsePeakRss } from './proc-status.js'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
}

/** What one process of a run took. */
export interface ProcessUsage {
  /** Of a Node program exact, of others the last of many looks at it. Units: bytes. */
  readonly peakRssBytes: number
  /** User and system; only of Node programs. Units: ms. */
  readonly cpuMs?: number
}

export interface Run {
  /** From the start of the first process to the end of the last. Units: ms. */
  readonly wallMs: number
  /** In the order of the commands. */
  readonly processes: readonly ProcessUsage[]
}

/** How often the memory of a process is looked at. Units: ms. */
const LOOK_MS = 20

/** How much of what a failed process said is shown. Units: characters. */
const COMPLAINT_LENGTH = 2000

const REPORT_USAGE = pathToFileURL(join(import.meta.dirname, 'report-usage.js')).href

export const nodeCommand = (script: string, ...args: string[]): Command => ({
  file: process.execPath,
  args: [script, ...args],
})

/**
 * Runs `a | b > stdout`, as a shell does: the processes share real pipes, and no byte passes through this one.
 *
 * Errors: rejects when a process fails, with what it said last.
 */
export async function runPipeline(commands: readonly Command[], stdout = '/dev/null'): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), 'tc-bench-run-'))
  try {
    const pipes = openPipes(directory, commands.length - 1)
    const input = openSync('/dev/null', 'r')
    const output = openSync(stdout, 'w')
    const begin = process.hrtime.bigint()
    const watched = commands.map((command, at) =>
      start(command, pipes[at - 1]?.read ?? input, pipes[at]?.write ?? output, join(directory, `usage-${at}`)),
    )
    for (const fd of [input, output, ...pipes.flatMap(({ read, write }) => [read, write])]) closeSync(fd)
    const ended = await Promise.allSettled(watched)
    const wallMs = Number(process.hrtime.bigint() - begin) / 1e6
    return { wallMs, processes: usagesOf(ended) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Errors: throws what the last process that failed said, for the ones before it fail when it no longer reads. */
function usagesOf(ended: readonly PromiseSettledResult<ProcessUsage>[]): ProcessUsage[] {
  const failed = ended.findLast(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return ended.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
}

/** Node connects children by sockets; only a named pipe is what a shell gives them. */
function openPipes(directory: string, count: number): { read: number; write: number }[] {
  return Array.from({ length: count }, (_, at) => {
    const path = join(directory, `pipe-${at}`)
    execFileSync('mkfifo', [path])
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const write = openSync(path, 'w')
    closeSync(read)
    return { read: openSync(path, 'r'), write }
  })
}

async function start(command: Command, stdin: number, stdout: number, usagePath: string): Promise<ProcessUsage> {
  const child = spawn(command.file, command.args, {
    stdio: [stdin, stdout, 'pipe'],
    env: {
      ...process.env,
      TC_BENCH_USAGE: usagePath,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${REPORT_USAGE}`.trim(),
    },
  })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_LENGTH)
  })
  const peak = watchPeakRss(child)
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command.file} ${command.args.join(' ')} ended with ${code}: ${complaint}`)
  return readUsage(usagePath) ?? { peakRssBytes: peak() }
}

function watchPeakRss(child: ChildProcess): () => number {
  let peak = 0
  const look = () => {
    try {
      peak = Math.max(peak, parsePeakRss(readFileSync(`/proc/${child.pid}/status`, 'latin1')) ?? 0)
    } catch {
      clearInterval(timer)
    }
  }
  const timer = setInterval(look, LOOK_MS)
  look()
  child.on('close', () => clearInterval(timer))
  return () => peak
}

function readUsage(path: string): ProcessUsage | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessUsage
  } catch {
    return undefined
  }
}
