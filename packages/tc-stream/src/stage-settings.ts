import type { DiagnosticListener } from '@tc-stream/event-schema'
import { UsageError } from './errors.js'
import { highlightOptions } from './highlight.js'
import type { CliOptions } from './options.js'
import type { Report } from './report.js'
import { defaultThreshold, filterOptions } from './selection.js'
import type { StageOptions } from './stages.js'
import { resolveTimeSpec, type TimeSpec, type TraceExtent } from './time-spec.js'

/** Who is told of what a stage meets for the first time. */
export interface DiagnosticListeners {
  /** Stages that read foreign text: with `--strict` their warnings end the run. */
  readonly reading: DiagnosticListener
  readonly other: DiagnosticListener
}

/** A window in ns of the trace. */
export interface Window {
  readonly fromNs?: number
  readonly toNs?: number
}

/** The options of the stages, from those of the command line. The window comes later: it needs to know the trace. */
export function stageOptions(options: CliOptions, listeners: DiagnosticListeners): StageOptions {
  const { reading, other } = listeners
  const filter = filterOptions(options, other)
  return {
    lexer: { onDiagnostic: reading },
    normalizer: { onDiagnostic: reading },
    states: defined({
      ioSkipEagain: options.ioSkipEagain,
      ioMinTimeNs: options.ioMinTime,
      ioMergeDistNs: options.ioMergeDist,
      onDiagnostic: other,
    }),
    callchains: defined({ callchainDepth: options.callchainDepth, onDiagnostic: other }),
    ...(filter === undefined ? {} : { filter }),
    reducer: defined({
      minTasks: options.procNum,
      thresholdNs: options.threshold ?? defaultThreshold(options),
      thresholdBytes: options.ioThreshold,
      maxElements: options.maxElements,
      maxRows: options.maxRows,
      worst: options.worst,
      topology: options.topology,
      onDiagnostic: other,
    }),
    summary: defined({
      json: options.json,
      minTasks: options.procNum,
      thresholdNs: options.threshold ?? defaultThreshold(options),
      thresholdBytes: options.ioThreshold,
      maxTasks: options.maxRows,
      worst: options.worst,
      onDiagnostic: other,
    }),
    chromeTrace: { onDiagnostic: other },
    emitter: defined({
      width: options.width,
      arrows: options.arrows,
      title: options.title,
      theme: options.theme,
      script: options.script,
      highlight: highlightOptions(options.highlight),
      caller: options.caller,
      onDiagnostic: other,
    }),
  }
}

export function hasWindow(options: CliOptions): boolean {
  return options.from !== undefined || options.to !== undefined
}

/** A percentage needs the extent of the trace, and so a reading of the whole input before the drawing. */
export function needsExtent(options: CliOptions): boolean {
  return options.from?.kind === 'percent' || options.to?.kind === 'percent'
}

/** What is known of the trace's extent by now. */
export function extentOf(report: Report): TraceExtent {
  const { trace, firstNs = 0, lastNs = firstNs } = report
  return { originSeconds: trace?.originSeconds ?? 0, firstNs, lastNs }
}

/** Errors: UsageError for a window that ends before it begins. */
export function resolveWindow(options: CliOptions, extent: TraceExtent): Window {
  const timeOf = (spec: TimeSpec | undefined) => (spec === undefined ? undefined : resolveTimeSpec(spec, extent))
  const fromNs = timeOf(options.from)
  const toNs = timeOf(options.to)
  if (fromNs !== undefined && toNs !== undefined && toNs <= fromNs) {
    throw new UsageError('--to is not after --from')
  }
  return defined({ fromNs, toNs })
}

/** Without the keys whose value is undefined, so that a stage's own default holds. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
