import type { EventEmitter } from 'node:events'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

export interface SignalActions {
  /** The user wants an end: of the input, not of the chart. */
  readonly first: () => void
  /** The user means it. */
  readonly second: () => void
}

/** Listens to SIGINT and SIGTERM. Returns what gives them back their usual meaning. */
export function onSignals(process: EventEmitter, actions: SignalActions): () => void {
  let signals = 0
  const listener = () => {
    signals++
    if (signals === 1) actions.first()
    else actions.second()
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
