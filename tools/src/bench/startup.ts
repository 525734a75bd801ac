import { type Run, runPipeline } from './pipeline.js'
import type { Bench } from './settings.js'
import { interleave, median } from './statistics.js'

/** How long one waits for nothing: the program's start, against that of Node itself. */
export async function benchStartup({ report, sizes, say, tcStream }: Bench): Promise<void> {
  say('start-up')
  const runs = await interleave(sizes.rounds * 2, {
    tcStream: () => runPipeline([tcStream('--version')]),
    node: () => runPipeline([{ file: process.execPath, args: ['-e', '0'] }]),
  })
  const wall = (all: readonly Run[]) => median(all.map(({ wallMs }) => wallMs))
  report.add('start-up', 'tc-stream --version', wall(runs.tcStream), 'ms')
  report.add('start-up', 'node alone', wall(runs.node), 'ms')
}
