import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CliError, messageOf, systemError, UsageError } from './errors.js'
import { replaces } from './insert-stages.js'
import { longFlag, OPTION_RULES, optionKey, STAGE_SPAN, stagesOf } from './option-table.js'
import type { CliOptions } from './options.js'
import { type Seam, wayBetween } from './seams.js'
import { type NamedModule, parseStageModule, seamOf } from './stage-module.js'
import { printable } from './text.js'

/** Loads the modules of `--use`. Errors: CliError, in one line that names the file. */
export async function loadModules(files: readonly string[]): Promise<NamedModule[]> {
  const modules: NamedModule[] = []
  for (const file of files) modules.push(await loadModule(file))
  return modules
}

async function loadModule(file: string): Promise<NamedModule> {
  await stat(file).catch(error => {
    throw systemError('use', file, error)
  })
  try {
    return parseStageModule(printable(file), { ...(await import(pathToFileURL(resolve(file)).href)) })
  } catch (error) {
    throw new CliError(`cannot use ${printable(file)}: ${oneLine(messageOf(error))}${hintFor(error, file)}`)
  }
}

/** Where the fault is, Node tells only whoever lets it print the error. */
function hintFor(error: unknown, file: string): string {
  return error instanceof SyntaxError ? ` (node --check ${printable(file)} tells where)` : ''
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ')
}

/** Errors: UsageError for a module, or an option, that would have no effect. */
export function checkModules(modules: readonly NamedModule[], options: CliOptions): void {
  const from: Seam = options.fromFormat ?? 'text'
  const to: Seam = options.format
  const way = wayBetween(from, to)
  const runs: Runs = span => span.every(seam => way.includes(seam))
  for (const { name, stages, decoders } of modules) {
    for (const stage of stages) {
      if (!runs([seamOf(stage.from), seamOf(stage.to)])) {
        throw new UsageError(
          `--use ${name} has no effect from ${from} to ${to}: it works from ${stage.from} to ${stage.to}`,
        )
      }
      checkReplaced(name, seamOf(stage.from), seamOf(stage.to), options, runs)
    }
    if (Object.keys(decoders).length > 0) checkDecoders(name, modules, runs(['records', 'events']))
  }
}

/** Whether the way leads from one of two seams to the other. */
type Runs = (span: readonly Seam[]) => boolean

/** An option that speaks to a stage which is not there. */
function checkReplaced(name: string, from: Seam, to: Seam, options: CliOptions, runs: Runs): void {
  for (const rule of OPTION_RULES) {
    const value = options[optionKey(rule) as keyof CliOptions]
    // Of a switch, false says that it was not given.
    const given = rule.flags.startsWith('--no-') ? value === false : value !== undefined && value !== false
    const stage = stagesOf(rule).find(candidate => runs(STAGE_SPAN[candidate]))
    if (stage === undefined || !given) continue
    const [enters, leaves] = STAGE_SPAN[stage]
    if (!replaces({ from, to }, { from: enters, to: leaves })) continue
    throw new UsageError(`${longFlag(rule)} has no effect: ${name} takes the place of the ${stage}`)
  }
}

function checkDecoders(name: string, modules: readonly NamedModule[], normalizerRuns: boolean): void {
  const normalizer = { from: 'records', to: 'events' } as const
  const replacing = modules.find(({ stages }) =>
    stages.some(stage => replaces({ from: seamOf(stage.from), to: seamOf(stage.to) }, normalizer)),
  )
  if (normalizerRuns && replacing === undefined) return
  const why = replacing === undefined ? '' : `: ${replacing.name} takes its place`
  throw new UsageError(`--use ${name}: its decoders have no effect, the event-normalizer does not run${why}`)
}
