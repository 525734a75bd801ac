import { type CpuMarkItem, clipSample, type MarkEvent, type SampleEvent } from '@tc-stream/event-schema'
import type { Machine } from './machine.js'
import { mark } from './mark.js'
import { taskSeen } from './tasks.js'

/** Any other sample (`cycles`, `page-faults`): it was taken in the task that its header names. */
export function onSample(machine: Machine, event: SampleEvent): void {
  const { tid, event: name } = event
  // Side-band records show who is where; nobody asked for them as samples. The idle task has no row.
  if (tid === null || name.startsWith('PERF_RECORD_')) return
  if (tid === 0) {
    machine.diagnostics.count('TC_STATE_IDLE_SAMPLE', { sample: name })
    return
  }
  mark(
    machine,
    machine.tasks.get(tid) ?? taskSeen(machine, tid, event.comm, true),
    'sample',
    event.cpu,
    name,
    event.callchain,
  )
}

/** What a decoder from outside wants to be shown: at the task that its header names, else at the CPU. */
export function onMark(machine: Machine, event: MarkEvent): void {
  const { tid, cpu, callchain } = event
  // A decoder may hand on a whole payload.
  const text = clipSample(event.text)
  if (tid !== null && tid > 0) {
    mark(machine, machine.tasks.get(tid) ?? taskSeen(machine, tid, event.comm, true), 'event', cpu, text, callchain)
  } else if (cpu !== null && machine.cpus[cpu] !== undefined) {
    const item: CpuMarkItem = { type: 'cpuMark', cpu, kind: 'event', timeNs: machine.nowNs, text }
    if (callchain !== undefined) item.callchain = callchain
    machine.emit(item)
  }
}
