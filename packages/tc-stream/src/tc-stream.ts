import { Duplex, pipeline } from 'node:stream'
import { stepsWith } from './insert-stages.js'
import { parseStageModule, type StageModule } from './stage-module.js'
import type { StageOptions } from './stages.js'

/** The options of every stage; see their packages. */
export interface TcStreamOptions extends StageOptions {
  /** Stages and decoders of one's own, as `--use` takes them. */
  readonly use?: readonly StageModule[]
}

/** Every stage that has options; a name that is left out does not compile. */
const STAGES: Readonly<Record<keyof StageOptions, true>> = {
  lexer: true,
  normalizer: true,
  states: true,
  callchains: true,
  filter: true,
  reducer: true,
  emitter: true,
  summary: true,
  chromeTrace: true,
}
const NAMES = ['use', ...Object.keys(STAGES)].join(', ')

/**
 * The whole way as one stream: bytes of `perf script` in, SVG text out.
 *
 * Bounds: those of the stages; nothing is buffered because the reader is slow.
 * Errors: throws on options that a stage does not take, and on modules that are none; bad input never fails the stream.
 */
export function tcStream(options: TcStreamOptions = {}): Duplex {
  const { use = [], ...settings } = options
  const unknown = Object.keys(settings).find(name => !Object.hasOwn(STAGES, name))
  if (unknown !== undefined) throw new TypeError(`tcStream has no option '${unknown}'; it takes ${NAMES}`)
  const modules = use.map((module, index) => parseStageModule(`use.${index}`, module))
  const stages = stepsWith(settings, modules).map(step => step.open())
  const [first] = stages
  // A failure of one stage destroys them all with its error, and so the two ends that the caller holds.
  const last = pipeline(stages, () => {})
  return Duplex.from({ writable: first, readable: last })
}
