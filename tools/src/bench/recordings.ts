import { join } from 'node:path'
import { type Command, runPipeline } from './pipeline.js'
import type { Bench } from './settings.js'

const EVENTS = [
  'sched:sched_switch',
  'sched:sched_wakeup',
  'sched:sched_wakeup_new',
  'power:cpu_idle',
  'power:cpu_frequency',
]

const perf = (...args: string[]): Command => ({ file: 'perf', args })

export const perfScript = (recording: string): Command => perf('script', '-i', recording)
export const perfTimechart = (recording: string, out: string): Command => perf('timechart', '-i', recording, '-o', out)

export interface Recordings {
  /** `perf bench sched pipe`: two tasks that wake each other. */
  readonly pipe: string
  /** The same with callchains. */
  readonly pipeCallchains: string
  /** Many short processes from a shell. */
  readonly forks: string
}

/** Records this machine, all CPUs. Errors: rejects where perf is not installed or may not record. */
export async function makeRecordings({ sizes, directory, say }: Bench): Promise<Recordings> {
  const recordings = {
    pipe: join(directory, 'pipe.data'),
    pipeCallchains: join(directory, 'pipe-callchains.data'),
    forks: join(directory, 'forks.data'),
  }
  const pipeBench = ['perf', 'bench', 'sched', 'pipe', '-l', String(sizes.pipeLoops)]
  const forkLoop = ['sh', '-c', `i=0; while [ $i -lt ${sizes.shortProcesses} ]; do /bin/true; i=$((i+1)); done`]
  say('recording perf bench sched pipe')
  await record(recordings.pipe, [], pipeBench)
  say('recording the same with callchains')
  await record(recordings.pipeCallchains, ['-g'], pipeBench)
  say(`recording ${sizes.shortProcesses} short processes`)
  await record(recordings.forks, [], forkLoop)
  return recordings
}

async function record(out: string, options: string[], workload: string[]): Promise<void> {
  const events = EVENTS.flatMap(event => ['-e', event])
  await runPipeline([
    perf('record', '-q', '-a', '-R', '-c', '1', '-m', '4M', ...events, ...options, '-o', out, '--', ...workload),
  ])
}
