import type { IntervalItem, MarkItem, TimelineItem } from '@tc-stream/event-schema'
import { REDUCE_DIAGNOSTICS, type ReduceDiagnosticCode } from '../src/diagnostics.js'
import { MAX_DIAGNOSTICS, MAX_SAMPLE_EVENTS, MAX_STATES, type TimelineReducerOptions } from '../src/options.js'
import { chartOf } from './check-chart.js'

const key = (taskId: number) => ({ taskId, tid: taskId + 1, pid: taskId + 1, comm: `comm${taskId}` })

const run = (taskId: number, startNs: number, more: Partial<IntervalItem> = {}): IntervalItem => ({
  ...{ type: 'interval', ...key(taskId), state: 'running', cpu: 0, startNs, endNs: startNs + 9, prevState: 'S' },
  ...more,
})

const mark = (taskId: number, kind: MarkItem['kind'], text?: string): MarkItem => ({
  ...{ type: 'mark', ...key(taskId), kind, timeNs: 5, cpu: 0 },
  ...(text === undefined ? {} : { text }),
})

const many = <Item>(length: number, make: (at: number) => Item): Item[] => Array.from({ length }, (_, at) => make(at))

const waits = many(200, at => run(0, at * 10, { state: 'waiting' }))
const tasks = many(4, at => run(at, at * 10))
const woken = (taskId: number) =>
  run(taskId, 10 * taskId, { state: 'waiting', wakerTaskId: 0, wakeupNs: 0, context: 'task' })

type Case = readonly [items: readonly TimelineItem[], options?: TimelineReducerOptions]

/** For each code a timeline that must be told under it. */
const CASES: Readonly<Record<ReduceDiagnosticCode, Case>> = {
  TC_REDUCE_OVER_BUDGET: [waits, { maxElements: 100, worst: 150 }],
  TC_REDUCE_ROWS: [tasks, { maxRows: 3 }],
  TC_REDUCE_GROUPS: [tasks, { maxRows: 2, maxGroups: 1 }],
  TC_REDUCE_LIVE_TASKS: [tasks, { maxLiveTasks: 1 }],
  TC_REDUCE_CPU_ROWS: [many(3, at => run(0, at * 10, { cpu: at })), { maxCpuRows: 1 }],
  TC_REDUCE_CALLCHAINS: [many(3, at => run(0, at * 10, { callchain: [`f${at}`] })), { maxCallchains: 1 }],
  TC_REDUCE_MARKS: [many(4, at => mark(at, 'migration')), { maxMarks: 1 }],
  TC_REDUCE_SAMPLES: [many(MAX_SAMPLE_EVENTS + 1, at => mark(0, 'sample', `event${at}`))],
  TC_REDUCE_ARROWS: [[run(0, 0), woken(1), woken(2)], { maxArrows: 1 }],
  TC_REDUCE_STATES: [many(MAX_STATES + 1, at => ({ type: 'pState', cpu: 0, freqKhz: at, startNs: at, endNs: at + 1 }))],
  TC_REDUCE_NO_TOPOLOGY: [tasks, { topology: true }],
  TC_REDUCE_DIAGNOSTICS: [
    many(MAX_DIAGNOSTICS + 1, at => ({
      ...{ type: 'diagnostic', code: `TC_X_${at}`, severity: 'info', meaning: 'x', count: 1 },
    })),
  ],
}

test.each(Object.keys(REDUCE_DIAGNOSTICS) as ReduceDiagnosticCode[])('%s is told of a timeline that makes it', code => {
  const [items, options] = CASES[code]
  const { diagnostics } = chartOf(items, { thresholdNs: 0, minTasks: 0, ...options })
  expect(diagnostics.get(code)).toMatchObject({ ...REDUCE_DIAGNOSTICS[code], count: expect.any(Number) })
})
