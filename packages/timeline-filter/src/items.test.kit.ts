import {
  type IntervalItem,
  runStage,
  type TaskItem,
  type TimelineItem,
  type WakeupItem,
  zeroTotals,
} from '@tc-stream/event-schema'
import { createTimelineFilter } from './filter.js'
import type { TimelineFilterOptions } from './options.js'

const MS = 1_000_000

/** `[state, start in ms, end in ms]` of one task. */
export function interval(
  tid: number,
  comm: string,
  state: IntervalItem['state'],
  fromMs: number,
  toMs: number,
  more: Partial<IntervalItem> = {},
): IntervalItem {
  const times = { startNs: fromMs * MS, endNs: toMs * MS }
  return { type: 'interval', taskId: tid, tid, pid: tid, comm, state, cpu: 0, ...times, ...more }
}

export function task(tid: number, comm: string, more: Partial<TaskItem> = {}): TaskItem {
  const times = { startNs: 0, endNs: 100 * MS }
  return { type: 'task', taskId: tid, tid, pid: tid, comm, ppid: 1, exited: true, ...times, ...zeroTotals(), ...more }
}

export function wakeup(wakerTid: number, wakeeTid: number, wakeeComm: string, targetCpu: number, atMs = 0): WakeupItem {
  return {
    type: 'wakeup',
    timeNs: atMs * MS,
    cpu: 0,
    wakerTid,
    wakerComm: 'waker',
    wakerTaskId: wakerTid,
    wakeeTid,
    wakeeComm,
    wakeeTaskId: wakeeTid,
    targetCpu,
    context: 'task',
  }
}

export function filter(items: readonly TimelineItem[], options: TimelineFilterOptions): TimelineItem[] {
  return [...runStage(createTimelineFilter(options), items)]
}

/** What was left out, by code. */
export function leftOut(items: readonly TimelineItem[]): Record<string, number> {
  return Object.fromEntries(items.flatMap(item => (item.type === 'diagnostic' ? [[item.code, item.count]] : [])))
}

/** Shape: `make running 0-5`, `CPU 1: make 0-5` */
export function told(items: readonly TimelineItem[]): string[] {
  return items.flatMap(item => {
    if (item.type === 'interval') return [`${item.comm} ${item.state} ${span(item)}`]
    if (item.type === 'cpuRun') return [`CPU ${item.cpu}: ${item.comm} ${span(item)}`]
    return []
  })
}

const span = ({ startNs, endNs }: { startNs: number; endNs: number }) => `${startNs / MS}-${endNs / MS}`
