import { type GivenTotals, ioBytesOf } from '@tc-stream/event-schema'

/** What the line goes by. */
export type Done = Pick<GivenTotals, 'runningNs' | 'ioReadBytes' | 'ioWriteBytes' | 'ioRxBytes' | 'ioTxBytes'>

/** What a task has to do for a row: run for so long, or move so many bytes. */
interface Step {
  readonly ns: number
  readonly bytes: number
}

/**
 * What a task may have to do for a row: reach one of two thresholds, or those divided by ten again and again, or at last
 * nothing. It is the rule of the chart, so that both list the same tasks.
 *
 * Bounds: one count for each division.
 */
export class CutLine {
  readonly #steps: Step[] = []
  /** Tasks that had to give way to longer running ones, by the first step they reach. */
  readonly #displaced: number[] = []

  constructor(thresholdNs: number, thresholdBytes: number) {
    let [ns, bytes] = [thresholdNs, thresholdBytes]
    for (; ns > 0 || bytes > 0; ns = Math.floor(ns / 10), bytes = Math.floor(bytes / 10)) {
      // Only the last step is without bytes: tasks without I/O are measured by their running time alone.
      this.#steps.push({ ns, bytes: thresholdBytes === 0 ? 0 : Math.max(1, bytes) })
    }
    this.#steps.push({ ns: 0, bytes: 0 })
    for (const _ of this.#steps) this.#displaced.push(0)
  }

  displace(done: Done): void {
    const at = this.levelOf(done)
    this.#displaced[at] = (this.#displaced[at] as number) + 1
  }

  /** How many of the tasks that gave way have come so far. */
  displacedUpTo(level: number): number {
    return this.#displaced.slice(0, level + 1).reduce((sum, count) => sum + count, 0)
  }

  /** The first step that a task reaches, from 0. */
  levelOf(done: Done): number {
    return this.#steps.findIndex(step => done.runningNs >= step.ns || ioBytesOf(done) >= step.bytes)
  }

  /** The first step that as many tasks reach, the last one if there are not as many. */
  choose(tasks: readonly Done[], minTasks: number): number {
    const levels = tasks.map(done => this.levelOf(done)).sort((a, b) => a - b)
    return minTasks === 0 ? 0 : (levels[minTasks - 1] ?? this.#steps.length - 1)
  }

  stepAt(level: number): Step {
    return this.#steps[level] as Step
  }
}
