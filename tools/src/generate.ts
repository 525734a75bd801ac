import { once } from 'node:events'
import { Command, InvalidArgumentError } from 'commander'
import { DEFAULT_EVENTS } from './generator/options.js'
import { TraceGenerator } from './generator.js'

const MULTIPLES: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }

/** `1000`, `100k`, `10M`, `0.5`. */
function parseNumber(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kMG]?)$/.exec(text)
  if (match === null) throw new InvalidArgumentError('A number is expected, such as 100000 or 100k.')
  return Number(match[1]) * (MULTIPLES[match[2] as string] as number)
}

const program = new Command('generate')
  .description('Write text as perf script prints it, of a machine that never was, to stdout.')
  .option(
    '--events <n>',
    `events to write (default: ${DEFAULT_EVENTS}, with --fork-exit as many as it takes)`,
    parseNumber,
  )
  .option('--fork-exit <n>', 'until n tasks have forked and exited', parseNumber)
  .option('--cpus <n>', 'CPUs', parseNumber)
  .option('--tasks <n>', 'tasks that live all the time', parseNumber)
  .option('--comms <n>', 'distinct names', parseNumber)
  .option('--fork-rate <share>', 'share of what running tasks do that is a fork', parseNumber)
  .option('--callchains <depth>', 'frames of each callchain, 0 for none', parseNumber)
  .option('--distinct-callchains <n>', 'distinct callchains', parseNumber)
  .option('--rate <n>', 'events per second of the trace', parseNumber)
  .option('--ns', 'nine digits of time')
  .option('--header', 'begin with the facts of perf script --header')
  .option('--seed <n>', 'another seed, another trace', parseNumber)

async function run(generator: TraceGenerator): Promise<void> {
  const { stdout } = process
  // A reader that has seen enough, such as head, is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  for (const text of generator) if (!stdout.write(text, 'latin1')) await once(stdout, 'drain')
}

function createGenerator(): TraceGenerator {
  program.parse()
  try {
    return new TraceGenerator(program.opts())
  } catch (error) {
    return program.error(`generate: ${(error as Error).message}`, { exitCode: 2 })
  }
}

await run(createGenerator())
