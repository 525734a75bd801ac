import type { TimelineItem, TraceEvent } from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import type { StateMachineOptions } from './options.js'
import { createStateMachine, type StateMachine } from './state-machine.js'

export type StateMachineStream = StageTransform<TraceEvent, TimelineItem> &
  Pick<StateMachine, 'counters' | 'diagnostics'>

/** A Transform of events into timeline items; arrays of items in and out. */
export function trackStates(options: StateMachineOptions = {}): StateMachineStream {
  const machine = createStateMachine(options)
  const stream = new StageTransform(machine)
  return Object.defineProperties(stream, {
    counters: { get: () => machine.counters },
    diagnostics: { value: machine.diagnostics },
  }) as StateMachineStream
}
