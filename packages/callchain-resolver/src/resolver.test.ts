import {
  type Callchain,
  type Frame,
  type IntervalItem,
  runStage,
  type TimelineItem,
  TimelineItemSchema,
} from '@tc-stream/event-schema'
import fc from 'fast-check'
import { parseKallsyms } from './kallsyms.js'
import type { CallchainResolverOptions } from './options.js'
import { parsePerfMap } from './perf-map.js'
import { sleepOf, wakeupOf } from './recording.test.fixture.js'
import { createCallchainResolver } from './resolver.js'

const POLL = [
  'ffffffff8c4528c8 __schedule+0x4f8 ([kernel.kallsyms])',
  'ffffffff8c452e2a schedule+0x5a ([kernel.kallsyms])',
  'ffffffff8bd5d3f5 do_sys_poll+0x4d5 ([kernel.kallsyms])',
  'f81ef __poll+0x4f (/usr/lib/libc.so.6)',
]
const TIMER = [
  'ffffffff8badf926 ttwu_do_wakeup+0x96 ([kernel.kallsyms])',
  'ffffffff8c600d2a asm_sysvec_apic_timer_interrupt+0x1a ([kernel.kallsyms])',
  '4010 spin (/bin/spin)',
]

function resolveAll(items: TimelineItem[], options?: CallchainResolverOptions): TimelineItem[] {
  return [...runStage(createCallchainResolver(options), items)]
}

function resolveOne<Item extends TimelineItem>(item: Item, options?: CallchainResolverOptions): Item {
  return resolveAll([item], options)[0] as Item
}

const framesOf = (item: { callchain?: Callchain | undefined }) => item.callchain as Frame[]
const waitOf = (callchain: string[], facts: Partial<IntervalItem> = {}): IntervalItem => {
  const { prevState: _, ...task } = sleepOf('x', 7, 'S', callchain)
  return { ...task, state: 'waiting', cause: 'woken', ...facts }
}

describe('reasons', () => {
  const running = (prevState: 'S' | 'R' | 'R+' | 'D'): IntervalItem => ({
    ...sleepOf('x', 7, 'S', [...POLL]),
    state: 'running',
    prevState,
  })

  test('a sleep and the running interval before it get the reason', () => {
    expect(resolveOne(sleepOf('x', 7, 'S', POLL)).reason).toBe('do_sys_poll')
    expect(resolveOne(running('S')).reason).toBe('do_sys_poll')
    expect(resolveOne(running('D')).reason).toBe('do_sys_poll')
  })

  test('one who is preempted has none', () => {
    expect(resolveOne(running('R')).reason).toBeUndefined()
    expect(resolveOne(running('R+')).reason).toBeUndefined()
    expect(resolveOne(waitOf(POLL, { cause: 'preempted' })).reason).toBeUndefined()
  })

  test('a reason that is there stays', () => {
    expect(resolveOne({ ...sleepOf('x', 7, 'S', POLL), reason: 'known' }).reason).toBe('known')
  })

  test('it is found beyond the depth that is kept', () => {
    const item = resolveOne(sleepOf('x', 7, 'S', POLL), { callchainDepth: 1 })
    expect(item.reason).toBe('do_sys_poll')
    expect(framesOf(item)).toHaveLength(1)
  })

  test('__schedule alone gives none', () => {
    expect(resolveOne(sleepOf('x', 7, 'S', POLL.slice(0, 1)))).not.toHaveProperty('reason')
  })
})

describe('context of wakeups', () => {
  test('an interrupt that stopped a task is the waker', () => {
    expect(resolveOne(wakeupOf(5, 'spin', 7, 'x', TIMER))).toMatchObject({
      context: 'interrupt',
      interrupt: 'apic timer',
    })
    expect(resolveOne(waitOf(TIMER, { wakerTid: 5 }))).toMatchObject({ context: 'interrupt', interrupt: 'apic timer' })
  })

  test('a waker that is idle is an interrupt, with or without a callchain', () => {
    const { callchain: _, ...bare } = wakeupOf(0, 'swapper', 7, 'x', [])
    expect(resolveOne(bare).context).toBe('interrupt')
    expect(resolveOne(wakeupOf(0, 'swapper', 7, 'x', POLL)).context).toBe('interrupt')
    expect(resolveOne(waitOf(POLL, { wakerTid: 0 })).context).toBe('interrupt')
  })

  test('what is given stays', () => {
    expect(resolveOne(wakeupOf(5, 'a', 7, 'x', POLL))).toMatchObject({ context: 'task' })
    expect(resolveOne({ ...wakeupOf(5, 'a', 7, 'x', POLL), context: 'interrupt' })).toMatchObject({
      context: 'interrupt',
    })
    expect(resolveOne({ ...wakeupOf(5, 'a', 7, 'x', TIMER), interrupt: 'nvme0q1' }).interrupt).toBe('nvme0q1')
    expect(resolveOne(waitOf(POLL, { wakerTid: 5 }))).not.toHaveProperty('context')
  })

  test('a sleep is ended by the same as the wait after it begins with; of the callchain nothing is left', () => {
    const asleep = { ...waitOf([], { wakerTid: 5 }), state: 'sleeping', wakeupNs: 9, wakerCallchain: TIMER } as const
    const { callchain: _, ...ended } = resolveOne({ ...asleep })
    expect(ended).toMatchObject({ context: 'interrupt', interrupt: 'apic timer' })
    expect(JSON.stringify(ended)).not.toContain('wakerCallchain')
    expect(resolveOne({ ...asleep, wakerCallchain: POLL })).not.toHaveProperty('context')
    expect(resolveOne({ ...asleep, wakerCallchain: POLL, wakerTid: 0 })).toMatchObject({ context: 'interrupt' })
  })

  test('the callchain of a preemption is not a waker’s', () => {
    expect(resolveOne(waitOf(TIMER, { cause: 'preempted' }))).not.toHaveProperty('context')
  })
})

describe('sharing', () => {
  test('equal callchains are one array, equal frames one object', () => {
    const [first, second, third] = resolveAll([
      sleepOf('x', 1, 'S', [...POLL]),
      sleepOf('y', 2, 'S', [...POLL]),
      sleepOf('z', 3, 'S', POLL.slice(0, 2)),
    ]) as IntervalItem[]
    expect(second?.callchain).toBe(first?.callchain)
    expect(third?.callchain?.[0]).toBe(first?.callchain?.[0])
  })

  test('an array that the lexer shares is looked at once', () => {
    const resolver = createCallchainResolver()
    for (let at = 0; at < 5; at++) resolver.push(sleepOf('x', at, 'S', POLL), () => undefined)
    expect(resolver.counters).toMatchObject({ callchains: 5, sameArrays: 4, equalArrays: 0, newCallchains: 1 })
  })

  test('frames that are parsed already pass, and are shared too', () => {
    const parsed = framesOf(resolveOne(sleepOf('x', 1, 'S', [...POLL])))
    const copy = (): IntervalItem => ({ ...sleepOf('x', 1, 'S', []), callchain: structuredClone(parsed) })
    const [first, second] = resolveAll([copy(), copy()]) as IntervalItem[]
    expect(first?.callchain).toEqual(parsed)
    expect(first?.reason).toBe('do_sys_poll')
    expect(second?.callchain).toBe(first?.callchain)
  })

  test('a resolved item resolved again is unchanged', () => {
    const once = resolveOne(sleepOf('x', 1, 'S', [...POLL]))
    expect(resolveOne(structuredClone(once))).toEqual(once)
  })

  test('callchains that differ beyond the depth share what is kept', () => {
    const resolver = createCallchainResolver({ callchainDepth: 2 })
    const [first, second] = [
      ...runStage(resolver, [sleepOf('x', 1, 'S', POLL), sleepOf('y', 2, 'S', POLL.slice(0, 3))]),
    ]
    expect(framesOf(second as IntervalItem)).toBe(framesOf(first as IntervalItem))
    expect(resolver.diagnostics.countOf('TC_CALLCHAIN_CLIPPED')).toBe(2)
  })

  test('the tables stay within their limits, and what is handed out stays right', () => {
    const limits = { maxFrames: 40, maxCallchains: 10 }
    const line = fc.nat(99).map(n => `${(4096 + n).toString(16)} f${n}+0x1 (/bin/x)`)
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 20 }), { maxLength: 60 }), chains => {
        const resolver = createCallchainResolver(limits)
        const items = [
          ...runStage(
            resolver,
            chains.map(chain => sleepOf('x', 1, 'S', chain)),
          ),
        ]
        const intervals = items.filter(item => item.type === 'interval')
        for (const [at, chain] of chains.entries()) {
          const printed = framesOf(intervals[at] as IntervalItem).map(
            ({ ip, symbol }) => `${ip} ${symbol}+0x1 (/bin/x)`,
          )
          expect(printed).toEqual(chain)
        }
        const { newFrames, framesResets, newCallchains, callchainsResets } = resolver.counters
        expect(newFrames).toBeLessThanOrEqual((framesResets + 1) * limits.maxFrames)
        expect(newCallchains).toBeLessThanOrEqual((framesResets + callchainsResets + 1) * limits.maxCallchains)
      }),
    )
  })

  test('a callchain larger than the table of frames still passes', () => {
    const chain = Array.from({ length: 3000 }, (_, at) => `${(4096 + at).toString(16)} f${at} (/bin/x)`)
    const item = resolveOne(sleepOf('x', 1, 'S', chain), { maxFrames: 1, callchainDepth: 1024 })
    expect(framesOf(item)).toHaveLength(1024)
    expect(framesOf(item)[1023]?.symbol).toBe('f1023')
  })
})

describe('symbols', () => {
  const nameless = ['ffffffff81000041 [unknown] ([kernel.kallsyms])', 'ffffffffc0a51010 [unknown] ([kernel.kallsyms])']
  const kallsyms = parseKallsyms('ffffffff81000040 T do_wait\nffffffffc0a51000 t nft\t[nf_tables]\n')

  test('kernel frames are named, and so is the reason', () => {
    const item = resolveOne(sleepOf('x', 1, 'S', nameless), { kallsyms })
    expect(item.callchain).toEqual([
      { ip: 'ffffffff81000041', symbol: 'do_wait', offset: 1, dso: '[kernel.kallsyms]', kernel: true },
      { ip: 'ffffffffc0a51010', symbol: 'nft', offset: 16, dso: '[nf_tables]', kernel: true },
    ])
    expect(item.reason).toBe('do_wait')
  })

  test('frames without a name, and symbols that are hidden, are told', () => {
    const hidden = parseKallsyms('0000000000000000 T do_wait\n')
    const codes = resolveAll([sleepOf('x', 1, 'S', nameless)], { kallsyms: hidden }).flatMap(item =>
      item.type === 'diagnostic' ? [[item.code, item.count]] : [],
    )
    expect(codes).toEqual([
      ['TC_CALLCHAIN_KALLSYMS_HIDDEN', 1],
      ['TC_CALLCHAIN_UNNAMED_KERNEL', 2],
    ])
    expect(
      createCallchainResolver({ kallsyms: parseKallsyms('') }).diagnostics.countOf('TC_CALLCHAIN_KALLSYMS_EMPTY'),
    ).toBe(1)
  })

  test.each(['/tmp/perf-9.map', '[JIT] tid 9', '//anon', '[unknown]'])(
    'generated code in %s is named by the map of its process',
    dso => {
      const maps = new Map([7, 8, 9].map(pid => [pid, parsePerfMap(`1000 100 code${pid}\n`)]))
      const lines = [`1001 [unknown] (${dso})`]
      const resolver = createCallchainResolver({ perfMapOf: pid => maps.get(pid) })
      const items = [7, 8, 7, 10].map(pid => sleepOf('x', pid, 'S', lines))
      const resolved = [...runStage(resolver, items)] as IntervalItem[]
      const symbols = resolved.map(item => framesOf(item)[0]?.symbol)
      expect(symbols).toEqual(
        dso === '/tmp/perf-9.map' ? ['code9', 'code9', 'code9', 'code9'] : ['code7', 'code8', 'code7', null],
      )
      expect(resolved[2]?.callchain).toBe(resolved[0]?.callchain)
    },
  )

  test('the callchain of a wakeup is named by the map of the waker; a tid stands in for a pid', () => {
    const asked: number[] = []
    const perfMapOf = (pid: number) => {
      asked.push(pid)
      return undefined
    }
    const lines = () => ['1001 [unknown] (//anon)']
    resolveOne(wakeupOf(5, 'a', 7, 'b', lines()), { perfMapOf })
    resolveOne(waitOf(lines(), { wakerTid: 6 }), { perfMapOf })
    resolveOne({ ...sleepOf('x', 9, 'S', lines()), pid: null }, { perfMapOf })
    resolveOne({ ...sleepOf('x', 9, 'S', lines()), pid: 8 }, { perfMapOf })
    resolveOne(waitOf(lines()), { perfMapOf })
    resolveOne(wakeupOf(0, 'swapper', 7, 'b', lines()), { perfMapOf })
    expect(asked).toEqual([5, 6, 9, 8])
  })

  test('files of programs are not looked up', () => {
    const perfMapOf = () => {
      throw new Error('asked')
    }
    resolveOne(sleepOf('x', 1, 'S', ['1001 [unknown] (/usr/bin/x)', 'ff [unknown] ([kernel.kallsyms])']), { perfMapOf })
  })
})

describe('the stream', () => {
  const end: TimelineItem = { type: 'end', startNs: 0, endNs: 1, events: 1 }
  const earlier: TimelineItem = { type: 'diagnostic', code: 'TC_LEX_X', severity: 'info', meaning: 'm', count: 1 }

  test('diagnostics come before the end, those of other stages pass', () => {
    const odd = sleepOf('x', 1, 'S', ['no address'])
    const types = resolveAll([odd, earlier, end]).map(item => (item.type === 'diagnostic' ? item.code : item.type))
    expect(types).toEqual(['interval', 'TC_LEX_X', 'TC_CALLCHAIN_ODD_FRAME', 'end'])
  })

  test('the first of each code is told at once, and a throw stops the stream', () => {
    const onDiagnostic = () => {
      throw new Error('strict')
    }
    const resolver = createCallchainResolver({ onDiagnostic })
    expect(() => resolver.push(sleepOf('x', 1, 'S', ['no address']), () => undefined)).toThrow('strict')
  })

  test('marks get frames; other items pass as they are', () => {
    const mark: TimelineItem = {
      type: 'mark',
      taskId: 1,
      tid: 1,
      pid: 1,
      comm: 'x',
      kind: 'sample',
      timeNs: 0,
      cpu: 0,
      callchain: ['1 f (/x)'],
    }
    expect(resolveOne(mark).callchain).toEqual([{ ip: '1', symbol: 'f', dso: '/x' }])
    const onCpu: TimelineItem = {
      type: 'cpuMark',
      cpu: 0,
      kind: 'event',
      timeNs: 0,
      text: 'x',
      callchain: ['1 f (/x)'],
    }
    expect(resolveOne(onCpu).callchain).toEqual([{ ip: '1', symbol: 'f', dso: '/x' }])
    const idle: TimelineItem = { type: 'idle', cpu: 0, startNs: 0, endNs: 1 }
    expect(resolveOne(idle)).toBe(idle)
  })

  test('any text of frames gives valid items', () => {
    const chain = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...POLL, ...TIMER, '', ' ', '(')))
    fc.assert(
      fc.property(chain, fc.constantFrom('S', 'D', 'I'), (lines, state) => {
        for (const item of resolveAll([sleepOf('x', 1, state as 'S', lines), wakeupOf(1, 'x', 2, 'y', lines), end])) {
          TimelineItemSchema.parse(item)
        }
      }),
    )
  })

  test.each([
    { callchainDepth: 0 },
    { maxFrames: 65_537 },
    { maxCallchains: 1.5 },
    { kallsyms: 'path' },
    { perfMapOf: {} },
    { depth: 3 },
  ])('bad options throw: %j', options => {
    expect(() => createCallchainResolver(options as CallchainResolverOptions)).toThrow()
  })
})
