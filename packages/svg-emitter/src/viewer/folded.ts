import { type RowPainter, STACKED } from '../shared/row-painter.js'
import type { TimeScale } from '../shared/time-scale.js'
import type { ChartData } from './data.js'
import { createDensity } from './density.js'
import { visitStates } from './records.js'

/** Running, woken, blocked, unknown, highlighted: places in what the painter stacks. */
const PARTS = [1, 3, 4, 5, 0]

/** The tasks of a process in one row: pixel by pixel, which share of them was in each state. */
export function paintFolded(painter: RowPainter, data: ChartData, process: number, scale: TimeScale): void {
  const width = Math.ceil(scale.widthPx)
  const densities = PARTS.map(() => createDensity(width))
  const tasks = data.childrenOf(process)
  for (const row of tasks) {
    const records = data.recordsOf(row)
    const lane = records.lanes.get('sched')
    const running = densities[data.rows[row]?.spotlight.named ? 4 : 0]
    // By the index of a state: sleep is not drawn.
    const byState = [running, densities[1], densities[2], undefined, densities[3]]
    visitStates(
      records,
      lane,
      data.tables,
      scale.startNs,
      scale.endNs,
      (state, ns, _count, { startNs, endNs }, record) => {
        const left = Math.max(scale.startNs, startNs[record] as number)
        const right = Math.min(scale.endNs, endNs[record] as number)
        byState[state]?.cover(scale.x(left), scale.x(right), ns / (right - left))
      },
    )
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
