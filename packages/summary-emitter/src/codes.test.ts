import { runStage, type TimelineItem } from '@tc-stream/event-schema'
import { SUMMARY_DIAGNOSTICS, type SummaryDiagnosticCode } from './diagnostics.js'
import { MAX_C_STATES, MAX_DIAGNOSTICS, type SummaryOptions } from './options.js'
import { createSummary } from './summary.js'
import { ALL, interval, taskItem } from './testing.test-helper.js'

const tasks = [1, 2, 3].flatMap(id => {
  const run = interval(id, 'running', id * 10, id * 10 + 9, { cpu: id })
  return [run, taskItem(id, [run])]
})
const alive = tasks.filter(item => item.type === 'interval')

const many = (length: number, make: (at: number) => TimelineItem) => Array.from({ length }, (_, at) => make(at))

/** For each code a timeline that must be told under it. */
const CASES: Readonly<Record<SummaryDiagnosticCode, readonly [items: TimelineItem[], options: SummaryOptions]>> = {
  TC_SUMMARY_ROWS: [tasks, { maxTasks: 1 }],
  TC_SUMMARY_LIVE_TASKS: [alive, { maxLiveTasks: 1 }],
  TC_SUMMARY_CPUS: [tasks, { maxCpus: 1 }],
  TC_SUMMARY_C_STATES: [
    many(MAX_C_STATES + 1, state => ({ type: 'cState', cpu: 0, state, startNs: state, endNs: state + 1 })),
    {},
  ],
  TC_SUMMARY_DIAGNOSTICS: [
    many(MAX_DIAGNOSTICS + 1, at => ({
      ...{ type: 'diagnostic', code: `TC_X_${at}`, severity: 'info', meaning: 'x', count: 1 },
    })),
    {},
  ],
}

test.each(Object.keys(SUMMARY_DIAGNOSTICS) as SummaryDiagnosticCode[])('%s is told of a timeline', code => {
  const [items, options] = CASES[code]
  const summary = createSummary({ ...ALL, ...options })
  expect([...runStage(summary, items)].join('').length).toBeGreaterThan(0)
  const told = summary.diagnostics.items().find(item => item.code === code)
  expect(told).toMatchObject({ ...SUMMARY_DIAGNOSTICS[code], count: expect.any(Number) })
})
