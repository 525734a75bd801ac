import type { CpuItem, RowItem } from '@tc-stream/event-schema'
import type { Layout, PlacedRow } from './layout.js'
import type { CpuRow } from './rows.js'
import type { SampleCounts } from './samples.js'

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
      const { pid, ppid, comm, tasks, totals, samples } = placed.process
      const item: RowItem = {
        ...{ type: 'row', row, kind: 'process', pid, ppid, comm, tasks },
        ...{ ...within(placed.process, extent), totals },
      }
      return withSamples(item, samples)
    }
    case 'group': {
      const { comm, tasks, totals, samples } = placed.group
      const item: RowItem = { type: 'row', row, kind: 'group', comm, tasks, ...within(placed.group, extent), totals }
      return withSamples(item, samples)
    }
    case 'task': {
      const { taskId, tid, pid, ppid, parentTid, parentComm, comm, exited, totals, samples } = placed.task
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
      if (parentTid !== undefined) item.parentTid = parentTid
      if (parentComm !== undefined) item.parentComm = parentComm
      return withSamples(item, samples)
    }
  }
}

function withSamples(item: RowItem, samples: SampleCounts | undefined): RowItem {
  if (samples !== undefined) item.samples = Object.fromEntries(samples)
  return item
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
