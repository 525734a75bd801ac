import {
  addInterval,
  addIo,
  addTotals,
  detachString,
  type IntervalItem,
  type IoItem,
  ioBytesOf,
  type TaskItem,
  zeroTotals,
} from '@tc-stream/event-schema'
import { Distribution } from './distribution.js'
import { IoTotals } from './io.js'
import { Waits } from './waits.js'

/** All that is summed up of one task, or of many. */
export class TaskSums {
  totals = zeroTotals()
  readonly waits = new Waits()
  blocks: Distribution | undefined
  io: IoTotals | undefined

  /** Counts an interval, of which `[startNs, endNs)` is in the window. */
  add(item: IntervalItem, startNs: number, endNs: number): void {
    addInterval(this.totals, item, startNs, endNs)
    this.addLength(item, startNs, endNs)
  }

  /** The same for what no totals tell. */
  addLength(item: IntervalItem, startNs: number, endNs: number): void {
    if (item.state === 'waiting') this.waits.add(item.cause, endNs - startNs, startNs)
    else if (item.state === 'blocked') {
      this.blocks ??= new Distribution()
      this.blocks.add(endNs - startNs, startNs)
    }
  }

  /** Counts calls, of which `[startNs, endNs)` is in the window. */
  addIo(item: IoItem, startNs: number, endNs: number): void {
    addIo(this.totals, item, startNs, endNs)
    this.addCall(item, startNs, endNs)
  }

  /** The same for what no totals tell. */
  addCall(item: IoItem, startNs: number, endNs: number): void {
    this.io ??= new IoTotals()
    this.io.add(item, startNs, endNs)
  }

  absorb(other: TaskSums): void {
    addTotals(this.totals, other.totals)
    this.waits.absorb(other.waits)
    if (other.blocks !== undefined) {
      this.blocks ??= new Distribution()
      this.blocks.absorb(other.blocks)
    }
    if (other.io !== undefined) {
      this.io ??= new IoTotals()
      this.io.absorb(other.io)
    }
  }
}

/** Who a row is about, as every item of the task tells. */
export type TaskKey = Pick<IntervalItem, 'taskId' | 'tid' | 'pid' | 'comm'>

/** One life of one tid under one comm. */
export class TaskRow extends TaskSums {
  readonly taskId: number
  readonly tid: number
  readonly comm: string
  /** Of its first appearance among all tasks. */
  readonly order: number
  pid: number | null
  ppid: number | null = null
  parentTid: number | undefined
  parentComm: string | undefined
  processComm: string | undefined
  exited = false
  startNs = Number.POSITIVE_INFINITY
  endNs = Number.NEGATIVE_INFINITY

  constructor(key: TaskKey, order: number) {
    super()
    this.taskId = key.taskId
    this.tid = key.tid
    this.comm = key.comm
    this.pid = key.pid
    this.order = order
  }

  touch(startNs: number, endNs: number): void {
    if (startNs < this.startNs) this.startNs = startNs
    if (endNs > this.endNs) this.endNs = endNs
  }

  /** Takes over the totals that its `task` item tells. If it tells none of I/O, those that were counted hold. */
  claim(item: TaskItem): void {
    const { ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes } = this.totals
    const counted = { ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes }
    this.totals = zeroTotals()
    addTotals(this.totals, item.ioCalls === undefined ? { ...item, ...counted } : item)
    this.startNs = item.startNs
    this.endNs = item.endNs
  }

  /** Takes over what its `task` item tells of who it was. */
  end(item: TaskItem): void {
    this.exited = item.exited
    if (item.pid !== null) this.pid = item.pid
    this.ppid = item.ppid
    this.parentTid = item.parentTid
    this.parentComm = item.parentComm === undefined ? undefined : detachString(item.parentComm)
    this.processComm = item.processComm === undefined ? undefined : detachString(item.processComm)
  }
}

/** The longest running first; of equal ones the one that moved more bytes, then the one that came first. */
export function byWeight(a: TaskRow, b: TaskRow): number {
  return b.totals.runningNs - a.totals.runningNs || ioBytesOf(b.totals) - ioBytesOf(a.totals) || a.order - b.order
}
