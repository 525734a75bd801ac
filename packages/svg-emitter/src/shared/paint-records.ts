import type { Shape, Tables, TaskEntry } from './data-format.js'
import { paintBin, paintStrip } from './paint-bin.js'
import { fieldOf, firstReaching, type LaneData, type RowData, shapeAt, visitParts } from './row-data.js'
import type { RowPainter } from './row-painter.js'
import { boxText, LEAST_TEXT_WIDTH } from './row-picture.js'
import { cpuSlot, NO_SLOT, SLOT, taskSlot } from './slots.js'
import { isSpot, type Spotlight } from './spotlight.js'

/** How a bin looks depends on the time in each of its states. */
const BIN = -2

/**
 * Paints the records of a row that lie in view, from its integers; `only` those whose fields begin at one of these
 * places, if it is given. Returns the names in the boxes of a CPU, as SVG.
 *
 * A chart is painted again for every frame of a movement: what a record looks like is found out once.
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
    const { startNs, endNs, at } = lane
    const isSched = lane.lane === 'sched'
    if (isSched && lane.looks.length === 0) lane.looks = looksOf(isCpu, data, tables, lane, spotlight)
    for (let record = firstReaching(lane, fromNs); record < startNs.length; record++) {
      const start = startNs[record] as number
      if (start > toNs) break
      if (only !== undefined && !only.has(at[record] as number)) continue
      const look = isSched ? (lane.looks[record] as number) : BIN
      if (look === BIN) {
        texts += paintRecord(painter, data, tables, lane, record, spotlight)
        continue
      }
      painter.box(look, start, endNs[record] as number)
      if (isCpu && look !== NO_SLOT && painter.right - painter.left >= LEAST_TEXT_WIDTH) {
        texts += boxText('cpu', commOf(taskOf(data, tables, lane, record), tables), painter.left, painter.right)
      }
    }
  }
  return texts
}

/** The slots of the boxes of the `sched` lane. */
function looksOf(isCpu: boolean, data: RowData, tables: Tables, lane: LaneData, spotlight: Spotlight): number[] {
  const hues = new Map<TaskEntry | undefined, number>()
  return lane.shape.map((index, record) => {
    const shape = tables.shapes[index] as Shape
    if (shape[0] !== 0) return BIN
    const isRunning = shape[2] === 'running'
    const task = isCpu ? taskOf(data, tables, lane, record) : undefined
    const [startNs, endNs] = [lane.startNs[record] as number, lane.endNs[record] as number]
    if (isRunning && isSpot(spotlight, task?.[3] === 1, startNs, endNs)) return SLOT.spot
    if (!isCpu) return taskSlot(shape[2], shape[4])
    if (!isRunning) return cpuSlot(shape[2], '')
    const hue = hues.get(task) ?? cpuSlot(shape[2], commOf(task, tables))
    hues.set(task, hue)
    return hue
  })
}

const taskOf = (data: RowData, tables: Tables, lane: LaneData, record: number): TaskEntry | undefined =>
  tables.tasks[fieldOf(data, lane, record, tables, 'task')]

const commOf = (task: TaskEntry | undefined, tables: Tables): string => (task && tables.strings[task[1]]) ?? ''

/** Paints a mark, a bin, or a box of any lane but `sched`. */
function paintRecord(
  painter: RowPainter,
  data: RowData,
  tables: Tables,
  lane: LaneData,
  record: number,
  spotlight: Spotlight,
): string {
  const shape = shapeAt(tables, lane, record)
  const startNs = lane.startNs[record] as number
  const endNs = lane.endNs[record] as number
  if (shape[0] === 2) painter.mark(shape[2], startNs)
  else if (shape[1] === 'io') {
    visitParts(data, tables, lane, record, (state, _ns, _count, bytes) => painter.io(state, startNs, endNs, bytes))
  } else if (shape[0] === 0) return paintStrip(painter, shape[1], shape[2], startNs, endNs)
  else {
    const at = lane.at[record] as number
    paintBin(painter, shape[1], startNs, endNs, shape[2], index => data.integers[at + 2 * index] as number, spotlight)
  }
  return ''
}

/** The highest frequency of the chart: every one that occurs in it has a shape, of a box or of a bin. */
export function highestFrequency(shapes: readonly Shape[]): number {
  let most = 0
  for (const [, lane, states] of shapes) {
    if (lane === 'pState') for (const khz of [states].flat()) most = Math.max(most, Number(khz) || 0)
  }
  return most
}
