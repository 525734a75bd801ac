import type { TraceEvent } from '@tc-stream/event-schema'
import fc from 'fast-check'
import type { StateMachineOptions } from './options.js'
import { back, call, comm, ofType, run, story, sw, tidOf } from './testing.test-helper.js'

/** `read fd 3 128 ok 10-20 +1`: what a call did, and how many more are merged into it. */
const told = (items: ReturnType<typeof run>) =>
  ofType(items, 'io').map(({ op, fd, bytes, error, startNs, endNs, merges, cut }) => {
    const more = merges === 0 ? '' : ` +${merges}`
    return `${op} fd ${fd} ${bytes} ${error ?? 'ok'} ${startNs}-${endNs}${more}${cut === undefined ? '' : ' >'}`
  })

/** Calls of one task, one after the other: `[from, to, name, fd, result]`. */
const calls = (...list: readonly (readonly [number, number, string, number, number])[]): TraceEvent[] =>
  list.flatMap(([from, to, name, fd, result]) => [call(from, 'a', name, fd), back(to, 'a', name, result)])

const apart: StateMachineOptions = { ioMergeDistNs: 0 }

const READS = ['read', 'pread64', 'readv', 'preadv', 'preadv2']
const WRITES = ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'splice', 'copy_file_range']
const SYNCS = ['sync', 'fsync', 'fdatasync', 'syncfs', 'msync', 'sync_file_range']
const POLLS = ['poll', 'ppoll', 'select', 'pselect6', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2', 'io_uring_enter']
// A result of 5 is five bytes where the call moves bytes, and five of something else where it does not.
const CALLS: readonly (readonly [names: readonly string[], op: string, bytes: number])[] = [
  [READS, 'read', 5],
  [['readahead'], 'read', 0],
  [WRITES, 'write', 5],
  [['recvfrom', 'recvmsg'], 'rx', 5],
  [['recvmmsg', 'accept', 'accept4'], 'rx', 0],
  [['sendto', 'sendmsg', 'sendfile64'], 'tx', 5],
  [['sendmmsg', 'connect'], 'tx', 0],
  [SYNCS, 'sync', 0],
  [POLLS, 'poll', 0],
]

describe('a system call', () => {
  test.each(CALLS.flatMap(([names, op, bytes]) => names.map(name => [name, op, bytes] as const)))(
    '%s is told as %s, of 5 it moves %d',
    (name, op, bytes) => {
      const items = run(calls([10, 20, name, 3, 5]))
      expect(ofType(items, 'io')).toMatchObject([
        { op, bytes, syscall: name, fd: 3, error: null, startNs: 10, endNs: 20, merges: 0, callNs: 10, maxCallNs: 10 },
      ])
    },
  )

  test('is told from entry to exit, with what it moved or why it failed', () => {
    const items = run([
      back(0, 'a', 'read', 9),
      ...calls([10, 20, 'read', 3, 128]),
      call(21, 'a', 'recvfrom', 4),
      call(22, 'b', 'epoll_wait', 5),
      back(30, 'a', 'recvfrom', -11),
      ...calls([31, 32, 'openat', 3, 3], [33, 40, 'fsync', 3, 0]),
      call(41, 'a', 'write', 3),
      back(50, 'b', 'epoll_wait', 2),
    ])
    expect(told(items)).toEqual([
      'read fd 3 128 ok 10-20',
      'rx fd 4 0 EAGAIN 21-30',
      'sync fd 3 0 ok 33-40',
      'write fd 3 0 ok 41-50 >',
      'poll fd 5 0 ok 22-50',
    ])
    expect(ofType(items, 'task').find(({ tid }) => tid === tidOf('a'))).toMatchObject({
      ...{ ioCalls: 4, ioErrors: 1, ioNs: 35, ioReadBytes: 128, ioWriteBytes: 0, ioRxBytes: 0, ioTxBytes: 0 },
    })
  })

  test('tells the number of an error without a name; without an exit it is counted', () => {
    const items = run([call(0, 'a', 'read', 3), call(5, 'a', 'write', 3), back(10, 'a', 'write', -999)])
    expect(told(items)).toEqual(['write fd 3 0 errno 999 5-10'])
    expect(ofType(items, 'diagnostic').map(item => item.code)).toContain('TC_STATE_UNFINISHED_CALL')
  })

  test('belongs to the row in which it returns', () => {
    const items = run([
      ...calls([10, 20, 'read', 3, 1]),
      comm(25, 'a', 'before'),
      ...[call(30, 'a', 'read', 3), comm(35, 'a', 'after'), back(40, 'a', 'read', 1)],
    ])
    expect(ofType(items, 'io').map(item => `${item.comm} ${item.startNs}-${item.endNs}`)).toEqual([
      'before 10-20',
      'after 30-40',
    ])
    expect(ofType(items, 'task').map(row => `${row.comm} ${row.startNs}-${row.endNs} ${row.ioCalls}`)).toEqual([
      'before 10-35 1',
      'after 35-40 1',
    ])
  })
})

describe('without scheduler events', () => {
  const io = [...calls([0, 10, 'read', 3, 1]), call(20, 'b', 'read', 3), back(30, 'b', 'read', 1)]

  test('nothing is said of states', () => {
    const items = run(io)
    expect(ofType(items, 'interval')).toEqual([])
    expect(ofType(items, 'cpuGap')).toEqual([])
    expect(ofType(items, 'task')).toMatchObject([{ unknownNs: 0 }, { unknownNs: 0 }])
  })

  test('the first of them makes it worth saying what is not known', () => {
    const items = run([...io, sw(40, 0, 'a', 'S', 'b'), sw(50, 0, 'b', 'S', 'a')])
    expect(story(items, 'b')[0]).toBe('unknown 0-40 <')
  })
})

describe('merging', () => {
  test('joins calls that are alike and close, and sums what they moved', () => {
    const items = run(
      calls([0, 10, 'write', 3, 100], [20, 40, 'pwrite64', 3, 50], [50, 55, 'write', 3, 0], [66, 70, 'write', 3, 7]),
      { ioMergeDistNs: 10 },
    )
    expect(told(items)).toEqual(['write fd 3 150 ok 0-55 +2', 'write fd 3 7 ok 66-70'])
    expect(ofType(items, 'io')[0]).toMatchObject({ syscall: 'write', callNs: 35, maxCallNs: 20 })
  })

  test.each([
    ['another descriptor', [20, 30, 'write', 4, 1], 'write fd 4 1 ok 20-30'],
    ['another direction', [20, 30, 'read', 3, 1], 'read fd 3 1 ok 20-30'],
    ['an error', [20, 30, 'write', 3, -5], 'write fd 3 0 EIO 20-30'],
  ] as const)('stops at %s', (_, other, line) => {
    expect(told(run(calls([0, 10, 'write', 3, 1], other, [40, 50, 'write', 3, 1])))).toEqual([
      'write fd 3 1 ok 0-10',
      line,
      'write fd 3 1 ok 40-50',
    ])
  })

  test('tells the same error apart from another', () => {
    expect(told(run(calls([0, 1, 'read', 3, -11], [2, 3, 'read', 3, -11], [4, 5, 'read', 3, -9])))).toEqual([
      'read fd 3 0 EAGAIN 0-3 +1',
      'read fd 3 0 EBADF 4-5',
    ])
  })

  test('reaches over a microsecond unless told otherwise, and over nothing but a touch at 0', () => {
    const near = calls([0, 10, 'read', 3, 1], [1_010, 1_020, 'read', 3, 1])
    expect(told(run(near))).toEqual(['read fd 3 2 ok 0-1020 +1'])
    expect(told(run(near, { ioMergeDistNs: 999 }))).toHaveLength(2)
    expect(told(run(calls([0, 10, 'read', 3, 1], [10, 20, 'read', 3, 1], [21, 30, 'read', 3, 1]), apart))).toEqual([
      'read fd 3 2 ok 0-20 +1',
      'read fd 3 1 ok 21-30',
    ])
  })

  test('does not wait for a call that comes too late', () => {
    const items = run([...calls([0, 10, 'read', 3, 1]), call(5_000, 'a', 'read', 3), sw(6_000, 1, 'b', 'S', 'c')])
    const types = items.map(item => item.type).filter(type => type === 'io' || type === 'interval')
    expect(types[0]).toBe('io')
  })
})

describe('a least time', () => {
  const longer: StateMachineOptions = { ...apart, ioMinTimeNs: 100 }

  test('lengthens what is shorter, up to the next call', () => {
    const items = run(
      calls([0, 10, 'read', 3, 1], [50, 60, 'write', 3, 1], [400, 600, 'write', 3, 1], [900, 901, 'read', 3, 1]),
      longer,
    )
    expect(told(items)).toEqual([
      'read fd 3 1 ok 0-50',
      'write fd 3 1 ok 50-150',
      'write fd 3 1 ok 400-600',
      'read fd 3 1 ok 900-1000',
    ])
    expect(ofType(items, 'io').map(item => item.callNs)).toEqual([10, 10, 200, 1])
  })

  test('lets an error be seen: what follows gives way', () => {
    const items = run(calls([0, 10, 'read', 9, -9], [20, 30, 'read', 3, 1], [500, 501, 'sync', 0, 0]), longer)
    expect(told(items).slice(0, 2)).toEqual(['read fd 9 0 EBADF 0-100', 'read fd 3 1 ok 100-120'])
  })

  test('what gave way and is overtaken has no length, and is not told backwards', () => {
    const items = run(calls([0, 10, 'read', 9, -9], [20, 30, 'read', 3, 1], [40, 50, 'fsync', 3, 0]), longer)
    expect(told(items)).toEqual(['read fd 9 0 EBADF 0-100', 'read fd 3 1 ok 40-40', 'sync fd 3 0 ok 40-140'])
  })

  test('is not taken from a call that has not returned', () => {
    const items = run([...calls([0, 10, 'read', 3, 1]), call(20, 'a', 'read', 3), sw(30, 1, 'b', 'S', 'c')], longer)
    expect(told(items)).toEqual(['read fd 3 1 ok 0-20', 'read fd 3 0 ok 20-30 >'])
  })

  test('merges what it makes touch', () => {
    expect(told(run(calls([0, 1, 'read', 3, 1], [90, 91, 'read', 3, 2], [300, 300, 'sync', 0, 0]), longer))[0]).toBe(
      'read fd 3 3 ok 0-190 +1',
    )
  })
})

test('calls that failed with EAGAIN can be left out', () => {
  const events = calls([0, 10, 'read', 3, -11], [20, 30, 'read', 3, -9], [40, 50, 'read', 3, -11])
  const items = run(events, { ioSkipEagain: true })
  expect(told(items)).toEqual(['read fd 3 0 EBADF 20-30'])
  expect(ofType(items, 'task')).toMatchObject([{ ioCalls: 1, ioErrors: 1, ioNs: 10 }])
  expect(ofType(items, 'diagnostic')).toMatchObject([{ code: 'TC_STATE_EAGAIN_LEFT_OUT', count: 2 }])
  // A task that did nothing else is not there at all.
  expect(ofType(run(events.slice(0, 2), { ioSkipEagain: true }), 'task')).toEqual([])
})

describe('whatever the calls and the options', () => {
  const NAMES = ['read', 'write', 'recvfrom', 'sendto', 'fsync', 'poll'] as const
  const step = fc.record({
    gapNs: fc.integer({ min: 0, max: 30 }),
    ns: fc.integer({ min: 0, max: 40 }),
    task: fc.constantFrom('a', 'b'),
    name: fc.constantFrom(...NAMES),
    fd: fc.constantFrom(3, 4),
    result: fc.constantFrom(0, 1, 4096, -11, -9),
  })
  const options = fc.record({
    ioMergeDistNs: fc.integer({ min: 0, max: 50 }),
    ioMinTimeNs: fc.integer({ min: 0, max: 100 }),
    ioSkipEagain: fc.boolean(),
  })

  test('nothing is lost by merging, nothing overlaps, and the totals are those of the calls', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), options, (steps, given) => {
        let nowNs = 0
        const events: TraceEvent[] = []
        for (const { gapNs, ns, task, name, fd, result } of steps) {
          nowNs += gapNs
          events.push(call(nowNs, task, name, fd))
          nowNs += ns
          events.push(back(nowNs, task, name, result))
        }
        const items = run(events, given)
        const shown = steps.filter(({ result }) => result !== -11 || !given.ioSkipEagain)
        for (const task of ['a', 'b']) {
          const mine = shown.filter(one => one.task === task)
          const io = ofType(items, 'io').filter(({ tid }) => tid === tidOf(task))
          const sum = (of: (item: (typeof io)[number]) => number) => io.reduce((total, item) => total + of(item), 0)
          const moved = (...names: string[]) =>
            mine.reduce((total, one) => total + (names.includes(one.name) ? Math.max(0, one.result) : 0), 0)
          expect(sum(item => item.merges + 1)).toBe(mine.length)
          expect(sum(item => item.bytes)).toBe(moved('read', 'write', 'recvfrom', 'sendto'))
          expect(sum(item => item.callNs ?? Number.NaN)).toBe(mine.reduce((total, { ns }) => total + ns, 0))
          for (const [at, item] of io.entries()) {
            expect(item.endNs).toBeGreaterThanOrEqual(item.startNs)
            // A lengthened error stays where it is: calls may come to lie beside it.
            const pushed = given.ioMinTimeNs > 0 && io.slice(0, at).some(({ error }) => error !== null)
            if (!pushed) expect(item.startNs).toBeGreaterThanOrEqual(io[at - 1]?.endNs ?? 0)
          }
          const row = ofType(items, 'task').find(({ tid }) => tid === tidOf(task))
          expect(row?.ioCalls ?? 0).toBe(mine.length)
          expect(row?.ioErrors ?? 0).toBe(mine.filter(({ result }) => result < 0).length)
          expect(row?.ioReadBytes ?? 0).toBe(moved('read'))
          expect(row?.ioWriteBytes ?? 0).toBe(moved('write'))
          expect(row?.ioRxBytes ?? 0).toBe(moved('recvfrom'))
          expect(row?.ioTxBytes ?? 0).toBe(moved('sendto'))
        }
      }),
    )
  })
})
