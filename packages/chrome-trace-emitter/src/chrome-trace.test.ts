import { Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { type TaskItem, type TimelineItem, zeroTotals } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { createChromeTrace } from './chrome-trace.js'
import { CPUS_PID, cpuTid, interruptTid, ioTid, UNKNOWN_PID } from './rows.js'
import { emitChromeTrace } from './stream.js'
import { eventsOf, interval, read, slicesOf, textOf, withPhase } from './testing.test-helper.js'

const trace: TimelineItem = { type: 'trace', schemaVersion: 1, originSeconds: 443, perfVersion: '6.1.187' }
const frames = [
  { ip: 'ffff', symbol: '__schedule', offset: 1_272, dso: '[kernel.kallsyms]', kernel: true as const },
  { ip: 'aa', symbol: null, dso: '/bin/sh' },
  { ip: 'ab', symbol: 'helper', dso: '/bin/sh', inlined: true as const },
]

/** A task that blocks, is woken by another one and then by an interrupt. */
const example: TimelineItem[] = [
  trace,
  interval(1, 'running', 1_000, 5_500, { prevState: 'D', reason: 'io_schedule', callchain: frames }),
  interval(2, 'waiting', 1_000, 5_500, {
    cause: 'new',
    wakerTid: 101,
    wakerComm: 'task1',
    wakerCpu: 0,
    wakeupNs: 1_000,
  }),
  interval(1, 'blocked', 5_500, 8_001, { reason: 'io_schedule', inferred: true }),
  interval(2, 'running', 5_500, 9_000, { prevState: 'S' }),
  { type: 'idle', cpu: 0, startNs: 9_000, endNs: 9_100 },
  interval(1, 'waiting', 8_001, 9_100, {
    cause: 'woken',
    wakerTid: 102,
    wakerComm: 'task2',
    wakerCpu: 0,
    wakeupNs: 8_000,
  }),
  interval(2, 'sleeping', 9_000, 9_050),
  interval(2, 'waiting', 9_050, 9_500, {
    cause: 'woken',
    wakerTid: 0,
    wakerCpu: 0,
    wakeupNs: 9_050,
    context: 'interrupt',
    interrupt: 'apic timer',
  }),
]

describe('the trace', () => {
  test('reads like this', () => {
    expect(`\n${textOf(example)}`).toMatchInlineSnapshot(`
"
{"otherData":{"writtenBy":"tc-stream","originSeconds":443,"perfVersion":"6.1.187"},"traceEvents":[
{"ts":0,"ph":"M","pid":9999999,"tid":9999999,"cat":"__metadata","name":"process_name","args":{"name":"CPUs"}},
{"ts":0,"ph":"M","pid":9999999,"tid":9999999,"cat":"__metadata","name":"process_sort_index","args":{"sort_index":-1}},
{"ts":0,"ph":"M","pid":9999999,"tid":10000000,"cat":"__metadata","name":"thread_name","args":{"name":"CPU 0"}},
{"ts":0,"ph":"M","pid":9999999,"tid":10000000,"cat":"__metadata","name":"thread_sort_index","args":{"sort_index":0}},
{"ts":1,"dur":4.500,"ph":"X","pid":9999999,"tid":10000000,"cat":"cpu","name":"task1:101","args":{"tid":101,"pid":101}},
{"ts":0,"ph":"M","pid":101,"tid":101,"cat":"__metadata","name":"process_name","args":{"name":"task1"}},
{"ts":0,"ph":"M","pid":101,"tid":101,"cat":"__metadata","name":"thread_name","args":{"name":"task1"}},
{"ts":1,"dur":4.500,"ph":"X","pid":101,"tid":101,"cat":"task","name":"running","cname":"thread_state_running","args":{"comm":"task1","cpu":0,"prevState":"D","reason":"io_schedule","callchain":["__schedule+0x4f8 ([kernel.kallsyms])","0xaa (/bin/sh)","helper (inlined)"]}},
{"ts":0,"ph":"M","pid":102,"tid":102,"cat":"__metadata","name":"process_name","args":{"name":"task2"}},
{"ts":0,"ph":"M","pid":102,"tid":102,"cat":"__metadata","name":"thread_name","args":{"name":"task2"}},
{"ts":1,"dur":4.500,"ph":"X","pid":102,"tid":102,"cat":"task","name":"waiting: new","cname":"thread_state_runnable","args":{"comm":"task2","cpu":0,"waker":"task1:101","wakerCpu":0}},
{"ts":1,"dur":0,"ph":"X","pid":101,"tid":101,"cat":"wakeup","name":"wakes task2:102"},
{"ts":1,"ph":"s","id":1,"pid":101,"tid":101,"cat":"wakeup","name":"wakeup"},
{"ts":1,"ph":"f","bp":"e","id":1,"pid":102,"tid":102,"cat":"wakeup","name":"wakeup"},
{"ts":5.500,"dur":2.501,"ph":"X","pid":101,"tid":101,"cat":"task","name":"blocked: io_schedule","cname":"thread_state_uninterruptible","args":{"comm":"task1","cpu":0,"reason":"io_schedule","inferred":true}},
{"ts":5.500,"dur":3.500,"ph":"X","pid":9999999,"tid":10000000,"cat":"cpu","name":"task2:102","args":{"tid":102,"pid":102}},
{"ts":5.500,"dur":3.500,"ph":"X","pid":102,"tid":102,"cat":"task","name":"running","cname":"thread_state_running","args":{"comm":"task2","cpu":0,"prevState":"S"}},
{"ts":8.001,"dur":1.099,"ph":"X","pid":101,"tid":101,"cat":"task","name":"waiting: woken","cname":"thread_state_runnable","args":{"comm":"task1","cpu":0,"waker":"task2:102","wakerCpu":0}},
{"ts":8,"dur":0,"ph":"X","pid":102,"tid":102,"cat":"wakeup","name":"wakes task1:101"},
{"ts":8,"ph":"s","id":2,"pid":102,"tid":102,"cat":"wakeup","name":"wakeup"},
{"ts":8.001,"ph":"f","bp":"e","id":2,"pid":101,"tid":101,"cat":"wakeup","name":"wakeup"},
{"ts":9.050,"dur":0.450,"ph":"X","pid":102,"tid":102,"cat":"task","name":"waiting: woken","cname":"thread_state_runnable","args":{"comm":"task2","cpu":0,"waker":":0","wakerCpu":0,"context":"interrupt","interrupt":"apic timer"}},
{"ts":9.050,"dur":0,"ph":"X","pid":9999999,"tid":10000000,"cat":"wakeup","name":"wakes task2:102","args":{"interrupt":"apic timer"}},
{"ts":9.050,"ph":"s","id":3,"pid":9999999,"tid":10000000,"cat":"wakeup","name":"wakeup"},
{"ts":9.050,"ph":"f","bp":"e","id":3,"pid":102,"tid":102,"cat":"wakeup","name":"wakeup"}
]}"
`)
  })

  test('is one JSON document wherever it ends, and begins with the first item in the window', () => {
    for (let length = 0; length <= example.length; length++) read(textOf(example.slice(0, length)))
    const stage = createChromeTrace({ fromNs: 6_000 })
    const texts: string[] = []
    for (const item of example.slice(0, 3)) stage.push(item, text => texts.push(text))
    expect(texts).toEqual([])
    expect(stage.counters).toMatchObject({ items: 3, selected: 0, events: 0 })
    stage.push(example[3] as TimelineItem, text => texts.push(text))
    expect(texts.join('')).toMatch(/^\{"otherData":\{[^}]*"originSeconds":443/)
  })

  test('comes as the items come, the same however they are cut', async () => {
    const whole = textOf(example)
    for (const chunks of [[example], example, [example.slice(0, 3), ...example.slice(3)]]) {
      expect(await readText(Readable.from(chunks).pipe(emitChromeTrace()))).toBe(whole)
    }
  })

  test('any name comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (comm, reason) => {
        const items = [interval(1, 'running', 0, 1, { comm }), interval(1, 'blocked', 1, 2, { comm, reason })]
        const events = eventsOf(items)
        const names = withPhase(events, 'M').filter(event => event.tid === 101)
        for (const name of names) expect(name.args).toEqual({ name: comm })
        expect(withPhase(events, 'X').map(({ name }) => name)).toEqual([`${comm}:101`, 'running', `blocked: ${reason}`])
      }),
    )
  })
})

const wakeupOf = (wakerTid: number, wakeeTid: number): TimelineItem => ({
  ...{ type: 'wakeup', timeNs: 0, cpu: 0, wakerTid, wakerComm: 'a', wakerTaskId: 1, wakeeTid, wakeeComm: 'b' },
  ...{ wakeeTaskId: 2, targetCpu: 0, context: 'task' },
})

describe('rows', () => {
  const at = (startNs: number, endNs: number) => ({ cpu: 1, startNs, endNs })
  const who = (taskId: number, pid: number | null) => ({ taskId, tid: 100 + taskId, pid, comm: `task${taskId}` })

  test('tasks stand in their process, which is called as its first task', () => {
    const thread = { pid: 101, comm: 'worker' }
    const events = eventsOf([
      interval(2, 'running', 0, 1, thread),
      interval(1, 'running', 1, 2),
      interval(3, 'running', 2, 3, thread),
    ])
    const names = withPhase(events, 'M').filter(({ pid }) => pid === 101)
    expect(names.map(({ name, tid, args }) => [name, tid, args?.name])).toEqual([
      ['process_name', 102, 'worker'],
      ['thread_name', 102, 'worker'],
      ['process_name', 101, 'task1'],
      ['thread_name', 101, 'task1'],
      ['thread_name', 103, 'worker'],
    ])
  })

  test('a process whose first task is never seen is called as its threads tell', () => {
    const thread = { pid: 101, comm: 'worker' }
    const told = (taskId: number): TimelineItem => ({
      ...{ type: 'task', ...who(taskId, 101), comm: 'worker', ppid: 1, processComm: 'java' },
      ...{ startNs: 0, endNs: 9, exited: false, ...zeroTotals() },
    })
    const names = (items: TimelineItem[]) =>
      withPhase(eventsOf(items), 'M')
        .filter(({ pid, name }) => pid === 101 && name === 'process_name')
        .map(({ args }) => args?.name)
    const threads = [interval(2, 'running', 0, 1, thread), interval(3, 'running', 2, 3, thread)]
    expect(names([...threads, told(2), told(3)])).toEqual(['worker', 'java'])
    expect(names([...threads, interval(1, 'running', 3, 4), told(2)])).toEqual(['worker', 'task1'])
  })

  test('a change of comm gives the row its new name', () => {
    const events = eventsOf([interval(1, 'running', 0, 1), interval(1, 'running', 1, 2, { taskId: 9, comm: 'exec' })])
    const names = withPhase(events, 'M').filter(({ tid, name }) => tid === 101 && name === 'thread_name')
    expect(names.map(({ args }) => args?.name)).toEqual(['task1', 'exec'])
    expect(slicesOf(events, 101)).toEqual(['running 0-1', 'running 1-2'])
  })

  test('the first items of a task wait until its process is known', () => {
    const late = [
      interval(1, 'waiting', 0, 1, { pid: null, cause: 'woken' }),
      interval(1, 'running', 1, 2, { pid: null }),
      interval(1, 'blocked', 2, 3, { pid: 7 }),
      interval(1, 'running', 3, 4, { pid: 7 }),
    ]
    const rows = withPhase(eventsOf(late), 'X').filter(({ tid }) => tid === 101)
    expect(rows.map(({ pid, ts }) => [pid, ts])).toEqual([0, 1, 2, 3].map(ts => [7, ts]))
  })

  test('where nothing tells processes, the tasks share one that says so', () => {
    const runs = Array.from({ length: 6 }, (_, ts) => interval(1, 'running', ts, ts + 1, { pid: null }))
    const few = interval(2, 'running', 8, 9, { pid: null })
    const gone = { ...who(3, null), ppid: null, startNs: 9, endNs: 10, exited: true, ...zeroTotals() }
    const ended: TimelineItem[] = [interval(3, 'running', 9, 10, { pid: null }), { type: 'task', ...gone }]
    const events = eventsOf([...runs, few, ...ended])
    const tasks = withPhase(events, 'X').filter(({ cat }) => cat === 'task')
    expect(new Set(tasks.map(({ pid }) => pid))).toEqual(new Set([UNKNOWN_PID]))
    expect(tasks).toHaveLength(8)
    expect(
      withPhase(events, 'M').filter(({ pid, name }) => pid === UNKNOWN_PID && name === 'process_name'),
    ).toHaveLength(1)
  })

  test('CPUs tell what they ran, what is unknown, and what was lost', () => {
    const events = eventsOf([
      interval(1, 'running', 0, 5, { cpu: 1 }),
      { type: 'cpuGap', ...at(5, 7) },
      { type: 'cpuGap', ...at(7, 8), lost: 12 },
      { type: 'cpuMark', cpu: 1, kind: 'event', timeNs: 6, text: 'disk W 8', callchain: ['aa f'] },
      { type: 'lost', cpu: 1, count: 12, timeNs: 8 },
      { type: 'lost', cpu: null, count: 3, timeNs: 9 },
      { type: 'interrupt', kind: 'hardirq', name: 'eth0', ...at(1, 2) },
    ])
    expect(slicesOf(events, cpuTid(1))).toEqual(['task1:101 0-5', 'unknown 5-7', 'unknown: events lost 7-8'])
    expect(slicesOf(events, interruptTid(1))).toEqual(['eth0 1-2'])
    expect(withPhase(events, 'i').map(({ s, tid, args }) => [s, tid, args])).toEqual([
      ['t', cpuTid(1), { text: 'disk W 8', callchain: ['aa f'] }],
      ['t', cpuTid(1), { count: 12 }],
      ['g', CPUS_PID, { count: 3 }],
    ])
  })

  test('a run that is left to its CPU is on no other row; without CPUs it is nowhere', () => {
    const { tid, pid, comm } = interval(1, 'running', 0, 0)
    const run: TimelineItem = { type: 'cpuRun', taskId: 1, tid, pid, comm, cpu: 1, startNs: 2, endNs: 5 }
    expect(withPhase(eventsOf([run]), 'X').map(({ tid: row, ts, dur }) => [row, ts, dur])).toEqual([[cpuTid(1), 2, 3]])
    const rows = eventsOf([run, ...example], { cpuRows: false }).map(({ tid: row }) => row)
    expect(new Set(rows)).toEqual(new Set([101, 102]))
  })

  test('frequency and idle states are counters', () => {
    const events = eventsOf([
      { type: 'pState', freqKhz: 2_400_000, ...at(0, 10) },
      { type: 'cState', state: 0, ...at(2, 4) },
      { type: 'cState', state: 2, ...at(4, 9) },
    ])
    expect(withPhase(events, 'C').map(({ ts, name, args }) => [ts, name, args])).toEqual([
      [0, 'CPU 1 frequency', { kHz: 2_400_000 }],
      [2, 'CPU 1 idle depth (state + 1)', { depth: 1 }],
      [4, 'CPU 1 idle depth (state + 1)', { depth: 0 }],
      [4, 'CPU 1 idle depth (state + 1)', { depth: 3 }],
      [9, 'CPU 1 idle depth (state + 1)', { depth: 0 }],
    ])
  })

  test('system calls have a row beside the task, marks are on it', () => {
    const call = { op: 'read', syscall: 'pread64', fd: 3, bytes: 0, merges: 0, startNs: 1, endNs: 9 } as const
    const events = eventsOf([
      { type: 'mark', ...who(1, 101), kind: 'migration', timeNs: 1, cpu: 2, text: 'CPU 0 → 2' },
      { type: 'io', ...who(1, 101), ...call, error: 'EAGAIN' },
    ])
    expect(slicesOf(events, ioTid(101))).toEqual(['pread64: EAGAIN 1-9'])
    const { syscall: _, ...old } = call
    const told = withPhase(eventsOf([{ type: 'io', ...who(1, 101), ...old, error: null, merges: 2 }]), 'X')
    expect(told).toMatchObject([{ name: 'read', args: { op: 'read', fd: 3, bytes: 0, merges: 2 } }])
    expect(told[0]?.args).not.toHaveProperty('error')
    const failed = eventsOf([{ type: 'io', ...who(1, 101), ...old, error: 'EBADF' }])
    expect(slicesOf(failed, ioTid(101))).toEqual(['read: EBADF 1-9'])
    expect(withPhase(events, 'i')).toMatchObject([{ name: 'migration', tid: 101, args: { text: 'CPU 0 → 2', cpu: 2 } }])
    expect(withPhase(events, 'M').map(({ args }) => args?.name)).toEqual(['task1', 'task1', 'task1 I/O'])
  })
})

describe('slices', () => {
  test('what is outside the window, or on no CPU, has none', () => {
    const at = { startNs: 0, endNs: 5 }
    const outside: TimelineItem[] = [
      { type: 'cpuRun', taskId: 1, tid: 101, pid: 101, comm: 'x', cpu: 1, ...at },
      {
        type: 'io',
        taskId: 1,
        tid: 101,
        pid: 101,
        comm: 'x',
        op: 'read',
        fd: 1,
        bytes: 1,
        error: null,
        merges: 0,
        ...at,
      },
      { type: 'mark', taskId: 1, tid: 101, pid: 101, comm: 'x', kind: 'fork', timeNs: 5, cpu: 1, text: 'x' },
      { type: 'cpuMark', cpu: 1, kind: 'event', timeNs: 5, text: 'x' },
      { type: 'lost', cpu: 1, count: 1, timeNs: 5 },
      interval(1, 'running', 5, 4),
    ]
    expect(eventsOf(outside, { fromNs: 10, toNs: 20 })).toEqual([])
    expect(eventsOf(outside, { fromNs: 5 }).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['fork', 'event', 'events lost']),
    )
    const nowhere = eventsOf([interval(1, 'running', 0, 5, { cpu: null })])
    expect(withPhase(nowhere, 'X').map(({ tid }) => tid)).toEqual([101])
  })

  test('items that have no place in the format are passed over', () => {
    const others: TimelineItem[] = [
      { type: 'cpu', cpu: 0, busyNs: 0, idleNs: 0, unknownNs: 0, switches: 0, lost: 0 },
      { type: 'diagnostic', code: 'TC_X', severity: 'info', meaning: 'm', count: 1 },
      { type: 'end', startNs: 0, endNs: 9, events: 1 },
      {
        type: 'task',
        taskId: 9,
        tid: 9,
        pid: 9,
        comm: 'x',
        ppid: 1,
        startNs: 0,
        endNs: 9,
        exited: false,
        ...zeroTotals(),
      },
      { ...wakeupOf(1, 2) },
    ]
    expect(eventsOf(others)).toEqual([])
  })

  test('of a window, an interval that goes on beyond both edges says so', () => {
    const [slice] = withPhase(eventsOf([interval(1, 'blocked', 0, 100)], { fromNs: 10, toNs: 20 }), 'X')
    expect(slice).toMatchObject({ ts: 10, dur: 10, args: { cut: 'both' } })
  })

  test('who sleeps has none, unless asked for', () => {
    const states = ['sleeping', 'idle', 'stopped', 'parked', 'dead', 'unknown'] as const
    const items = states.map((state, ts) => interval(1, state, ts, ts + 1, { reason: 'x' }))
    expect(slicesOf(eventsOf(items), 101)).toEqual(['unknown: x 5-6'])
    expect(slicesOf(eventsOf(items, { sleeping: true }), 101)).toHaveLength(5)
  })

  test('a row of I/O is named anew with its task, and one that goes on is remembered', () => {
    const call = { type: 'io', op: 'read', fd: 3, bytes: 0, error: null, merges: 0, startNs: 1, endNs: 9 } as const
    const { tid, pid } = interval(1, 'running', 0, 0)
    const events = eventsOf([
      { ...call, taskId: 1, tid, pid, comm: 'sh' },
      { type: 'task', taskId: 1, tid, pid, comm: 'sh', ppid: 1, startNs: 0, endNs: 9, exited: false, ...zeroTotals() },
      interval(1, 'running', 10, 11, { comm: 'make' }),
    ])
    const names = withPhase(events, 'M').filter(({ name, tid: row }) => name === 'thread_name' && row === ioTid(tid))
    expect(names.map(({ args }) => args?.name)).toEqual(['sh I/O', 'make I/O'])
  })

  test('a frame of which little is known', () => {
    const callchain = [
      { ip: null, symbol: null, dso: null },
      { ip: 'ab', symbol: null, dso: null },
    ]
    const [, slice] = withPhase(eventsOf([interval(1, 'running', 0, 1, { callchain })]), 'X')
    expect(slice?.args?.callchain).toEqual(['[unknown]', '0xab'])
    const twice = [interval(1, 'running', 0, 1, { callchain }), interval(1, 'running', 1, 2, { callchain })]
    expect(eventsOf(twice).filter(({ args }) => args?.callchain !== undefined)).toHaveLength(2)
  })

  test('callchains are lines, innermost first, and can be left out', () => {
    const items = [
      interval(1, 'running', 0, 1, { callchain: frames }),
      interval(1, 'running', 1, 2, { callchain: ['aa f'] }),
    ]
    const chains = (options: object) =>
      withPhase(eventsOf(items, options), 'X').flatMap(({ cat, args }) => (cat === 'task' ? [args?.callchain] : []))
    expect(chains({})).toEqual([
      ['__schedule+0x4f8 ([kernel.kallsyms])', '0xaa (/bin/sh)', 'helper (inlined)'],
      ['aa f'],
    ])
    expect(chains({ callchains: false })).toEqual([undefined, undefined])
  })

  test('windows that follow each other share every slice, and mark what they cut', () => {
    const whole = eventsOf(example, { arrows: false })
    const cutNs = 7_000
    const parts = [{ toNs: cutNs }, { fromNs: cutNs }].map(window => eventsOf(example, { ...window, arrows: false }))
    const lengths = (events: typeof whole) => withPhase(events, 'X').reduce((sum, { dur = 0 }) => sum + dur, 0)
    expect(parts.reduce((sum, part) => sum + lengths(part), 0)).toBe(lengths(whole))
    const blocked = parts.map(part => withPhase(part, 'X').find(({ name }) => name.startsWith('blocked')))
    expect(blocked.map(event => event?.args?.cut)).toEqual(['end', 'start'])
    expect(eventsOf(example, { fromNs: 99_999 })).toEqual([])
  })
})

describe('arrows', () => {
  test('go from the waker to the wait it begins; from the CPU where an interrupt did it', () => {
    const events = eventsOf(example)
    const ends = withPhase(events, 'f')
    const told = withPhase(events, 's').map((start, index) => [start.tid, start.ts, ends[index]?.tid, ends[index]?.ts])
    expect(told).toEqual([
      [101, 1_000, 102, 1_000],
      [102, 8_000, 101, 8_001],
      [cpuTid(0), 9_050, 102, 9_050],
    ])
    expect(slicesOf(events, cpuTid(0))).toContain('wakes task2:102 9050-9050')
    expect(slicesOf(events, 101)).toContain('wakes task2:102 1000-1000')
    expect(withPhase(eventsOf(example, { arrows: false }), 's')).toEqual([])
  })

  test('begin on the CPU too where the waker has no row yet, and nowhere if that is not told', () => {
    const wait = interval(1, 'waiting', 5, 9, { cause: 'woken', wakerTid: 55, wakeupNs: 5 })
    expect(withPhase(eventsOf([{ ...wait, wakerCpu: 3 }]), 's').map(({ tid }) => tid)).toEqual([cpuTid(3)])
    const stage = createChromeTrace()
    stage.push(wait, () => {})
    stage.push({ ...wait, context: 'interrupt' }, () => {})
    expect(stage.counters).toMatchObject({ arrows: 0, withoutArrow: 2 })
  })
})

describe('limits', () => {
  test('a million tasks that come and go leave nothing behind', () => {
    const stage = createChromeTrace()
    let length = 0
    const emit = (text: string) => {
      length += text.length
    }
    const run = interval(1, 'running', 0, 1)
    const end: TaskItem = { ...zeroTotals(), ...run, type: 'task', ppid: 1, exited: true }
    let most = 0
    for (let tid = 1; tid <= 1_000_000; tid++) {
      run.tid = run.pid = end.tid = end.pid = tid
      stage.push(run, emit)
      stage.push(end, emit)
      most = Math.max(most, stage.counters.threads)
    }
    expect(most).toBe(0)
    expect(length).toBeGreaterThan(400_000_000)
  }, 60_000)

  test('each counts what it takes away', () => {
    const stage = createChromeTrace({ maxThreads: 2, maxCpus: 1 })
    const texts: string[] = []
    const push = (item: TimelineItem) => stage.push(item, text => texts.push(text))
    for (let taskId = 0; taskId < 5; taskId++) {
      push(interval(taskId, 'running', taskId, taskId + 1, { cpu: taskId, pid: taskId === 0 ? null : taskId }))
    }
    texts.push(...stage.flush())
    const { traceEvents } = read(texts.join(''))
    expect(withPhase(traceEvents, 'X')).toHaveLength(10)
    expect(stage.counters.threads).toBe(2)
    expect(stage.diagnostics.items().map(({ code, count }) => [code, count])).toEqual([
      ['TC_CHROME_CPUS', 3],
      ['TC_CHROME_THREADS', 3],
    ])
  })

  test('bad options are refused', () => {
    expect(() => createChromeTrace({ nonsense: 1 } as never)).toThrow()
    expect(() => createChromeTrace({ maxThreads: 0 })).toThrow()
    expect(() => createChromeTrace({ fromNs: 2, toNs: 1 })).toThrow(RangeError)
  })
})
