import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { TimelineItemSchema } from '@tc-stream/event-schema'
import { compareTimeline, faultsOf } from './compare.js'
import { readFtraceReference } from './ftrace-reader.js'
import { findViolations } from './invariants.js'
import { timelineOfText } from './pipeline.js'
import { readTimeline } from './timeline-stretches.js'

const FTRACE = join(__dirname, '../../../test-data/ftrace')
const read = (name: string) => readFileSync(join(FTRACE, `${name}.txt`))

jest.setTimeout(120_000)

describe.each(['shell.trace', 'shell.report', 'shell.ns', 'stacks.trace', 'stacks.report'])('%s', name => {
  const text = read(name)

  test('has all that the text proves, and claims no more', async () => {
    const items = await timelineOfText([text])
    const comparison = compareTimeline(readTimeline(items), readFtraceReference(text.toString()), [])
    expect(faultsOf(comparison)).toEqual([])
    const proven = Object.fromEntries(comparison.recording.map(({ state, confirmed }) => [state, confirmed]))
    expect(proven.running).toBeGreaterThan(20)
    expect(proven.sleeping).toBeGreaterThan(2)
    expect(proven).toMatchSnapshot()
  })

  test('keeps the invariants and the contract', async () => {
    const items = await timelineOfText([text])
    expect(findViolations(items)).toEqual([])
    for (const item of items) TimelineItemSchema.parse(item)
  })
})

/** The kernel's text tells preempted from runnable and dead from zombie, and the process; that of trace-cmd's plugin does not. */
function withoutDialect(items: readonly TimelineItem[]): unknown[] {
  return items.map(item => {
    if (item.type !== 'interval') return 'pid' in item ? { ...item, pid: 0, ppid: 0, processComm: undefined } : item
    const { prevState, pid: _, ppid: __, ...rest } = item as IntervalItem & { ppid?: unknown }
    return { ...rest, ...(prevState && { prevState: prevState.replace('+', '').replace('X', 'Z') }) }
  })
}

test('both texts of one trace give one timeline', async () => {
  const [trace, report] = await Promise.all(
    ['shell.trace', 'shell.report'].map(async name => withoutDialect(await timelineOfText([read(name)]))),
  )
  expect(trace?.length).toBeGreaterThan(500)
  expect(report).toEqual(trace)
})

test('waits and blocks tell their reasons, from the stacks that follow the events', async () => {
  const items = await timelineOfText([read('stacks.trace')])
  const blocked = items.filter(item => item.type === 'interval' && item.state === 'blocked') as IntervalItem[]
  expect(blocked.some(item => item.reason?.includes('wait_for_completion'))).toBe(true)
})
