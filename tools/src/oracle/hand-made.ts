import { type IntervalItem, type TaskItem, type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import type { Stretch } from './stretch.js'

/** A small recording and a small timeline, for showing that the comparison and the invariants find what is wrong. */

/** Shape: `  worker 7/7 [001] 5.000000100: sched:sched_switch: prev_comm=…`, at `ns` nanoseconds past second 5. */
export function switchLine(ns: number, cpu: number, prev: string, state: string, next: string): string {
  const [prevComm, prevTid] = prev.split('/')
  const [nextComm, nextTid] = next.split('/')
  const payload =
    `prev_comm=${prevComm} prev_pid=${prevTid} prev_prio=120 prev_state=${state} ==> ` +
    `next_comm=${nextComm} next_pid=${nextTid} next_prio=120`
  return `${headerOf(prev, cpu, ns)} sched:sched_switch: ${payload}`
}

export function wakeupLine(ns: number, cpu: number, waker: string, wakee: string, isNew = false): string {
  const [comm, tid] = wakee.split('/')
  const event = isNew ? 'sched:sched_wakeup_new' : 'sched:sched_wakeup'
  return `${headerOf(waker, cpu, ns)} ${event}: comm=${comm} pid=${tid} prio=120 target_cpu=00${cpu}`
}

export function sampleLine(ns: number, cpu: number, task: string): string {
  return `${headerOf(task, cpu, ns)} power:cpu_idle: state=1 cpu_id=${cpu}`
}

function headerOf(task: string, cpu: number, ns: number): string {
  const [comm, tid] = task.split('/')
  return `${comm?.padStart(16)} ${tid}/${tid} [00${cpu}] 5.${String(ns).padStart(9, '0')}:`
}

const ORIGIN_NS = 5_000_000_000n

/** What a tracker of states would tell of these stretches, one task per tid. */
export function timelineOf(stretches: readonly Stretch[], extent: { startNs: number; endNs: number }): TimelineItem[] {
  const intervals = stretches.map(
    (stretch): IntervalItem => ({
      type: 'interval',
      taskId: stretch.tid,
      tid: stretch.tid,
      pid: stretch.tid,
      comm: `task ${stretch.tid}`,
      state: stretch.state,
      cpu: stretch.cpu,
      startNs: Number(stretch.startNs - ORIGIN_NS),
      endNs: Number(stretch.endNs - ORIGIN_NS),
    }),
  )
  return [
    { type: 'trace', schemaVersion: 1, originSeconds: 5 },
    ...intervals,
    ...[...new Set(intervals.map(({ tid }) => tid))].map(tid => taskItem(tid, intervals, extent)),
    { type: 'end', ...extent, events: 0 },
  ]
}

function taskItem(
  tid: number,
  intervals: readonly IntervalItem[],
  extent: { startNs: number; endNs: number },
): TaskItem {
  const total = (...states: string[]) =>
    intervals
      .filter(interval => interval.tid === tid && states.includes(interval.state))
      .reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0)
  return {
    type: 'task',
    taskId: tid,
    tid,
    pid: tid,
    ppid: null,
    comm: `task ${tid}`,
    ...extent,
    exited: false,
    ...zeroTotals(),
    runningNs: total('running'),
    waitingNs: total('waiting'),
    blockedNs: total('blocked'),
    sleepingNs: total('sleeping', 'idle', 'stopped', 'parked'),
    unknownNs: total('unknown'),
  }
}
