import { type BoxShape, NOTHING, type Shape, type Tables, type TaskEntry } from './data-format.js'
import { firstReaching, type LaneData, type RowData } from './row-data.js'
import { noShare, type RowPainter, type Share } from './row-painter.js'
import { boxText } from './row-picture.js'
import { cpuSlot, NO_SLOT, SLOT, stripSlot, taskSlot } from './slots.js'
import { isSpot, type Spotlight, spotShare } from './spotlight.js'

/** What `RowPainter.bin` stacks, of the times that a bin holds. */
export function addToShare(share: Share, state: string, ns: number): void {
  switch (state) {
    case 'running':
      share.running += ns
      return
    case 'waiting':
      share.woken += ns
      return
    case 'preempted':
      share.preempted += ns
      return
    case 'blocked':
      share.blocked += ns
      return
    case 'unknown':
      share.unknown += ns
  }
}

/** Units: CSS pixels. An interrupt or a system call is short, and worth seeing. */
export function leastStripWidth(lane: string): number {
  return lane === 'cState' ? 0 : 1
}

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
  else if (shape[1] === 'pState') paintFrequency(painter, shape, data, lane.at[record] as number, startNs)
  else if (shape[0] === 1) paintBin(painter, shape, data, lane.at[record] as number, startNs, endNs, spotlight)
  else if (shape[1] !== 'sched') {
    painter.strip(stripSlot(shape[1], shape[2]), startNs, endNs, leastStripWidth(shape[1]))
  } else {
    const task = isCpu ? taskOf(shape, data, lane, record, tables) : undefined
    const comm = task === undefined ? '' : (tables.strings[task[1]] ?? '')
    const lit = shape[2] === 'running' && isSpot(spotlight, task?.[3] === 1, startNs, endNs)
    const slot = lit ? SLOT.spot : isCpu ? cpuSlot(shape[2], comm) : taskSlot(shape[2], shape[3])
    painter.box(slot, startNs, endNs)
    if (isCpu && slot !== NO_SLOT && comm !== '') return boxText('cpu', comm, painter.left, painter.right)
  }
  return ''
}

function taskOf(shape: BoxShape, data: RowData, lane: LaneData, record: number, tables: Tables): TaskEntry | undefined {
  // `cpu` (bit 0) is the only field before the task (bit 1).
  if ((shape[8] & 2) === 0) return undefined
  const index = data.integers[(lane.at[record] as number) + (shape[8] & 1)] ?? NOTHING
  return tables.tasks[index]
}

function paintBin(
  painter: RowPainter,
  shape: Extract<Shape, { 0: 1 }>,
  data: RowData,
  at: number,
  startNs: number,
  endNs: number,
  spotlight: Spotlight,
): void {
  const share = noShare()
  let total = 0
  let most = 0
  shape[2].forEach((state, index) => {
    const ns = data.integers[at + 2 * index] as number
    addToShare(share, state, ns)
    total += ns
    if (ns > (data.integers[at + 2 * most] as number)) most = index
  })
  spotShare(spotlight, share)
  if (shape[1] === 'sched') painter.bin(startNs, endNs, share)
  else if (shape[1] === 'interrupt') {
    const fromNs = startNs + (data.integers[at + 2 * shape[2].length] as number)
    painter.strip(stripSlot(shape[1], ''), fromNs, fromNs + (data.integers[at + 2 * shape[2].length + 1] as number), 1)
  } else {
    const slot = stripSlot(shape[1], shape[2][most] ?? '')
    painter.strip(slot, startNs, endNs, leastStripWidth(shape[1]), total / Math.max(1, endNs - startNs))
  }
}

function paintFrequency(
  painter: RowPainter,
  shape: Exclude<Shape, { 0: 2 }>,
  data: RowData,
  at: number,
  startNs: number,
): void {
  if (shape[0] === 0) {
    painter.step(startNs, Number(shape[2]) || 0)
    return
  }
  let weighted = 0
  let total = 0
  shape[2].forEach((state, index) => {
    const ns = data.integers[at + 2 * index] as number
    weighted += ns * (Number(state) || 0)
    total += ns
  })
  if (total > 0) painter.step(startNs, weighted / total)
}
