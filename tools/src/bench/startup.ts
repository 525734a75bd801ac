import { type Run, runPipeline } from './pipeline.js'
import type { Bench } from './settings.js'
import { interleave, median } from './statistics.js'

/** A program that is there at once, to a person. Units: ms. */
const START_LIMIT_MS = 200

/** How long one waits for nothing: the program's start, against that of Node itself. */
export async function benchStartup({ report, sizes, say, tcStream }: Bench): Promise<void> {
  say('start-up')
  const runs = await interleave(sizes.rounds * 2, {
    tcStream: () => runPipeline([tcStream('--version')]),
    node: () => runPipeline([{ file: process.execPath, args: ['-e', '0'] }]),
  })
  const wall = (all: readonly Run[]) => median(all.map(({ wallMs }) => wallMs))
  report.add('start-up', 'tc-stream --version', wall(runs.tcStream), 'ms', { at: 'most', limit: START_LIMIT_MS })
  report.add('start-up', 'node alone', wall(runs.node), 'ms')
}
