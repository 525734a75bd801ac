import type {
  CpuGapItem,
  CpuMarkItem,
  CpuRunItem,
  CStateItem,
  Diagnostics,
  Emit,
  InterruptItem,
  IntervalItem,
  LostItem,
  PStateItem,
} from '@tc-stream/event-schema'
import type { CallchainTexts } from './callchain-text.js'
import type { ChromeTraceDiagnosticCode } from './diagnostics.js'
import { counter, instant, nameOf, placeOf, slice } from './events.js'
import { digits, quote } from './json.js'
import { CPUS_PID, cpuTid, interruptTid, type Row } from './rows.js'

/** What a CPU does in itself. */
export type HardwareItem = CpuGapItem | CStateItem | PStateItem | InterruptItem

/**
 * The rows of the CPUs: what each ran, its interrupts, its frequency and its idle states.
 *
 * Bounds: a number for each row that has a name, two for each of `maxCpus`.
 */
export class CpuRows {
  readonly #named = new Set<number>()
  readonly #limit: number
  readonly #diagnostics: Diagnostics<ChromeTraceDiagnosticCode>

  constructor(maxCpus: number, diagnostics: Diagnostics<ChromeTraceDiagnosticCode>) {
    this.#limit = 2 * maxCpus
    this.#diagnostics = diagnostics
  }

  /** A task's run, of which `[startNs, endNs)` is in the window. */
  run({ cpu, tid, pid, comm }: IntervalItem | CpuRunItem, startNs: number, endNs: number, emit: Emit<string>): void {
    if (cpu === null) return
    const args = { tid: digits(tid), pid: digits(pid) }
    const name = JSON.stringify(`${comm}:${tid}`)
    emit(slice(this.row(cpu, emit), startNs, endNs, { name, category: 'cpu', args }))
  }

  /** What the CPU itself did over `[startNs, endNs)`. */
  hardware(item: HardwareItem, startNs: number, endNs: number, emit: Emit<string>): void {
    const { cpu } = item
    switch (item.type) {
      case 'cpuGap': {
        const what = item.lost === undefined ? 'unknown' : 'unknown: events lost'
        const args = { lost: digits(item.lost) }
        const look = { name: JSON.stringify(what), category: 'cpu', color: 'thread_state_unknown', args }
        emit(slice(this.row(cpu, emit), startNs, endNs, look))
        break
      }
      case 'interrupt': {
        const look = { name: JSON.stringify(item.name), category: item.kind }
        emit(slice(this.#interruptRow(cpu, emit), startNs, endNs, look))
        break
      }
      case 'pState':
        emit(counter(this.row(cpu, emit), startNs, `CPU ${cpu} frequency`, 'kHz', item.freqKhz))
        break
      case 'cState': {
        // Depth 0 is awake, as a counter knows no gap.
        const name = `CPU ${cpu} idle depth (state + 1)`
        emit(counter(this.row(cpu, emit), startNs, name, 'depth', item.state + 1))
        emit(counter(this.row(cpu, emit), endNs, name, 'depth', 0))
      }
    }
  }

  /** What happened there while no task was on it. */
  mark(
    { cpu, kind, timeNs, text, callchain }: CpuMarkItem,
    callchains: CallchainTexts | undefined,
    emit: Emit<string>,
  ): void {
    const args = { text: quote(text), callchain: callchains?.of(callchain) }
    emit(instant(this.row(cpu, emit), timeNs, { name: JSON.stringify(kind), category: 'mark', args }))
  }

  /** Events lost on an unknown CPU may be missing on any. */
  lost({ cpu, count, timeNs }: LostItem, emit: Emit<string>): void {
    const look = { name: '"events lost"', category: 'lost', args: { count: digits(count) } }
    if (cpu !== null) emit(instant(this.row(cpu, emit), timeNs, look))
    else emit(instant({ pid: CPUS_PID, tid: CPUS_PID }, timeNs, look, 'g'))
  }

  /** The row of what a CPU ran, with a name from its first use on. */
  row(cpu: number, emit: Emit<string>): Row {
    return this.#rowOf(cpuTid(cpu), `CPU ${cpu}`, 2 * cpu, emit)
  }

  #interruptRow(cpu: number, emit: Emit<string>): Row {
    return this.#rowOf(interruptTid(cpu), `CPU ${cpu} interrupts`, 2 * cpu + 1, emit)
  }

  #rowOf(tid: number, name: string, place: number, emit: Emit<string>): Row {
    const row = { pid: CPUS_PID, tid }
    if (this.#named.has(tid)) return row
    if (this.#named.size === 0) {
      emit(nameOf('process', { pid: CPUS_PID, tid: CPUS_PID }, '"CPUs"'))
      emit(placeOf('process', { pid: CPUS_PID, tid: CPUS_PID }, -1))
    }
    if (this.#named.size >= this.#limit) {
      this.#diagnostics.count('TC_CHROME_CPUS')
      return row
    }
    this.#named.add(tid)
    emit(nameOf('thread', row, JSON.stringify(name)))
    emit(placeOf('thread', row, place))
    return row
  }
}
