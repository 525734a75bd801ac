import type { CpuRunItem, IntervalItem } from '@tc-stream/event-schema'
import type { CpuTable } from './cpus.js'

interface PendingWait {
  isOpen: boolean
  /** The part in the window. */
  startNs: number
  ns: number
  /** When the whole wait ended. */
  endNs: number
  /** The CPU the task ran on before. */
  cpu: number | null
}

/**
 * Brings each wait to the CPU that ended it: the one of the run that follows. Where none follows, it is the CPU that the
 * task ran on before; a new task that never ran has none.
 *
 * Bounds: one small object for each task alive, `maxLiveTasks` at most; a wait beyond counts where the task ran before.
 */
export class CpuWaits {
  readonly #pending = new Map<number, PendingWait>()
  readonly #cpus: CpuTable
  readonly #limit: number

  constructor(cpus: CpuTable, limit: number) {
    this.#cpus = cpus
    this.#limit = limit
  }

  /** To be called for each interval and run of a task, in the window or not: it may be what a wait has waited for. */
  follow(item: IntervalItem | CpuRunItem): void {
    const wait = this.#pending.get(item.tid)
    if (wait?.isOpen !== true) return
    const isRun = (item.type === 'cpuRun' || item.state === 'running') && item.startNs === wait.endNs
    this.#close(wait, isRun ? item.cpu : wait.cpu)
  }

  /** A wait, of which `[startNs, endNs)` is in the window. */
  add(item: IntervalItem, startNs: number, endNs: number): void {
    const ns = endNs - startNs
    const known = this.#pending.get(item.tid)
    if (known !== undefined) {
      Object.assign(known, { isOpen: true, startNs, ns, endNs: item.endNs, cpu: item.cpu })
      return
    }
    const wait = { isOpen: true, startNs, ns, endNs: item.endNs, cpu: item.cpu }
    if (this.#pending.size < this.#limit) this.#pending.set(item.tid, wait)
    else this.#close(wait, wait.cpu)
  }

  /** The task is no more. */
  end(tid: number): void {
    const wait = this.#pending.get(tid)
    if (wait === undefined) return
    if (wait.isOpen) this.#close(wait, wait.cpu)
    this.#pending.delete(tid)
  }

  /** No more intervals will come. */
  endAll(): void {
    for (const wait of this.#pending.values()) if (wait.isOpen) this.#close(wait, wait.cpu)
    this.#pending.clear()
  }

  #close(wait: PendingWait, cpu: number | null): void {
    wait.isOpen = false
    if (cpu !== null) this.#cpus.rowOf(cpu)?.waits.add(wait.ns, wait.startNs)
  }
}
