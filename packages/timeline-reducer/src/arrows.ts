import type { ArrowItem } from '@tc-stream/event-schema'
import type { Box } from './box.js'
import { type Layout, wakerRowOf } from './layout.js'
import type { Shared } from './shared.js'

interface Candidate {
  readonly arrow: ArrowItem
  readonly waitNs: number
}

/**
 * The wakeups between two drawn rows whose wait is exact, in order of time. When there are too many, those before the
 * longest waits are kept.
 */
export function chooseArrows(shared: Shared, layout: Layout): ArrowItem[] {
  const { maxArrows } = shared.settings
  const waiting = shared.states.idOf('waiting')
  let candidates: Candidate[] = []
  layout.rows.forEach((row, toRow) => {
    if (row.kind !== 'task') return
    for (const box of row.task.sched.boxes) {
      if (box.state !== waiting) continue
      const arrow = arrowOf(box, toRow, layout, shared)
      if (arrow !== undefined) candidates.push({ arrow, waitNs: box.endNs - box.startNs })
    }
  })
  const dropped = candidates.length - maxArrows
  if (dropped > 0) {
    shared.diagnostics.count('TC_REDUCE_ARROWS', { by: dropped })
    candidates = candidates.sort((a, b) => b.waitNs - a.waitNs || byTime(a.arrow, b.arrow)).slice(0, maxArrows)
  }
  return candidates.map(({ arrow }) => arrow).sort(byTime)
}

function arrowOf(box: Box, toRow: number, layout: Layout, shared: Shared): ArrowItem | undefined {
  const { wake } = box
  if (wake?.timeNs === undefined) return undefined
  const fromRow = wakerRowOf(layout, wake)
  if (fromRow === undefined || fromRow === toRow) return undefined
  if (wake.timeNs < shared.startNs || wake.timeNs > shared.endNs) return undefined
  return { type: 'arrow', timeNs: wake.timeNs, fromRow, toRow, context: wake.context ?? 'task' }
}

const byTime = (a: ArrowItem, b: ArrowItem): number => a.timeNs - b.timeNs || a.toRow - b.toRow || a.fromRow - b.fromRow
