import {
  addInterval,
  type CpuItem,
  type IntervalItem,
  ioBytesOf,
  type Lane,
  type TaskTotals,
  zeroTotals,
} from '@tc-stream/event-schema'
import { RowMarks } from './marks.js'
import { countSamples, type SampleCounts } from './samples.js'
import { Track } from './track.js'

/** Who a task row is about, as every item of the task tells. */
export type TaskKey = Pick<IntervalItem, 'taskId' | 'tid' | 'pid' | 'comm'>

/** What all rows with tracks of their own have. */
abstract class TrackedRow {
  readonly tracks: Track[] = []
  readonly marks = new RowMarks()
  /** Extent of what is known of it. */
  startNs = Number.POSITIVE_INFINITY
  endNs = Number.NEGATIVE_INFINITY

  /** The track of a lane, made at its first use. */
  track(lane: Lane): Track {
    for (const track of this.tracks) if (track.lane === lane) return track
    const track = new Track(lane)
    this.tracks.push(track)
    return track
  }

  touch(startNs: number, endNs: number): void {
    if (startNs < this.startNs) this.startNs = startNs
    if (endNs > this.endNs) this.endNs = endNs
  }

  get elements(): number {
    let sum = 0
    for (const track of this.tracks) sum += track.elements
    return sum
  }
}

/** One life of one tid under one comm. */
export class TaskRow extends TrackedRow {
  readonly taskId: number
  readonly tid: number
  /** A row that a header opened has the header's comm until a payload tells better. */
  comm: string
  /** Of its first appearance among all tasks. */
  readonly order: number
  pid: number | null
  ppid: number | null = null
  parentTid: number | undefined = undefined
  parentComm: string | undefined = undefined
  processComm: string | undefined = undefined
  /** When it was forked, if that was recorded. */
  bornNs: number | undefined = undefined
  /** Other samples taken in it, by event. */
  samples: SampleCounts | undefined = undefined
  exited = false
  totals: TaskTotals = zeroTotals()
  /** How far up the cut line's steps it has come. */
  level: number
  readonly sched: Track

  constructor(key: TaskKey, order: number, level: number) {
    super()
    this.taskId = key.taskId
    this.tid = key.tid
    this.comm = key.comm
    this.pid = key.pid
    this.order = order
    this.level = level
    this.sched = this.track('sched')
  }

  count(item: IntervalItem, startNs: number, endNs: number): void {
    // A pid may become known late (a side-band record, a header of another layout).
    if (item.pid !== null) this.pid = item.pid
    if (item.comm !== this.comm) this.comm = item.comm
    this.touch(startNs, endNs)
    addInterval(this.totals, item, startNs, endNs)
  }

  countSample(event: string): void {
    this.samples = countSamples(this.samples, event, 1)
  }
}

export class CpuRow extends TrackedRow {
  readonly cpu: number
  busyNs = 0
  idleNs = 0
  switches = 0
  lost = 0
  /** Totals as the state machine tells them: of the whole trace. */
  given: CpuItem | undefined
  freqNs = 0
  maxFreqKhz = 0
  /** Frequency times time, for the mean. */
  freqKhzNs = 0
  readonly sched: Track

  constructor(cpu: number) {
    super()
    this.cpu = cpu
    this.sched = this.track('sched')
  }
}

/** The longest running first; of equal ones the one that moved most bytes, and then the first that came. */
export const byWeight = (a: TaskRow, b: TaskRow): number => byTotals(a.totals, b.totals) || a.order - b.order

export const byTotals = (a: TaskTotals, b: TaskTotals): number =>
  b.runningNs - a.runningNs || ioBytesOf(b) - ioBytesOf(a)
