import { addTotals, type TaskItem, type TaskTotals, zeroTotals } from '@tc-stream/event-schema'

/** The totals of a `task` item, and nothing else of it. If it tells none of I/O, those are what was `counted`. */
export function totalsOf(item: TaskItem, counted: TaskTotals): TaskTotals {
  const totals = zeroTotals()
  addTotals(totals, item)
  return item.ioCalls === undefined ? { ...totals, ...ioTotalsOf(counted) } : totals
}

function ioTotalsOf({ ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes }: TaskTotals) {
  return { ioCalls, ioErrors, ioNs, ioReadBytes, ioWriteBytes, ioRxBytes, ioTxBytes }
}

/** Task time of all states. */
export const taskNs = (totals: TaskTotals): number =>
  totals.runningNs + totals.waitingNs + totals.blockedNs + totals.sleepingNs + totals.unknownNs
