import type { Callchain, MarkItem } from '@tc-stream/event-schema'
import type { Machine } from './machine.js'
import type { Task } from './task.js'

/** Tells of something that happened to a task at this moment. Made field by field: samples may be most of a trace. */
export function mark(
  machine: Machine,
  task: Task,
  kind: MarkItem['kind'],
  cpu: number | null,
  text: string | undefined,
  callchain?: Callchain,
): void {
  task.hasContent = true
  const item: MarkItem = {
    type: 'mark',
    taskId: task.taskId,
    tid: task.tid,
    pid: task.pid,
    comm: task.comm,
    kind,
    timeNs: machine.nowNs,
    cpu,
  }
  if (text !== undefined) item.text = text
  if (callchain !== undefined) item.callchain = callchain
  machine.emit(item)
}
