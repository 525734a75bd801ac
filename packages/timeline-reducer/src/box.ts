import type { IntervalItem, IoItem } from '@tc-stream/event-schema'
import type { KeptCallchain } from './callchains.js'
import type { WorstEntry } from './worst.js'

export type Cut = NonNullable<IntervalItem['cut']>

/** Who ended the sleep before a wait. */
export interface Wake {
  readonly tid: number | undefined
  readonly taskId: number | undefined
  readonly comm: string | undefined
  readonly cpu: number | null | undefined
  readonly timeNs: number | undefined
  readonly context: IntervalItem['context']
  readonly interrupt: string | undefined
}

export interface IoFacts {
  readonly op: IoItem['op']
  readonly fd: number | null
  readonly bytes: number
  readonly error: string | null
  readonly merges: number
  readonly callNs: number
  readonly maxCallNs: number
}

/**
 * One exact interval. All boxes have the same fields in the same order, whatever their lane. A running interval is one
 * box in two tracks: its task's and its CPU's.
 */
export class Box {
  readonly startNs: number
  readonly endNs: number
  readonly state: number
  taskId = -1
  tid = -1
  comm = ''
  cpu: number | null = null
  inferred = false
  cut: Cut | undefined = undefined
  prevState: IntervalItem['prevState'] = undefined
  cause: IntervalItem['cause'] = undefined
  reason: string | undefined = undefined
  text: string | undefined = undefined
  chain: KeptCallchain | null = null
  /** Set while it is among the worst: then it is never folded. */
  pin: WorstEntry | null = null
  /** Pinned, but in no track any more. */
  loose = false
  wake: Wake | null = null
  io: IoFacts | null = null

  constructor(startNs: number, endNs: number, state: number) {
    this.startNs = startNs
    this.endNs = endNs
    this.state = state
  }
}

/** What the boxes of intervals and of runs that only a CPU's row shows have in common. */
type Placed = Pick<IntervalItem, 'taskId' | 'tid' | 'cpu' | 'startNs' | 'endNs' | 'inferred' | 'cut'>

/** The box of an interval that the window may have clipped to `[startNs, endNs)`. */
export function intervalBox(item: IntervalItem, startNs: number, endNs: number, state: number, comm: string): Box {
  const box = placedBox(item, startNs, endNs, state, comm)
  box.prevState = item.prevState
  box.cause = item.cause
  box.reason = item.reason
  if (item.wakeupNs !== undefined || item.wakerTid !== undefined) box.wake = wakeOf(item)
  return box
}

/** As much of it as the row of a CPU needs. */
export function placedBox(item: Placed, startNs: number, endNs: number, state: number, comm: string): Box {
  const box = new Box(startNs, endNs, state)
  box.taskId = item.taskId
  box.tid = item.tid
  box.comm = comm
  box.cpu = item.cpu
  box.inferred = item.inferred === true
  box.cut = cutBy(item, startNs, endNs, item.cut)
  return box
}

function wakeOf(item: IntervalItem): Wake {
  return {
    tid: item.wakerTid,
    taskId: item.wakerTaskId,
    comm: item.wakerComm,
    cpu: item.wakerCpu,
    timeNs: item.wakeupNs,
    context: item.context,
    interrupt: item.interrupt,
  }
}

export function ioBox(item: IoItem, startNs: number, endNs: number, state: number): Box {
  const box = new Box(startNs, endNs, state)
  const { op, fd, bytes, error, merges } = item
  const ns = item.endNs - item.startNs
  box.cut = cutBy(item, startNs, endNs, item.cut)
  box.text = item.syscall
  box.io = { op, fd, bytes, error, merges, callNs: item.callNs ?? ns, maxCallNs: item.maxCallNs ?? ns }
  return box
}

/** An interval goes on beyond the edge where the trace cut it, or the window did. */
export function cutBy(
  item: { readonly startNs: number; readonly endNs: number },
  startNs: number,
  endNs: number,
  cut: Cut | undefined,
): Cut | undefined {
  const start = startNs > item.startNs || cut === 'start' || cut === 'both'
  const end = endNs < item.endNs || cut === 'end' || cut === 'both'
  if (start) return end ? 'both' : 'start'
  return end ? 'end' : undefined
}
