import { join } from 'node:path'
import { type Command, nodeCommand } from './pipeline.js'
import type { Report } from './result.js'

const dist = join(import.meta.dirname, '..')

export const ROOT = join(dist, '..', '..')

/** How much of everything. */
export interface Sizes {
  readonly rounds: number
  /** Events of the text that is read from a file. */
  readonly fileEvents: number
  /** Events of the same with callchains. */
  readonly callchainEvents: number
  /** Loops of `perf bench sched pipe`. */
  readonly pipeLoops: number
  readonly shortProcesses: number
  /** Lengths of streams whose memory is compared. */
  readonly streamEvents: readonly number[]
  /** Tasks that fork and exit within a stream. */
  readonly streamForks: readonly number[]
}

export const FULL: Sizes = {
  rounds: 5,
  fileEvents: 1_000_000,
  callchainEvents: 200_000,
  pipeLoops: 200_000,
  shortProcesses: 4000,
  streamEvents: [1_000_000, 10_000_000],
  streamForks: [100_000, 1_000_000],
}

export const QUICK: Sizes = {
  rounds: 2,
  fileEvents: 100_000,
  callchainEvents: 20_000,
  pipeLoops: 10_000,
  shortProcesses: 200,
  streamEvents: [100_000, 300_000],
  streamForks: [5_000, 20_000],
}

/** `--long` adds a stream of this many events. */
export const LONG_EVENTS = 100_000_000

/** What every group of measurements is given. */
export interface Bench {
  readonly sizes: Sizes
  readonly report: Report
  /** For files of the bench, deleted at its end. */
  readonly directory: string
  /** Charts drawn on the way, for the group that opens them. */
  readonly charts: Map<string, string>
  readonly tcStream: (...args: string[]) => Command
  readonly chromiumPath: string
  readonly say: (text: string) => void
}

export const generate = (...args: (string | number)[]): Command =>
  nodeCommand(join(dist, 'generate.js'), ...args.map(String))
export const splitOnly = (path: string): Command => nodeCommand(join(import.meta.dirname, 'split-only.js'), path)
