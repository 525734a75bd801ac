import type { TraceEvent } from '@tc-stream/event-schema'
import { createStateMachine } from './state-machine.js'
import {
  call,
  codes,
  comm,
  exit,
  fork,
  lost,
  marked,
  ofType,
  run,
  sample,
  story,
  sw,
  tidOf,
  wake,
} from './testing.test-helper.js'

/** A is on CPU 0 from 0 on. */
const start = sw(0, 0, 'idle', 'R', 'a')
const end = sw(90, 0, 'idle', 'R', 'y')

/** A call of which the record does not tell the name. */
const unnamedCall = (timeNs: number, more: object = {}) =>
  ({ ...call(timeNs, 'k', 'read', 3), comm: null, ...more }) as TraceEvent

const taskOf = (events: TraceEvent[], name: string) =>
  ofType(run(events), 'task').find(({ tid }) => tid === tidOf(name))

describe('before the first switch of a CPU', () => {
  const first = sw(10, 0, 'b', 'S', 'c')

  test('a CPU of which nothing else is known ran from the start of the trace what the switch takes away', () => {
    expect(story(run([sw(0, 1, 'idle', 'R', 'z'), first]), 'b')).toEqual(['running 0-10 <?'])
  })

  test('so did one whose headers named that task only', () => {
    const items = run([sample(0, 0, 'b'), sample(5, 0, 'b'), first])
    expect(story(items, 'b')).toEqual(['running 0-10 <?'])
    expect(codes(items)).toEqual([])
  })

  test.each([
    ['another one before', [sample(0, 0, 'b'), sample(5, 0, 'd')]],
    ['another one only', [sample(0, 0, 'd')]],
    ['another one between', [sample(0, 0, 'b'), sample(5, 0, 'd'), sample(7, 0, 'b')]],
  ])('headers named %s: since when it ran is not known', (_, headers) => {
    const items = run([...headers, first])
    expect(story(items, 'b')).toEqual(['unknown 0-10 <'])
    expect(codes(items)).toEqual(['TC_STATE_NOT_ON_CPU'])
  })

  test('where the idle task was named before, the CPU was idle since the start, or nobody knows', () => {
    const idleOf = (...headers: TraceEvent[]) =>
      ofType(run([...headers, sw(10, 0, 'idle', 'R', 'b')]), 'idle').map(({ startNs, endNs, inferred, cut }) => [
        ...[startNs, endNs, inferred, cut],
      ])
    expect(idleOf(sample(0, 0, 'idle'), sample(5, 0, 'idle'))).toEqual([[0, 10, true, 'start']])
    expect(idleOf(sample(0, 0, 'd'), sample(5, 0, 'idle'))).toEqual([])
  })
})

describe('who a task is', () => {
  test('a header that takes over a CPU tells the process of the task it names', () => {
    const pidOf = (pid: number | null) =>
      taskOf([start, sample(5, 0, 'b', { pid }), sw(9, 0, 'b', 'S', 'idle')], 'b')?.pid
    expect([pidOf(77), pidOf(0), pidOf(-1), pidOf(null)]).toEqual([77, 0, null, null])
  })

  test('one without a name goes by its number, until something names it', () => {
    const unnamed = (...more: TraceEvent[]) => taskOf([unnamedCall(0), unnamedCall(5), ...more], 'k')?.comm
    expect(unnamed()).toBe(':11')
    expect(unnamed(start, sw(9, 0, 'a', 'S', 'k'), sw(12, 0, 'k', 'S', 'idle'))).toBe('k')
  })

  test('a payload renames, a header does not', () => {
    const comms = (...events: TraceEvent[]) =>
      ofType(run([start, sw(5, 0, 'a', 'S', 'idle'), ...events, end]), 'task')
        .filter(({ tid }) => tid === 1)
        .map(task => task.comm)
    expect(comms(sw(9, 0, 'idle', 'R', 'a', { nextComm: 'new' }))).toEqual(['a', 'new'])
    expect(comms(wake(9, 0, 'idle', 'a', 'wakeup', { wakeeComm: 'new' }))).toEqual(['a', 'new'])
    expect(comms(sample(9, 1, 'a', { comm: 'other' }))).toEqual(['a'])
  })

  test('a new task has for parent the process of the header it was woken in, unless a fork told better', () => {
    const born = (...before: TraceEvent[]) =>
      taskOf([start, ...before, wake(5, 0, 'a', 'b', 'new', { pid: 40 }), sw(9, 0, 'a', 'S', 'b')], 'b')?.ppid
    expect(born()).toBe(40)
    expect(born(fork(4, 'a', 'b'))).toBe(1)
  })

  test('a thread that was forked before the trace has the parent that is known of its process, or none yet', () => {
    const ppid = (childPid: number) =>
      taskOf([fork(null, 'p', 'q', { childPid }), sw(5, 0, 'q', 'S', 'idle')], 'q')?.ppid
    expect(ppid(tidOf('q'))).toBe(tidOf('p'))
    expect(ppid(tidOf('p'))).toBeNull()
  })

  test('a comm that is told before the trace names what only a number tells, with or without its process', () => {
    const named = (taskPid: number | null) => {
      const told = { ...comm(null, 'k', 'early'), taskPid } as TraceEvent
      const task = taskOf([told, unnamedCall(5, { pid: null }), start], 'k')
      return [task?.comm, task?.pid]
    }
    expect(named(11)).toEqual(['early', 11])
    expect(named(null)).toEqual(['early', null])
  })

  test('a thread tells the name of its process, be it that the first thread runs, never ran, or is no more', () => {
    const thread = { ...comm(null, 'b', 'worker'), taskPid: tidOf('a') } as TraceEvent
    const leader = comm(null, 'a', 'java')
    const worker = [sw(5, 0, 'idle', 'R', 'b'), sw(9, 0, 'b', 'S', 'idle')]
    const nameIn = (...events: TraceEvent[]) => taskOf([thread, ...events], 'b')?.processComm
    expect(nameIn(leader, ...worker)).toBe('java')
    expect(nameIn(sw(1, 1, 'idle', 'R', 'a', { nextComm: 'main' }), ...worker)).toBe('main')
    expect(nameIn(sw(1, 1, 'idle', 'R', 'a'), sw(2, 1, 'a', 'Z', 'idle'), ...worker)).toBe('a')
    expect(nameIn(...worker)).toBeUndefined()
    expect(taskOf([leader, sw(5, 0, 'idle', 'R', 'a')], 'a')?.processComm).toBeUndefined()
  })

  test('a comm or an exit that tells the process changes it, one that does not leaves it', () => {
    const pidAfter = (event: TraceEvent) =>
      taskOf([start, sample(2, 0, 'a', { pid: 5 }), event, sw(9, 0, 'a', 'S', 'idle')], 'a')?.pid
    const head = { pid: null }
    expect(pidAfter({ ...comm(5, 'a', 'a'), ...head, taskPid: 6 } as TraceEvent)).toBe(6)
    expect(pidAfter({ ...comm(5, 'a', 'a'), ...head, taskPid: null } as TraceEvent)).toBe(5)
    expect(pidAfter({ ...exit(5, 0, 'a'), ...head, taskPid: 6 } as TraceEvent)).toBe(6)
    expect(pidAfter({ ...exit(5, 0, 'a'), ...head, taskPid: null } as TraceEvent)).toBe(5)
  })

  test('a task that died before the trace is not named by what was told of it', () => {
    const events = [comm(null, 'k', 'early'), { ...exit(0, 0, 'k'), timeNs: null, tid: null }] as TraceEvent[]
    expect(taskOf([...events, unnamedCall(5), start], 'k')?.comm).toBe(':11')
  })
})

describe('what has no task', () => {
  test('a call or a mark of the idle task makes no row', () => {
    const items = run([start, call(5, 'idle', 'read', 3), marked(6, 5, 'idle'), sw(9, 0, 'a', 'S', 'idle')])
    expect(ofType(items, 'task').map(({ tid }) => tid)).toEqual([1])
    expect(ofType(items, 'mark')).toEqual([])
  })

  test('a mark on a CPU beyond the limit is on none', () => {
    const marks = (cpu: number | null) =>
      ofType(run([start, marked(5, cpu, 'idle'), marked(6, cpu, 'idle')], { maxCpus: 4 }), 'cpuMark').length
    expect([marks(3), marks(4), marks(null)]).toEqual([2, 0, 0])
  })

  test('a sample of the idle task is told with its event', () => {
    const items = run([start, sw(5, 0, 'a', 'S', 'idle'), sample(7, 0, 'idle', { event: 'cpu-clock' })])
    const told = ofType(items, 'diagnostic').find(({ code }) => code === 'TC_STATE_IDLE_SAMPLE')
    expect(told).toMatchObject({ count: 1, sample: 'cpu-clock' })
  })
})

test('a loss puts nothing in doubt of a task that has not begun, nor twice of one that is unknown', () => {
  const items = run([start, fork(3, 'a', 'b'), lost(5, null, 1), lost(7, null, 2), wake(9, 0, 'a', 'b', 'new'), end])
  expect(story(items, 'b')).toEqual(['waiting 9-90 >'])
  const unknown = run([sw(0, 0, 'c', 'S', 'a'), lost(5, null, 1), lost(7, null, 2), wake(9, 0, 'a', 'c'), end])
  expect(story(unknown, 'c').slice(0, 2)).toEqual(['unknown 0-9', 'waiting 9-90 >'])
})

test('the time of a trace counts from its first event, wherever its clock stood', () => {
  const machine = createStateMachine()
  for (const event of [sw(1_000, 0, 'idle', 'R', 'a'), sw(1_050, 0, 'a', 'S', 'idle')]) machine.push(event, () => {})
  expect(machine.counters.spanNs).toBe(50)
})
