import type { TraceEvent } from '@tc-stream/event-schema'
import {
  back,
  call,
  codes,
  comm,
  exit,
  fork,
  intervalsOf,
  lost,
  marked,
  migrate,
  ofType,
  run,
  story,
  sw,
  wake,
} from './testing.test-helper.js'

/** A is on CPU 0 from 0 on. */
const start = sw(0, 0, 'idle', 'R', 'a')

describe('what an event does not tell', () => {
  test('a waker without a tid, a waker without a name', () => {
    const waits = (...more: TraceEvent[]) =>
      intervalsOf(run([start, sw(5, 0, 'a', 'S', 'idle'), ...more]), 1).find(item => item.state === 'waiting')
    const nobody = waits(wake(9, 0, 'b', 'a', 'wakeup', { tid: null, comm: null }), sw(10, 0, 'idle', 'R', 'a'))
    expect(nobody).toMatchObject({ wakeupNs: 9, wakerCpu: 0, context: 'task' })
    for (const key of ['wakerTid', 'wakerComm', 'wakerTaskId']) expect(nobody).not.toHaveProperty(key)
    const unnamed = waits(wake(9, null, 'b', 'a', 'wakeup', { comm: null }), sw(10, 0, 'idle', 'R', 'a'))
    expect(unnamed).toMatchObject({ wakerTid: 2, wakeupNs: 9 })
    for (const key of ['wakerCpu', 'wakerComm', 'wakerTaskId']) expect(unnamed).not.toHaveProperty(key)
  })

  test('a wakeup of the idle task says nothing', () => {
    expect(run([start, wake(5, 0, 'a', 'idle'), sw(9, 0, 'a', 'S', 'idle')]).map(({ type }) => type)).not.toContain(
      'wakeup',
    )
  })

  test('a system call whose process is not told keeps the one that is known, and one of nobody is none', () => {
    const events = [call(0, 'a', 'read', 3), { ...call(5, 'b', 'read', 3), pid: null }, back(6, 'b', 'read', 1)]
    const items = run([...events, back(9, 'a', 'read', 1), { ...call(10, 'a', 'read'), tid: null } as TraceEvent])
    expect(ofType(items, 'io').map(({ tid, pid }) => [tid, pid])).toEqual([
      [1, 7],
      [2, null],
    ])
    // A call that nothing ended goes on to the end of the trace.
    const nobodys = { ...back(5, 'a', 'read', 1), tid: null } as TraceEvent
    for (const other of [nobodys, back(5, 'a', 'write', 1)]) {
      const open = { bytes: 0, cut: 'end', startNs: 0, endNs: 5 }
      expect(ofType(run([call(0, 'a', 'read'), other]), 'io')).toMatchObject([open])
    }
    expect(ofType(run([call(0, 'a', 'getpid'), back(5, 'a', 'getpid', 1)]), 'io')).toEqual([])
  })

  test('a mark at a task that is seen for the first time gives it a row', () => {
    const items = run([start, marked(5, 1, 'z'), sw(9, 0, 'a', 'S', 'idle')])
    expect(ofType(items, 'mark')).toMatchObject([{ tid: 26, comm: 'z', kind: 'event', timeNs: 5, cpu: 1 }])
    expect(ofType(items, 'task').map(({ tid }) => tid)).toContain(26)
  })
})

describe('forks and execs', () => {
  const children = (...events: TraceEvent[]) =>
    ofType(run([start, ...events, sw(50, 0, 'a', 'S', 'idle')]), 'task').filter(({ tid }) => tid === 2)

  test('a thread has the parent of its process, a process its own', () => {
    const process = { parentPid: 1, childPid: 2 }
    const thread = { parentPid: 1, childPid: 1 }
    const ran = sw(10, 1, 'idle', 'R', 'b')
    expect(children(fork(5, 'a', 'b', process), ran)).toMatchObject([
      { pid: 2, ppid: 1, parentTid: 1, parentComm: 'a' },
    ])
    expect(children(fork(5, 'a', 'b', thread), ran)).toMatchObject([{ pid: 1, ppid: null }])
    expect(children(fork(5, 'a', 'b', { parentPid: null, childPid: null }), ran)).toMatchObject([
      { pid: null, ppid: 1 },
    ])
    const unknownParent = fork(5, 'y', 'b', { parentPid: null, childPid: null, childComm: 'kid' })
    expect(children(unknownParent, ran)).toMatchObject([{ ppid: 25, parentTid: 25, parentComm: 'y' }])
  })

  test('a name that is told before the trace holds from its first moment on', () => {
    const items = run([
      comm(null, 'b', 'early'),
      { ...comm(null, 'c', 'noone'), taskPid: null } as TraceEvent,
      { ...exit(0, 0, 'd'), timeNs: null } as TraceEvent,
      start,
      wake(5, 0, 'a', 'b', 'wakeup', { wakeeComm: 'early' }),
      wake(6, 0, 'a', 'c', 'wakeup', { wakeeComm: 'noone' }),
      sw(9, 0, 'a', 'S', 'idle'),
    ])
    const pids = Object.fromEntries(ofType(items, 'task').map(({ comm: name, pid }) => [name, pid]))
    expect(pids).toMatchObject({ early: 2, noone: null })
  })

  test('an exec is told once, and again after the next run; an exit is told once', () => {
    const exec = (timeNs: number, name = 'make') => comm(timeNs, 'a', name, true)
    const events = [start, exec(1), exec(2), sw(3, 0, 'a', 'S', 'idle', { prevComm: 'make' })]
    const again = sw(5, 0, 'idle', 'R', 'a', { nextComm: 'make' })
    const items = run([...events, again, exec(6), exit(7, 0, 'a'), exit(8, 0, 'a')])
    const told = ofType(items, 'mark').map(({ kind, timeNs }) => `${kind} ${timeNs}`)
    expect(told).toEqual(['exec 1', 'exec 6', 'exit 7'])
  })

  test('a comm without a pid changes the name only, an exit without one keeps it', () => {
    const renamed = { ...comm(5, 'a', 'other'), taskPid: null } as TraceEvent
    const ended = { ...exit(6, 0, 'a'), taskPid: null } as TraceEvent
    const tasks = ofType(run([start, comm(2, 'a', 'a'), renamed, ended, sw(9, 0, 'a', 'Z', 'idle')]), 'task')
    expect(tasks.map(({ comm: name, pid }) => [name, pid]).at(-1)).toEqual(['a', 1])
    expect(tasks.map(({ comm: name }) => name)).toContain('other')
  })

  test('a switch that names the task otherwise renames it', () => {
    const items = run([start, sw(5, 0, 'a', 'S', 'idle', { prevComm: 'renamed' }), wake(7, 0, 'idle', 'a', 'wakeup')])
    expect(ofType(items, 'task').map(({ comm: name }) => name)).toContain('renamed')
  })
})

describe('migrations that are none', () => {
  test.each([
    ['of the idle task', { ...migrate(5, 'idle', 0, 1) }],
    ['to nowhere', migrate(5, 'b', 0, null)],
    ['to where the task is', migrate(5, 'b', 1, 1)],
  ])('%s', (_, event) => {
    const items = run([start, event, sw(9, 0, 'a', 'S', 'idle')])
    expect(ofType(items, 'mark')).toEqual([])
    expect(ofType(items, 'task').map(({ tid }) => tid)).toEqual([1])
  })

  test('of one that is dead', () => {
    const items = run([start, sw(5, 0, 'a', 'Z', 'b'), migrate(6, 'a', 0, 1), sw(9, 0, 'b', 'S', 'idle')])
    expect(ofType(items, 'mark')).toEqual([])
    expect(ofType(items, 'task').filter(({ tid }) => tid === 1)).toHaveLength(1)
  })
})

describe('losses', () => {
  test('on a CPU of which nothing was heard, all of it is in doubt; on one above the limit, nothing is', () => {
    const events = [start, sw(3, 0, 'a', 'S', 'idle'), lost(5, 1, 4), sw(9, 1, 'b', 'S', 'idle')]
    expect(ofType(run(events), 'cpuGap')).toMatchObject([{ cpu: 1, startNs: 0, endNs: 9, lost: 4 }])
    const beyond = run([start, lost(5, 7, 4), sw(9, 0, 'a', 'S', 'idle')], { maxCpus: 4 })
    expect(ofType(beyond, 'cpuGap')).toEqual([])
    expect(codes(beyond)).toEqual(expect.arrayContaining(['TC_STATE_LOST_EVENTS', 'TC_STATE_CPU_OUT_OF_RANGE']))
    expect(ofType(beyond, 'lost')).toMatchObject([{ cpu: 7, count: 4, timeNs: 5 }])
  })

  test('before the first event put nothing in doubt', () => {
    const items = run([lost(0, 0, 4), sw(5, 0, 'idle', 'R', 'a'), sw(9, 0, 'a', 'S', 'idle')])
    expect(story(items, 'a')[0]).toMatch(/^running 5-9/)
    expect(ofType(items, 'cpuGap')).toEqual([])
  })

  test('make only tasks of that CPU unknown, from where they were last seen', () => {
    const events = [
      start,
      sw(2, 1, 'idle', 'R', 'b'),
      sw(4, 0, 'a', 'S', 'idle'),
      sw(6, 1, 'b', 'S', 'idle'),
      lost(8, 0, 3),
      wake(10, 1, 'idle', 'a'),
      wake(11, 1, 'idle', 'b'),
      sw(12, 0, 'idle', 'R', 'a'),
      sw(13, 1, 'idle', 'R', 'b'),
      sw(20, 0, 'a', 'S', 'idle'),
    ]
    const items = run(events)
    expect(story(items, 'a')).toContainEqual(expect.stringMatching(/^unknown 4-10/))
    expect(story(items, 'b')).toContainEqual('sleeping 6-11')
    const everywhere = run(events.map(event => (event.type === 'lost' ? { ...event, cpu: null } : event)))
    expect(story(everywhere, 'b')).toContainEqual(expect.stringMatching(/^unknown 6-11/))
  })
})
