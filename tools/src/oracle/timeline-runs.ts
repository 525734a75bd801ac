import type { IdleItem, TimelineItem } from '@tc-stream/event-schema'
import { append } from './multimap.js'
import { readTimeline, type TimelineStretch } from './timeline-stretches.js'

/** A run of a task, or of a CPU's idle task (tid 0), and what the task did since its run before. */
export interface Run {
  readonly tid: number
  readonly cpu: number | null
  readonly startNs: bigint
  readonly endNs: bigint
  readonly inferred: boolean
  readonly cut: string | undefined
  readonly before: readonly TimelineStretch[]
  /** The run before was only seen, not recorded: how it ended, and what came of it up to `before`'s end, is unknown. */
  readonly lostSight: boolean
}

export interface Runs {
  /** The run of this task that ends there in that microsecond, and has not been claimed. */
  claim(tid: number, cpu: number, endUs: number): Run | undefined
  /** Those that both ends are certain of, and that nobody claimed. */
  unclaimed(): Run[]
}

const SECOND_NS = 1_000_000_000n

/** Whole microseconds, the rest cut off, as perf prints them. */
export function floorUs(timeNs: bigint): number {
  return Number(timeNs / 1000n)
}

export function readRuns(items: readonly TimelineItem[]): Runs {
  const waiting = new Map<string, Run[]>()
  for (const run of [...runsOfTasks(items), ...runsOfIdle(items)]) {
    append(waiting, keyOf(run.tid, run.cpu, floorUs(run.endNs)), run)
  }
  return {
    claim: (tid, cpu, endUs) => waiting.get(keyOf(tid, cpu, endUs))?.shift(),
    unclaimed: () => [...waiting.values()].flat().filter(({ inferred, cut }) => !inferred && cut === undefined),
  }
}

function keyOf(tid: number, cpu: number | null, endUs: number): string {
  return `${tid} ${cpu} ${endUs}`
}

/** The stretches of a timeline come task by task, in order of time. */
function* runsOfTasks(items: readonly TimelineItem[]): Generator<Run> {
  let before: TimelineStretch[] = []
  let last: TimelineStretch | undefined
  let tid: number | undefined
  for (const stretch of readTimeline(items).stretches) {
    if (stretch.tid !== tid) {
      before = []
      last = undefined
    }
    tid = stretch.tid
    if (stretch.state !== 'running') before.push(stretch)
    else {
      yield { ...stretch, before, lostSight: last?.inferred === true && before.at(-1)?.state === 'unknown' }
      before = []
      last = stretch
    }
  }
}

function* runsOfIdle(items: readonly TimelineItem[]): Generator<Run> {
  const originNs = originOf(items)
  for (const item of items) {
    if (item.type !== 'idle') continue
    const { cpu, startNs, endNs, inferred, cut }: IdleItem = item
    const times = { startNs: originNs + BigInt(startNs), endNs: originNs + BigInt(endNs) }
    yield { tid: 0, cpu, ...times, inferred: inferred === true, cut, before: [], lostSight: false }
  }
}

/** Absolute time of the origin of a timeline. */
export function originOf(items: readonly TimelineItem[]): bigint {
  const trace = items.find(item => item.type === 'trace')
  return BigInt(trace?.originSeconds ?? 0) * SECOND_NS
}
