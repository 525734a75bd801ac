import type { CpuFrequencyEvent, CpuIdleEvent, CStateItem, PStateItem } from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import { cpuOf, type Machine } from './machine.js'

/** How the end of a state is known: it was recorded, it was concluded, or the trace ends before it. */
export type EndKind = 'recorded' | 'inferred' | 'cut'

/** `power:cpu_idle`: the depth may change without a way out between. */
export function onCpuIdle(machine: Machine, event: CpuIdleEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  closeCState(machine, cpu, machine.nowNs, 'recorded')
  cpu.cState = event.state
  cpu.cStateSinceNs = machine.nowNs
}

export function closeCState(machine: Machine, cpu: Cpu, endNs: number, end: EndKind): void {
  const { cState, cStateSinceNs } = cpu
  if (cState === null) return
  cpu.cState = null
  if (endNs <= cStateSinceNs && end !== 'recorded') return
  const item: CStateItem = { type: 'cState', cpu: cpu.cpu, state: cState, startNs: cStateSinceNs, endNs }
  noteEnd(item, end)
  machine.emit(item)
}

export function onCpuFrequency(machine: Machine, event: CpuFrequencyEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  closePState(machine, cpu, machine.nowNs, 'recorded')
  cpu.freqKhz = event.freqKhz
  cpu.freqSinceNs = machine.nowNs
}

export function closePState(machine: Machine, cpu: Cpu, endNs: number, end: EndKind): void {
  const { freqKhz, freqSinceNs } = cpu
  if (freqKhz === null) return
  cpu.freqKhz = null
  if (endNs <= freqSinceNs && end !== 'recorded') return
  const item: PStateItem = { type: 'pState', cpu: cpu.cpu, freqKhz, startNs: freqSinceNs, endNs }
  noteEnd(item, end)
  machine.emit(item)
}

function noteEnd(item: CStateItem | PStateItem, end: EndKind): void {
  if (end === 'inferred') item.inferred = true
  else if (end === 'cut') item.cut = 'end'
}
