import { addTotals, type IntervalItem, type TaskItem, type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { createSummary } from './summary.js'
import { ALL, documentOf, interval, taskItem, textOf, totalsIn } from './testing.test-helper.js'

const state = fc.constantFrom('running', 'waiting', 'blocked', 'sleeping', 'idle', 'unknown' as const)
const cause = fc.constantFrom('woken', 'preempted', 'new' as const)

/** Any intervals of a few tasks, told task by task; they need not make sense together. */
const lives = fc.array(
  fc.array(
    fc
      .tuple(state, cause, fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }), fc.boolean())
      .map(([what, why, startNs, ns, inferred]) => {
        const extra: Partial<IntervalItem> = {}
        if (what === 'waiting') extra.cause = why
        if (what === 'running') extra.prevState = why === 'preempted' ? 'R+' : 'S'
        if (inferred) extra.inferred = true
        return (taskId: number) => interval(taskId, what, startNs, startNs + ns, extra)
      }),
    { minLength: 1, maxLength: 8 },
  ),
  { maxLength: 9 },
)

/** The items of some lives; of every task, or of none, its `task` item. */
function timelineOf(built: readonly (readonly ((taskId: number) => IntervalItem)[])[], withTasks: boolean) {
  const items: TimelineItem[] = [{ type: 'trace', schemaVersion: 1, originSeconds: 7 }]
  const totals = zeroTotals()
  for (const [taskId, life] of built.entries()) {
    const intervals = life.map(make => make(taskId))
    const task = taskItem(taskId, intervals)
    items.push(...intervals)
    if (withTasks) items.push(task)
    if (task.type === 'task') addTotals(totals, task)
  }
  return { items, totals }
}

const RUN = { taskId: 1, tid: 101, pid: 101, comm: 'task1', cpu: 0 }

describe('the sums', () => {
  test('rows and others add up to the trace, whatever the limits', () => {
    const limits = fc.record({
      maxTasks: fc.nat({ max: 5 }),
      maxLiveTasks: fc.integer({ min: 1, max: 4 }),
      minTasks: fc.nat({ max: 3 }),
      thresholdNs: fc.constantFrom(0, 7, 500, 5_000),
    })
    fc.assert(
      fc.property(lives, limits, fc.boolean(), (built, options, withTasks) => {
        const { items, totals } = timelineOf(built, withTasks)
        const document = documentOf(items, options)
        expect(totalsIn(document.all)).toEqual(totals)
        const sum = zeroTotals()
        for (const row of [...document.tasks, document.others]) addTotals(sum, row)
        expect(sum).toEqual(totals)
        const waits = [...document.tasks, document.others].map(row => row.waits.all)
        expect(waits.reduce((count, part) => count + part.count, 0)).toBe(document.all.waits.all.count)
        expect(document.all.waits.all.totalNs).toBe(totals.waitingNs)
        expect(document.all.waits.all.maxNs).toBe(totals.maxWaitNs)
        expect(document.all.blocks.totalNs).toBe(totals.blockedNs)
        if (withTasks) expect(document.all.tasks).toBe(built.length)
        expect(document.tasks.length).toBeLessThanOrEqual(options.maxTasks)
        expect(document.all.tasks).toBe(document.tasks.length + document.others.tasks)
      }),
      { numRuns: 300 },
    )
  })

  test('windows that follow each other share the time of the trace among them', () => {
    const times = ['runningNs', 'waitingNs', 'blockedNs', 'sleepingNs', 'unknownNs', 'inferredNs'] as const
    const counts = ['switches', 'voluntary', 'preempted', 'wakeups'] as const
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 1_500 }), { maxLength: 3 })
    fc.assert(
      fc.property(lives, cuts, (built, inner) => {
        const { items, totals } = timelineOf(built, true)
        const edges = [-1, ...inner.sort((a, b) => a - b), 3_000]
        const parts = edges
          .slice(1)
          .map((toNs, index) => documentOf(items, { fromNs: edges[index] as number, toNs }).all)
        for (const key of times) expect(parts.reduce((sum, part) => sum + part[key], 0)).toBe(totals[key])
        // A count is there once: a switch where the run ends, a wakeup where the wait begins.
        for (const key of counts) expect(parts.reduce((sum, part) => sum + part[key], 0)).toBe(totals[key])
      }),
    )
  })

  test('of a task are those of its task item, which knows more than its intervals', () => {
    const run = interval(0, 'running', 0, 10)
    const document = documentOf([run, taskItem(0, [run], { switches: 9, migrations: 4 })], ALL)
    expect(document.tasks[0]).toMatchObject({ runningNs: 10, switches: 9, migrations: 4, exited: true, ppid: 1 })
    expect(documentOf([run], ALL).tasks[0]).toMatchObject({ runningNs: 10, switches: 0, exited: false })
  })

  test('of waits are told apart by cause', () => {
    const document = documentOf(
      [
        interval(0, 'waiting', 0, 10, { cause: 'new' }),
        interval(0, 'waiting', 20, 50, { cause: 'woken' }),
        interval(0, 'waiting', 60, 70, { cause: 'preempted' }),
        interval(0, 'waiting', 80, 120, { cause: 'woken' }),
        interval(0, 'waiting', 130, 131),
      ],
      ALL,
    )
    const { waits } = document.tasks[0] ?? document.all
    expect(waits.all).toMatchObject({ count: 5, totalNs: 91, averageNs: 18, p50Ns: 10, maxNs: 40, maxAtNs: 80 })
    expect(waits.woken).toMatchObject({ count: 2, totalNs: 70, p50Ns: 30, p99Ns: 40, maxAtNs: 80 })
    expect(waits.preempted).toMatchObject({ count: 1, maxAtNs: 60 })
    expect(waits.new).toMatchObject({ count: 1, maxAtNs: 0 })
  })
})

describe('rows', () => {
  const runs = (...times: number[]) => times.map((ns, taskId) => interval(taskId, 'running', 0, ns))
  const tids = (items: TimelineItem[], options: object) => documentOf(items, options).tasks.map(row => row.taskId)

  test('the longest running first; the threshold is divided by ten until there are enough', () => {
    const items = runs(500, 9_000, 80, 12_000, 7)
    expect(tids(items, { thresholdNs: 10_000, minTasks: 0 })).toEqual([3])
    expect(tids(items, { thresholdNs: 10_000, minTasks: 1 })).toEqual([3])
    expect(tids(items, { thresholdNs: 10_000, minTasks: 2 })).toEqual([3, 1])
    expect(tids(items, { thresholdNs: 10_000, minTasks: 3 })).toEqual([3, 1, 0])
    expect(tids(items, { thresholdNs: 10_000, minTasks: 9 })).toEqual([3, 1, 0, 2, 4])
    expect(documentOf(items, { thresholdNs: 10_000, minTasks: 3 }).thresholdNs).toBe(100)
  })

  test('tasks that ended early keep their row if they ran longest', () => {
    const items = [30, 10, 40, 20, 5].flatMap((ns, taskId) => {
      const run = interval(taskId, 'running', 0, ns)
      return [run, taskItem(taskId, [run])]
    })
    const document = documentOf(items, { ...ALL, maxTasks: 2 })
    expect(document.tasks.map(row => row.runningNs)).toEqual([40, 30])
    expect(document.others).toMatchObject({ tasks: 3, runningNs: 35 })
    expect(document.diagnostics).toMatchObject([{ code: 'TC_SUMMARY_ROWS', count: 3 }])
  })

  test('where nobody ran, those come first that moved more bytes', () => {
    const io = (taskId: number, bytes: number): TimelineItem => {
      const { tid, pid, comm } = interval(taskId, 'running', 0, 0)
      const call = { op: 'read', syscall: 'read', fd: 3, error: null, startNs: 0, endNs: 5, merges: 1 } as const
      return { type: 'io', taskId, tid, pid, comm, bytes, ...call }
    }
    const items = [io(0, 10), io(1, 70), io(2, 30)]
    const document = documentOf(items)
    expect(document.tasks.map(row => row.taskId)).toEqual([1, 2, 0])
    const listed = (thresholdBytes: number) => documentOf(items, { minTasks: 1, thresholdBytes }).tasks.length
    expect([10, 30, 70, 71, 699].map(listed)).toEqual([3, 2, 1, 3, 1])
    expect(documentOf(items, { minTasks: 1, thresholdBytes: 699 })).toMatchObject({
      thresholdBytes: 69,
      others: { tasks: 2 },
    })
    expect(document.all.io).toEqual({
      read: { calls: 6, errors: 0, bytes: 110, totalNs: 15, maxNs: 5, maxAtNs: 0 },
    })
  })
})

describe('CPUs', () => {
  test('a wait belongs to the CPU of the run that ends it, also after an exec', () => {
    const document = documentOf(
      [
        interval(0, 'waiting', 0, 10, { cpu: null, cause: 'new' }),
        interval(1, 'running', 10, 30, { tid: 100, cpu: 3, comm: 'exec' }),
        interval(1, 'waiting', 30, 34, { tid: 100, cpu: 3, cause: 'preempted' }),
        interval(1, 'running', 34, 40, { tid: 100, cpu: 2 }),
        // No run follows: the wait counts where the task was before.
        interval(1, 'waiting', 50, 57, { tid: 100, cpu: 2, cause: 'woken' }),
        interval(2, 'waiting', 60, 61, { cpu: null, cause: 'new' }),
      ],
      ALL,
    )
    expect(document.cpus.map(row => [row.cpu, row.busyNs, row.waits.count, row.waits.totalNs])).toEqual([
      [2, 6, 2, 11],
      [3, 20, 1, 10],
    ])
  })

  test('have their own totals, states, frequency and interrupts', () => {
    const at = (startNs: number, endNs: number) => ({ cpu: 1, startNs, endNs })
    const items: TimelineItem[] = [
      { type: 'idle', ...at(0, 10) },
      { type: 'cpuGap', ...at(10, 15) },
      interval(0, 'running', 15, 40, { cpu: 1, prevState: 'S' }),
      { type: 'cState', state: 2, ...at(0, 4) },
      { type: 'cState', state: 2, ...at(5, 10) },
      { type: 'pState', freqKhz: 1_000_000, ...at(0, 10) },
      { type: 'pState', freqKhz: 4_000_000, ...at(10, 40) },
      { type: 'interrupt', kind: 'hardirq', name: 'eth0', ...at(20, 22) },
      { type: 'lost', cpu: 1, count: 12, timeNs: 12 },
    ]
    expect(documentOf(items).cpus).toMatchObject([
      {
        ...{ cpu: 1, busyNs: 25, idleNs: 10, unknownNs: 5, switches: 1, lost: 12, meanFreqKhz: 3_250_000 },
        cStates: { 2: { count: 2, totalNs: 9 } },
        interrupts: { count: 1, totalNs: 2 },
      },
    ])
    const given = { cpu: 1, busyNs: 26, idleNs: 9, unknownNs: 4, switches: 3, lost: 13 }
    expect(documentOf([...items, { type: 'cpu', ...given }]).cpus).toMatchObject([given])
    expect(documentOf([...items, { type: 'cpu', ...given }], { fromNs: 13 }).cpus).toMatchObject([
      { busyNs: 25, idleNs: 0, unknownNs: 2, lost: 0 },
    ])
  })
})

describe('a selection', () => {
  const { tid, pid, comm } = interval(1, 'running', 0, 0)
  const run: TimelineItem = {
    type: 'cpuRun',
    taskId: 1,
    tid,
    pid,
    comm,
    cpu: 2,
    startNs: 10,
    endNs: 30,
    prevState: 'S',
  }
  const wait = interval(1, 'waiting', 4, 10, { cause: 'woken', cpu: 0 })

  test('leaves runs to their CPUs, which ended the waits before them', () => {
    const document = documentOf([wait, run], ALL)
    expect(document.cpus).toMatchObject([{ cpu: 2, busyNs: 20, switches: 1, waits: { count: 1, totalNs: 6 } }])
    expect(document.tasks).toMatchObject([{ taskId: 1, runningNs: 0, waitingNs: 6 }])
  })

  test('in a window, totals are those of the task all the same', () => {
    const leftOut = { ...zeroTotals(), runningNs: 20, switches: 1 }
    const task = { ...taskItem(1, [wait], { switches: 7 }), leftOut } as TimelineItem
    expect(documentOf([wait, run, task], { fromNs: 5 }).tasks).toMatchObject([
      { runningNs: 20, waitingNs: 5, switches: 1 },
    ])
    expect(documentOf([wait, run, task]).tasks).toMatchObject([{ runningNs: 0, waitingNs: 6, switches: 7 }])
  })

  test('without a window, and without totals of the tasks, marks and calls are those that were told', () => {
    const who = { taskId: 1, tid: 101, pid: 101, comm: 'task1' }
    const mark = { type: 'mark', ...who, kind: 'migration', cpu: 0 } as const
    const io = { type: 'io', ...who, op: 'read', fd: 3, bytes: 5, merges: 0, startNs: 5, endNs: 15 } as const
    const items: TimelineItem[] = [
      interval(1, 'running', 0, 10),
      ...[4, 40].map(timeNs => ({ ...mark, timeNs })),
      { ...mark, kind: 'fork', timeNs: 5 },
      { ...io, error: 'EBADF', merges: 2, callNs: 6, maxCallNs: 3 },
      { ...io, error: null, startNs: 41, endNs: 42 },
      { type: 'cpuMark', cpu: 0, kind: 'event', timeNs: 3, text: 'x' },
    ]
    const whole = documentOf(items, ALL).all
    expect(whole).toMatchObject({ migrations: 2, ioCalls: 4, ioErrors: 3 })
    expect(whole.io?.read).toEqual({ calls: 4, errors: 3, bytes: 10, totalNs: 7, maxNs: 3, maxAtNs: 5 })
    const part = documentOf(items, { ...ALL, fromNs: 2, toNs: 10 }).all
    expect(part).toMatchObject({ migrations: 1, ioCalls: 3, runningNs: 8 })
    // Of calls that the window cuts nothing tells how long each took.
    expect(part.io?.read).toMatchObject({ totalNs: 5, maxNs: 5, maxAtNs: 5 })
    expect(documentOf(items, { ...ALL, fromNs: 50, toNs: 60 }).all.tasks).toBe(0)
  })

  test('a task that no item showed has a row by its end alone; in a window it has none', () => {
    const quiet = taskItem(1, [interval(1, 'running', 0, 5)], { parentTid: 7, parentComm: 'sh', processComm: 'java' })
    expect(documentOf([quiet], ALL).tasks).toMatchObject([
      { tid: 101, runningNs: 5, parentTid: 7, parentComm: 'sh', processComm: 'java' },
    ])
    expect(documentOf([quiet], { ...ALL, fromNs: 0 }).tasks).toEqual([])
  })

  test('what an older stream does not tell of I/O is counted from the calls', () => {
    const { ioCalls: _, ioErrors: __, ioNs: ___, ...rest } = taskItem(1, [interval(1, 'running', 0, 5)]) as TaskItem
    const { ioReadBytes: ____, ioWriteBytes: _____, ioRxBytes: ______, ioTxBytes: _______, ...old } = rest
    const call = { op: 'tx', fd: 3, bytes: 5, error: null, merges: 0, startNs: 0, endNs: 2 } as const
    const io: TimelineItem = { type: 'io', taskId: 1, tid: 101, pid: 101, comm: 'task1', ...call }
    expect(documentOf([io, old as TaskItem], ALL).tasks).toMatchObject([{ runningNs: 5, ioCalls: 1, ioTxBytes: 5 }])
  })

  test('runs on no CPU and events lost on an unknown one change no CPU', () => {
    const items: TimelineItem[] = [
      interval(1, 'running', 0, 5, { cpu: null }),
      { type: 'lost', cpu: null, count: 3, timeNs: 1 },
      { type: 'lost', cpu: 0, count: 4, timeNs: 1 },
    ]
    expect(documentOf(items, ALL).cpus).toMatchObject([{ cpu: 0, busyNs: 0, lost: 4 }])
    expect(documentOf(items, { ...ALL, fromNs: 2 }).cpus).toEqual([])
    const { cpus } = documentOf([...items, { type: 'cpuRun', ...RUN, startNs: 9, endNs: 12 }], { ...ALL, toNs: 9 })
    expect(cpus).toMatchObject([{ cpu: 0, busyNs: 0 }])
  })

  test('a row of I/O alone needs no bytes where the threshold of bytes is 0', () => {
    expect(documentOf([interval(1, 'running', 0, 1)], { thresholdBytes: 0, minTasks: 0 }).tasks).toHaveLength(1)
  })

  test('may be without CPUs', () => {
    const idle: TimelineItem = { type: 'idle', cpu: 0, startNs: 0, endNs: 4 }
    expect(documentOf([idle, wait, interval(1, 'running', 10, 30)], { cpuRows: false }).cpus).toEqual([])
  })
})

describe('the worst', () => {
  test('are the longest of the whole trace, of equal ones the earliest, with who and why', () => {
    const waits = [5, 9, 5, 2, 9].map((ns, at) =>
      interval(at, 'waiting', 10 * at, 10 * at + ns, { cause: 'woken', wakerTid: 7, wakerComm: 'w' }),
    )
    const block = interval(9, 'blocked', 0, 3, { reason: 'down_read', callchain: ['aa down_read'] })
    const document = documentOf([...waits, block], { worst: 3 })
    expect(document.worstWaits.map(one => one.startNs)).toEqual([10, 40, 0])
    expect(document.worstWaits[0]).toMatchObject({ tid: 101, cause: 'woken', wakerTid: 7, wakerComm: 'w', endNs: 19 })
    expect(document.worstBlocks).toMatchObject([{ tid: 109, reason: 'down_read', callchain: ['aa down_read'] }])
    expect(documentOf(waits, { worst: 0 }).worstWaits).toEqual([])
  })

  test('agree with a plain sort', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }))), fc.nat({ max: 6 }), (spans, worst) => {
        const items = spans.map(([startNs, ns], at) => interval(at, 'blocked', startNs, startNs + ns))
        const key = (one: { startNs: number; endNs: number }) => [one.endNs - one.startNs, one.startNs]
        const expected = items.map(key).sort(([a = 0, at = 0], [b = 0, bt = 0]) => b - a || at - bt)
        expect(documentOf(items, { worst }).worstBlocks.map(key)).toEqual(expected.slice(0, worst))
      }),
    )
  })
})

describe('limits', () => {
  test('a million tasks that come and go cost no more than a few', () => {
    const summary = createSummary({ maxTasks: 50, maxLiveTasks: 100 })
    const emit = () => {
      throw new Error('nothing is told before the end')
    }
    const tasks = 1_000_000
    let live = 0
    let ended = 0
    const who = { tid: 0, pid: null, comm: 'true', cpu: 3 }
    const wait: IntervalItem = { type: 'interval', taskId: 0, ...who, state: 'waiting', startNs: 0, endNs: 0 }
    const run: IntervalItem = { ...wait, state: 'running', prevState: 'X' }
    const end: TaskItem = {
      ...zeroTotals(),
      ...who,
      type: 'task',
      taskId: 0,
      ppid: 1,
      startNs: 0,
      endNs: 0,
      exited: true,
    }
    for (let taskId = 0; taskId < tasks; taskId++) {
      const ns = 1 + (taskId % 1_000)
      wait.taskId = run.taskId = end.taskId = taskId
      wait.tid = run.tid = end.tid = 1 + (taskId % 30_000)
      wait.startNs = end.startNs = taskId * 10
      wait.endNs = run.startNs = wait.startNs + 1
      run.endNs = run.startNs + ns
      end.runningNs = ns
      end.waitingNs = 1
      for (const item of [wait, run, end]) summary.push(item, emit)
      live = Math.max(live, summary.counters.liveTasks)
      ended = Math.max(ended, summary.counters.endedTasks)
    }
    expect({ live, ended, tasks: summary.counters.tasks }).toEqual({ live: 0, ended: 99, tasks })
    const text = [...summary.flush()].join('')
    expect(text).toContain('all 1,000,000 tasks')
    expect(text.length).toBeLessThan(20_000)
    const runningNs = (tasks / 1_000) * ((1_000 * 1_001) / 2)
    expect(text).toContain(`${(runningNs / 1e6).toFixed(0)} ms`)
  }, 60_000)

  test('each counts what it takes away', () => {
    const codes = (items: TimelineItem[], options: object) =>
      documentOf(items, options).diagnostics.map(({ code, count }) => [code, count])
    const runs = [0, 1, 2].map(taskId => interval(taskId, 'running', 0, 5, { cpu: taskId }))
    expect(codes(runs, { maxLiveTasks: 1 })).toEqual([['TC_SUMMARY_LIVE_TASKS', 2]])
    expect(codes(runs, { maxCpus: 1 })).toEqual([['TC_SUMMARY_CPUS', 2]])
    expect(codes(runs, { ...ALL, maxTasks: 2 })).toEqual([['TC_SUMMARY_ROWS', 1]])
    const states = Array.from({ length: 40 }, (_, number) => number)
    const deep = states.map(at => ({ type: 'cState', cpu: 0, state: at, startNs: at, endNs: at + 1 }) as const)
    expect(codes(deep, {})).toEqual([['TC_SUMMARY_C_STATES', 8]])
    const told = states.map(
      at => ({ type: 'diagnostic', code: `TC_X_${at}`, severity: 'info', meaning: 'x', count: 1 }) as const,
    )
    const many = Array.from({ length: 26 }, () => told).flat()
    expect(codes(many, {}).at(-1)).toEqual(['TC_SUMMARY_DIAGNOSTICS', 40])
  })

  test('bad options are refused', () => {
    expect(() => createSummary({ maxTasks: -1 })).toThrow()
    expect(() => createSummary({ nonsense: 1 } as never)).toThrow()
    expect(() => createSummary({ fromNs: 5, toNs: 5 })).toThrow(RangeError)
  })

  test('an empty timeline has a summary too', () => {
    expect(documentOf([])).toMatchObject({ startNs: 0, endNs: 0, events: 0, tasks: [], cpus: [], all: { tasks: 0 } })
    expect(textOf([])).toContain('0 tasks')
  })
})
