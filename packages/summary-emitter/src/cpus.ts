import type {
  CpuGapItem,
  CpuItem,
  CpuRunItem,
  CStateItem,
  Diagnostics,
  IdleItem,
  InterruptItem,
  IntervalItem,
  PStateItem,
} from '@tc-stream/event-schema'
import type { SummaryDiagnosticCode } from './diagnostics.js'
import { Distribution } from './distribution.js'
import { MAX_C_STATES, type SummarySettings } from './options.js'

type HardwareItem = IdleItem | CpuGapItem | CStateItem | PStateItem | InterruptItem

/** All that is summed up of one CPU. */
export class CpuSums {
  readonly cpu: number
  busyNs = 0
  idleNs = 0
  unknownNs = 0
  switches = 0
  lost = 0
  /** Waits that ended with a run on this CPU. */
  readonly waits = new Distribution()
  readonly cStates = new Map<number, { count: number; totalNs: number }>()
  interrupts = 0
  interruptNs = 0
  freqNs = 0
  /** Frequency times time, for the mean. */
  freqKhzNs = 0

  constructor(cpu: number) {
    this.cpu = cpu
  }

  get meanFreqKhz(): number | undefined {
    return this.freqNs === 0 ? undefined : Math.round(this.freqKhzNs / this.freqNs)
  }
}

/** The CPUs. Bounds: `maxCpus`, and `MAX_C_STATES` for each. */
export class CpuTable {
  readonly #rows = new Map<number, CpuSums>()
  readonly #settings: SummarySettings
  readonly #diagnostics: Diagnostics<SummaryDiagnosticCode>

  constructor(settings: SummarySettings, diagnostics: Diagnostics<SummaryDiagnosticCode>) {
    this.#settings = settings
    this.#diagnostics = diagnostics
  }

  get size(): number {
    return this.#rows.size
  }

  rowOf(cpu: number): CpuSums | undefined {
    if (!this.#settings.cpuRows) return undefined
    const known = this.#rows.get(cpu)
    if (known !== undefined) return known
    if (this.#rows.size >= this.#settings.maxCpus) {
      this.#diagnostics.count('TC_SUMMARY_CPUS')
      return undefined
    }
    const row = new CpuSums(cpu)
    this.#rows.set(cpu, row)
    return row
  }

  /** Adds a task's run, of which `[startNs, endNs)` is in the window. */
  running(item: IntervalItem | CpuRunItem, startNs: number, endNs: number): void {
    const row = item.cpu === null ? undefined : this.rowOf(item.cpu)
    if (row === undefined) return
    row.busyNs += endNs - startNs
    if (item.prevState !== undefined && endNs === item.endNs) row.switches++
  }

  /** Adds what the CPU itself did over `[startNs, endNs)`, the part of the item in the window. */
  hardware(item: HardwareItem, startNs: number, endNs: number): void {
    const row = this.rowOf(item.cpu)
    if (row === undefined) return
    const ns = endNs - startNs
    switch (item.type) {
      case 'idle':
        row.idleNs += ns
        break
      case 'cpuGap':
        row.unknownNs += ns
        break
      case 'cState':
        this.#cState(row, item.state, ns)
        break
      case 'pState':
        row.freqNs += ns
        row.freqKhzNs += item.freqKhz * ns
        break
      case 'interrupt':
        row.interrupts++
        row.interruptNs += ns
    }
  }

  /** The totals of the whole trace, as the state machine tells them. */
  end({ cpu, busyNs, idleNs, unknownNs, switches, lost }: CpuItem): void {
    const row = this.rowOf(cpu)
    if (row !== undefined) Object.assign(row, { busyNs, idleNs, unknownNs, switches, lost })
  }

  /** By number. */
  list(): CpuSums[] {
    return [...this.#rows.values()].sort((a, b) => a.cpu - b.cpu)
  }

  #cState(row: CpuSums, state: number, ns: number): void {
    const known = row.cStates.get(state)
    if (known !== undefined) {
      known.count++
      known.totalNs += ns
    } else if (row.cStates.size < MAX_C_STATES) row.cStates.set(state, { count: 1, totalNs: ns })
    else this.#diagnostics.count('TC_SUMMARY_C_STATES')
  }
}
