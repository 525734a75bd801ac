import type { EventEmitter } from 'node:events'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
export type EndingSignal = (typeof SIGNALS)[number]

export interface SignalActions {
  /** The user wants an end: of the input, not of the chart. */
  readonly first: (signal: EndingSignal) => void
  /** The user means it. */
  readonly second: (signal: EndingSignal) => void
}

/** Listens to SIGINT and SIGTERM. Returns what gives them back their usual meaning. */
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
