import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Run, runPipeline } from './pipeline.js'
import { perfScript, perfTimechart, type Recordings } from './recordings.js'
import type { Bench } from './settings.js'
import { interleave, median } from './statistics.js'

/** tc-stream against the program whose chart it draws better, on the same recordings. */
export async function benchTimechart(bench: Bench, recordings: Recordings): Promise<void> {
  await compare(bench, 'perf timechart, sched pipe', recordings.pipe, 0.8)
  await compare(bench, 'perf timechart, short processes', recordings.forks, 0.35)
}

async function compare(bench: Bench, group: string, recording: string, limit: number): Promise<void> {
  const { report, sizes, say, tcStream, charts, directory } = bench
  say(group)
  const theirs = join(directory, 'timechart.svg')
  const ours = `${recording}.svg`
  const runs = await interleave(sizes.rounds, {
    tcStream: () => runPipeline([perfScript(recording), tcStream()], ours),
    timechart: () => runPipeline([perfTimechart(recording, theirs)]),
  })
  charts.set(group, ours)
  const wall = (all: readonly Run[]) => median(all.map(({ wallMs }) => wallMs))
  const peak = (all: readonly Run[], at: number) => median(all.map(run => run.processes[at]?.peakRssBytes ?? 0)) / 1e6
  report.add(group, 'perf script | tc-stream', wall(runs.tcStream), 'ms')
  report.add(group, 'perf timechart', wall(runs.timechart), 'ms')
  report.add(group, 'ratio', wall(runs.tcStream) / wall(runs.timechart), '×', { at: 'most', limit })
  report.add(group, 'SVG of tc-stream', statSync(ours).size / 1e6, 'MB')
  report.add(group, 'SVG of perf timechart', statSync(theirs).size / 1e6, 'MB')
  report.add(group, 'peak memory of perf script', peak(runs.tcStream, 0), 'MB')
  report.add(group, 'peak memory of tc-stream', peak(runs.tcStream, 1), 'MB')
  report.add(group, 'peak memory of perf timechart', peak(runs.timechart, 0), 'MB')
}
