import type { CpuFrequencyEvent, CpuIdleEvent, InterruptEvent, LostEvent } from '@tc-stream/event-schema'
import type { Cpu } from './cpu.js'
import { closeInterval, openInterval } from './intervals.js'
import { cpuOf, type Machine } from './machine.js'
import { vacate } from './occupancy.js'

/** `power:cpu_idle`: the depth may change without a way out between. */
export function onCpuIdle(machine: Machine, event: CpuIdleEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  closeCState(machine, cpu)
  cpu.cState = event.state
  cpu.cStateSinceNs = machine.nowNs
}

export function closeCState(machine: Machine, cpu: Cpu): void {
  if (cpu.cState === null) return
  machine.emit({
    type: 'cState',
    cpu: cpu.cpu,
    state: cpu.cState,
    startNs: cpu.cStateSinceNs,
    endNs: machine.nowNs,
  })
}

export function onCpuFrequency(machine: Machine, event: CpuFrequencyEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  closePState(machine, cpu)
  cpu.freqKhz = event.freqKhz
  cpu.freqSinceNs = machine.nowNs
}

export function closePState(machine: Machine, cpu: Cpu): void {
  if (cpu.freqKhz === null) return
  machine.emit({ type: 'pState', cpu: cpu.cpu, freqKhz: cpu.freqKhz, startNs: cpu.freqSinceNs, endNs: machine.nowNs })
}

export function onInterrupt(machine: Machine, event: InterruptEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  const open = cpu.interrupts
  if (event.edge === 'entry') {
    if (open.length >= machine.options.maxInterruptDepth) open.shift()
    open.push({ kind: event.kind, name: event.name, number: event.number, startNs: machine.nowNs })
    return
  }
  // The exit of a hard interrupt tells its number, not its name.
  const index = open.findLastIndex(entry => entry.kind === event.kind && entry.number === event.number)
  const entry = open[index]
  if (entry === undefined) return
  open.length = index
  machine.emit({
    type: 'interrupt',
    cpu: cpu.cpu,
    kind: entry.kind,
    name: entry.name,
    startNs: entry.startNs,
    endNs: machine.nowNs,
  })
}

/** Events are missing before this moment: back to the last one of that CPU, nothing on it is sure. */
export function onLost(machine: Machine, event: LostEvent): void {
  machine.diagnostics.count('TC_STATE_LOST_EVENTS', { by: event.count })
  machine.emit({ type: 'lost', cpu: event.cpu, count: event.count, timeNs: machine.nowNs })
  for (const cpu of machine.cpus) {
    if (cpu === undefined || (event.cpu !== null && cpu.cpu !== event.cpu)) continue
    cpu.lost += event.count
    cpu.interrupts.length = 0
    vacate(machine, cpu)
    cpu.fresh = false
  }
  for (const task of machine.tasks.values()) {
    if (task.onCpu !== undefined || task.state === 'unknown' || task.state === 'none') continue
    if (event.cpu !== null && task.lastCpu !== event.cpu) continue
    const lastNs = task.lastCpu === null ? undefined : machine.cpus[task.lastCpu]?.lastEventNs
    const doubtNs = Math.max(task.sinceNs, lastNs ?? task.sinceNs)
    closeInterval(machine, task, doubtNs, { inferred: true })
    openInterval(task, 'unknown', doubtNs)
  }
}
