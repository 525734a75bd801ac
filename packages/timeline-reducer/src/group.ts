import { addTotals, type Lane, zeroTotals } from '@tc-stream/event-schema'
import { BinSeries } from './bins.js'
import type { TaskRow } from './rows.js'
import { addSamples, type SampleCounts } from './samples.js'
import { addBox, type Track } from './track.js'

/** Shortest quantum of a row by comm. Units: ns, a power of two. */
const MIN_QUANTUM_NS = 1_024

/** One lane of a row by comm: nothing in it is exact, so its bins alone bound it. */
export class GroupLane {
  readonly lane: Lane
  readonly bins = new BinSeries()
  #startNs = Number.POSITIVE_INFINITY
  #endNs = Number.NEGATIVE_INFINITY

  constructor(lane: Lane) {
    this.lane = lane
  }

  /** Makes room for `[startNs, endNs)`: a quantum that needs no more than `limit` bins for all of it. */
  widen(startNs: number, endNs: number, limit: number, quantumNs: number): void {
    if (startNs < this.#startNs) this.#startNs = startNs
    if (endNs > this.#endNs) this.#endNs = endNs
    const least = (this.#endNs - this.#startNs) / limit
    let quantum = Math.max(this.bins.quantumNs, MIN_QUANTUM_NS)
    while (quantum < least || quantum < quantumNs) quantum *= 2
    if (quantum !== this.bins.quantumNs) this.bins.coarsen(quantum)
  }

  absorb(track: Track): void {
    for (const box of track.boxes) addBox(this.bins, box)
    this.bins.absorb(track.bins)
  }
}

/** The tasks of one comm that have no row of their own: how many, their exact totals, and their time in bins. */
export class GroupRow {
  readonly comm: string
  readonly lanes: GroupLane[] = []
  readonly totals = zeroTotals()
  samples: SampleCounts | undefined = undefined
  tasks = 0
  startNs = Number.POSITIVE_INFINITY
  endNs = Number.NEGATIVE_INFINITY

  constructor(comm: string) {
    this.comm = comm
  }

  get elements(): number {
    let sum = 0
    for (const { bins } of this.lanes) sum += bins.length
    return sum
  }

  lane(name: Lane): GroupLane {
    for (const lane of this.lanes) if (lane.lane === name) return lane
    const lane = new GroupLane(name)
    this.lanes.push(lane)
    return lane
  }

  touch(startNs: number, endNs: number): void {
    if (startNs < this.startNs) this.startNs = startNs
    if (endNs > this.endNs) this.endNs = endNs
  }

  /** Adds an interval of a task that has no row. */
  add(
    lane: Lane,
    state: number,
    startNs: number,
    endNs: number,
    limit: number,
    quantumNs: number,
    count: number,
    bytes: number,
  ): void {
    this.touch(startNs, endNs)
    const into = this.lane(lane)
    into.widen(startNs, endNs, limit, quantumNs)
    into.bins.add(state, startNs, endNs, count, bytes)
  }

  /** Takes over a task with all it has; the row is of no use after. */
  absorb(row: TaskRow, limit: number, quantumNs: number): void {
    this.tasks++
    addTotals(this.totals, row.totals)
    this.samples = addSamples(this.samples, row.samples)
    this.touch(row.startNs, row.endNs)
    for (const track of row.tracks) {
      if (track.elements === 0) continue
      const lane = this.lane(track.lane)
      lane.widen(row.startNs, row.endNs, limit, quantumNs)
      lane.absorb(track)
    }
  }
}
