import {
  type ArrowItem,
  type ChartHeadItem,
  type ChartItem,
  type DiagnosticItem,
  type EndItem,
  ioBytesOf,
} from '@tc-stream/event-schema'
import { chooseArrows } from './arrows.js'
import { CELL } from './bins.js'
import { ElementEmitter } from './chart-elements.js'
import { type Extent, rowItems } from './chart-rows.js'
import type { Layout, PlacedRow } from './layout.js'
import type { Shared } from './shared.js'
import { taskNs } from './totals.js'
import type { WorstIntervals } from './worst.js'

/** What the chart needs besides its rows. */
export interface ChartParts {
  readonly shared: Shared
  readonly layout: Layout
  readonly waits: WorstIntervals
  readonly blocks: WorstIntervals
  readonly end: EndItem | undefined
  /** Of earlier stages. */
  readonly diagnostics: readonly DiagnosticItem[]
  readonly windowed: boolean
}

/** The chart, item by item as they are asked for, in the order that the contract gives. */
export function* chartItems(parts: ChartParts): Generator<ChartItem, void, undefined> {
  const { shared, layout } = parts
  const extent = extentOf(parts)
  const arrows = chooseArrows(shared, layout)
  yield headOf(parts, extent, arrows)
  yield* parts.diagnostics
  yield* shared.diagnostics.items()
  yield* rowItems(layout, extent, parts.windowed)
  const emitter = new ElementEmitter(layout, extent, shared.states)
  for (let row = 0; row < layout.rows.length; row++) yield* emitter.row(layout.rows[row] as PlacedRow, row)
  yield* arrows
  for (const [rank, box] of parts.waits.ranked().entries()) yield emitter.worst('waiting', rank, box)
  for (const [rank, box] of parts.blocks.ranked().entries()) yield emitter.worst('blocked', rank, box)
  yield* emitter.callchains()
  yield { type: 'chartEnd' }
}

/** What the trace's end tells and what its items show; within the window. */
function extentOf({ shared, end }: ChartParts): Extent {
  const { fromNs = Number.NEGATIVE_INFINITY, toNs = Number.POSITIVE_INFINITY } = shared.settings
  let startNs = Math.min(shared.startNs, end?.startNs ?? Number.POSITIVE_INFINITY)
  let endNs = Math.max(shared.endNs, end?.endNs ?? Number.NEGATIVE_INFINITY)
  if (startNs > endNs) startNs = endNs = 0
  startNs = Math.max(startNs, fromNs)
  endNs = Math.min(endNs, toNs)
  // A window beside the trace shows nothing.
  return { startNs, endNs: Math.max(startNs, endNs) }
}

function headOf({ shared, layout, end }: ChartParts, extent: Extent, arrows: readonly ArrowItem[]): ChartHeadItem {
  const maxFreqKhz = maxFrequencyOf(layout)
  const { totals, tasksDrawn, tasksGrouped, tasksLeftOut, leftOutRunningNs, thresholdNs } = layout
  return {
    type: 'chart',
    ...extent,
    quantumNs: shared.quantumNs,
    rows: layout.rows.length,
    elements: shared.elements,
    foldedIntervals: countFolded(layout),
    tasks: tasksDrawn + tasksGrouped + tasksLeftOut,
    tasksDrawn,
    tasksGrouped,
    tasksLeftOut,
    leftOutRunningNs,
    thresholdNs,
    unknownNs: totals.unknownNs,
    inferredNs: totals.inferredNs,
    taskNs: taskNs(totals),
    events: end?.events ?? 0,
    ...(maxFreqKhz > 0 ? { maxFreqKhz } : {}),
    cpuLanes: cpuLanesOf(layout),
    interruptArrows: arrows.filter(({ context }) => context === 'interrupt').length,
    ...(shared.marked > 0 ? { marked: shared.marked } : {}),
    scheduled: shared.scheduled,
    ...(totals.ioCalls > 0 ? { io: ioOf(shared, layout) } : {}),
  }
}

function ioOf({ io }: Shared, { totals, thresholdBytes, leftOutBytes }: Layout): NonNullable<ChartHeadItem['io']> {
  return {
    calls: totals.ioCalls,
    bytes: ioBytesOf(totals),
    maxBytes: io.maxBytes,
    errors: Object.fromEntries([...io.errors].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    thresholdBytes,
    leftOutBytes,
  }
}

function maxFrequencyOf(layout: Layout): number {
  let most = 0
  for (const row of layout.rows) if (row.kind === 'cpu') most = Math.max(most, row.cpu.maxFreqKhz)
  return most
}

function cpuLanesOf(layout: Layout): string[] {
  const lanes = new Set<string>()
  for (const row of layout.rows) {
    if (row.kind === 'cpu') for (const { lane, elements } of row.cpu.tracks) if (elements > 0) lanes.add(lane)
  }
  return [...lanes].sort()
}

function countFolded(layout: Layout): number {
  let sum = 0
  for (const row of layout.rows) {
    for (const { bins } of lanesOf(row)) {
      for (const { cells } of bins.bins) {
        for (let at = 2; at < cells.length; at += CELL) sum += cells[at] as number
      }
    }
  }
  return sum
}

function lanesOf(row: PlacedRow) {
  switch (row.kind) {
    case 'cpu':
      return row.cpu.tracks
    case 'task':
      return row.task.tracks
    case 'group':
      return row.group.lanes
    default:
      return []
  }
}
