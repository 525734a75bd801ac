import type { InterruptEvent, InterruptItem, LostEvent } from '@tc-stream/event-schema'
import type { Cpu, OpenInterrupt } from './cpu.js'
import { closeInterval, openInterval, tellGap } from './intervals.js'
import { cpuOf, type Machine } from './machine.js'
import { vacate } from './occupancy.js'
import { closeCState, closePState } from './power.js'

export function onInterrupt(machine: Machine, event: InterruptEvent): void {
  const cpu = cpuOf(machine, event.cpu)
  if (cpu === undefined) return
  const open = cpu.interrupts
  if (event.edge === 'entry') {
    if (open.length >= machine.options.maxInterruptDepth) {
      machine.diagnostics.count('TC_STATE_UNMATCHED_INTERRUPT')
      open.shift()
    }
    open.push({ kind: event.kind, name: event.name, number: event.number, startNs: machine.nowNs })
    return
  }
  // The exit of a hard interrupt tells its number, not its name.
  const index = open.findLastIndex(entry => entry.kind === event.kind && entry.number === event.number)
  const entry = open[index]
  if (entry === undefined) {
    machine.diagnostics.count('TC_STATE_UNMATCHED_INTERRUPT')
    return
  }
  dropInterrupts(machine, cpu, index + 1)
  open.length = index
  machine.emit(interruptItem(machine, cpu, entry))
}

/** Interrupts from an index on have lost their exits: something happened that does not happen within them. */
export function dropInterrupts(machine: Machine, cpu: Cpu, from: number): void {
  const by = cpu.interrupts.length - from
  if (by <= 0) return
  machine.diagnostics.count('TC_STATE_UNMATCHED_INTERRUPT', { by })
  cpu.interrupts.length = from
}

/** The trace ends in the middle of them. */
export function cutInterrupts(machine: Machine, cpu: Cpu): void {
  for (const entry of cpu.interrupts) machine.emit({ ...interruptItem(machine, cpu, entry), cut: 'end' })
}

function interruptItem(machine: Machine, cpu: Cpu, { kind, name, startNs }: OpenInterrupt): InterruptItem {
  return { type: 'interrupt', cpu: cpu.cpu, kind, name, startNs, endNs: machine.nowNs }
}

/** Events are missing before this moment: back to the last one of that CPU, nothing on it is sure. */
export function onLost(machine: Machine, event: LostEvent): void {
  machine.diagnostics.count('TC_STATE_LOST_EVENTS', { by: event.count })
  machine.emit({ type: 'lost', cpu: event.cpu, count: event.count, timeNs: machine.nowNs })
  // Before the first event of the trace there is nothing that a loss could put in doubt.
  if (machine.startNs === undefined) return
  if (event.cpu === null) {
    for (const cpu of machine.cpus) if (cpu !== undefined) loseSight(machine, cpu, event.count)
  } else {
    const unheardOf = machine.cpus[event.cpu] === undefined
    const cpu = cpuOf(machine, event.cpu)
    if (cpu === undefined) return
    if (unheardOf) cpu.lastEventNs = machine.startNs
    loseSight(machine, cpu, event.count)
  }
  for (const task of machine.tasks.values()) {
    if (task.onCpu !== undefined || task.state === 'none') continue
    const isUnknown = task.state === 'unknown'
    if (!isUnknown && event.cpu !== null && task.lastCpu !== event.cpu) continue
    // What it was woken for may have happened already.
    task.pendingWaking = undefined
    if (isUnknown) continue
    const lastNs = task.lastCpu === null ? undefined : machine.cpus[task.lastCpu]?.lastEventNs
    const doubtNs = Math.max(task.sinceNs, lastNs ?? task.sinceNs)
    closeInterval(machine, task, doubtNs, { inferred: true })
    openInterval(task, 'unknown', doubtNs)
  }
}

/** From its last event on, what the CPU did is lost, until an event shows who is on it. */
function loseSight(machine: Machine, cpu: Cpu, count: number): void {
  cpu.lost += count
  cpu.interrupts.length = 0
  vacate(machine, cpu)
  closeCState(machine, cpu, cpu.lastEventNs, 'inferred')
  closePState(machine, cpu, cpu.lastEventNs, 'inferred')
  cpu.fresh = false
  // What was unknown already before the loss stays what it was.
  if (cpu.lostInGap === 0) tellGap(machine, cpu, cpu.lastEventNs)
  cpu.lostInGap += count
}
