import { type IntervalItem, type IoItem, ioBytesOf, type TaskTotals, zeroTotals } from './timeline.js'
import { addInterval, addIo, addTotals } from './totals.js'

const who = { taskId: 1, tid: 1, pid: 1, comm: 'make' }
const interval = (state: IntervalItem['state'], startNs: number, endNs: number, more: Partial<IntervalItem> = {}) =>
  ({ type: 'interval', ...who, state, cpu: 0, startNs, endNs, ...more }) satisfies IntervalItem

const io = (op: IoItem['op'], more: Partial<IoItem> = {}) =>
  ({ type: 'io', ...who, op, fd: 3, bytes: 5, error: null, merges: 0, startNs: 0, endNs: 10, ...more }) satisfies IoItem

/** What an item adds, of which [from, to) is in the window. */
function sumOf(item: IntervalItem | IoItem, fromNs = item.startNs, toNs = item.endNs): Partial<TaskTotals> {
  const totals = zeroTotals()
  if (item.type === 'io') addIo(totals, item, fromNs, toNs)
  else addInterval(totals, item, fromNs, toNs)
  return Object.fromEntries(Object.entries(totals).filter(([, value]) => value !== 0 && value !== null))
}

describe('an interval counts', () => {
  test.each([
    ['running', 'runningNs'],
    ['blocked', 'blockedNs'],
    ['unknown', 'unknownNs'],
    ['sleeping', 'sleepingNs'],
    ['idle', 'sleepingNs'],
    ['stopped', 'sleepingNs'],
    ['parked', 'sleepingNs'],
  ] as const)('%s as %s', (state, key) => {
    expect(sumOf(interval(state, 3, 10))).toEqual({ [key]: 7 })
    expect(sumOf(interval(state, 3, 10, { inferred: true }))).toEqual({ [key]: 7, inferredNs: 7 })
    expect(sumOf(interval(state, 3, 10), 5, 8)).toEqual({ [key]: 3 })
  })

  test('nothing of the dead', () => expect(sumOf(interval('dead', 3, 10))).toEqual({}))

  test('a switch where the run ends, if it does in the window', () => {
    expect(sumOf(interval('running', 0, 5, { prevState: 'S' }))).toEqual({ runningNs: 5, switches: 1, voluntary: 1 })
    for (const prevState of ['R', 'R+'] as const) {
      expect(sumOf(interval('running', 0, 5, { prevState }))).toEqual({ runningNs: 5, switches: 1, preempted: 1 })
    }
    expect(sumOf(interval('running', 0, 5, { prevState: 'S' }), 0, 4)).toEqual({ runningNs: 4 })
  })

  test('a wakeup where the wait begins, if it does in the window', () => {
    const wait = interval('waiting', 3, 10, { cause: 'woken' })
    expect(sumOf(wait)).toEqual({ waitingNs: 7, wakeups: 1, maxWaitNs: 7, maxWaitAtNs: 3 })
    expect(sumOf(wait, 4, 10)).toEqual({ waitingNs: 6, maxWaitNs: 6, maxWaitAtNs: 4 })
    expect(sumOf(interval('waiting', 3, 10, { cause: 'preempted' }))).toEqual({
      waitingNs: 7,
      maxWaitNs: 7,
      maxWaitAtNs: 3,
    })
  })

  test.each([
    [
      'the longest wait',
      [
        [0, 5],
        [10, 17],
        [20, 23],
      ],
      7,
      10,
    ],
    [
      'of equal ones the earliest',
      [
        [20, 25],
        [10, 15],
        [30, 35],
      ],
      5,
      10,
    ],
    ['one without length, if there is no other', [[4, 4]], 0, 4],
  ] as const)('%s', (_, spans, maxWaitNs, maxWaitAtNs) => {
    const totals = zeroTotals()
    for (const [startNs, endNs] of spans) addInterval(totals, interval('waiting', startNs, endNs), startNs, endNs)
    expect(totals).toMatchObject({ maxWaitNs, maxWaitAtNs })
  })
})

describe('I/O counts', () => {
  test.each([
    ['read', { ioReadBytes: 5 }],
    ['write', { ioWriteBytes: 5 }],
    ['rx', { ioRxBytes: 5 }],
    ['tx', { ioTxBytes: 5 }],
    ['sync', {}],
    ['poll', {}],
  ] as const)('%s', (op, bytes) => {
    expect(sumOf(io(op))).toEqual({ ioNs: 10, ioCalls: 1, ...bytes })
  })

  test('each of merged calls, each of failed ones, and the time that they took themselves', () => {
    expect(sumOf(io('poll', { merges: 2, error: 'EAGAIN', callNs: 4 }))).toEqual({ ioNs: 4, ioCalls: 3, ioErrors: 3 })
  })

  test('the part in the window, of which nothing tells how long the calls in it took', () => {
    expect(sumOf(io('poll', { callNs: 4 }), 0, 3)).toEqual({ ioNs: 3, ioCalls: 1 })
    expect(sumOf(io('poll', { callNs: 4 }), 2, 10)).toEqual({ ioNs: 8, ioCalls: 1 })
  })
})

test('sums add up, also with parts that older streams told less of', () => {
  const part: TaskTotals = { ...zeroTotals() }
  addInterval(part, interval('running', 0, 5, { prevState: 'R' }), 0, 5)
  addInterval(part, interval('waiting', 5, 9, { cause: 'woken' }), 5, 9)
  addIo(part, io('read', { error: 'EBADF' }), 0, 10)
  for (const op of ['write', 'rx', 'tx'] as const) addIo(part, io(op), 0, 10)
  part.migrations = 2
  const sum = zeroTotals()
  addTotals(sum, part)
  expect(sum).toEqual(part)
  addTotals(sum, part)
  for (const [key, value] of Object.entries(part)) {
    const twice = key.startsWith('maxWait') ? value : 2 * (value as number)
    expect([key, sum[key as keyof TaskTotals]]).toEqual([key, twice])
  }
  const { ioCalls: _, ioErrors: __, ioNs: ___, ...old } = zeroTotals()
  const { ioReadBytes: ____, ioWriteBytes: _____, ioRxBytes: ______, ioTxBytes: _______, ...older } = old
  const before = { ...sum }
  addTotals(sum, older)
  expect(sum).toEqual(before)
})

test('all bytes that were moved, where they are told', () => {
  expect(ioBytesOf({ ioReadBytes: 1, ioWriteBytes: 20, ioRxBytes: 300, ioTxBytes: 4_000 })).toBe(4_321)
  expect(ioBytesOf({})).toBe(0)
})
