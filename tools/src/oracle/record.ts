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

/**
 * Records a command on the whole machine, as perf timechart does.
 *
 * Errors: throws with what perf said, where it is missing or not allowed.
 */
export function recordLive(command: readonly string[], { callchains }: { callchains: boolean }): LiveRecording {
  const dir = mkdtempSync(join(tmpdir(), 'tc-stream-'))
  try {
    const data = join(dir, 'perf.data')
    const svg = join(dir, 'chart.svg')
    const events = EVENTS.flatMap(event => ['-e', event])
    runPerf([
      'record',
      '-q',
      '-a',
      '-R',
      '-c',
      '1',
      ...(callchains ? ['-g'] : []),
      ...events,
      '-o',
      data,
      '--',
      ...command,
    ])
    const text = runPerf(['script', '-i', data, '--ns', '--header', '--show-task-events', '-F', FIELDS])
    runPerf(['timechart', '-i', data, '-n', '1000000', '-o', svg])
    return { text, svg: readFileSync(svg, 'utf8') }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
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
