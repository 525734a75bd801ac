import type { TimelineItem } from '@tc-stream/event-schema'
import { type FilterCode, filterDiagnostics } from './diagnostics.js'
import { filter, interval, leftOut, task, wakeup } from './items.test.kit.js'
import { parseOptions, type TimelineFilterOptions } from './options.js'

const MS = 1_000_000
const make = { label: 'make', comm: 'make' }

const TRACE: readonly TimelineItem[] = [
  interval(1, 'make', 'running', 0, 10),
  { type: 'mark', taskId: 1, tid: 1, pid: 1, comm: 'make', kind: 'migration', timeNs: 5 * MS, cpu: 0 },
  interval(2, 'cc', 'running', 0, 20, { cpu: 1 }),
  wakeup(2, 1, 'make', 1, 30),
  interval(1, 'make', 'blocked', 10, 30),
  task(1, 'make'),
  task(2, 'cc'),
  { type: 'cState', cpu: 0, state: 2, startNs: 0, endNs: 9 },
  { type: 'cpu', cpu: 0, busyNs: 1, idleNs: 2, unknownNs: 3, switches: 4, lost: 0 },
  { type: 'cpu', cpu: 1, busyNs: 1, idleNs: 2, unknownNs: 3, switches: 4, lost: 0 },
  { type: 'end', startNs: 0, endNs: 100 * MS, events: 9 },
]

/** For each code the selection that must leave something out under it. */
const SELECTIONS: Readonly<Record<FilterCode, TimelineFilterOptions>> = {
  TC_FILTER_TASKS: { processes: [make] },
  TC_FILTER_NO_INTERVAL: { minDurationNs: 90 * MS },
  TC_FILTER_CPUS: { cpus: [1] },
  TC_FILTER_OTHER_CPUS: { cpus: [1] },
  TC_FILTER_OTHER_STATES: { states: ['blocked'] },
  TC_FILTER_SHORT: { minDurationNs: 15 * MS },
  TC_FILTER_POWER: { powerStates: false },
  TC_FILTER_MARKS: { minDurationNs: 15 * MS },
  TC_FILTER_NO_MATCH: { processes: [{ label: 'nobody', comm: 'nobody' }] },
  TC_FILTER_LIVE_TASKS: { maxTasks: 1, processes: [make] },
}

test.each(Object.keys(filterDiagnostics(parseOptions())) as FilterCode[])('%s is told of a selection', code => {
  const out = filter(TRACE, SELECTIONS[code])
  expect(leftOut(out)[code]).toBeGreaterThan(0)
  const { severity, meaning } = filterDiagnostics(parseOptions(SELECTIONS[code]))[code]
  expect(out.find(item => item.type === 'diagnostic' && item.code === code)).toMatchObject({ severity, meaning })
})
