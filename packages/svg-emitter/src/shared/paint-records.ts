import { cellOf, FIELD_BIT, type Shape, type Tables } from './data-format.js'
import { paintBin, paintStrip } from './paint-bin.js'
import { fieldOf, firstReaching, type LaneData, type RowData } from './row-data.js'
import type { RowPainter } from './row-painter.js'
import { boxText } from './row-picture.js'
import { cpuSlot, NO_SLOT, SLOT, taskSlot } from './slots.js'
import { isSpot, type Spotlight } from './spotlight.js'

/**
 * Paints the records of a row that lie in view, from its integers; `only` those whose fields begin at one of these
 * places, if it is given. Returns the names in the boxes of a CPU, as SVG.
 */
export function paintRecords(
  painter: RowPainter,
  isCpu: boolean,
  data: RowData,
  tables: Tables,
  fromNs: number,
  toNs: number,
  spotlight: Spotlight,
  only?: ReadonlySet<number>,
): string {
  let texts = ''
  if (data.lanes.has('pState')) painter.maxFreqKhz = highestFrequency(tables.shapes)
  for (const lane of data.lanes.values()) {
    const { startNs } = lane
    for (let record = firstReaching(lane, fromNs); record < startNs.length; record++) {
      if ((startNs[record] as number) > toNs) break
      if (only !== undefined && !only.has(lane.at[record] as number)) continue
      texts += paintRecord(painter, isCpu, data, tables, lane, record, spotlight)
    }
  }
  return texts
}

function paintRecord(
  painter: RowPainter,
  isCpu: boolean,
  data: RowData,
  tables: Tables,
  lane: LaneData,
  record: number,
  spotlight: Spotlight,
): string {
  const shape = tables.shapes[lane.shape[record] as number] as Shape
  const startNs = lane.startNs[record] as number
  const endNs = lane.endNs[record] as number
  if (shape[0] === 2) painter.mark(shape[2], startNs)
  else if (shape[1] === 'io') paintIo(painter, shape, data, tables, lane, record)
  else if (shape[0] === 1) {
    const at = lane.at[record] as number
    paintBin(painter, shape[1], startNs, endNs, shape[2], index => data.integers[at + 2 * index] as number, spotlight)
  } else if (shape[1] !== 'sched') return paintStrip(painter, shape[1], shape[2], startNs, endNs)
  else {
    const task = isCpu ? tables.tasks[fieldOf(data, lane, record, tables, 'task')] : undefined
    const comm = task === undefined ? '' : (tables.strings[task[1]] ?? '')
    const lit = shape[2] === 'running' && isSpot(spotlight, task?.[3] === 1, startNs, endNs)
    const slot = lit ? SLOT.spot : isCpu ? cpuSlot(shape[2], comm) : taskSlot(shape[2], shape[4])
    painter.box(slot, startNs, endNs)
    if (isCpu && slot !== NO_SLOT && comm !== '') return boxText('cpu', comm, painter.left, painter.right)
  }
  return ''
}

function paintIo(
  painter: RowPainter,
  shape: Exclude<Shape, { 0: 2 }>,
  data: RowData,
  tables: Tables,
  lane: LaneData,
  record: number,
): void {
  const startNs = lane.startNs[record] as number
  const endNs = lane.endNs[record] as number
  if (shape[0] === 0) {
    const failed = (shape[3] & FIELD_BIT.error) !== 0
    painter.io(failed ? `${shape[2]} ` : shape[2], startNs, endNs, fieldOf(data, lane, record, tables, 'bytes'))
  } else {
    shape[2].forEach((state, index) => {
      painter.io(state, startNs, endNs, data.integers[(lane.at[record] as number) + cellOf('io') * index + 2] as number)
    })
  }
}

/** The highest frequency of the chart: every one that occurs in it has a shape, of a box or of a bin. */
export function highestFrequency(shapes: readonly Shape[]): number {
  let most = 0
  for (const [, lane, states] of shapes) {
    if (lane === 'pState') for (const khz of [states].flat()) most = Math.max(most, Number(khz) || 0)
  }
  return most
}
