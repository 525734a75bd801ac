import {
  addInterval,
  type GivenTotals,
  type IntervalItem,
  runStage,
  type TaskTotals,
  type TimelineItem,
  zeroTotals,
} from '@tc-stream/event-schema'
import { type SummaryDocument, SummaryDocumentSchema } from './document.js'
import type { SummaryOptions } from './options.js'
import { createSummary } from './summary.js'

/** An interval of a task whose tid and comm are made from its id. */
export function interval(
  taskId: number,
  state: IntervalItem['state'],
  startNs: number,
  endNs: number,
  extra: Partial<IntervalItem> = {},
): IntervalItem {
  const who = { taskId, tid: 100 + taskId, pid: 100 + taskId, comm: `task${taskId}` }
  return { type: 'interval', ...who, state, cpu: 0, startNs, endNs, ...extra }
}

/** The task item that belongs to some intervals of one task. */
export function taskItem(taskId: number, intervals: readonly IntervalItem[], extra: object = {}): TimelineItem {
  const totals = zeroTotals()
  for (const item of intervals) addInterval(totals, item, item.startNs, item.endNs)
  const { tid, pid, comm } = interval(taskId, 'running', 0, 0)
  const startNs = Math.min(...intervals.map(item => item.startNs))
  const endNs = Math.max(...intervals.map(item => item.endNs))
  return { type: 'task', taskId, tid, pid, comm, ppid: 1, startNs, endNs, exited: true, ...totals, ...extra }
}

/** All options on the side of telling everything. */
export const ALL: SummaryOptions = { thresholdNs: 0, minTasks: 0 }

/** The document of some items, checked against its schema, as its text tells it. */
export function documentOf(items: Iterable<TimelineItem>, options: SummaryOptions = {}): SummaryDocument {
  const text = textOf(items, { ...options, json: true })
  const document = JSON.parse(text) as SummaryDocument
  return SummaryDocumentSchema.parse(document)
}

export function textOf(items: Iterable<TimelineItem>, options: SummaryOptions = {}): string {
  return [...runStage(createSummary(options), items)].join('')
}

const TOTALS = Object.keys(zeroTotals()) as (keyof TaskTotals)[]

/** The totals in a row, and nothing else of it. */
export function totalsIn(row: GivenTotals): TaskTotals {
  return Object.fromEntries(TOTALS.map(key => [key, row[key]])) as unknown as TaskTotals
}
