import { Readable } from 'node:stream'
import { type DiagnosticItem, type RecordItem, runStage, type TraceEvent } from '@tc-stream/event-schema'
import { createEventNormalizer, DEFAULT_DECODERS, type Decoder, normalizeEvents } from './index.js'
import { normalize, normalizeOne, recordOf, switchPayload, traceOf } from './records.test.kit.js'

const SWITCH = 'sched:sched_switch'
const switchOf = (prevTid: number, state: string, nextTid: number, more: Partial<RecordItem> = {}) =>
  recordOf(SWITCH, switchPayload(`t${prevTid}`, prevTid, state, `t${nextTid}`, nextTid), { tid: prevTid, ...more })
const sample = (more: Partial<RecordItem> = {}) => recordOf('cycles', '', more)
const statesOf = (events: readonly TraceEvent[]) =>
  events.map(event => (event.type === 'switch' ? event.prevState : '-'))

describe('shifted states', () => {
  // A blocked, a sleeping, a stopped and a preempted task, then the idle one; what a kernel of 4.14 makes of them.
  const shifted = [switchOf(7, 'T', 8), sample(), switchOf(8, 'D', 9), switchOf(9, 't', 7), switchOf(7, 'R+', 0)]
  const idle = switchOf(0, 'S', 7)

  test('are put right when the idle task is not runnable', () => {
    const { events, codes, core } = normalize([traceOf(), ...shifted, idle, switchOf(7, 'S', 0), switchOf(7, 'Z', 0)])
    expect(statesOf(events)).toEqual(['D', '-', 'S', 'T', 'R+', 'R', 'R', 'X'])
    expect(codes).toEqual({ TC_NORM_SHIFTED_STATES: 7 })
    expect(core.counters.shiftedStates).toBe(true)
  })

  test('are put right in plugin form and in numbers', () => {
    const plugin = (state: string, tid: number) => recordOf(SWITCH, `a:${tid} [120] ${state} ==> b:1 [120]`, { tid })
    const { events } = normalize([plugin('D', 7), plugin('T', 7), plugin('x', 7), plugin('S', 0), switchOf(7, '2', 0)])
    expect(statesOf(events)).toEqual(['S', 'D', 'Z', 'R', 'S'])
  })

  test('are left when the idle task is runnable, even if it later looks otherwise', () => {
    const { events, codes } = normalize([...shifted, switchOf(0, 'R', 7), idle])
    expect(statesOf(events)).toEqual(['T', '-', 'D', 't', 'R+', 'R', 'S'])
    expect(codes).toEqual({})
  })

  test('a preempted idle task decides nothing', () => {
    const { events } = normalize([switchOf(7, 'D', 0), switchOf(0, 'R+', 7), idle])
    expect(statesOf(events)).toEqual(['S', 'R+', 'R'])
  })

  test('nothing is held before the first switch, and all that follows keeps its order', () => {
    const core = createEventNormalizer()
    const out: TraceEvent[] = []
    const push = (record: RecordItem) => core.push(record, item => out.push(item))
    push(sample())
    expect(out.length).toBe(1)
    shifted.forEach((record, i) => {
      push({ ...record, timeNs: i })
    })
    expect(out.length).toBe(1)
    push({ ...idle, timeNs: 5 })
    expect(out.slice(1).map(item => 'timeNs' in item && item.timeNs)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('no more than holdLimit items are held', () => {
    const core = createEventNormalizer({ holdLimit: 3 })
    const counts = shifted.map(record => {
      let emitted = 0
      core.push(record, () => emitted++)
      return emitted
    })
    expect(counts).toEqual([0, 0, 3, 1, 1])
    expect(statesOf(normalize([...shifted, idle], { holdLimit: 3 }).events)).toEqual(['T', '-', 'D', 't', 'R+', 'S'])
  })

  test('without a decision the end lets go of what is held', () => {
    expect(statesOf(normalize(shifted).events)).toEqual(['T', '-', 'D', 't', 'R+'])
  })

  test('a kernel that is known to be sound is not held', () => {
    const counts = ['4.13.0', '4.20.1', '6.1.0-56-amd64', '3.10.0'].map(osRelease => {
      const core = createEventNormalizer()
      let emitted = 0
      for (const item of [traceOf({ osRelease }), switchOf(7, 'S', 8)]) core.push(item, () => emitted++)
      return emitted
    })
    expect(counts).toEqual([2, 2, 2, 2])
    const { events } = normalize([traceOf({ osRelease: '4.15.11' }), ...shifted, idle])
    expect(statesOf(events)).toEqual(['D', '-', 'S', 'T', 'R+', 'R'])
  })
})

describe('header tids', () => {
  const woken = (tid: number, pid: number | null) =>
    recordOf('sched:sched_wakeup', 'comm=x pid=9 prio=120 target_cpu=000', { tid, pid })

  test('are dropped with their pids once switches disagree', () => {
    const records = [
      woken(7, 7),
      switchOf(0, 'R', 12, { tid: 0 }),
      switchOf(12, 'S', 0, { tid: 7, pid: 7 }),
      woken(7, 7),
    ]
    const { events, codes, core } = normalize(records)
    expect(events.map(({ tid, pid }) => [tid, pid])).toEqual([
      [7, 7],
      [0, null],
      [12, null],
      [null, null],
    ])
    expect(codes).toEqual({ TC_NORM_HEADER_TID: 1 })
    expect(core.counters.headerTidsTrusted).toBe(false)
  })

  test('survive one odd line in a hundred', () => {
    const good = Array.from({ length: 200 }, () => switchOf(0, 'R', 7))
    const { events, codes } = normalize([...good, switchOf(12, 'S', 0, { tid: 7 }), woken(7, 7)])
    expect(events.at(-1)).toMatchObject({ tid: 7, pid: 7 })
    expect(codes).toEqual({ TC_NORM_HEADER_TID: 1 })
  })

  test('of dying tasks say nothing about the rest', () => {
    const { events, codes } = normalize([switchOf(12, 'X', 0, { tid: -1 }), switchOf(0, 'R', 1), woken(7, 7)])
    expect(events.at(-1)).toMatchObject({ tid: 7 })
    expect(codes).toEqual({})
  })

  test('an exec is named after its file then', () => {
    const exec = recordOf('sched:sched_process_exec', 'filename=/bin/ls pid=7 old_pid=7', { comm: 'bash' })
    const { events } = normalize([switchOf(0, 'R', 1), switchOf(12, 'S', 0, { tid: 7 }), exec])
    expect(events.at(-1)).toMatchObject({ type: 'comm', taskTid: 7, taskComm: 'ls' })
  })
})

describe('time', () => {
  test('only what tells of the past may lack it', () => {
    const untimed = { timeNs: null }
    const { events, codes, core } = normalize([
      recordOf('PERF_RECORD_FORK', '(2:2):(0:0)', untimed),
      recordOf('PERF_RECORD_COMM', 'a:2/2', untimed),
      recordOf('PERF_RECORD_EXIT', '(2:2):(0:0)', untimed),
      sample(untimed),
      recordOf('power:cpu_idle', 'state=1 cpu_id=0', untimed),
    ])
    expect(events.map(({ type, timeNs }) => [type, timeNs])).toEqual([
      ['fork', null],
      ['comm', null],
      ['exit', null],
    ])
    expect(codes).toEqual({ TC_NORM_NO_TIME: 2 })
    expect(core.counters.dropped).toBe(2)
  })
})

describe('validation', () => {
  test('an event that no kernel writes is left out, with its line', () => {
    const huge = recordOf('power:cpu_frequency', `state=${'9'.repeat(40)} cpu_id=0`, { line: 3 })
    const { events, out } = normalize([huge, recordOf('power:cpu_frequency', 'state=-5 cpu_id=0')])
    expect(events).toEqual([])
    expect(out).toMatchObject([{ code: 'TC_NORM_INVALID_EVENT', count: 2, line: 3 }])
  })

  test('a callchain that records share stays one array', () => {
    const callchain = ['ffffffff821facd8 __schedule ([kernel.kallsyms])']
    const { events } = normalize([switchOf(0, 'R', 7, { callchain }), sample({ callchain })])
    expect(events.map(event => event.callchain === callchain)).toEqual([true, true])
  })

  test('an event without a callchain has no place for one', () => {
    const { events } = normalize([switchOf(0, 'R', 7), sample()])
    expect(events.map(event => Object.hasOwn(event, 'callchain'))).toEqual([false, false])
  })

  test('a callchain that is none is refused', () => {
    const { codes } = normalize([sample({ callchain: [1] as unknown as string[] })])
    expect(codes).toEqual({ TC_NORM_INVALID_EVENT: 1 })
  })
})

describe('decoders from outside', () => {
  const decodeBlock: Decoder = (record, context) => {
    if (record.payload === '?') return undefined
    const { timeNs, cpu, tid, pid, comm } = context
    return {
      type: 'interrupt',
      timeNs,
      cpu,
      tid,
      pid,
      comm,
      edge: 'entry',
      kind: 'hardirq',
      name: context.part,
      number: 1,
    }
  }

  test('add events, one by one or by a pattern', () => {
    const decoders = { 'block:*_issue': decodeBlock }
    const { events, codes } = normalize([recordOf('block:rq_issue', 'x'), recordOf('block:rq_issue', '?')], {
      decoders,
    })
    expect(events).toMatchObject([{ type: 'interrupt', name: 'rq', tid: 7 }])
    expect(codes).toEqual({ TC_NORM_BAD_PAYLOAD: 1 })
  })

  test('win over the default ones also where events have no subsystem', () => {
    const records = [recordOf('sys_enter_read', '?'), recordOf('sys_exit_read', '0x1')]
    const { events, codes } = normalize(records, { decoders: { 'sys_enter_*': decodeBlock } })
    expect(events).toMatchObject([{ type: 'syscallExit', name: 'read', result: 1 }])
    expect(codes).toEqual({ TC_NORM_BAD_PAYLOAD: 1 })
  })

  test('replace, reuse and switch off the default ones', () => {
    const switchDecoder = DEFAULT_DECODERS[SWITCH] as Decoder
    const decoders = { 'my:switch': switchDecoder, 'power:cpu_idle': null }
    const { events, core } = normalize(
      [recordOf('my:switch', switchPayload('a', 7, 'D', 'b', 8)), recordOf('power:cpu_idle', 'state=1 cpu_id=0')],
      { decoders },
    )
    expect(events).toMatchObject([{ type: 'switch', prevState: 'D' }])
    expect(core.counters.ignored).toBe(1)
  })

  test('what is no event is refused, with a time or without', () => {
    const decoders = { odd: (() => ({ type: 'odd' })) as unknown as Decoder }
    const { codes } = normalize([recordOf('odd', ''), recordOf('odd', '', { timeNs: null })], { decoders })
    expect(codes).toEqual({ TC_NORM_INVALID_EVENT: 2 })
  })
})

describe('options', () => {
  test.each([
    [{ holdLimit: -1 }],
    [{ commLimit: 0 }],
    [{ decoders: { x: 3 } }],
    [{ decoders: { '*:*': null } }],
    [{ unknown: 1 }],
  ])('%j is a bad call', options => {
    expect(() => createEventNormalizer(options as object)).toThrow()
  })

  test('the listener is told of each code once', () => {
    const met: DiagnosticItem[] = []
    normalize([recordOf(SWITCH, 'x'), recordOf(SWITCH, 'y')], { onDiagnostic: item => met.push(item) })
    expect(met).toMatchObject([{ code: 'TC_NORM_BAD_PAYLOAD', sample: `${SWITCH}: x` }])
  })
})

describe('counters', () => {
  test('tell what was found, by name up to a limit', () => {
    const records = ['a:1', 'a:1', 'a:2', 'a:3', 'a:3'].map(event => recordOf(event, ''))
    const { core } = normalize([...records, switchOf(0, 'R', 7)], { eventNameLimit: 2 })
    expect([...core.counters.byEvent]).toEqual([
      ['a:1', 2],
      ['a:2', 1],
    ])
    expect(core.counters).toMatchObject({ records: 6, events: 6, drawable: 1, uncountedEvents: 3 })
  })

  test('a task that keeps its comm does not look it up again', () => {
    const records = Array.from({ length: 10 }, (_, i) => sample({ comm: `task-${i % 2}`, tid: i % 2 }))
    const { core, events } = normalize(records, { commLimit: 1 })
    expect(events.map(event => event.comm)).toEqual(records.map(record => record.comm))
    expect(core.counters.commEvictions).toBe(1)
  })

  test('a full table of comms is emptied and works on', () => {
    const records = Array.from({ length: 10 }, (_, i) => sample({ comm: `task-${i}`, tid: i }))
    const { core, events } = normalize(records, { commLimit: 4 })
    expect(events.map(event => event.comm)).toEqual(records.map(record => record.comm))
    expect(core.counters.commEvictions).toBe(2)
  })
})

describe('the stream', () => {
  const records = [traceOf(), switchOf(7, 'D', 0), sample(), switchOf(0, 'S', 7), recordOf(SWITCH, 'x'), sample()]

  test('is the core, whatever the chunks', async () => {
    const expected = [...runStage(createEventNormalizer(), records)]
    for (const chunks of [records, [records], [records.slice(0, 2), [], records.slice(2)]]) {
      const stream = normalizeEvents()
      const out = await Readable.from(chunks).pipe(stream).toArray()
      expect(out.flat()).toEqual(expected)
      expect(stream.counters).toMatchObject({ records: 5, events: 4, dropped: 1 })
      expect(stream.diagnostics.countOf('TC_NORM_BAD_PAYLOAD')).toBe(1)
    }
  })

  test('diagnostics of earlier stages go through unchanged and in place', () => {
    const earlier: DiagnosticItem = { type: 'diagnostic', code: 'TC_LEX_X', severity: 'info', meaning: 'm', count: 1 }
    const { out } = normalize([switchOf(7, 'S', 0), earlier])
    expect(out[1]).toBe(earlier)
  })

  test('and change nothing of what the head of the trace has told', () => {
    const earlier: DiagnosticItem = { type: 'diagnostic', code: 'TC_LEX_X', severity: 'info', meaning: 'm', count: 1 }
    const records = [traceOf({ osRelease: '3.10.0' }), earlier, switchOf(7, '64', 0)]
    expect(statesOf(normalize(records).events)).toEqual(['X'])
  })
})

test('comms of one task are one string', () => {
  const name = 'a-longer-name-1'
  const first = normalizeOne(recordOf('sched:sched_wakeup', `comm=${name} pid=9 prio=1 target_cpu=0`))
  expect(first).toMatchObject({ wakeeComm: name })
})
