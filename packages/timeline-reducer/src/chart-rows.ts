import type { CpuItem, RowItem } from '@tc-stream/event-schema'
import type { Layout, PlacedRow } from './layout.js'
import type { CpuRow } from './rows.js'

/** Extent of the chart. */
export interface Extent {
  readonly startNs: number
  readonly endNs: number
}

/** The row items of a chart, in order. */
export function* rowItems(layout: Layout, extent: Extent, windowed: boolean): Generator<RowItem, void, undefined> {
  let index = 0
  for (const row of layout.rows) yield rowItem(row, index++, extent, windowed)
}

function rowItem(placed: PlacedRow, row: number, extent: Extent, windowed: boolean): RowItem {
  switch (placed.kind) {
    case 'cpu':
      return cpuRow(placed.cpu, row, extent, windowed)
    case 'process': {
      const { pid, ppid, comm, tasks, totals } = placed.process
      return { type: 'row', row, kind: 'process', pid, ppid, comm, tasks, ...within(placed.process, extent), totals }
    }
    case 'group': {
      const { comm, tasks, totals } = placed.group
      return { type: 'row', row, kind: 'group', comm, tasks, ...within(placed.group, extent), totals }
    }
    case 'task': {
      const { taskId, tid, pid, ppid, comm, exited, totals } = placed.task
      const item: RowItem = {
        type: 'row',
        row,
        kind: 'task',
        taskId,
        tid,
        pid,
        ppid,
        comm,
        tasks: 1,
        exited,
        ...within(placed.task, extent),
        totals,
      }
      if (placed.parent !== undefined) item.parent = placed.parent
      return item
    }
  }
}

function cpuRow(cpu: CpuRow, row: number, extent: Extent, windowed: boolean): RowItem {
  const item: RowItem = {
    type: 'row',
    row,
    kind: 'cpu',
    cpu: cpu.cpu,
    ...within(cpu, extent),
    cpuTotals: cpuTotals(cpu, extent, windowed),
  }
  if (cpu.freqNs > 0) item.meanFreqKhz = Math.round(cpu.freqKhzNs / cpu.freqNs)
  return item
}

/** What the state machine counted holds for the whole trace; in a window, or without it, what the intervals show. */
function cpuTotals(cpu: CpuRow, extent: Extent, windowed: boolean): NonNullable<RowItem['cpuTotals']> {
  if (cpu.given !== undefined && !windowed) return totalsGiven(cpu.given)
  const { busyNs, idleNs, switches, lost } = cpu
  return {
    busyNs,
    idleNs,
    unknownNs: Math.max(0, extent.endNs - extent.startNs - busyNs - idleNs),
    switches,
    lost,
  }
}

function totalsGiven({ busyNs, idleNs, unknownNs, switches, lost }: CpuItem): NonNullable<RowItem['cpuTotals']> {
  return { busyNs, idleNs, unknownNs, switches, lost }
}

/** A row of which nothing but its existence is known reaches over the whole chart. */
function within(row: Extent, extent: Extent): Extent {
  if (row.startNs > row.endNs) return { startNs: extent.startNs, endNs: extent.endNs }
  return { startNs: row.startNs, endNs: row.endNs }
}
