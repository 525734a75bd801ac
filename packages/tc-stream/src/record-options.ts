import { Command, CommanderError, Option } from 'commander'
import { z } from 'zod'
import { UsageError } from './errors.js'
import { longFlag, type OptionRule } from './option-table.js'
import type { RecordMode } from './record-events.js'
import { didYouMean } from './suggest.js'

/** Where the options of this command are told. */
const HELP = 'tc-stream record --help'

/** The options of `tc-stream record`, in the order of its help. Letters and names are those of perf timechart record. */
export const RECORD_OPTION_RULES: readonly OptionRule[] = [
  { flags: '-g, --callchain', text: 'keep the backtrace of every event: why a task stopped, and who woke it' },
  { flags: '-I, --io-only', text: 'record system calls that do I/O, instead of scheduling and power' },
  { flags: '-P, --power-only', text: 'record idle states and frequencies of the CPUs only' },
  { flags: '-T, --tasks-only', text: 'record scheduling only, without power and interrupts' },
  { flags: '-o, --output <file>', text: 'write the recording to FILE', default: 'perf.data' },
  { flags: '--print', text: 'print the perf command line instead of running it' },
  { flags: '-q, --quiet', text: 'say nothing unless it fails' },
  { flags: '-h, --help', text: 'print this page' },
]

const RecordOptionsSchema = z.strictObject({
  callchain: z.boolean().default(false),
  ioOnly: z.boolean().default(false),
  powerOnly: z.boolean().default(false),
  tasksOnly: z.boolean().default(false),
  output: z.string().min(1, '--output: expected a file name, not an empty text').default('perf.data'),
  print: z.boolean().default(false),
  quiet: z.boolean().default(false),
  help: z.boolean().default(false),
})

export type RecordOptions = z.infer<typeof RecordOptionsSchema> & {
  readonly mode: RecordMode
  /** What to run meanwhile; without it the recording lasts until it is interrupted. */
  readonly command: readonly string[]
}

/** Reads what follows `tc-stream record`. Errors: UsageError, in one line. */
export function parseRecordOptions(args: readonly string[]): RecordOptions {
  const command = new Command('record')
    .argument('[command...]')
    .helpOption(false)
    // What follows the name of the command is the command's own.
    .passThroughOptions()
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
  for (const rule of RECORD_OPTION_RULES) command.addOption(new Option(rule.flags, rule.text))
  try {
    command.parse([...args], { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error) : error
  }
  const parsed = RecordOptionsSchema.safeParse(command.opts())
  if (!parsed.success) throw new UsageError(parsed.error.issues[0]?.message ?? parsed.error.message, HELP)
  const options = parsed.data
  if (options.powerOnly && options.tasksOnly && !options.help) {
    throw new UsageError('-P and -T exclude each other: without them both power and tasks are recorded', HELP)
  }
  return { ...options, mode: modeOf(options), command: command.args }
}

/** As in perf timechart record, -I wins over -P and -T. */
function modeOf({ ioOnly, powerOnly, tasksOnly }: z.infer<typeof RecordOptionsSchema>): RecordMode {
  if (ioOnly) return 'io'
  if (powerOnly) return 'power'
  return tasksOnly ? 'tasks' : 'all'
}

function usageError(error: CommanderError): UsageError {
  const message = error.message.replace(/^error: /, '').replace(/\n[\s\S]*$/, '')
  const typed = /unknown option '([^'=]+)/.exec(message)?.[1]
  if (typed === undefined) return new UsageError(message.replace(/ argument missing$/, ' needs a value'), HELP)
  return new UsageError(`unknown option '${typed}'${didYouMean(typed, RECORD_OPTION_RULES.map(longFlag))}`, HELP)
}
