import type { SampleEvent } from '@tc-stream/event-schema'
import type { Machine } from './machine.js'
import { mark } from './mark.js'
import { taskSeen } from './tasks.js'

/** Any other sample (`cycles`, `page-faults`): it was taken in the task that its header names. */
export function onSample(machine: Machine, event: SampleEvent): void {
  const { tid, event: name } = event
  // Side-band records show who is where; nobody asked for them as samples. The idle task has no row.
  if (tid === null || tid === 0 || name.startsWith('PERF_RECORD_')) return
  mark(
    machine,
    machine.tasks.get(tid) ?? taskSeen(machine, tid, event.comm, true),
    'sample',
    event.cpu,
    name,
    event.callchain,
  )
}
