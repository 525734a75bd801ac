import {
  addInterval,
  addIo,
  type IntervalItem,
  type IoItem,
  type MarkItem,
  type TaskTotals,
  zeroTotals,
} from '@tc-stream/event-schema'
import type { KnownTask } from './known-tasks.js'
import type { TimelineFilterSettings } from './options.js'

/**
 * Sums up, for each task, what is left out of it. In a window the chart's totals are added up from what it is given: with
 * these sums they stay those of the task.
 */
export interface WindowSums {
  add(task: KnownTask, item: IntervalItem): void
  addIo(task: KnownTask, item: IoItem): void
  addMark(task: KnownTask, item: MarkItem): void
}

export function createWindowSums({ fromNs, toNs }: TimelineFilterSettings): WindowSums {
  // Without a window the totals of the `task` item hold.
  if (fromNs === undefined && toNs === undefined) return { add() {}, addIo() {}, addMark() {} }
  const from = fromNs ?? Number.NEGATIVE_INFINITY
  const to = toNs ?? Number.POSITIVE_INFINITY
  return {
    add: (task, item) => within(item, (startNs, endNs) => addInterval(totalsOf(task), item, startNs, endNs)),
    addIo: (task, item) => within(item, (startNs, endNs) => addIo(totalsOf(task), item, startNs, endNs)),
    addMark(task, { kind, timeNs }) {
      if (kind === 'migration' && timeNs >= from && timeNs < to) totalsOf(task).migrations++
    },
  }

  /** The part of an item in the window, as the reducer cuts it. */
  function within(item: IntervalItem | IoItem, count: (startNs: number, endNs: number) => void): void {
    const startNs = Math.max(item.startNs, from)
    const endNs = Math.min(item.endNs, to)
    if (startNs <= endNs && startNs < to && (endNs > from || item.startNs >= from)) count(startNs, endNs)
  }
}

function totalsOf(task: KnownTask): TaskTotals {
  task.leftOut ??= zeroTotals()
  return task.leftOut
}
