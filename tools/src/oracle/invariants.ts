import type { IntervalItem, TaskItem, TaskState, TimelineItem } from '@tc-stream/event-schema'

/** Violations listed at most; a broken tracker breaks everything. */
const LISTED = 20

type Totals = Pick<TaskItem, 'runningNs' | 'waitingNs' | 'blockedNs' | 'sleepingNs' | 'unknownNs'>

const TOTAL_OF_STATE: Readonly<Record<TaskState, keyof Totals | undefined>> = {
  running: 'runningNs',
  waiting: 'waitingNs',
  blocked: 'blockedNs',
  sleeping: 'sleepingNs',
  idle: 'sleepingNs',
  stopped: 'sleepingNs',
  parked: 'sleepingNs',
  unknown: 'unknownNs',
  dead: undefined,
}

/**
 * What holds for every timeline, whatever the recording: it begins with a trace item and ends with an end item; an
 * interval does not end before it starts, nor lie outside the trace; the intervals of a task come in order and do not
 * overlap, those of a tid neither; a CPU runs one task at a time; a task's totals are the sums of its intervals.
 *
 * Returns: the violations, a sentence each; none for a sound timeline.
 */
export function findViolations(items: readonly TimelineItem[]): string[] {
  const intervals = items.filter(item => item.type === 'interval')
  const violations = [
    ...checkFrame(items),
    ...checkExtent(items),
    ...checkOverlaps(
      groupBy(intervals, item => item.taskId),
      'task',
      true,
    ),
    ...checkOverlaps(
      groupBy(intervals, item => item.tid),
      'tid',
      false,
    ),
    ...checkOverlaps(
      groupBy(intervals.filter(runsOnCpu), item => item.cpu),
      'CPU',
      false,
    ),
    ...checkTotals(
      items,
      groupBy(intervals, item => item.taskId),
    ),
  ]
  if (violations.length <= LISTED) return violations
  return [...violations.slice(0, LISTED), `… and ${violations.length - LISTED} more`]
}

function runsOnCpu(item: IntervalItem): boolean {
  return item.state === 'running' && item.cpu !== null
}

function checkFrame(items: readonly TimelineItem[]): string[] {
  const violations: string[] = []
  if (items[0]?.type !== 'trace') violations.push(`the first item is ${items[0]?.type}, not trace`)
  if (items.at(-1)?.type !== 'end') violations.push(`the last item is ${items.at(-1)?.type}, not end`)
  for (const type of ['trace', 'end']) {
    const count = items.filter(item => item.type === type).length
    if (count !== 1) violations.push(`${count} ${type} items`)
  }
  return violations
}

function checkExtent(items: readonly TimelineItem[]): string[] {
  const end = items.at(-1)
  if (end?.type !== 'end') return []
  return items.flatMap(item => {
    if (!('startNs' in item) || item.type === 'end') return []
    const isInside = item.startNs >= end.startNs && item.endNs <= end.endNs
    if (item.startNs <= item.endNs && isInside) return []
    return [`${describe(item)} is outside the trace, ${end.startNs} to ${end.endNs}, or ends before it starts`]
  })
}

/** @param inOrder the items must also come in order of time, not only be disjoint */
function checkOverlaps<Key>(groups: Map<Key, IntervalItem[]>, of: string, inOrder: boolean): string[] {
  const violations: string[] = []
  for (const [key, group] of groups) {
    const list = inOrder ? group : [...group].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)
    for (let at = 1; at < list.length; at++) {
      const [before, after] = [list[at - 1] as IntervalItem, list[at] as IntervalItem]
      if (after.startNs < before.endNs) violations.push(`${of} ${key}: ${describe(before)} and ${describe(after)}`)
    }
  }
  return violations
}

function checkTotals(items: readonly TimelineItem[], intervalsOf: Map<number, IntervalItem[]>): string[] {
  const violations: string[] = []
  const closed = new Set<number>()
  for (const item of items) {
    if (item.type !== 'task') continue
    if (closed.has(item.taskId)) violations.push(`task ${item.taskId} has two task items`)
    closed.add(item.taskId)
    const sums = sumIntervals(intervalsOf.get(item.taskId) ?? [])
    for (const [name, sum] of Object.entries(sums) as [keyof Totals, number][]) {
      if (item[name] !== sum)
        violations.push(`task ${item.taskId} (tid ${item.tid}): ${name} ${item[name]}, not ${sum}`)
    }
  }
  for (const taskId of intervalsOf.keys()) {
    if (!closed.has(taskId)) violations.push(`task ${taskId} has intervals and no task item`)
  }
  return violations
}

function sumIntervals(intervals: readonly IntervalItem[]): Totals {
  const sums: Totals = { runningNs: 0, waitingNs: 0, blockedNs: 0, sleepingNs: 0, unknownNs: 0 }
  for (const { state, startNs, endNs } of intervals) {
    const name = TOTAL_OF_STATE[state]
    if (name !== undefined) sums[name] += endNs - startNs
  }
  return sums
}

function groupBy<Key>(items: readonly IntervalItem[], keyOf: (item: IntervalItem) => Key): Map<Key, IntervalItem[]> {
  const groups = new Map<Key, IntervalItem[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

function describe(item: { type: string; startNs: number; endNs: number }): string {
  const about = item as Partial<IntervalItem>
  const certainty = about.inferred ? ' inferred' : ''
  return `${item.type} of tid ${about.tid} ${about.state ?? ''}${certainty} [${item.startNs}, ${item.endNs})`
}
