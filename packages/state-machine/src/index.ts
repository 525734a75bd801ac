export { CONTRADICTIONS, type Contradiction, type Policy } from './contradictions.js'
export { STATE_DIAGNOSTICS, type StateDiagnosticCode } from './diagnostics.js'
export {
  DEFAULT_STATE_MACHINE_OPTIONS,
  type StateMachineOptions,
  StateMachineOptionsSchema,
} from './options.js'
export { createStateMachine, type StateMachine, type StateMachineCounters } from './state-machine.js'
export { type StateMachineStream, trackStates } from './stream.js'
