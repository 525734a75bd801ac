import type { TraceEvent } from '@tc-stream/event-schema'
import { createStateMachine } from './state-machine.js'
import {
  back,
  call,
  codes,
  comm,
  exit,
  fork,
  intervalsOf,
  irq,
  lost,
  marked,
  migrate,
  ofType,
  run,
  sample,
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

describe('states', () => {
  test.each([
    ['R', 'waiting'],
    ['R+', 'waiting'],
    ['S', 'sleeping'],
    ['D', 'blocked'],
    ['I', 'idle'],
    ['T', 'stopped'],
    ['t', 'stopped'],
    ['P', 'parked'],
  ] as const)('who is switched out as %s is %s', (prevState, state) => {
    const items = run([start, sw(5, 0, 'a', prevState, 'idle'), wake(9, 0, 'idle', 'b')])
    expect(story(items, 'a')).toEqual(['running 0-5', `${state} 5-9 >`])
    expect(intervalsOf(items, 1)[0]).toMatchObject({ prevState })
  })
})

describe('wakings', () => {
  const callchain = ['ffff try_to_wake_up ([kernel.kallsyms])']
  const waking = wake(7, 1, 'b', 'a', 'waking', { callchain })

  test('alone tell when a sleep ends and who ended it', () => {
    const items = run([start, sw(5, 0, 'a', 'S', 'idle'), waking, sw(9, 0, 'idle', 'R', 'a')])
    expect(story(items, 'a')).toEqual(['running 0-5', 'sleeping 5-7', 'waiting 7-9'])
    const told = { wakeupNs: 7, wakerTid: 2, wakerComm: 'b', wakerCpu: 1, context: 'task' }
    expect(intervalsOf(items, 1)[2]).toMatchObject({ ...told, cause: 'woken', callchain })
    expect(intervalsOf(items, 1)[1]).toMatchObject({ ...told, wakerCallchain: callchain })
    expect(codes(items)).not.toContain('TC_STATE_NO_WAKEUP')
  })

  test('alone, one of a running task is not about the sleep that follows', () => {
    const early = wake(3, 1, 'b', 'a', 'waking')
    const items = run([start, early, sw(5, 0, 'a', 'S', 'idle'), sw(9, 0, 'idle', 'R', 'a')])
    expect(story(items, 'a')).toEqual(['running 0-5', 'sleeping 5-9 ?'])
  })

  test('where wakeups are recorded, they are what ends a sleep, and the waking tells who did it', () => {
    const late = wake(8, 2, 'c', 'a')
    const before = [start, wake(1, 1, 'b', 'z'), sw(5, 0, 'a', 'S', 'idle')]
    const items = run([...before, waking, late, sw(9, 0, 'idle', 'R', 'a')])
    expect(story(items, 'a')).toEqual(['running 0-5', 'sleeping 5-8', 'waiting 8-9'])
    expect(intervalsOf(items, 1)[2]).toMatchObject({ wakerTid: 2, wakeupNs: 7 })
    expect(ofType(items, 'wakeup').at(-1)).toMatchObject({ wakerTid: 2, wakeeTid: 1, timeNs: 8 })
    // Where they are, the waking of a task that still ran is about the sleep that it began meanwhile.
    const early = [start, wake(1, 1, 'b', 'z'), wake(3, 1, 'b', 'a', 'waking'), sw(5, 0, 'a', 'S', 'idle')]
    expect(intervalsOf(run([...early, late, sw(9, 0, 'idle', 'R', 'a')]), 1)[2]).toMatchObject({ wakerTid: 2 })
  })
})

describe('interrupts', () => {
  const spans = (...events: TraceEvent[]) =>
    ofType(run([start, ...events]), 'interrupt').map(({ name, startNs, endNs, cut }) =>
      [name, `${startNs}-${endNs}`, cut].filter(Boolean).join(' '),
    )

  test('an exit belongs to the entry of its kind and number, whatever lies between', () => {
    const inner = [irq(3, 0, 'softirq', 'entry', 1), irq(5, 0, 'softirq', 'exit', 1)]
    expect(spans(irq(1, 0, 'hardirq', 'entry', 1), ...inner, irq(7, 0, 'hardirq', 'exit', 1))).toEqual([
      'softirq 1 3-5',
      'hardirq 1 1-7',
    ])
    const other = [irq(1, 0, 'hardirq', 'entry', 1), irq(2, 0, 'hardirq', 'entry', 2)]
    expect(spans(...other, irq(7, 0, 'hardirq', 'exit', 1))).toEqual(['hardirq 1 1-7'])
    expect(spans(irq(1, 0, 'hardirq', 'entry', 1), irq(7, 0, 'softirq', 'exit', 1))).toEqual(['hardirq 1 1-7 end'])
    expect(spans(irq(1, 0, 'hardirq', 'entry', 1), irq(7, 0, 'hardirq', 'exit', 2))).toEqual(['hardirq 1 1-7 end'])
  })

  test('all that lost their exits are counted', () => {
    const entries = [1, 2, 3].map(number => irq(number, 0, 'hardirq', 'entry', number))
    const items = run([start, ...entries, irq(9, 0, 'hardirq', 'exit', 1)])
    expect(ofType(items, 'diagnostic').find(({ code }) => code === 'TC_STATE_UNMATCHED_INTERRUPT')?.count).toBe(2)
  })
})

describe('limits', () => {
  test('the oldest task gives way: what it did last is inferred, and it has not ended', () => {
    const items = run([start, sw(5, 0, 'a', 'S', 'b'), sw(9, 0, 'b', 'S', 'c')], { maxTasks: 2 })
    expect(story(items, 'a')).toEqual(['running 0-5', 'sleeping 5-9 ?'])
    expect(ofType(items, 'task').find(({ tid }) => tid === 1)).toMatchObject({ exited: false, endNs: 9 })
  })

  test('of a large table, a sixteenth gives way at once: looking for the oldest alone would take longer each time', () => {
    const name = (at: number) => String.fromCharCode(97 + at)
    const events = [start, ...Array.from({ length: 40 }, (_, at) => sw(at + 1, 0, name(at), 'S', name(at + 1)))]
    const machine = createStateMachine({ maxTasks: 32 })
    let most = 0
    for (const event of events) {
      machine.push(event, () => {})
      most = Math.max(most, machine.counters.liveTasks)
    }
    expect(most).toBe(32)
    expect(machine.diagnostics.countOf('TC_STATE_TOO_MANY_TASKS')).toBe(10)
    expect(machine.counters.liveTasks).toBe(31)
  })

  test('of the dead, so many are remembered', () => {
    const dies = (name: string, timeNs: number) => [
      sw(timeNs, 0, 'idle', 'R', name),
      sw(timeNs + 1, 0, name, 'X', 'idle'),
    ]
    const events = [...dies('a', 0), ...dies('b', 10), wake(20, 0, 'idle', 'a'), wake(21, 0, 'idle', 'b')]
    const dead = (items: ReturnType<typeof run>) =>
      ofType(items, 'diagnostic').find(({ code }) => code === 'TC_STATE_WAKEUP_OF_DEAD')?.count
    expect(dead(run(events))).toBe(2)
    expect(dead(run(events, { maxRecentlyDead: 1 }))).toBe(1)
  })

  test('the counters tell what is alive', () => {
    const machine = createStateMachine()
    for (const event of [start, sw(5, 3, 'b', 'S', 'c'), sw(9, 0, 'a', 'X', 'idle')]) machine.push(event, () => {})
    expect(machine.counters).toEqual({ events: 3, liveTasks: 2, cpus: 2, spanNs: 9 })
    expect(createStateMachine().counters).toEqual({ events: 0, liveTasks: 0, cpus: 0, spanNs: 0 })
  })
})

test('a task that told its exit is over, though its last switch is missing', () => {
  const lastOf = (...events: TraceEvent[]) => {
    const items = run([sw(0, 0, 'idle', 'R', 'a'), ...events, sw(20, 0, 'b', 'S', 'idle'), sw(90, 0, 'idle', 'R', 'b')])
    return ofType(items, 'task').find(item => item.tid === 1)
  }
  expect(lastOf(exit(10, 0, 'a'))).toMatchObject({ endNs: 10, exited: true, runningNs: 10, unknownNs: 0 })
  expect(lastOf(exit(10, 0, 'a'), exit(12, 0, 'a'))).toMatchObject({ endNs: 12, exited: true, unknownNs: 0 })
  // Another one may be anywhere, also one that was seen to live on after it.
  expect(lastOf(sample(10, 0, 'a'))).toMatchObject({ endNs: 90, exited: false, unknownNs: 80 })
  expect(lastOf(exit(5, 0, 'a'), sw(10, 0, 'a', 'D', 'idle'))).toMatchObject({
    endNs: 90,
    exited: false,
    blockedNs: 80,
  })
})

test('the process that a header names is that of the task that was on the CPU', () => {
  const seen = (pid: number | null) =>
    ofType(run([start, sample(3, 0, 'a', { pid }), sw(9, 0, 'a', 'S', 'idle')]), 'task').find(({ tid }) => tid === 1)
      ?.pid
  expect([seen(77), seen(0), seen(-1), seen(null)]).toEqual([77, 0, null, null])
})
