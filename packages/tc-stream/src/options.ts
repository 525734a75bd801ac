import type { SelectableState, TaskMatcher } from '@tc-stream/timeline-filter'
import { Command, CommanderError, Option } from 'commander'
import { z } from 'zod'
import { byteSizeHint, parseByteSize } from './byte-size.js'
import { type DurationUnit, durationHint, parseDuration } from './duration.js'
import { UsageError, ValueError } from './errors.js'
import { type HighlightSpec, parseHighlight } from './highlight.js'
import { parseNumberList } from './number-list.js'
import {
  COLOR_CHOICES,
  LOG_LEVELS,
  longFlag,
  OPTION_RULES,
  type OptionRule,
  type OptionStage,
  OUTPUT_FORMATS,
  optionKey,
  STAGE_SPAN,
  STATES,
  stagesOf,
  THEMES,
} from './option-table.js'
import { ITEM_SEAMS, isItemSeam, type Seam, wayBetween, wayTo } from './seams.js'
import { didYouMean } from './suggest.js'
import { parseTaskSpec } from './task-spec.js'
import { parseTimeSpec, type TimeSpec } from './time-spec.js'

/** Widest and narrowest chart that still makes sense. Units: px. */
const WIDTH_LIMITS = { min: 480, max: 100_000 }

/** A whole number as a person types it: `100000`, `100_000`, `100,000`, `100k`, `2M`. */
function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`
  return z.string().transform((text, context) => {
    const parts = /^(\d[\d_,]*)([kM]?)$/.exec(text)
    const scale = parts?.[2] === 'k' ? 1_000 : parts?.[2] === 'M' ? 1_000_000 : 1
    const value = parts === null ? Number.NaN : Number(parts[1]?.replace(/[_,]/g, '')) * scale
    if (value >= min && value <= max) return value
    context.addIssue({ code: 'custom', message: `${expected}, not '${text}'` })
    return z.NEVER
  })
}

/** A length of time. Units: ns; a plain number is in `defaultUnit`. */
function duration(defaultUnit: DurationUnit) {
  return z.string().transform((text, context) => {
    const ns = parseDuration(text, defaultUnit)
    if (ns !== undefined) return ns
    context.addIssue({ code: 'custom', message: durationHint(text, defaultUnit) })
    return z.NEVER
  })
}

const byteSize = z.string().transform((text, context) => {
  const bytes = parseByteSize(text)
  if (bytes !== undefined) return bytes
  context.addIssue({ code: 'custom', message: byteSizeHint(text) })
  return z.NEVER
})

/** Lists of numbers, each as `0,2-5`. */
function numberLists(what: string) {
  return z.array(z.string()).transform((texts, context): readonly number[] => {
    const numbers = new Set<number>()
    for (const text of texts) {
      const list = parseNumberList(text)
      if ('problem' in list) {
        context.addIssue({ code: 'custom', message: `expected ${what}, ${list.problem}` })
        return z.NEVER
      }
      for (const number of list.numbers) numbers.add(number)
    }
    return [...numbers]
  })
}

const states = z.array(z.string()).transform((texts, context) => {
  const names = texts.flatMap(text => text.split(',').map(name => name.trim()))
  const unknown = names.find(name => !STATES.includes(name as SelectableState))
  if (unknown === undefined) return names as SelectableState[]
  const hint = didYouMean(unknown, STATES) || `; it takes ${STATES.join(', ')}`
  context.addIssue({ code: 'custom', message: `unknown state '${unknown}'${hint}` })
  return z.NEVER
})

const tasks = z
  .array(z.string().min(1, 'expected a name, a number or a /REGEX/, not an empty text'))
  .transform((texts, context): readonly TaskMatcher[] => attempt(context, () => texts.map(parseTaskSpec)))

const highlights = z
  .array(z.string().min(1, 'expected a duration, a name or a /REGEX/, not an empty text'))
  .transform((texts, context): readonly HighlightSpec[] => attempt(context, () => texts.map(parseHighlight)))

/** Errors: what is wrong with a value of the user's is an issue of the option. */
function attempt<Result>(context: z.RefinementCtx, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
}

const timeSpec = z.string().transform((text, context): TimeSpec => {
  const spec = parseTimeSpec(text)
  if (spec !== undefined) return spec
  context.addIssue({
    code: 'custom',
    message: `expected a time such as 443.5 (as perf prints it), +1.5s (after the start) or 10%, not '${text}'`,
  })
  return z.NEVER
})

const fileName = z.string().min(1, 'expected a file name, not an empty text')

/** Options that only speak of the rows of tasks. */
const TASK_OPTIONS = [
  ...['--process', '--tid', '--state', '--min-duration', '--proc-num', '--threshold', '--io-threshold'],
]

/** The options as the program uses them; what is undefined is left to the stage it speaks to. */
const CliOptionsSchema = z.strictObject({
  input: fileName.optional(),
  fromFormat: z.enum(ITEM_SEAMS).optional(),
  kallsyms: fileName.optional(),
  perfMapDir: fileName.optional(),
  strict: z.boolean().default(false),
  use: z.array(fileName).default([]),
  output: fileName.optional(),
  format: z.enum(OUTPUT_FORMATS).default('svg'),
  json: z.boolean().optional(),
  width: wholeNumber(WIDTH_LIMITS.min, WIDTH_LIMITS.max).optional(),
  title: z.string().optional(),
  theme: z.enum(THEMES).optional(),
  highlight: highlights.optional(),
  caller: z.boolean().optional(),
  callchainDepth: wholeNumber(1, 1_024).optional(),
  script: z.boolean().default(true),
  powerOnly: z.boolean().optional(),
  tasksOnly: z.boolean().optional(),
  process: tasks.optional(),
  tid: numberLists('thread ids such as 812,815').optional(),
  cpu: numberLists('CPUs such as 0,2-5').optional(),
  state: states.optional(),
  minDuration: duration('ns').optional(),
  procNum: wholeNumber(0, 1e9).optional(),
  threshold: duration('ms').optional(),
  ioThreshold: byteSize.optional(),
  topology: z.boolean().optional(),
  from: timeSpec.optional(),
  to: timeSpec.optional(),
  ioSkipEagain: z.boolean().optional(),
  ioMinTime: duration('ns').optional(),
  ioMergeDist: duration('ns').optional(),
  maxElements: wholeNumber(100, 1e9).optional(),
  maxRows: wholeNumber(1, 1e9).optional(),
  worst: wholeNumber(0, 1e6).optional(),
  arrows: wholeNumber(0, 10_000).optional(),
  quiet: z.boolean().default(false),
  progress: z.boolean().optional(),
  color: z.enum(COLOR_CHOICES).default('auto'),
  logLevel: z.enum(LOG_LEVELS).default('silent'),
  validate: z.boolean().default(false),
  version: z.boolean().default(false),
  help: z.boolean().default(false),
})

export type CliOptions = z.infer<typeof CliOptionsSchema>

/**
 * Reads the command line.
 *
 * Errors: UsageError, in one line, with the nearest right option or value.
 */
export function parseOptions(args: readonly string[]): CliOptions {
  const command = createCommand()
  try {
    command.parse([...args], { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error, args) : error
  }
  const raw = command.opts<Record<string, unknown>>()
  if (raw.help === true || raw.version === true) return CliOptionsSchema.parse({ help: raw.help, version: raw.version })
  checkChoices(raw)
  const operand = command.args[0]
  if (operand !== undefined && raw.input !== undefined) {
    throw new UsageError(`two inputs: -i ${String(raw.input)} and ${operand}`)
  }
  const parsed = CliOptionsSchema.safeParse({ ...raw, input: operand ?? raw.input })
  if (!parsed.success) throw valueError(parsed.error)
  checkSeams(command, parsed.data)
  checkPercentage(parsed.data)
  checkRows(command, parsed.data)
  return parsed.data
}

function createCommand(): Command {
  const command = new Command('tc-stream')
    .argument('[file]')
    .helpOption(false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
  for (const rule of OPTION_RULES) command.addOption(createOption(rule))
  return command
}

function createOption(rule: OptionRule): Option {
  const option = new Option(rule.flags, rule.text)
  // commander would default `--no-x` to true; an option that is not given stays absent, and the schema decides.
  option.defaultValue = undefined
  if (rule.repeatable === true) option.argParser((value, before: string[] = []) => [...before, value])
  return option
}

/** commander's message in our words: no prefix, no second line, the nearest right option added. */
function usageError(error: CommanderError, args: readonly string[]): UsageError {
  const message = error.message.replace(/^error: /, '').replace(/\n[\s\S]*$/, '')
  if (error.code === 'commander.excessArguments') return new UsageError('more than one input file')
  const typed = /unknown option '([^'=]+)/.exec(message)?.[1]
  if (typed === undefined) return new UsageError(message.replace(/ argument missing$/, ' needs a value'))
  const given = (args.find(argument => argument.startsWith(typed)) ?? typed).replace(/=.*$/, '')
  const known = OPTION_RULES.find(rule => rule.flags.split(', ').includes(given))
  if (known !== undefined) return new UsageError(`option '${known.flags}' takes no value`)
  return new UsageError(`unknown option '${given}'${didYouMean(typed, OPTION_RULES.map(longFlag))}`)
}

function checkChoices(raw: Readonly<Record<string, unknown>>): void {
  for (const rule of OPTION_RULES) {
    const value = raw[optionKey(rule)]
    if (rule.choices === undefined || typeof value !== 'string' || rule.choices.includes(value)) continue
    const hint = didYouMean(value, rule.choices) || `; it takes ${rule.choices.join(', ')}`
    throw new UsageError(`${longFlag(rule)}: unknown value '${value}'${hint}`)
  }
}

function valueError(error: z.ZodError): UsageError {
  const issue = error.issues[0]
  const rule = OPTION_RULES.find(candidate => optionKey(candidate) === issue?.path[0])
  return new UsageError(`${rule === undefined ? '' : `${longFlag(rule)}: `}${issue?.message ?? error.message}`)
}

/** The output must lie behind the input, and each option must speak to a stage that runs. */
function checkSeams(command: Command, options: CliOptions): void {
  const from: Seam = options.fromFormat ?? 'text'
  const to: Seam = options.format
  const way = wayBetween(from, to)
  if (way.length === 0) throw new UsageError(noWay(from, to))
  for (const rule of OPTION_RULES) {
    const stages = stagesOf(rule)
    if (stages.length === 0 || command.getOptionValueSource(optionKey(rule)) !== 'cli') continue
    if (stages.some(stage => STAGE_SPAN[stage].every(seam => way.includes(seam)))) continue
    throw new UsageError(
      `${longFlag(rule)} has no effect from ${from} to ${to}: the ${stages.join(' or ')} does not run there${elsewhere(from, stages)}`,
    )
  }
}

/** `; it does with --format summary`, of stages that make a format. */
function elsewhere(from: Seam, stages: readonly OptionStage[]): string {
  const formats = stages.map(stage => STAGE_SPAN[stage][1]).filter(seam => !isItemSeam(seam))
  const reachable = formats.filter(format => wayBetween(from, format).length > 1)
  return reachable.length === 0 ? '' : `; it does with --format ${reachable.join(' or ')}`
}

function noWay(from: Seam, to: Seam): string {
  if (wayTo(from).includes(to)) {
    return `--format ${to} lies before --from-format ${from}: the stream does not run backwards`
  }
  return `--format ${to} cannot be made from --from-format ${from}: it is made from ${wayTo(to).at(-2)}`
}

function checkPercentage({ input, from, to }: CliOptions): void {
  const percent = from?.kind === 'percent' || to?.kind === 'percent'
  if (!percent || (input !== undefined && input !== '-')) return
  throw new UsageError('a percentage needs a file: where a pipe ends is known only when it has passed; use +SECONDS')
}

/** What speaks of tasks has nothing to speak of where none is drawn. */
function checkRows(command: Command, { powerOnly, tasksOnly }: CliOptions): void {
  if (!powerOnly) return
  if (tasksOnly) throw new UsageError('--power-only draws no tasks, and --tasks-only no power states: choose one')
  const idle = OPTION_RULES.find(
    rule => TASK_OPTIONS.includes(longFlag(rule)) && command.getOptionValueSource(optionKey(rule)) === 'cli',
  )
  if (idle !== undefined) throw new UsageError(`${longFlag(idle)} has no effect with --power-only: no task is drawn`)
}
