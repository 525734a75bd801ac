import type { Callchain, TimelineItem } from '@tc-stream/event-schema'

/** An interval as the timeline tells it, whatever its kind. */
export interface TrueInterval {
  readonly lane: string
  readonly state: string
  readonly startNs: number
  readonly endNs: number
  /** Of I/O, the calls; else 1. */
  readonly count: number
  readonly bytes: number
  readonly taskId: number | undefined
  readonly callchain: Callchain | undefined
}

/** What a chart must agree with, worked out from the items in the plainest way. */
export interface Truth {
  /** By `task <id>` and `cpu <number>`. */
  readonly byRow: Map<string, TrueInterval[]>
  readonly commOf: Map<number, string>
  /** Task by task, from its intervals. */
  readonly runningNs: Map<number, number>
  /** Task by task, from its I/O. */
  readonly ioBytes: Map<number, number>
  readonly errors: Map<string, number>
  readonly marks: Map<number, Map<string, number>>
}

export const lengthOf = (interval: { readonly startNs: number; readonly endNs: number }): number =>
  interval.endNs - interval.startNs

export function truthOf(items: readonly TimelineItem[]): Truth {
  const truth: Truth = {
    byRow: new Map(),
    commOf: new Map(),
    runningNs: new Map(),
    ioBytes: new Map(),
    errors: new Map(),
    marks: new Map(),
  }
  for (const item of items) note(truth, item)
  return truth
}

function note(truth: Truth, item: TimelineItem): void {
  const add = (row: string, lane: string, state: string, { startNs, endNs }: { startNs: number; endNs: number }) => {
    const taskId = 'taskId' in item ? item.taskId : undefined
    const callchain = item.type === 'interval' && row.startsWith('task') ? item.callchain : undefined
    const list = truth.byRow.get(row) ?? []
    const [count, bytes] = item.type === 'io' ? [item.merges + 1, item.bytes] : [1, 0]
    list.push({ lane, state, startNs, endNs, count, bytes, taskId, callchain })
    truth.byRow.set(row, list)
  }
  // A task of which nothing but its fork is known is one as well.
  if (item.type === 'interval' || item.type === 'mark' || item.type === 'io' || item.type === 'task') {
    truth.commOf.set(item.taskId, item.comm)
    if (!truth.runningNs.has(item.taskId)) truth.runningNs.set(item.taskId, 0)
  }
  switch (item.type) {
    case 'interval':
      add(`task ${item.taskId}`, 'sched', item.state, item)
      truth.runningNs.set(
        item.taskId,
        (truth.runningNs.get(item.taskId) ?? 0) + (item.state === 'running' ? lengthOf(item) : 0),
      )
      if (item.state === 'running' && item.cpu !== null) add(`cpu ${item.cpu}`, 'sched', 'running', item)
      break
    case 'idle':
      add(`cpu ${item.cpu}`, 'sched', 'idle', item)
      break
    case 'cpuGap':
      add(`cpu ${item.cpu}`, 'sched', 'unknown', item)
      break
    case 'cState':
      add(`cpu ${item.cpu}`, 'cState', `C${item.state}`, item)
      break
    case 'pState':
      add(`cpu ${item.cpu}`, 'pState', String(item.freqKhz), item)
      break
    case 'interrupt':
      add(`cpu ${item.cpu}`, 'interrupt', item.kind, item)
      break
    case 'io':
      add(`task ${item.taskId}`, 'io', item.error === null ? item.op : `${item.op} ${item.error}`, item)
      truth.ioBytes.set(item.taskId, (truth.ioBytes.get(item.taskId) ?? 0) + item.bytes)
      if (item.error !== null) truth.errors.set(item.error, (truth.errors.get(item.error) ?? 0) + item.merges + 1)
      break
    case 'mark': {
      const kinds = truth.marks.get(item.taskId) ?? new Map<string, number>()
      kinds.set(item.kind, (kinds.get(item.kind) ?? 0) + 1)
      truth.marks.set(item.taskId, kinds)
    }
  }
}

/** Time, count and bytes by lane and state. */
export type Sums = Record<string, { ns: number; count: number; bytes: number }>

export function addSum(sums: Sums, lane: string, state: string, ns: number, count: number, bytes = 0): void {
  const key = `${lane} ${state}`
  const sum = sums[key] ?? { ns: 0, count: 0, bytes: 0 }
  sums[key] = { ns: sum.ns + ns, count: sum.count + count, bytes: sum.bytes + bytes }
}

export function sumsOf(intervals: Iterable<TrueInterval>): Sums {
  const sums: Sums = {}
  for (const interval of intervals) {
    addSum(sums, interval.lane, interval.state, lengthOf(interval), interval.count, interval.bytes)
  }
  return sums
}
