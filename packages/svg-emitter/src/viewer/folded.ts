import { type RowPainter, STACKED } from '../shared/row-painter.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { createDensity, type Density } from './density.js'
import { visitStates } from './records.js'

/** Running, woken, blocked, unknown, highlighted: places in what the painter stacks. */
const PARTS = [1, 3, 4, 5, 0]

/** A call is drawn even if it took no time. Units: CSS pixels. */
const LEAST_WIDTH = 0.01
/** One that moved nothing can be seen; what is left of sums that should be nothing cannot. */
const LEAST_BYTES = 0.1
const TOO_LITTLE = 1e-6

/** The tasks of a process in one row: which share of them was in each state; where none has states, all their I/O. */
export function paintFolded(painter: RowPainter, data: ChartData, process: number, scale: TimeScale): void {
  const tasks = data.childrenOf(process)
  const hasStates = tasks.some(row => data.recordsOf(row).lanes.has('sched'))
  if (hasStates) paintStates(painter, data, tasks, scale)
  else paintIo(painter, data, tasks, scale)
}

/** Pixel by pixel, what all tasks moved; a call that takes longer than a pixel moves its bytes evenly. */
function paintIo(painter: RowPainter, data: ChartData, tasks: readonly number[], scale: TimeScale): void {
  const width = Math.ceil(scale.widthPx)
  const moved = new Map<string, Density>()
  for (const row of tasks) {
    const records = data.recordsOf(row)
    const lane = records.lanes.get('io')
    visitStates(records, lane, data.tables, scale.startNs, scale.endNs, (_state, ns, record, _count, name, bytes) => {
      const density = moved.get(name) ?? createDensity(width)
      moved.set(name, density)
      const left = Math.max(0, scale.x(lane?.startNs[record] as number))
      const length = Math.max(LEAST_WIDTH, Math.min(ns * scale.pxPerNs, width - left))
      density.cover(left, left + length, Math.max(LEAST_BYTES, bytes) / length)
    })
  }
  const states = [...moved].map(([state, density]) => [state, density.columns()] as const)
  for (let column = 0; column < width; column++) {
    for (const [state, bytes] of states) {
      const here = bytes[column] as number
      // Left of the column's middle: of what is summed in a pixel, files and network share the height.
      if (here > TOO_LITTLE) painter.io(state, scale.timeAt(column), scale.timeAt(column + 0.9), here)
    }
  }
}

function paintStates(painter: RowPainter, data: ChartData, tasks: readonly number[], scale: TimeScale): void {
  const width = Math.ceil(scale.widthPx)
  const densities = PARTS.map(() => createDensity(width))
  for (const row of tasks) {
    const records = data.recordsOf(row)
    const lane = records.lanes.get('sched')
    const running = densities[data.rows[row]?.spotlight.named ? 4 : 0]
    // By the index of a state: sleep is not drawn.
    const byState = [running, densities[1], densities[2], undefined, densities[3]]
    visitStates(records, lane, data.tables, scale.startNs, scale.endNs, (state, ns, record) => {
      const left = Math.max(scale.startNs, lane?.startNs[record] as number)
      const right = Math.min(scale.endNs, lane?.endNs[record] as number)
      byState[state]?.cover(scale.x(left), scale.x(right), ns / (right - left))
    })
  }
  const values = densities.map(density => density.columns())
  for (let column = 0; column < width; column++) {
    const from = scale.timeAt(column)
    const to = scale.timeAt(column + 1)
    const share = new Float64Array(STACKED)
    PARTS.forEach((part, index) => {
      share[part] = (values[index]?.[column] ?? 0) / Math.max(1, tasks.length)
    })
    painter.bin(from, to, share)
  }
}
