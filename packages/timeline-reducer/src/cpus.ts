import type {
  CpuGapItem,
  CpuItem,
  CStateItem,
  IdleItem,
  InterruptItem,
  IntervalItem,
  Lane,
  PStateItem,
} from '@tc-stream/event-schema'
import { Box, cutBy } from './box.js'
import { CpuRow } from './rows.js'
import type { Shared } from './shared.js'

/** What of a run the row of its CPU needs. */
type Run = Pick<IntervalItem, 'cpu' | 'endNs' | 'prevState'>

type HardwareItem = IdleItem | CpuGapItem | CStateItem | PStateItem | InterruptItem

/** The rows of CPUs. Bounds: `maxCpuRows`. */
export class CpuTable {
  readonly rows = new Map<number, CpuRow>()
  readonly #shared: Shared

  constructor(shared: Shared) {
    this.#shared = shared
  }

  rowOf(cpu: number): CpuRow | undefined {
    const known = this.rows.get(cpu)
    if (known !== undefined) return known
    if (this.rows.size >= this.#shared.settings.maxCpuRows) {
      this.#shared.diagnostics.count('TC_REDUCE_CPU_ROWS')
      return undefined
    }
    const row = new CpuRow(cpu)
    this.rows.set(cpu, row)
    return row
  }

  /** A CPU of which nothing but its number is known (headers of system calls name it) gets no row. */
  addTotals(item: CpuItem): void {
    const told = item.busyNs + item.idleNs + item.switches + item.lost > 0
    const row = told ? this.rowOf(item.cpu) : this.rows.get(item.cpu)
    if (row !== undefined) row.given = item
  }

  /** Adds a task's run, whose box (if it is exact) the CPU shares with the task. */
  addRunning(item: Run, box: Box | undefined, state: number, startNs: number, endNs: number): void {
    if (item.cpu === null) return
    const row = this.rowOf(item.cpu)
    if (row === undefined) return
    const shared = this.#shared
    row.touch(startNs, endNs)
    if (item.prevState !== undefined && endNs === item.endNs) row.switches++
    row.busyNs += endNs - startNs
    if (box !== undefined) {
      row.sched.boxes.push(box)
      shared.elements++
    } else shared.elements += row.sched.fold(state, startNs, endNs, shared.quantumNs)
  }

  /** Adds what the CPU itself did over `[startNs, endNs)`, the part of the item in the window. */
  add(item: HardwareItem, startNs: number, endNs: number): void {
    const row = this.rowOf(item.cpu)
    if (row === undefined) return
    row.touch(startNs, endNs)
    switch (item.type) {
      case 'idle':
        row.idleNs += endNs - startNs
        this.#put(row, item, 'sched', 'idle', startNs, endNs)
        break
      case 'cpuGap':
        this.#put(row, item, 'sched', item.lost === undefined ? 'unknown' : 'lost', startNs, endNs)
        break
      case 'cState':
        this.#put(row, item, 'cState', `C${item.state}`, startNs, endNs)
        break
      case 'pState':
        row.freqNs += endNs - startNs
        row.freqKhzNs += item.freqKhz * (endNs - startNs)
        row.maxFreqKhz = Math.max(row.maxFreqKhz, item.freqKhz)
        this.#put(row, item, 'pState', String(item.freqKhz), startNs, endNs)
        break
      case 'interrupt':
        this.#put(row, item, 'interrupt', item.kind, startNs, endNs)
    }
  }

  #put(row: CpuRow, item: HardwareItem, lane: Lane, stateName: string, startNs: number, endNs: number): void {
    const shared = this.#shared
    const state = shared.states.idOf(stateName)
    const track = row.track(lane)
    if (endNs - startNs < shared.quantumNs) {
      shared.elements += track.fold(state, startNs, endNs, shared.quantumNs)
      return
    }
    const box = new Box(startNs, endNs, state)
    box.cut = cutBy(item, startNs, endNs, item.type === 'cpuGap' ? undefined : item.cut)
    box.inferred = 'inferred' in item && item.inferred === true
    if (item.type === 'interrupt') box.text = item.name
    if (item.type === 'cpuGap' && item.lost !== undefined)
      box.text = `${item.lost} ${item.lost === 1 ? 'event' : 'events'} lost`
    track.boxes.push(box)
    shared.elements++
  }
}
