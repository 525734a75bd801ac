import { addInterval, type IntervalItem, type MarkItem, zeroTotals } from '@tc-stream/event-schema'
import type { KnownTask } from './known-tasks.js'
import type { TimelineFilterSettings } from './options.js'

/**
 * Sums up, for each task, what is left out of it. In a window the chart's totals are added up from what it is given: with
 * these sums they stay those of the task.
 */
export interface WindowSums {
  add(task: KnownTask, item: IntervalItem): void
  addMark(task: KnownTask, item: MarkItem): void
}

export function createWindowSums({ fromNs, toNs }: TimelineFilterSettings): WindowSums {
  // Without a window the totals of the `task` item hold.
  if (fromNs === undefined && toNs === undefined) return { add() {}, addMark() {} }
  const from = fromNs ?? Number.NEGATIVE_INFINITY
  const to = toNs ?? Number.POSITIVE_INFINITY
  return {
    add(task, item) {
      const startNs = Math.max(item.startNs, from)
      const endNs = Math.min(item.endNs, to)
      if (startNs > endNs || startNs >= to || (endNs <= from && item.startNs < from)) return
      task.leftOut ??= zeroTotals()
      addInterval(task.leftOut, item, startNs, endNs)
    },
    addMark(task, { kind, timeNs }) {
      if (kind !== 'migration' || timeNs < from || timeNs >= to) return
      task.leftOut ??= zeroTotals()
      task.leftOut.migrations++
    },
  }
}
