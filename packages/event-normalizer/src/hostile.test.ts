import { type RecordItem, TraceEventSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { DEFAULT_DECODERS } from './decoders/index.js'
import { normalize, normalizeOne, recordOf, switchPayload } from './records.test.kit.js'

/** Pieces that a comm may hold to look like what stands around it. */
const BAIT = [
  ' ',
  ':',
  '1',
  '77',
  'x',
  ' ==> ',
  ' pid=7',
  ' prev_pid=',
  ' prev_pid=1',
  ' next_pid=1',
  'next_comm=',
  ' prio=2',
  ' [120]',
  ' R',
  '[',
  ']',
  '\n',
  '\t',
  '(x)',
  'é',
  '\u001b',
]

/** Comms as prctl takes them: 15 bytes of anything but NUL. */
const hostileComm = fc
  .array(fc.oneof(fc.constantFrom(...BAIT), fc.string({ unit: 'binary-ascii', maxLength: 4 })), { maxLength: 6 })
  .map(parts => clipBytes(parts.join('').replaceAll('\0', '')))

function clipBytes(text: string): string {
  let comm = ''
  for (const char of text) {
    if (Buffer.byteLength(comm + char) > 15) break
    comm += char
  }
  return comm
}

const tid = fc.integer({ min: 10, max: 4_194_304 })
const prio = fc.integer({ min: 0, max: 139 })
const extra = fc.constantFrom(
  '',
  ' ffffffff8c4528c8 __schedule+0x4f8 ([kernel.kallsyms])',
  ' success: yes',
  ' [00000001]',
)

describe('a comm comes out as it went in', () => {
  test('sched_switch, key=value', () => {
    fc.assert(
      fc.property(hostileComm, tid, hostileComm, tid, extra, (prevComm, prevTid, nextComm, nextTid, after) => {
        const payload = switchPayload(prevComm, prevTid, 'S', nextComm, nextTid) + after
        const event = normalizeOne(recordOf('sched:sched_switch', payload, { tid: prevTid }))
        expect(event).toMatchObject({ prevComm, prevTid, prevState: 'S', nextComm, nextTid })
      }),
      { numRuns: 500 },
    )
  })

  test('sched_switch, plugin', () => {
    fc.assert(
      fc.property(hostileComm, tid, hostileComm, tid, (prevComm, prevTid, nextComm, nextTid) => {
        const payload = `${prevComm}:${prevTid} [120] S ==> ${nextComm}:${nextTid} [120]`
        const event = normalizeOne(recordOf('sched:sched_switch', payload, { tid: prevTid }))
        expect(event).toMatchObject({ prevComm, prevTid, prevState: 'S', nextComm, nextTid })
      }),
      { numRuns: 500 },
    )
  })

  test('wakeups, in every form', () => {
    fc.assert(
      fc.property(hostileComm, tid, prio, (wakeeComm, wakeeTid, p) => {
        for (const payload of [
          `comm=${wakeeComm} pid=${wakeeTid} prio=${p} target_cpu=003`,
          `comm=${wakeeComm} pid=${wakeeTid} prio=${p} success=1 target_cpu=003`,
          `${wakeeComm}:${wakeeTid} [${p}] CPU:003`,
          `${wakeeComm}:${wakeeTid} [${p}]<CANT FIND FIELD success> CPU:003`,
        ]) {
          const event = normalizeOne(recordOf('sched:sched_wakeup', payload))
          expect(event).toMatchObject({ wakeeComm, wakeeTid, targetCpu: 3 })
        }
      }),
      { numRuns: 300 },
    )
  })

  test('migrations, forks, exits and comm records', () => {
    fc.assert(
      fc.property(hostileComm, hostileComm, tid, tid, (comm, other, id, otherId) => {
        const moved = recordOf('sched:sched_migrate_task', `comm=${comm} pid=${id} prio=1 orig_cpu=0 dest_cpu=1`)
        expect(normalizeOne(moved)).toMatchObject({ migratedComm: comm, migratedTid: id, fromCpu: 0, toCpu: 1 })
        const fork = `comm=${comm} pid=${id} child_comm=${other} child_pid=${otherId}`
        const forked = normalizeOne(recordOf('sched:sched_process_fork', fork))
        expect(forked).toMatchObject({ parentTid: id, childComm: other, childTid: otherId })
        const exit = normalizeOne(recordOf('sched:sched_process_exit', `comm=${comm} pid=${id} prio=120`))
        expect(exit).toMatchObject({ taskComm: comm, taskTid: id })
        fc.pre(!comm.startsWith('exec: '))
        const named = normalizeOne(recordOf('PERF_RECORD_COMM', `${comm}:${otherId}/${id}`))
        expect(named).toMatchObject({ taskComm: comm, taskTid: id, taskPid: otherId, exec: false })
      }),
      { numRuns: 300 },
    )
  })
})

const eventNames = Object.keys(DEFAULT_DECODERS).map(name => name.replace('*', 'read'))

const anyPayload = fc
  .array(
    fc.oneof(fc.constantFrom(...BAIT, 'comm=', 'fd: 0x', 'NR ', 'state=', 'vec=', '-', '9'.repeat(30)), fc.string()),
  )
  .map(parts => parts.join(''))

const anyRecord: fc.Arbitrary<RecordItem> = fc
  .record({
    event: fc.oneof(fc.constantFrom(...eventNames), fc.string()),
    payload: fc.oneof(anyPayload, fc.constant(switchPayload('a', 7, 'S', 'b', 8))),
    comm: fc.option(fc.string()),
    tid: fc.option(fc.integer()),
    pid: fc.option(fc.integer()),
    cpu: fc.option(fc.integer({ min: 0, max: 4096 })),
    timeNs: fc.option(fc.integer()),
    callchain: fc.option(fc.array(fc.string()), { nil: undefined }),
  })
  .map(({ event, payload, callchain, ...more }) =>
    recordOf(event, payload, callchain === undefined ? more : { ...more, callchain }),
  )

test('no record throws, whatever comes out is valid, and each is accounted for', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 30 }), records => {
      const { core, out } = normalize(records)
      for (const item of out) TraceEventSchema.parse(item)
      const { events, ignored, dropped } = core.counters
      expect(events + ignored + dropped).toBe(records.length)
    }),
    { numRuns: 500 },
  )
})
