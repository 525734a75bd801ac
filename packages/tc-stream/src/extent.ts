import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openStages } from './compose.js'
import { CliError } from './errors.js'
import { openInputFile } from './input.js'
import { stepsWith } from './insert-stages.js'
import { createReport, watchItems } from './report.js'
import { positionOf, type Seam } from './seams.js'
import type { NamedModule } from './stage-module.js'
import { extentOf } from './stage-settings.js'
import { entrySeam } from './stages.js'
import type { TraceExtent } from './time-spec.js'

/**
 * Reads a whole file to learn when its trace begins and ends.
 *
 * Errors: CliError for what can be read only once.
 */
export async function measureExtent(
  file: string,
  from: Seam,
  modules: readonly NamedModule[],
  signal: AbortSignal,
): Promise<TraceExtent> {
  const report = createReport()
  const input = await openInputFile(file, { isNdjson: from !== 'text', signal })
  if (!input.isRepeatable) {
    input.stop()
    throw new CliError(
      `${input.name} can be read only once; a percentage needs a file, to find out when the trace ends`,
    )
  }
  const steps = stepsWith({}, modules)
  const entry = entrySeam(steps, from)
  const { stages } = openStages({
    steps,
    from,
    to: positionOf(entry) > positionOf('events') ? entry : 'events',
    hooks: { onItems: (seam, items) => watchItems(report, seam, items, entry), onEnd: () => {} },
    validate: false,
    ndjson: {},
  })
  const sink = new Writable({ objectMode: true, write: (_items, _encoding, done) => done() })
  await pipeline([input.stream, ...stages, sink], { signal })
  return extentOf(report)
}
