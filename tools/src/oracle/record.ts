import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A recording made on the spot: its text, and what perf timechart drew of it. */
export interface LiveRecording {
  readonly text: string
  readonly svg: string
}

const EVENTS = ['sched:sched_switch', 'sched:sched_wakeup', 'sched:sched_wakeup_new', 'power:cpu_idle']
const FIELDS = 'comm,pid,tid,cpu,time,event,trace,ip,sym,symoff,dso'
/** A machine that hangs here must not hang the tests. */
const TIMEOUT_MS = 60_000
const TEXT_LIMIT_BYTES = 256 * 1024 * 1024

/** Those of `perf timechart record -I`. */
const IO_CALLS = [
  ...['read', 'pread64', 'readv', 'preadv', 'write', 'pwrite64', 'writev', 'pwritev'],
  ...['sync', 'sync_file_range', 'fsync', 'msync'],
  ...['recvfrom', 'recvmmsg', 'recvmsg', 'sendto', 'sendmsg', 'sendmmsg'],
  ...['epoll_pwait', 'epoll_wait', 'poll', 'ppoll', 'pselect6', 'select'],
]

export interface RecordOptions {
  readonly callchains: boolean
  /** Events to sample besides, each with its frequency or period: `cpu-clock/freq=1000/`. */
  readonly samples?: readonly string[]
}

/**
 * Records a command on the whole machine, as perf timechart does.
 *
 * Errors: throws with what perf said, where it is missing or not allowed.
 */
export function recordLive(command: readonly string[], { callchains, samples = [] }: RecordOptions): LiveRecording {
  return inRecording(['-a', ...(callchains ? ['-g'] : [])], [...EVENTS, ...samples], command, data => ({
    text: printText(data),
    svg: drawTimechart(data, []),
  }))
}

/**
 * Records the I/O of a command and nothing else's: the machine's own would be perf's, and whatever the tests do.
 * `charts` are options of perf timechart; it draws the recording once with each of them.
 */
export function recordIo(
  command: readonly string[],
  charts: readonly (readonly string[])[],
): { readonly text: string; readonly svgs: readonly string[] } {
  const events = IO_CALLS.flatMap(name => [`syscalls:sys_enter_${name}`, `syscalls:sys_exit_${name}`])
  return inRecording([], events, command, data => ({
    text: printText(data),
    svgs: charts.map(options => drawTimechart(data, options)),
  }))
}

/** A recording made on the spot, and what perf sched tells of it. */
export interface SchedRecording {
  readonly text: string
  readonly timehist: string
  readonly latency: string
}

/** Records a command on the whole machine, with the events that perf sched reads; `waking` in place of `wakeup`. */
export function recordSched(command: readonly string[], { wakings = false } = {}): SchedRecording {
  const events = EVENTS.map(event => (wakings && event === 'sched:sched_wakeup' ? 'sched:sched_waking' : event))
  return inRecording(['-a'], [...events, 'sched:sched_migrate_task'], command, data => ({
    text: printText(data),
    timehist: runPerf(['sched', 'timehist', '-i', data, '--state', '--next', '--wakeups', '--migrations']),
    latency: runPerf(['sched', 'latency', '-i', data, '--pids']),
  }))
}

/** Records, and hands the recording to `use` before it is deleted. */
function inRecording<Result>(
  options: readonly string[],
  events: readonly string[],
  command: readonly string[],
  use: (data: string) => Result,
): Result {
  const dir = mkdtempSync(join(tmpdir(), 'tc-stream-'))
  try {
    const data = join(dir, 'perf.data')
    const wanted = events.flatMap(event => ['-e', event])
    runPerf(['record', '-q', '-R', '-c', '1', '-m', '2M', ...options, ...wanted, '-o', data, '--', ...command])
    return use(data)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function printText(data: string): string {
  return runPerf(['script', '-i', data, '--ns', '--header', '--show-task-events', '-F', FIELDS])
}

function drawTimechart(data: string, options: readonly string[]): string {
  const svg = `${data}.svg`
  runPerf(['timechart', '-i', data, '-n', '1000000', ...options, '-o', svg])
  return readFileSync(svg, 'utf8')
}

/** Why no recording can be made here; undefined where it can. */
export function whyNotRecord(): string | undefined {
  try {
    const { text } = recordLive(['true'], { callchains: false })
    return text.includes('sched:sched_switch:') ? undefined : 'perf recorded no switch'
  } catch (error) {
    return (error as Error).message
  }
}

function runPerf(args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync('perf', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    maxBuffer: TEXT_LIMIT_BYTES,
  })
  if (error !== undefined) throw new Error(`perf ${args[0]}: ${error.message}`)
  if (status !== 0) throw new Error(`perf ${args[0]}: ${firstLine(stderr) || `ended with ${status}`}`)
  return stdout
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find(line => line.trim() !== '')
      ?.trim() ?? ''
  )
}
