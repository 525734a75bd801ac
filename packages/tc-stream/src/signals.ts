import type { EventEmitter } from 'node:events'
import { type EndingSignal, EXIT_BY_SIGNAL } from './exit-codes.js'

const SIGNALS = Object.keys(EXIT_BY_SIGNAL) as EndingSignal[]

export interface SignalActions {
  /** The user wants an end: of the input, not of the chart. */
  readonly first: (signal: EndingSignal) => void
  /** The user means it. */
  readonly second: (signal: EndingSignal) => void
}

/** Listens to the signals that ask for an end, a terminal that is closed among them. Returns what gives them back their usual meaning. */
export function onSignals(process: EventEmitter, actions: SignalActions): () => void {
  let signals = 0
  const listener = (signal: EndingSignal) => {
    signals++
    if (signals === 1) actions.first(signal)
    else actions.second(signal)
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
