import type { Duplex } from 'node:stream'
import { type CallchainResolverOptions, resolveCallchains } from '@tc-stream/callchain-resolver'
import { type ChromeTraceOptions, emitChromeTrace } from '@tc-stream/chrome-trace-emitter'
import { type NormalizerOptions, normalizeEvents } from '@tc-stream/event-normalizer'
import { type LexerOptions, lexPerfScript } from '@tc-stream/perf-script-lexer'
import { type StateMachineOptions, trackStates } from '@tc-stream/state-machine'
import { type SummaryOptions, summarize } from '@tc-stream/summary-emitter'
import { emitSvg, type SvgOptions } from '@tc-stream/svg-emitter'
import { filterTimeline, type TimelineFilterOptions } from '@tc-stream/timeline-filter'
import { reduceTimeline, type TimelineReducerOptions } from '@tc-stream/timeline-reducer'
import { type Seam, wayBetween } from './seams.js'

/** The options of every stage, each under its own name. */
export interface StageOptions {
  readonly lexer?: LexerOptions
  readonly normalizer?: Partial<NormalizerOptions>
  readonly states?: StateMachineOptions
  readonly callchains?: CallchainResolverOptions
  /** Where it is absent, the filter is too: all that happened is drawn. */
  readonly filter?: TimelineFilterOptions
  readonly reducer?: TimelineReducerOptions
  readonly emitter?: Partial<SvgOptions>
  readonly summary?: SummaryOptions
  readonly chromeTrace?: ChromeTraceOptions
}

/** One step of the way from text to picture. */
export interface Step {
  readonly from: Seam
  readonly to: Seam
  readonly open: () => Duplex
  /** The module that a stage of one's own comes from, by its name. */
  readonly module?: string
  readonly isFilter?: true
}

/**
 * The whole way to one of its ends:
 *
 * ```
 * text ─▶ records ─▶ events ─▶ timeline ─▶ timeline (─▶ timeline) ┬─▶ chart ─▶ svg
 *                                                                 ├─▶ summary
 *                                                                 └─▶ chrome-trace
 * ```
 */
export function allSteps(options: StageOptions = {}, to: Seam = 'svg'): Step[] {
  const { filter } = options
  const steps: Step[] = [
    { from: 'text', to: 'records', open: () => lexPerfScript(options.lexer) },
    { from: 'records', to: 'events', open: () => normalizeEvents(options.normalizer) },
    { from: 'events', to: 'timeline', open: () => trackStates(options.states) },
    { from: 'timeline', to: 'timeline', open: () => resolveCallchains(options.callchains) },
    ...(filter === undefined ? [] : [filterStep(filter)]),
    { from: 'timeline', to: 'chart', open: () => reduceTimeline(options.reducer) },
    { from: 'chart', to: 'svg', open: () => emitSvg(options.emitter) },
    { from: 'timeline', to: 'summary', open: () => summarize(options.summary) },
    { from: 'timeline', to: 'chrome-trace', open: () => emitChromeTrace(options.chromeTrace) },
  ]
  return stepsBetween(steps, 'text', to)
}

/** The first seam that items pass: where a stream of text becomes items, or where it comes in as such. */
export function entrySeam(steps: readonly Step[], from: Seam): Seam {
  return from === 'text' ? (steps.find(step => step.from === from)?.to ?? 'records') : from
}

function filterStep(options: TimelineFilterOptions): Step {
  return { from: 'timeline', to: 'timeline', open: () => filterTimeline(options), isFilter: true }
}

/** The steps between two seams. */
export function stepsBetween(steps: readonly Step[], from: Seam, to: Seam): Step[] {
  const way = wayBetween(from, to)
  return steps.filter(step => way.includes(step.from) && way.includes(step.to))
}
