import { Duplex, pipeline } from 'node:stream'
import { allSteps, type StageOptions } from './stages.js'

/** The options of every stage; see their packages. */
export type TcStreamOptions = StageOptions

/**
 * The whole way as one stream: bytes of `perf script` in, SVG text out.
 *
 * Bounds: those of the stages; nothing is buffered because the reader is slow.
 * Errors: throws on options that a stage does not take; bad input never fails the stream.
 */
export function tcStream(options: TcStreamOptions = {}): Duplex {
  const stages = allSteps(options).map(step => step.open())
  const [first] = stages
  // A failure of one stage destroys them all with its error, and so the two ends that the caller holds.
  const last = pipeline(stages, () => {})
  return Duplex.from({ writable: first, readable: last })
}
