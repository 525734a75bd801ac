import type { GivenTotals, IntervalItem, IoItem, TaskTotals } from './timeline.js'

/** Counts an interval, of which `[startNs, endNs)` is in the window. */
export function addInterval(totals: TaskTotals, item: IntervalItem, startNs: number, endNs: number): void {
  const ns = endNs - startNs
  if (item.inferred === true) totals.inferredNs += ns
  switch (item.state) {
    case 'running':
      totals.runningNs += ns
      if (endNs === item.endNs && item.prevState !== undefined) addSwitch(totals, item.prevState)
      break
    case 'waiting':
      totals.waitingNs += ns
      if (item.cause === 'woken' && startNs === item.startNs) totals.wakeups++
      noteWait(totals, ns, startNs)
      break
    case 'blocked':
      totals.blockedNs += ns
      break
    case 'unknown':
      totals.unknownNs += ns
      break
    case 'dead':
      break
    default:
      totals.sleepingNs += ns
  }
}

function addSwitch(totals: TaskTotals, prevState: NonNullable<IntervalItem['prevState']>): void {
  totals.switches++
  if (prevState === 'R' || prevState === 'R+') totals.preempted++
  else totals.voluntary++
}

/** Of equally long waits the earliest is told, in whatever order they come. */
function noteWait(totals: TaskTotals, ns: number, atNs: number): void {
  if (totals.maxWaitAtNs !== null && ns <= totals.maxWaitNs && (ns < totals.maxWaitNs || atNs >= totals.maxWaitAtNs)) {
    return
  }
  totals.maxWaitNs = ns
  totals.maxWaitAtNs = atNs
}

/** Counts I/O, of which `[startNs, endNs)` is in the window. When in it the bytes went is not known: all of them count. */
export function addIo(totals: TaskTotals, item: IoItem, startNs: number, endNs: number): void {
  const whole = startNs === item.startNs && endNs === item.endNs
  totals.ioNs += whole ? (item.callNs ?? endNs - startNs) : endNs - startNs
  const calls = item.merges + 1
  totals.ioCalls += calls
  if (item.error !== null) totals.ioErrors += calls
  switch (item.op) {
    case 'read':
      totals.ioReadBytes += item.bytes
      break
    case 'write':
      totals.ioWriteBytes += item.bytes
      break
    case 'rx':
      totals.ioRxBytes += item.bytes
      break
    case 'tx':
      totals.ioTxBytes += item.bytes
  }
}

/** Adds the totals of a part to a sum. */
export function addTotals(sum: TaskTotals, part: GivenTotals): void {
  sum.runningNs += part.runningNs
  sum.waitingNs += part.waitingNs
  sum.blockedNs += part.blockedNs
  sum.sleepingNs += part.sleepingNs
  sum.unknownNs += part.unknownNs
  sum.inferredNs += part.inferredNs
  sum.switches += part.switches
  sum.voluntary += part.voluntary
  sum.preempted += part.preempted
  sum.migrations += part.migrations
  sum.wakeups += part.wakeups
  sum.ioCalls += part.ioCalls ?? 0
  sum.ioErrors += part.ioErrors ?? 0
  sum.ioNs += part.ioNs ?? 0
  sum.ioReadBytes += part.ioReadBytes ?? 0
  sum.ioWriteBytes += part.ioWriteBytes ?? 0
  sum.ioRxBytes += part.ioRxBytes ?? 0
  sum.ioTxBytes += part.ioTxBytes ?? 0
  if (part.maxWaitAtNs !== null) noteWait(sum, part.maxWaitNs, part.maxWaitAtNs)
}
