import { runStage } from '@tc-stream/event-schema'
import { createChromeTrace } from './chrome-trace.js'
import { CHROME_TRACE_DIAGNOSTICS, type ChromeTraceDiagnosticCode } from './diagnostics.js'
import type { ChromeTraceOptions } from './options.js'
import { interval } from './testing.test-helper.js'

const items = [1, 2, 3].map(id => interval(id, 'running', id * 10, id * 10 + 9, { cpu: id }))

/** For each code the options under which three tasks on three CPUs must be told under it. */
const OPTIONS: Readonly<Record<ChromeTraceDiagnosticCode, ChromeTraceOptions>> = {
  TC_CHROME_THREADS: { maxThreads: 1 },
  TC_CHROME_CPUS: { maxCpus: 1 },
}

test.each(Object.keys(CHROME_TRACE_DIAGNOSTICS) as ChromeTraceDiagnosticCode[])('%s is told of a timeline', code => {
  const trace = createChromeTrace(OPTIONS[code])
  expect([...runStage(trace, items)].join('').length).toBeGreaterThan(0)
  const told = trace.diagnostics.items().find(item => item.code === code)
  expect(told).toMatchObject({ ...CHROME_TRACE_DIAGNOSTICS[code], count: expect.any(Number) })
})
