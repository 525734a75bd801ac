import type { TraceEvent } from '@tc-stream/event-schema'
import { STATE_DIAGNOSTICS, type StateDiagnosticCode } from './diagnostics.js'
import type { StateMachineOptions } from './options.js'
import { back, call, fork, idle, irq, lost, ofType, run, sample, sw, wake } from './testing.test-helper.js'

type Case = readonly [count: number, events: TraceEvent[], options?: StateMachineOptions]

/** For each code the events that must be told under it, and how often. */
const CASES: Readonly<Record<StateDiagnosticCode, Case>> = {
  TC_STATE_TIME_BACKWARD: [2, [sample(9, 0, 'a'), sample(5, 0, 'a'), sample(8, 0, 'a'), sample(9, 0, 'a')]],
  TC_STATE_NOT_ON_CPU: [1, [sw(0, 0, 'a', 'S', 'idle'), sw(9, 0, 'b', 'S', 'idle')]],
  TC_STATE_TAKEN_OVER: [1, [sw(0, 0, 'idle', 'R', 'a'), sw(9, 0, 'b', 'S', 'idle')]],
  TC_STATE_TWO_CPUS: [
    2,
    [sw(0, 0, 'idle', 'R', 'a'), sw(5, 1, 'idle', 'R', 'a'), sw(6, 0, 'idle', 'R', 'b'), sample(7, 1, 'b')],
  ],
  TC_STATE_WOKEN_ELSEWHERE: [
    1,
    [sw(0, 0, 'idle', 'R', 'a'), wake(5, 1, 'b', 'a'), sw(6, 1, 'b', 'S', 'a'), sw(7, 0, 'idle', 'R', 'c')],
  ],
  TC_STATE_LOST_EVENTS: [12, [sw(0, 0, 'idle', 'R', 'a'), lost(3, 0, 5), lost(4, null, 7)]],
  TC_STATE_NO_WAKEUP: [1, [sw(0, 0, 'a', 'S', 'b'), sw(1, 0, 'b', 'S', 'a')]],
  TC_STATE_WOKEN_AGAIN: [
    1,
    [sw(0, 0, 'a', 'S', 'b'), wake(1, 0, 'b', 'a'), wake(1, 0, 'b', 'a'), wake(2, 0, 'b', 'a')],
  ],
  TC_STATE_REDUNDANT_WAKEUP: [2, [sw(0, 0, 'a', 'R', 'b'), wake(1, 0, 'b', 'a'), wake(2, 0, 'b', 'b')]],
  TC_STATE_WAKEUP_OF_DEAD: [1, [sw(0, 0, 'a', 'X', 'b'), wake(1, 0, 'b', 'a')]],
  TC_STATE_UNSEEN_END: [1, [sw(0, 0, 'a', 'S', 'b'), fork(1, 'b', 'a')]],
  TC_STATE_UNSEEN_START: [1, [sw(0, 0, 'a', 'X', 'b'), sw(1, 0, 'b', 'S', 'a')]],
  TC_STATE_RAN_IN_CSTATE: [1, [sw(0, 0, 'a', 'S', 'idle'), idle(1, 0, 3), sw(2, 0, 'idle', 'R', 'a')]],
  // An exit without an entry, an entry across a switch, one within another that ends, and one too deep.
  TC_STATE_UNMATCHED_INTERRUPT: [
    4,
    [
      irq(0, 0, 'hardirq', 'exit', 1),
      irq(1, 0, 'hardirq', 'entry', 2),
      sw(2, 0, 'a', 'S', 'b'),
      irq(3, 0, 'hardirq', 'entry', 3),
      irq(4, 0, 'hardirq', 'entry', 4),
      irq(5, 0, 'hardirq', 'exit', 3),
      irq(6, 0, 'hardirq', 'entry', 5),
      irq(7, 0, 'hardirq', 'entry', 6),
      irq(8, 0, 'hardirq', 'entry', 7),
    ],
    { maxInterruptDepth: 2 },
  ],
  TC_STATE_UNFINISHED_CALL: [1, [call(0, 'a', 'read', 1), call(1, 'a', 'read', 1), back(2, 'a', 'read', 8)]],
  TC_STATE_EAGAIN_LEFT_OUT: [1, [call(0, 'a', 'read', 1), back(1, 'a', 'read', -11)], { ioSkipEagain: true }],
  TC_STATE_IDLE_SAMPLE: [2, [sample(0, 0, 'idle'), sample(1, 0, 'a'), sample(2, 1, 'idle')]],
  TC_STATE_NO_CPU: [1, [sw(0, null, 'a', 'S', 'b')]],
  TC_STATE_TOO_MANY_TASKS: [1, [sw(0, 0, 'a', 'S', 'b'), sw(1, 0, 'b', 'S', 'c')], { maxTasks: 2 }],
  TC_STATE_TOO_MANY_NAMES: [1, [fork(null, 'a', 'b'), fork(null, 'a', 'c')], { maxNames: 1 }],
  TC_STATE_CPU_OUT_OF_RANGE: [1, [sw(0, 4, 'a', 'S', 'b')], { maxCpus: 4 }],
}

test.each(Object.keys(STATE_DIAGNOSTICS) as StateDiagnosticCode[])('%s is told of events that make it', code => {
  const [count, events, options] = CASES[code]
  const told = ofType(run(events, options), 'diagnostic').find(item => item.code === code)
  const { severity, meaning } = STATE_DIAGNOSTICS[code]
  expect(told).toMatchObject({ severity, meaning, count })
  expect(told).not.toHaveProperty('reason')
})

test('each contradiction is counted once, under its own code', () => {
  const codesOf = (...events: TraceEvent[]) => ofType(run(events), 'diagnostic').map(item => item.code)
  const runs = sw(0, 0, 'idle', 'R', 'a')
  expect(codesOf(runs, sw(5, 1, 'idle', 'R', 'a'))).toEqual(['TC_STATE_TWO_CPUS'])
  expect(codesOf(runs, wake(5, 1, 'idle', 'a'))).toEqual(['TC_STATE_WOKEN_ELSEWHERE'])
  expect(codesOf(runs, lost(3, 0, 5))).toEqual(['TC_STATE_LOST_EVENTS'])
})
