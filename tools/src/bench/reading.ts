import { join } from 'node:path'
import { countLines } from './count-lines.js'
import { type Command, type Run, runPipeline } from './pipeline.js'
import { perfScript, type Recordings } from './recordings.js'
import { type Bench, generate, splitOnly } from './settings.js'
import { interleave, median } from './statistics.js'

const wall = (runs: readonly Run[]) => median(runs.map(({ wallMs }) => wallMs))

/** How fast a file of generated text is read, against cutting it into lines and no more. */
export async function benchFile(bench: Bench): Promise<void> {
  const { sizes, directory } = bench
  await benchText(bench, 'a file, no callchains', sizes.fileEvents, join(directory, 'plain.txt'), [])
  await benchText(bench, 'a file, callchains', sizes.callchainEvents, join(directory, 'deep.txt'), [
    '--callchains',
    '20',
  ])
}

async function benchText(bench: Bench, group: string, events: number, path: string, options: string[]): Promise<void> {
  const { report, sizes, say, tcStream, charts, directory } = bench
  say(`${group}: ${events.toLocaleString('en')} events`)
  await runPipeline([generate('--events', events, ...options)], path)
  const chart = join(directory, `${path}.svg`.split('/').at(-1) as string)
  const runs = await interleave(sizes.rounds, {
    tcStream: () => runPipeline([tcStream('-i', path, '-o', chart)]),
    split: () => runPipeline([splitOnly(path)]),
  })
  charts.set(group, chart)
  const [ms, splitMs] = [wall(runs.tcStream), wall(runs.split)]
  report.add(group, `tc-stream, ${events.toLocaleString('en')} events`, ms, 'ms')
  report.add(group, 'events read', events / (ms / 1000), 'events/s')
  report.add(group, 'split2 alone', splitMs, 'ms')
  report.add(group, 'tc-stream / split2 alone', ms / splitMs, '×')
}

/** Whether tc-stream reads faster than perf prints, and what it adds to the time of `perf script`. */
export async function benchPerfScript(bench: Bench, recordings: Recordings): Promise<void> {
  await benchRecording(bench, 'perf script, no callchains', recordings.pipe)
  await benchRecording(bench, 'perf script, callchains', recordings.pipeCallchains)
}

async function benchRecording(bench: Bench, group: string, recording: string): Promise<void> {
  const { report, sizes, say, tcStream } = bench
  say(group)
  const text = `${recording}.txt`
  const print: Command = perfScript(recording)
  await runPipeline([print], text)
  const lines = await countLines(text)
  const runs = await interleave(sizes.rounds, {
    perf: () => runPipeline([print]),
    read: () => runPipeline([tcStream('-i', text)]),
    both: () => runPipeline([print, tcStream()]),
  })
  const [perfMs, readMs, bothMs] = [wall(runs.perf), wall(runs.read), wall(runs.both)]
  report.add(group, 'perf script > /dev/null', lines / (perfMs / 1000), 'lines/s')
  report.add(group, 'tc-stream -i FILE > /dev/null', lines / (readMs / 1000), 'lines/s')
  report.add(group, 'rate of reading / rate of printing', perfMs / readMs, '×', { at: 'least', limit: 2 })
  report.add(group, 'perf script | tc-stream', bothMs, 'ms')
  report.add(group, 'the same / perf script alone', bothMs / perfMs, '×', { at: 'most', limit: 1.1 })
}
