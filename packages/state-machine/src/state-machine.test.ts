import {
  codes,
  comm,
  exit,
  fork,
  intervalsOf,
  lost,
  ofType,
  run,
  sample,
  story,
  sw,
  wake,
} from './testing.test-helper.js'

describe('a clean trace', () => {
  const items = run([
    sw(10, 0, 'idle', 'R', 'a'),
    sw(20, 0, 'a', 'S', 'b'),
    wake(25, 0, 'b', 'a'),
    sw(30, 0, 'b', 'R+', 'a'),
    sw(40, 0, 'a', 'D', 'b'),
    wake(45, 0, 'b', 'a'),
    sw(50, 0, 'b', 'I', 'a'),
    sw(60, 0, 'a', 'Z', 'idle'),
    sample(70, 0, 'idle'),
  ])

  test('each state of each task, edge to edge', () => {
    expect(story(items, 'a')).toEqual([
      'running 10-20',
      'sleeping 20-25',
      'waiting 25-30',
      'running 30-40',
      'blocked 40-45',
      'waiting 45-50',
      'running 50-60',
    ])
    expect(story(items, 'b')).toEqual([
      'unknown 10-20 <',
      'running 20-30',
      'waiting 30-40',
      'running 40-50',
      'idle 50-70 >',
    ])
  })

  test('totals are those of the intervals', () => {
    expect(
      ofType(items, 'task').map(
        ({ tid, exited, runningNs, switches, voluntary, preempted, wakeups, maxWaitNs, maxWaitAtNs }) => ({
          tid,
          exited,
          runningNs,
          switches,
          voluntary,
          preempted,
          wakeups,
          maxWaitNs,
          maxWaitAtNs,
        }),
      ),
    ).toEqual([
      {
        tid: 1,
        exited: true,
        runningNs: 30,
        switches: 3,
        voluntary: 3,
        preempted: 0,
        wakeups: 2,
        maxWaitNs: 5,
        maxWaitAtNs: 25,
      },
      {
        tid: 2,
        exited: false,
        runningNs: 20,
        switches: 2,
        voluntary: 1,
        preempted: 1,
        wakeups: 0,
        maxWaitNs: 10,
        maxWaitAtNs: 30,
      },
    ])
  })

  test('the CPU is busy, idle or unknown, and nothing else', () => {
    expect(ofType(items, 'cpu')).toEqual([
      { type: 'cpu', cpu: 0, busyNs: 50, idleNs: 10, unknownNs: 0, switches: 6, lost: 0 },
    ])
    expect(ofType(items, 'end')).toEqual([{ type: 'end', startNs: 10, endNs: 70, events: 9 }])
    expect(codes(items)).toEqual([])
  })

  test('a wait tells its cause and its waker', () => {
    const waits = [...intervalsOf(items, 1), ...intervalsOf(items, 2)].filter(item => item.state === 'waiting')
    expect(waits.map(({ cause, wakerComm, wakeupNs, context }) => ({ cause, wakerComm, wakeupNs, context }))).toEqual([
      { cause: 'woken', wakerComm: 'b', wakeupNs: 25, context: 'task' },
      { cause: 'woken', wakerComm: 'b', wakeupNs: 45, context: 'task' },
      { cause: 'preempted', wakerComm: undefined, wakeupNs: undefined, context: undefined },
    ])
  })
})

describe('callchains', () => {
  test('a switch-out explains the run that ends and the sleep that begins; a wakeup the wait', () => {
    const out = ['__schedule', 'do_wait']
    const woke = ['try_to_wake_up']
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'b', { callchain: out }),
      wake(20, 0, 'b', 'a', 'wakeup', { callchain: woke }),
      sw(30, 0, 'b', 'R', 'a', { callchain: ['preempt_schedule'] }),
      sw(40, 0, 'a', 'S', 'b'),
    ])
    expect(intervalsOf(items, 1).map(({ state, callchain }) => [state, callchain])).toEqual([
      ['running', out],
      ['sleeping', out],
      ['waiting', woke],
      ['running', undefined],
    ])
    const [, run1, wait] = intervalsOf(items, 2)
    expect(run1?.callchain).toEqual(['preempt_schedule'])
    expect(wait?.callchain).toBeUndefined()
  })
})

describe('the edges of the trace', () => {
  test('who ran at the start has run since the start; who runs at the end runs on', () => {
    const items = run([sample(100, 1, 'idle'), sw(110, 0, 'a', 'S', 'b'), sample(130, 1, 'idle')])
    expect(story(items, 'a')).toEqual(['running 100-110 <?', 'sleeping 110-130 >'])
    expect(story(items, 'b')).toEqual(['unknown 100-110 <', 'running 110-130 >'])
    expect(ofType(items, 'idle')).toEqual([
      { type: 'idle', cpu: 1, startNs: 100, endNs: 130, inferred: true, cut: 'both' },
    ])
  })

  test('side-band records of earlier times name tasks and do not start the trace', () => {
    const items = run([
      fork(null, 'a', 'b'),
      comm(null, 'b', 'named'),
      fork(5, 'b', 'c', { childPid: 2, parentPid: 2 }),
      sample(100, 0, 'b'),
      sw(110, 0, 'b', 'S', 'idle', { prevComm: 'named' }),
    ])
    expect(ofType(items, 'end')[0]).toMatchObject({ startNs: 100, endNs: 110 })
    expect(ofType(items, 'task')).toMatchObject([{ tid: 2, pid: 2, ppid: 1, comm: 'named', startNs: 100 }])
  })
})

describe('comms, forks and exits', () => {
  test('a change of comm begins a new row, and cuts no run in two', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'idle'),
      wake(20, 0, 'idle', 'a'),
      sw(30, 0, 'idle', 'R', 'a'),
      comm(35, 'a', 'sh', true),
      sw(50, 0, 'a', 'S', 'idle', { prevComm: 'sh' }),
    ])
    const rows = ofType(items, 'task').map(({ taskId, comm: name, startNs, endNs, runningNs }) => ({
      taskId,
      name,
      startNs,
      endNs,
      runningNs,
    }))
    expect(rows).toEqual([
      { taskId: 0, name: 'a', startNs: 0, endNs: 30, runningNs: 10 },
      { taskId: 1, name: 'sh', startNs: 30, endNs: 50, runningNs: 20 },
    ])
    expect(intervalsOf(items, 1).map(({ comm: name, startNs, endNs }) => `${name} ${startNs}-${endNs}`)).toEqual([
      'a 0-10',
      'a 10-20',
      'a 20-30',
      'sh 30-50',
    ])
    expect(ofType(items, 'mark')).toMatchObject([{ kind: 'exec', timeNs: 35, text: 'sh', taskId: 1 }])
  })

  test('a header may decorate a comm; the payload puts it right in the same row', () => {
    const items = run([
      { ...sample(0, 0, 'k'), comm: 'kworker/0:1-events' } as never,
      sw(10, 0, 'k', 'I', 'idle', { prevComm: 'kworker/0:1' }),
      sample(20, 0, 'idle'),
    ])
    expect(ofType(items, 'task')).toMatchObject([{ comm: 'kworker/0:1', taskId: 0 }])
  })

  test('a new task waits from its first wakeup; perf and the scheduler may both tell of the fork', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      fork(10, 'a', 'b', { childComm: 'a' }),
      fork(11, 'a', 'b'),
      wake(12, 0, 'a', 'b', 'new', { wakeeComm: 'a' }),
      sw(20, 0, 'a', 'S', 'b', { nextComm: 'a' }),
      exit(30, 0, 'b'),
      exit(31, 0, 'b'),
      sw(40, 0, 'b', 'X', 'idle', { prevComm: 'a', tid: null, comm: ':-1' }),
    ])
    expect(story(items, 'b')).toEqual(['waiting 12-20', 'running 20-40'])
    expect(intervalsOf(items, 2)[0]).toMatchObject({ cause: 'new', wakerTid: 1 })
    expect(ofType(items, 'task')[0]).toMatchObject({ tid: 2, pid: 2, ppid: 1, startNs: 10, endNs: 40, exited: true })
    expect(ofType(items, 'mark').map(({ kind, tid }) => `${kind} ${tid}`)).toEqual(['fork 1', 'exit 2'])
  })

  test('a tid that is used again is another task', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'Z', 'idle'),
      wake(15, 0, 'idle', 'a'),
      wake(20, 0, 'idle', 'a', 'new'),
      sw(30, 0, 'idle', 'R', 'a'),
      wake(35, 0, 'a', 'a', 'new'),
    ])
    const tasks = ofType(items, 'task')
    expect(tasks.map(({ taskId, startNs, exited }) => ({ taskId, startNs, exited }))).toEqual([
      { taskId: 0, startNs: 0, exited: true },
      { taskId: 1, startNs: 20, exited: true },
      { taskId: 2, startNs: 35, exited: false },
    ])
    const met = ofType(items, 'diagnostic').map(item => item.code)
    expect(met).toContain('TC_STATE_WAKEUP_OF_DEAD')
    expect(met).toContain('TC_STATE_UNSEEN_END')
  })
})

describe('wakers', () => {
  test('the waking tells the true waker; the wakeup when the wait begins', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(0, 1, 'idle', 'R', 'c'),
      sw(10, 0, 'a', 'S', 'b'),
      wake(20, 1, 'c', 'a', 'waking', { callchain: ['pipe_write'] }),
      wake(22, 0, 'b', 'a', 'wakeup', { callchain: ['ipi'] }),
      sw(30, 0, 'b', 'R', 'a'),
    ])
    const wait = intervalsOf(items, 1)[2]
    expect(wait).toMatchObject({ state: 'waiting', startNs: 22, endNs: 30, wakerTid: 3, wakerCpu: 1, wakeupNs: 20 })
    expect(wait?.callchain).toEqual(['pipe_write'])
    expect(ofType(items, 'wakeup')).toMatchObject([{ timeNs: 22, wakerTid: 3, wakeeTid: 1 }])
  })

  test('where only wakings are recorded, they begin the wait', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'b'),
      wake(20, 0, 'b', 'a', 'waking'),
      sw(30, 0, 'b', 'S', 'a'),
      sw(40, 0, 'a', 'S', 'idle'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10', 'sleeping 10-20', 'waiting 20-30', 'running 30-40'])
    expect(ofType(items, 'wakeup')).toMatchObject([{ timeNs: 20, wakerTid: 2, wakeeTid: 1, targetCpu: null }])
    expect(ofType(items, 'task').find(({ comm }) => comm === 'a')).toMatchObject({ wakeups: 1 })
  })

  test('also that of a task of which this is the first word, and one that lasts to the end', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'b'),
      wake(10, 0, 'b', 'a', 'waking'),
      wake(15, 0, 'b', 'c', 'waking'),
      sw(20, 0, 'b', 'S', 'a'),
      wake(30, 0, 'a', 'b', 'waking'),
      sample(50, 0, 'a'),
    ])
    expect(story(items, 'a')).toEqual(['unknown 0-10 <', 'waiting 10-20', 'running 20-50 >'])
    expect(story(items, 'b')).toEqual(['running 0-20', 'sleeping 20-30', 'waiting 30-50 >'])
    expect(story(items, 'c')).toEqual(['unknown 0-15 <', 'waiting 15-50 >'])
    expect(ofType(items, 'wakeup').map(({ timeNs, wakeeTid }) => [timeNs, wakeeTid])).toEqual([
      [10, 1],
      [30, 2],
      [15, 3],
    ])
  })

  test('one after another tells that the task has run between, unseen', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'b'),
      wake(20, 0, 'b', 'a', 'waking'),
      wake(20, 0, 'b', 'a', 'waking'),
      wake(50, 0, 'b', 'a', 'waking'),
      sw(60, 0, 'b', 'S', 'a'),
      sw(70, 0, 'a', 'S', 'idle'),
    ])
    const before = ['running 0-10', 'sleeping 10-20']
    expect(story(items, 'a')).toEqual([...before, 'unknown 20-50', 'waiting 50-60', 'running 60-70'])
    expect(codes(items)).toEqual(['TC_STATE_WOKEN_AGAIN'])
  })

  test('one before events were lost tells nothing of what came after', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'b'),
      wake(20, 0, 'b', 'a', 'waking'),
      lost(30, 0, 5),
      sw(60, 0, 'b', 'S', 'a'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10', 'sleeping 10-20 ?', 'unknown 20-60'])
    const unseen = run([
      sw(0, 0, 'idle', 'R', 'b'),
      wake(20, 0, 'b', 'a', 'waking'),
      lost(30, 0, 5),
      sw(60, 0, 'b', 'S', 'a'),
    ])
    expect(story(unseen, 'a')).toEqual(['unknown 0-60 <'])
  })

  test('where wakeups are recorded, a waking alone does not', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'b'),
      wake(5, 0, 'b', 'd'),
      wake(10, 0, 'b', 'a', 'waking'),
      wake(15, 0, 'b', 'c', 'waking'),
      sw(20, 0, 'b', 'S', 'a'),
      sample(50, 0, 'a'),
    ])
    expect(story(items, 'a')).toEqual(['unknown 0-20 <', 'running 20-50 >'])
    expect(story(items, 'c')).toEqual(['unknown 0-50 <>'])
  })

  test('the idle task and open interrupts are interrupt context', () => {
    const irq = {
      type: 'interrupt',
      timeNs: 5,
      cpu: 0,
      tid: 1,
      pid: null,
      comm: 'a',
      kind: 'softirq',
      name: 'TIMER',
      number: 1,
    } as const
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      { ...irq, edge: 'entry' },
      wake(6, 0, 'a', 'b'),
      { ...irq, edge: 'exit', timeNs: 7 },
      wake(8, 0, 'a', 'c'),
      sw(9, 0, 'a', 'S', 'idle'),
      wake(10, 0, 'idle', 'd'),
    ])
    expect(ofType(items, 'wakeup').map(({ wakeeComm, context, interrupt }) => [wakeeComm, context, interrupt])).toEqual(
      [
        ['b', 'interrupt', 'softirq TIMER'],
        ['c', 'task', undefined],
        ['d', 'interrupt', undefined],
      ],
    )
    expect(ofType(items, 'interrupt')).toEqual([
      { type: 'interrupt', cpu: 0, kind: 'softirq', name: 'TIMER', startNs: 5, endNs: 7 },
    ])
  })
})

describe('contradictions', () => {
  test('a switch-out of a task that was not there: it ran from where it was seen, and is unknown before', () => {
    const items = run([
      sw(0, 0, 'a', 'S', 'idle'),
      wake(10, 0, 'idle', 'a'),
      wake(20, 0, 'a', 'b'),
      sw(30, 0, 'a', 'S', 'idle'),
    ])
    expect(story(items, 'a')).toEqual(['sleeping 0-10', 'unknown 10-20', 'running 20-30 ?'])
    expect(ofType(items, 'idle')).toEqual([{ type: 'idle', cpu: 0, startNs: 0, endNs: 10, inferred: true }])
    expect(ofType(items, 'cpu')[0]).toMatchObject({ busyNs: 10, idleNs: 10, unknownNs: 10 })
    expect(ofType(items, 'cpuGap')).toEqual([{ type: 'cpuGap', cpu: 0, startNs: 10, endNs: 20 }])
    expect(codes(items)).toEqual(['TC_STATE_TAKEN_OVER', 'TC_STATE_NOT_ON_CPU'])
  })

  test('no event between: the whole gap is unknown', () => {
    const items = run([sw(0, 0, 'a', 'S', 'idle'), sw(30, 0, 'a', 'S', 'idle'), sample(40, 0, 'idle')])
    expect(story(items, 'a')).toEqual(['unknown 0-30', 'sleeping 30-40 >'])
  })

  test('a CPU taken over: the former task ends where it was last seen', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sample(10, 0, 'a'),
      sw(30, 0, 'b', 'S', 'idle'),
      wake(40, 0, 'idle', 'a'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10 ?', 'unknown 10-40'])
    expect(story(items, 'b')).toEqual(['unknown 0-30 <', 'sleeping 30-40 >'])
  })

  test('a task on two CPUs', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sample(10, 0, 'a'),
      sw(30, 1, 'idle', 'R', 'a'),
      sw(40, 1, 'a', 'S', 'idle'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10 ?', 'unknown 10-30', 'running 30-40'])
    expect(codes(items)).toContain('TC_STATE_TWO_CPUS')
  })

  test('a sleep whose wakeup is missing ends with the switch-in, inferred', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'D', 'b'),
      sw(20, 0, 'b', 'S', 'a'),
      sw(30, 0, 'a', 'S', 'idle'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10', 'blocked 10-20 ?', 'running 20-30'])
  })

  test('a wakeup of who runs, or waits after a preemption, changes nothing', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      wake(5, 1, 'idle', 'a', 'wakeup', { targetCpu: 0 }),
      sw(10, 0, 'a', 'R+', 'b'),
      wake(15, 1, 'idle', 'a'),
      sw(20, 0, 'b', 'S', 'a'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10', 'waiting 10-20'])
    expect(ofType(items, 'wakeup')).toEqual([])
  })

  test.each(['wakeup', 'new'] as const)('a task that is woken again after a %s has run between, unseen', first => {
    const items = run([
      sw(0, 0, 'c', 'S', 'b'),
      wake(10, 0, 'b', 'a', first),
      // The same one, recorded twice.
      wake(10, 0, 'b', 'a'),
      wake(50, 0, 'b', 'a'),
      wake(70, 0, 'b', 'a'),
      sw(80, 0, 'b', 'S', 'a'),
      sw(90, 0, 'a', 'S', 'idle'),
    ])
    const known = first === 'new' ? [] : ['unknown 0-10 <']
    expect(story(items, 'a')).toEqual([...known, 'unknown 10-50', 'unknown 50-70', 'waiting 70-80', 'running 80-90'])
    expect(ofType(items, 'wakeup').map(({ timeNs }) => timeNs)).toEqual([10, 50, 70])
    expect(ofType(items, 'task').find(({ comm }) => comm === 'a')).toMatchObject({ waitingNs: 10, maxWaitNs: 10 })
    expect(codes(items)).toEqual(['TC_STATE_WOKEN_AGAIN'])
  })

  test('a task that is woken for another CPU than the one it was seen on has left that one', () => {
    const items = run([
      sw(0, 0, 'b', 'S', 'idle'),
      sample(0, 1, 'a'),
      sample(10, 1, 'a'),
      wake(20, 0, 'idle', 'a'),
      sw(30, 0, 'idle', 'R', 'a'),
      sw(40, 0, 'a', 'S', 'idle'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10 <?', 'unknown 10-20', 'waiting 20-30', 'running 30-40'])
  })

  test('time that goes back is clamped', () => {
    const items = run([sw(10, 0, 'idle', 'R', 'a'), sw(5, 0, 'a', 'S', 'b'), sw(20, 0, 'b', 'S', 'idle')])
    expect(story(items, 'a')).toEqual(['running 10-10', 'sleeping 10-20 >'])
    expect(story(items, 'b')).toEqual(['running 10-20'])
    expect(codes(items)).toEqual(['TC_STATE_TIME_BACKWARD'])
  })
})

describe('without CPU numbers', () => {
  test('tasks are drawn, CPUs are not', () => {
    const items = run([
      sw(0, null, 'idle', 'R', 'a'),
      sw(10, null, 'a', 'S', 'b'),
      wake(20, null, 'b', 'a'),
      sw(30, null, 'b', 'S', 'a'),
    ])
    expect(story(items, 'a')).toEqual(['running 0-10', 'sleeping 10-20', 'waiting 20-30'])
    expect(story(items, 'b')).toEqual(['unknown 0-10 <', 'running 10-30'])
    expect(ofType(items, 'cpu')).toEqual([])
    expect(codes(items)).toEqual(['TC_STATE_NO_CPU'])
  })

  test('a run that began without one is on no CPU, whatever the task ran on before', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'b'),
      sw(5, 0, 'b', 'S', 'a'),
      sw(10, null, 'a', 'S', 'b'),
      sw(12, 0, 'idle', 'R', 'c'),
      sw(20, 0, 'c', 'S', 'idle'),
      sw(30, null, 'b', 'S', 'idle'),
    ])
    const runs = ofType(items, 'interval').filter(item => item.state === 'running')
    expect(runs.map(item => [item.comm, item.startNs, item.endNs, item.cpu])).toEqual([
      ['b', 0, 5, 0],
      ['a', 5, 10, 0],
      ['c', 12, 20, 0],
      ['b', 10, 30, null],
    ])
  })
})

describe('limits', () => {
  test('tasks alive, names, dead ones and CPU numbers are bounded and counted', () => {
    const names = 'abcdefghij'.split('')
    const items = run(
      [
        ...names.map(name => comm(null, name, `n${name}`)),
        sample(0, 0, 'idle'),
        ...names.map((name, index) => wake(index + 1, 0, 'idle', name)),
        sample(20, 99, 'idle'),
      ],
      { maxTasks: 4, maxNames: 3, maxCpus: 8, maxRecentlyDead: 2 },
    )
    expect(codes(items)).toEqual(['TC_STATE_TOO_MANY_TASKS', 'TC_STATE_CPU_OUT_OF_RANGE'])
    expect(ofType(items, 'task').length).toBe(names.length)
    expect(ofType(items, 'diagnostic').find(item => item.code === 'TC_STATE_TOO_MANY_NAMES')?.count).toBe(7)
  })

  test('a bad option is refused at once', () => {
    expect(() => run([], { maxTasks: 0 })).toThrow()
    expect(() => run([], { nonsense: 1 } as never)).toThrow(/nonsense/)
  })
})
