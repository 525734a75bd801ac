import { join } from 'node:path'
import { type Command, type Run, runPipeline } from './pipeline.js'
import { type Bench, generate } from './settings.js'
import { interleave, median, spread } from './statistics.js'

/** A stream of one length, what makes it, and what it is measured in. */
interface Length {
  readonly name: string
  readonly count: number
  readonly source: Command
}

/** Most memory, whatever the length. Units: MB. */
const MEMORY_LIMIT_MB = 200

/** How much the measurements of two lengths may differ. Units: %. */
const SPREAD_LIMIT = 10

/** Whether memory, and the time for each event, stay the same however long the stream is. */
export async function benchStreams(bench: Bench): Promise<void> {
  const { streamEvents, streamForks } = bench.sizes
  const named = (count: number, what: string) => `${count.toLocaleString('en')} ${what}`
  await benchLengths(
    bench,
    'a pipe of events',
    'event',
    streamEvents.map(count => ({ name: named(count, 'events'), count, source: generate('--events', count) })),
  )
  await benchLengths(
    bench,
    'tasks that fork and exit',
    'task',
    streamForks.map(count => ({ name: named(count, 'tasks'), count, source: generate('--fork-exit', count) })),
  )
}

async function benchLengths(bench: Bench, group: string, one: string, lengths: readonly Length[]): Promise<void> {
  const { report, say, tcStream, charts, directory } = bench
  const peaks: number[] = []
  const times: number[] = []
  const totalsMs: number[] = []
  const results = await measure(bench, lengths, length => {
    say(`${group}: ${length.name}`)
    const chart = join(directory, `${length.name.replaceAll(/\W/g, '-')}.svg`)
    charts.set(length.name, chart)
    return runPipeline([length.source, tcStream()], chart)
  })
  for (const [at, { name, count }] of lengths.entries()) {
    const runs = results[at] as Run[]
    const peak = median(runs.map(run => run.processes[1]?.peakRssBytes ?? 0)) / 1e6
    const totalMs = median(runs.map(({ wallMs }) => wallMs))
    const micros = (totalMs * 1000) / count
    report.add(group, `peak memory, ${name}`, peak, 'MB', { at: 'most', limit: MEMORY_LIMIT_MB })
    report.add(group, `time for each ${one}, ${name}`, micros, 'µs')
    peaks.push(peak)
    times.push(micros)
    const shorter = lengths[at - 1]
    if (shorter !== undefined) {
      const further = ((totalMs - (totalsMs.at(-1) as number)) * 1000) / (count - shorter.count)
      report.add(group, `time for each further ${one}, from ${shorter.name}`, further, 'µs')
    }
    totalsMs.push(totalMs)
  }
  const goal = { at: 'most', limit: SPREAD_LIMIT } as const
  report.add(group, 'largest memory over smallest', spread(peaks) * 100, '%', goal)
  report.add(group, `longest time for each ${one} over shortest`, spread(times) * 100, '%', goal)
}

/** In turns; lengths that would take too long to repeat run once. */
async function measure(
  bench: Bench,
  lengths: readonly Length[],
  run: (length: Length) => Promise<Run>,
): Promise<Run[][]> {
  const repeated = lengths.filter(length => !isLong(length))
  const results = await interleave(
    Math.min(3, bench.sizes.rounds),
    Object.fromEntries(repeated.map(length => [length.name, () => run(length)])),
  )
  const all: Run[][] = []
  for (const length of lengths) all.push(results[length.name] ?? [await run(length)])
  return all
}

function isLong({ count }: Length): boolean {
  return count > 20_000_000
}
