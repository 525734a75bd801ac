import {
  addInterval,
  addIo,
  type IntervalItem,
  type IoItem,
  type MarkItem,
  type TaskTotals,
  TimeWindow,
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
  const window = new TimeWindow(fromNs, toNs)
  // Without a window the totals of the `task` item hold.
  if (!window.isPart) return { add() {}, addIo() {}, addMark() {} }
  return {
    add(task, item) {
      if (item.endNs >= item.startNs && window.clip(item))
        addInterval(totalsOf(task), item, window.startNs, window.endNs)
    },
    addIo(task, item) {
      if (item.endNs >= item.startNs && window.clip(item)) addIo(totalsOf(task), item, window.startNs, window.endNs)
    },
    addMark(task, { kind, timeNs }) {
      if (kind === 'migration' && window.has(timeNs)) totalsOf(task).migrations++
    },
  }
}

function totalsOf(task: KnownTask): TaskTotals {
  task.leftOut ??= zeroTotals()
  return task.leftOut
}
