import type { DiagnosticItem, PerfRecord, PrevState } from '@tc-stream/event-schema'
import { recordOf, traceOf } from './records.test.kit.js'
import { createShiftGate, MAX_HELD_TEXT, type ShiftGate } from './shift-gate.js'

/** A switch of which the gate is told that an idle task was switched out in this state; '' is another task. */
const switchOf = (state: PrevState | '', name = 'sched:sched_switch') => recordOf(name, state)
const sample = recordOf('cycles', '')
const earlier: DiagnosticItem = { type: 'diagnostic', code: 'TC_LEX_X', severity: 'info', meaning: 'm', count: 1 }

const createGate = (limit = 100) =>
  createShiftGate(limit, ({ payload }) => (payload.length > 2 || payload === '' ? undefined : (payload as PrevState)))

/** How many items each of these lets through, and what is known then. */
function offer(gate: ShiftGate, items: readonly PerfRecord[]) {
  return { passed: items.map(item => gate.offer(item).length), open: gate.open, shifted: gate.shifted }
}

describe('an idle task switched out', () => {
  test.each<[state: PrevState, open: boolean, shifted: boolean]>([
    ['R', true, false],
    ['S', true, true],
    ['R+', false, false],
    ['D', false, false],
  ])('in %s opens: %s, shifted: %s', (state, open, shifted) => {
    const told = offer(createGate(), [sample, switchOf(''), sample, earlier, switchOf(state)])
    expect(told).toEqual({ passed: [1, 0, 0, 0, open ? 4 : 0], open, shifted })
  })

  test.each(['sched:sched_switch', 'sched_switch'])('in a %s', name => {
    expect(offer(createGate(), [switchOf('', name), sample, switchOf('S', name)]).passed).toEqual([0, 0, 3])
  })

  test('in any other event decides nothing', () => {
    const told = offer(createGate(), [switchOf('', 'my:sched_switch'), switchOf(''), switchOf('S', 'cycles')])
    expect(told).toEqual({ passed: [1, 0, 0], open: false, shifted: false })
  })
})

test('what was held comes out in order, and once', () => {
  const gate = createGate()
  const items = [switchOf(''), sample, traceOf(), switchOf('R')]
  expect(items.slice(0, 3).flatMap(item => gate.offer(item))).toEqual([])
  expect(gate.offer(items[3] as PerfRecord)).toEqual(items)
  expect(gate.close()).toEqual([])
  expect(gate.offer(sample)).toEqual([sample])
})

test('the end lets go of what is held', () => {
  const gate = createGate()
  offer(gate, [switchOf(''), sample])
  expect(gate.open).toBe(false)
  expect(gate.close()).toEqual([switchOf(''), sample])
  expect([gate.open, gate.shifted]).toEqual([true, false])
})

test('no more than the limit is held, and none where that is zero', () => {
  expect(offer(createGate(3), [switchOf(''), sample, sample]).passed).toEqual([0, 0, 3])
  expect(offer(createGate(1), [switchOf('')])).toEqual({ passed: [1], open: true, shifted: false })
  expect(createGate(0).open).toBe(true)
  expect(offer(createGate(0), [switchOf('S')])).toEqual({ passed: [1], open: true, shifted: false })
})

describe('a kernel whose states are sound needs no gate', () => {
  test.each([
    ['4.13.16', true],
    ['3.10.0-1160.el7', true],
    ['4.20.0', true],
    ['6.1.0', true],
    ['4.14.74', false],
    ['4.19.300', false],
    [undefined, false],
    ['unknown', false],
  ])('%s: %s', (osRelease, open) => {
    const trace = traceOf(osRelease === undefined ? {} : { osRelease })
    expect(offer(createGate(), [trace, switchOf('')])).toEqual({ passed: [1, open ? 1 : 0], open, shifted: false })
  })
})

describe('the text that is held has a limit', () => {
  const half = 'x'.repeat(MAX_HELD_TEXT / 2)
  const long = recordOf('cycles', half)
  const framed = recordOf('cycles', half.slice(10), { callchain: ['y'.repeat(4), 'z'.repeat(6)] })

  test.each<[what: string, items: PerfRecord[], passed: number[]]>([
    ['as much as fits', [switchOf(''), long, long, sample], [0, 0, 0, 0]],
    ['more', [switchOf(''), long, recordOf('cycles', 'x'), long], [0, 0, 0, 4]],
    ['callchains as much as fits', [switchOf(''), framed, framed, sample], [0, 0, 0, 0]],
    ['callchains of more', [switchOf(''), framed, recordOf('cycles', 'x'), framed], [0, 0, 0, 4]],
  ])('%s', (_what, items, passed) => {
    expect(offer(createGate(), items).passed).toEqual(passed)
  })
})
