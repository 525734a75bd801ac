import { runStage, type TimelineItem, type TraceEvent } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { createStateMachine } from './state-machine.js'
import {
  comm,
  exit,
  fork,
  freq,
  idle,
  irq,
  lost,
  migrate,
  ofType,
  run,
  sample,
  sw,
  wake,
} from './testing.test-helper.js'

const names = ['a', 'b', 'c', 'd', 'e']
const name = fc.constantFrom(...names)
const nameOrIdle = fc.constantFrom(...names, 'idle')
const cpu = fc.constantFrom(0, 1, 2, null)
const state = fc.constantFrom('R', 'R+', 'S', 'D', 'I', 'T', 'P', 'X', 'Z' as const)
const kind = fc.constantFrom('wakeup', 'new', 'waking' as const)
// Steps back are as likely as standing still: text that is out of order must not break anything.
const stepNs = fc.constantFrom(-5, 0, 1, 10, 1000)

type Build = (timeNs: number) => TraceEvent

/** Any event at any time: most sequences contradict themselves, as a trace with holes does. */
const anyEvent: fc.Arbitrary<Build> = fc.oneof(
  fc.tuple(cpu, nameOrIdle, state, nameOrIdle).map(
    ([c, prev, s, next]) =>
      (t: number) =>
        sw(t, c, prev, s as 'S', next),
  ),
  fc.tuple(cpu, nameOrIdle, name, kind).map(
    ([c, waker, wakee, k]) =>
      (t: number) =>
        wake(t, c, waker, wakee, k as 'new'),
  ),
  fc.tuple(cpu, nameOrIdle).map(
    ([c, task]) =>
      (t: number) =>
        sample(t, c, task),
  ),
  fc.tuple(name, name).map(
    ([parent, child]) =>
      (t: number) =>
        fork(t, parent, child),
  ),
  fc.tuple(name, fc.constantFrom('sh', 'cc', 'a')).map(
    ([task, to]) =>
      (t: number) =>
        comm(t, task, to, true),
  ),
  fc.tuple(fc.constantFrom(0, 1), name).map(
    ([c, task]) =>
      (t: number) =>
        exit(t, c, task),
  ),
  fc.tuple(cpu, fc.nat(9)).map(
    ([c, count]) =>
      (t: number) =>
        lost(t, c, count),
  ),
  fc.tuple(name, cpu, cpu).map(
    ([task, from, to]) =>
      (t: number) =>
        migrate(t, task, from, to),
  ),
  fc.tuple(cpu, fc.constantFrom(null, 0, 1, 9)).map(
    ([c, depth]) =>
      (t: number) =>
        idle(t, c, depth),
  ),
  fc.tuple(cpu, fc.constantFrom(800_000, 2_400_000)).map(
    ([c, khz]) =>
      (t: number) =>
        freq(t, c, khz),
  ),
  fc.tuple(cpu, fc.constantFrom('entry', 'exit' as const), fc.constantFrom('hardirq', 'softirq' as const)).map(
    ([c, edge, what]) =>
      (t: number) =>
        irq(t, c, what as 'softirq', edge as 'entry', 1),
  ),
)

const trace = fc.array(fc.tuple(stepNs, anyEvent), { maxLength: 120 }).map(steps => {
  let timeNs = 1000
  return steps.map(([step, build]) => {
    timeNs += step
    return build(timeNs)
  })
})

function checkRows(items: readonly TimelineItem[]): void {
  const ends = new Map<number, number>()
  const sums = new Map<string, number>()
  for (const item of ofType(items, 'interval')) {
    expect(item.endNs).toBeGreaterThanOrEqual(item.startNs)
    const end = ends.get(item.taskId)
    if (end !== undefined) expect(item.startNs).toBe(end)
    ends.set(item.taskId, item.endNs)
    const key = `${item.taskId} ${item.state}`
    sums.set(key, (sums.get(key) ?? 0) + item.endNs - item.startNs)
  }
  const rows = ofType(items, 'task')
  expect(new Set(rows.map(row => row.taskId)).size).toBe(rows.length)
  for (const row of rows) {
    const sum = (...states: string[]) => states.reduce((total, s) => total + (sums.get(`${row.taskId} ${s}`) ?? 0), 0)
    expect(row.runningNs).toBe(sum('running'))
    expect(row.waitingNs).toBe(sum('waiting'))
    expect(row.blockedNs).toBe(sum('blocked'))
    expect(row.sleepingNs).toBe(sum('sleeping', 'idle', 'stopped', 'parked'))
    expect(row.unknownNs).toBe(sum('unknown'))
    expect(row.switches).toBe(row.voluntary + row.preempted)
    expect(row.endNs).toBeGreaterThanOrEqual(ends.get(row.taskId) ?? row.startNs)
  }
  for (const taskId of ends.keys()) expect(rows.some(row => row.taskId === taskId)).toBe(true)
}

function checkCpus(items: readonly TimelineItem[]): void {
  const spans = [
    ...ofType(items, 'interval').filter(item => item.state === 'running' && item.cpu !== null),
    ...ofType(items, 'idle'),
    ...ofType(items, 'cpuGap'),
  ].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)
  const ends = new Map<number | null, number>()
  for (const span of spans) {
    expect(span.startNs).toBeGreaterThanOrEqual(ends.get(span.cpu) ?? 0)
    ends.set(span.cpu, span.endNs)
  }
  const [end] = ofType(items, 'end')
  // Without scheduler events there is nothing to have gaps in.
  const scheduled = items.some(item => item.type === 'interval' || item.type === 'idle')
  for (const total of ofType(items, 'cpu')) {
    const gaps = ofType(items, 'cpuGap').filter(gap => gap.cpu === total.cpu)
    if (scheduled) expect(gaps.reduce((sum, gap) => sum + gap.endNs - gap.startNs, 0)).toBe(total.unknownNs)
    expect(total.busyNs + total.idleNs + total.unknownNs).toBe((end?.endNs ?? 0) - (end?.startNs ?? 0))
  }
}

/** A CPU is in one C-state at a time, and in none while it runs a task; it has one frequency at a time. */
function checkPower(items: readonly TimelineItem[]): void {
  const busy = ofType(items, 'interval').filter(item => item.state === 'running' && item.cpu !== null)
  const apart = (spans: readonly { cpu: number | null; startNs: number; endNs: number }[]) => {
    const sorted = [...spans].sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs)
    const ends = new Map<number | null, number>()
    for (const { cpu: where, startNs, endNs } of sorted) {
      expect(startNs).toBeGreaterThanOrEqual(ends.get(where) ?? 0)
      ends.set(where, endNs)
    }
  }
  apart(ofType(items, 'cState'))
  apart(ofType(items, 'pState'))
  for (const depth of ofType(items, 'cState')) {
    for (const { cpu: where, startNs } of busy) {
      if (where === depth.cpu && startNs > depth.startNs) expect(startNs).toBeGreaterThanOrEqual(depth.endNs)
    }
  }
}

describe('whatever the events say', () => {
  test('a row has no gap, no overlap, and exact totals; a CPU runs one thing at a time', () => {
    fc.assert(
      fc.property(trace, events => {
        const withCpu = events.filter(event => !('cpu' in event) || event.cpu !== null)
        checkRows(run(events))
        const items = run(withCpu)
        checkRows(items)
        checkCpus(items)
        checkPower(items)
      }),
      { numRuns: 400 },
    )
  })

  test('items come in the order in which they became certain, within the trace', () => {
    fc.assert(
      fc.property(trace, events => {
        const items = run(events)
        const [end] = ofType(items, 'end')
        for (const item of items) {
          if (!('startNs' in item)) continue
          expect(item.startNs).toBeGreaterThanOrEqual(end?.startNs ?? 0)
          expect(item.endNs).toBeLessThanOrEqual(end?.endNs ?? 0)
        }
        expect(items.at(-1)?.type).toBe('end')
      }),
    )
  })

  test('nothing is certain that begins or ends without an event of its task', () => {
    fc.assert(
      fc.property(trace, events => {
        // A clamped time is that of an earlier event.
        const times = new Set(events.map(event => ('timeNs' in event ? event.timeNs : null)))
        for (const item of ofType(run(events), 'interval')) {
          if (item.inferred === true || item.cut !== undefined) continue
          expect(times).toContain(item.startNs)
          expect(times).toContain(item.endNs)
        }
      }),
    )
  })
})

test('tables stay small however many tasks come and go', () => {
  const machine = createStateMachine()
  let emitted = 0
  const emit = () => {
    emitted++
  }
  for (let i = 0; i < 50_000; i++) {
    const child = { wakeeTid: 100 + (i % 30_000), wakeeComm: 'x' }
    const asNext = { nextTid: child.wakeeTid, nextComm: 'x' }
    const asPrev = { prevTid: child.wakeeTid, prevComm: 'x', tid: child.wakeeTid }
    machine.push(wake(i * 10, 0, 'a', 'a', 'new', child), emit)
    machine.push(sw(i * 10 + 1, 0, 'a', 'S', 'a', asNext), emit)
    machine.push(sw(i * 10 + 5, 0, 'a', 'Z', 'a', asPrev), emit)
  }
  expect(machine.counters.liveTasks).toBe(1)
  expect(emitted).toBeGreaterThan(150_000)
})

test('the trace item and the diagnostics of earlier stages go through', () => {
  const items: TraceEvent[] = [
    { type: 'trace', schemaVersion: 1, originSeconds: 7 },
    { type: 'diagnostic', code: 'TC_LEX_X', severity: 'info', meaning: 'm', count: 1 },
  ]
  expect([...runStage(createStateMachine(), items)].slice(0, 2)).toEqual(items)
})
