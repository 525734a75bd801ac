import type {
  BinItem,
  BoxItem,
  CallchainItem,
  ChartItem,
  ChartMarkItem,
  Lane,
  WorstItem,
} from '@tc-stream/event-schema'
import { type Bin, type BinSeries, bytesOf, CELL } from './bins.js'
import type { Box, IoFacts, Wake } from './box.js'
import type { KeptCallchain } from './callchains.js'
import type { Extent } from './chart-rows.js'
import { type Layout, type PlacedRow, wakerRowOf } from './layout.js'
import type { Mark } from './marks.js'
import type { StateNames } from './state-names.js'

/** The lanes of a row in the order of emission. */
const LANES: readonly Lane[] = ['sched', 'cState', 'pState', 'interrupt', 'io']

/** Turns what the rows hold into chart items; gives callchains their ids as boxes first refer to them. */
export class ElementEmitter {
  readonly #layout: Layout
  readonly #extent: Extent
  readonly #states: StateNames
  readonly #callchains: KeptCallchain[] = []

  constructor(layout: Layout, extent: Extent, states: StateNames) {
    this.#layout = layout
    this.#extent = extent
    this.#states = states
  }

  *row(placed: PlacedRow, row: number): Generator<ChartItem, void, undefined> {
    if (placed.kind === 'process') return
    if (placed.kind === 'group') {
      for (const name of LANES) {
        for (const { lane, bins } of placed.group.lanes) if (lane === name) yield* this.#lane(row, lane, [], bins)
      }
      return
    }
    const { tracks, marks } = placed.kind === 'cpu' ? placed.cpu : placed.task
    const onCpu = placed.kind === 'cpu'
    for (const name of LANES) {
      for (const { lane, boxes, bins } of tracks) if (lane === name) yield* this.#lane(row, lane, boxes, bins, onCpu)
    }
    for (const mark of marks.inOrder()) yield this.#mark(row, mark)
  }

  *callchains(): Generator<CallchainItem, void, undefined> {
    for (const { id, frames } of this.#callchains) yield { type: 'callchain', id, frames }
  }

  worst(state: WorstItem['state'], rank: number, box: Box): WorstItem {
    const { startNs, endNs, tid, comm } = box
    const item: WorstItem = { type: 'worst', state, rank, tid, comm, startNs, endNs }
    const row = this.#layout.rowOfTask.get(box.taskId)
    if (row !== undefined) item.row = row
    if (box.reason !== undefined) item.reason = box.reason
    if (box.cause !== undefined) item.cause = box.cause
    if (box.wake?.tid !== undefined) item.wakerTid = box.wake.tid
    if (box.wake?.comm !== undefined) item.wakerComm = box.wake.comm
    if (box.wake?.context !== undefined) item.context = box.wake.context
    if (box.wake?.interrupt !== undefined) item.interrupt = box.wake.interrupt
    if (box.chain !== null) item.callchain = this.#idOf(box.chain)
    return item
  }

  /** Boxes and bins of a lane, merged by their starts. */
  *#lane(
    row: number,
    lane: Lane,
    boxes: readonly Box[],
    { bins, quantumNs }: BinSeries,
    onCpu = false,
  ): Generator<ChartItem, void, undefined> {
    // They came in the order of their ends; nested interrupts start in another.
    const sorted = [...boxes].sort((a, b) => a.startNs - b.startNs || b.endNs - a.endNs)
    let next = 0
    for (const bin of bins) {
      const startNs = bin.index * quantumNs
      for (let box = sorted[next]; box !== undefined && box.startNs <= startNs; box = sorted[++next]) {
        yield this.#box(row, lane, box, onCpu)
      }
      yield this.#bin(row, lane, bin, quantumNs)
    }
    for (let box = sorted[next]; box !== undefined; box = sorted[++next]) yield this.#box(row, lane, box, onCpu)
  }

  /** The bins at the edges reach no further than the chart. */
  #bin(row: number, lane: Lane, bin: Bin, quantumNs: number): BinItem {
    const states: BinItem['states'] = {}
    const { cells } = bin
    for (let at = 0; at < cells.length; at += CELL) {
      const id = cells[at] as number
      if (id < 0) continue
      states[this.#states.nameOf(id)] = { ns: cells[at + 1] as number, count: cells[at + 2] as number }
    }
    for (let at = 0; at < cells.length; at += CELL) {
      const id = cells[at] as number
      // The state itself has come before: bytes are added with it.
      const share = id < 0 ? states[this.#states.nameOf(bytesOf(id))] : undefined
      if (share !== undefined) share.bytes = cells[at + 1] as number
    }
    const startNs = Math.max(bin.index * quantumNs, this.#extent.startNs)
    return {
      type: 'bin',
      row,
      lane,
      startNs,
      endNs: Math.max(startNs, Math.min((bin.index + 1) * quantumNs, this.#extent.endNs)),
      states,
      longest: {
        state: this.#states.nameOf(bin.longestState),
        startNs: bin.longestStartNs,
        endNs: bin.longestEndNs,
      },
    }
  }

  #box(row: number, lane: Lane, box: Box, onCpu: boolean): BoxItem {
    const { startNs, endNs } = box
    const state = box.io === null ? this.#states.nameOf(box.state) : box.io.op
    const item: BoxItem = { type: 'box', row, lane, state, startNs, endNs }
    if (box.inferred) item.inferred = true
    if (box.cut !== undefined) item.cut = box.cut
    if (onCpu) this.#addTask(item, box)
    else this.#addDetails(item, box)
    if (box.text !== undefined) item.text = box.text
    return item
  }

  /** On a CPU's row, who ran; why it stopped is told by the box on the row of the task. */
  #addTask(item: BoxItem, box: Box): void {
    if (box.tid < 0) return
    item.tid = box.tid
    item.comm = box.comm
    const taskRow = this.#layout.rowOfTask.get(box.taskId)
    if (taskRow !== undefined) item.taskRow = taskRow
  }

  #addDetails(item: BoxItem, box: Box): void {
    if (box.cpu !== null) item.cpu = box.cpu
    if (box.prevState !== undefined) item.prevState = box.prevState
    if (box.cause !== undefined) item.cause = box.cause
    if (box.reason !== undefined) item.reason = box.reason
    if (box.chain !== null) item.callchain = this.#idOf(box.chain)
    if (box.wake !== null) this.#addWake(item, box.wake)
    if (box.io !== null) addIo(item, box.io)
  }

  #addWake(item: BoxItem, wake: Wake): void {
    if (wake.tid !== undefined) item.wakerTid = wake.tid
    if (wake.comm !== undefined) item.wakerComm = wake.comm
    if (wake.cpu !== undefined && wake.cpu !== null) item.wakerCpu = wake.cpu
    const wakerRow = wakerRowOf(this.#layout, wake)
    if (wakerRow !== undefined) item.wakerRow = wakerRow
    if (wake.timeNs !== undefined) item.wakeupNs = wake.timeNs
    if (wake.context !== undefined) item.context = wake.context
    if (wake.interrupt !== undefined) item.interrupt = wake.interrupt
  }

  #mark(row: number, mark: Mark): ChartMarkItem {
    const { kind, timeNs, text, count, chain } = mark
    const item: ChartMarkItem = { type: 'mark', row, kind, timeNs }
    if (text !== undefined) item.text = text
    if (kind === 'lost' || count > 1) item.count = count
    if (chain !== null) item.callchain = this.#idOf(chain)
    return item
  }

  #idOf(chain: KeptCallchain): number {
    if (chain.id < 0) {
      chain.id = this.#callchains.length
      this.#callchains.push(chain)
    }
    return chain.id
  }
}

/** Time inside the calls is told where it is not that of the box. */
function addIo(item: BoxItem, { fd, bytes, error, merges, callNs, maxCallNs }: IoFacts): void {
  item.fd = fd
  item.bytes = bytes
  if (error !== null) item.error = error
  if (merges > 0) {
    item.merges = merges
    item.maxCallNs = maxCallNs
  }
  if (callNs !== item.endNs - item.startNs) item.callNs = callNs
}
