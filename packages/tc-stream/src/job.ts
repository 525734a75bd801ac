import type { Readable, Writable } from 'node:stream'
import type { LoadedSymbols } from '@tc-stream/callchain-resolver'
import type { ChartHeadItem, DiagnosticItem } from '@tc-stream/event-schema'
import { composeStages } from './compose.js'
import { CliError } from './errors.js'
import { insertStages } from './insert-stages.js'
import type { Logger } from './log.js'
import type { Item } from './ndjson.js'
import type { CliOptions } from './options.js'
import { createReport, type Report, watchEntry, watchItems } from './report.js'
import { type ItemSeam, isItemSeam, type Seam } from './seams.js'
import { narrowsTasks } from './selection.js'
import { decodersOf, type NamedModule } from './stage-module.js'
import { stageOptions } from './stage-settings.js'
import { entrySeam, type Step, stepsBetween } from './stages.js'
import { createSteps } from './steps.js'
import { refuseUnknown } from './strict.js'
import { nothingSelected, nothingToDraw } from './summary.js'
import type { TraceExtent } from './time-spec.js'

/** The stages that were asked for, and what they have seen so far. */
export interface Job {
  readonly from: Seam
  readonly to: Seam
  readonly report: Report
  lines(): number
  run(input: Readable, output: Writable, signal: AbortSignal): Promise<void>
}

/** What a job is made of. */
export interface JobParts {
  readonly options: CliOptions
  readonly modules: readonly NamedModule[]
  readonly symbols: LoadedSymbols
  readonly log: Logger
  readonly extent: TraceExtent | undefined
}

/** Errors: CliError where two modules take the same place. */
export function createJob({ options, modules, symbols, log, extent }: JobParts): Job {
  const from: Seam = options.fromFormat ?? 'text'
  const to: Seam = options.format
  const report = createReport()
  const note = (item: DiagnosticItem) => {
    // The stage goes on counting in this object; a stage after the last seam has no other way to be heard.
    report.diagnostics.set(item.code, item)
    logDiagnostic(log, item)
  }
  const reading = (item: DiagnosticItem) => {
    note(item)
    if (options.strict) refuseUnknown(item)
  }
  const stages = stageOptions(options, { reading, other: note })
  const settings = {
    ...stages,
    normalizer: { ...stages.normalizer, decoders: decodersOf(modules) },
    callchains: { ...stages.callchains, ...symbols },
  }
  const steps = insertStages(createSteps(options, settings, report, extent), modules, { onDiagnostic: note })
  const entry = entrySeam(steps, from)
  const gate = gateOf(stepsBetween(steps, from, to), from, to)
  const composition = composeStages({
    steps,
    from,
    to,
    hooks: {
      onItems(seam, items) {
        watchItems(report, seam, items, entry)
        if (seam === 'chart' && report.head !== undefined) refuseEmptyChart(report, report.head, options)
      },
      ...(entry === 'timeline' && stages.filter !== undefined
        ? { onEnter: (items: readonly Item[]) => watchEntry(report, entry, items) }
        : {}),
      isHeld: seam => isTooEarly(seam, to, report),
      onEnd(seam) {
        if (!report.drawable && seam === gate) throw new CliError(nothingToDraw(report, seam, composition.lines()))
      },
    },
    validate: options.validate,
    ndjson: { onDiagnostic: reading },
  })
  return { from, to, report, lines: composition.lines, run: composition.run }
}

/** What is made from a timeline that has something in it. */
const SHOWS_TIMELINE: readonly Seam[] = ['chart', 'summary', 'chrome-trace']

/**
 * The seam where it is decided, before anything is written, whether there is something to draw: what stands behind it
 * is silent until its input ends. A stream that is only handed on as NDJSON may be empty, and so may one that a stage of
 * one's own makes into something else.
 */
function gateOf(steps: readonly Step[], from: Seam, to: Seam): ItemSeam | undefined {
  if (isItemSeam(to) && to !== 'chart') return undefined
  if (from !== 'chart' && !steps.some(step => SHOWS_TIMELINE.includes(step.to))) return undefined
  if (from === 'timeline' || from === 'chart') return from
  return 'events'
}

/**
 * The trace item comes long before it is known whether there is a chart, and forks and exits may come before anything
 * that can be drawn; they must not reach the output alone.
 */
function isTooEarly(seam: ItemSeam, to: Seam, report: Report): boolean {
  if (seam === 'chart') return report.head === undefined
  return seam === 'timeline' && to === 'chrome-trace' && !report.drawable
}

function refuseEmptyChart(report: Report, head: ChartHeadItem, options: CliOptions): void {
  const isEmpty = head.rows === 0 || head.elements === 0
  if (isEmpty || (head.tasks === 0 && narrowsTasks(options))) throw new CliError(nothingSelected(report, options))
}

function logDiagnostic(log: Logger, item: DiagnosticItem): void {
  const { type: _, severity, ...facts } = item
  if (severity === 'error') log.error(facts, item.meaning)
  else if (severity === 'warning') log.warn(facts, item.meaning)
  else log.info(facts, item.meaning)
}
