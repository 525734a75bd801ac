import type { Reference, ReferenceEvent, ReferenceSample } from './reference-reader.js'
import { type Stretch, type StretchState, stateAfter } from './stretch.js'

/** A stretch that has begun. `sound` until a sample shows something that cannot be while it lasts. */
interface Open {
  readonly tid: number
  readonly state: StretchState
  readonly startNs: bigint
  readonly cpu: number | null
  sound: boolean
  /** A wait that a wakeup began. */
  readonly woken?: boolean
}

/**
 * The stretches that the recording itself proves: both ends are recorded events of the task, and nothing between them
 * speaks against it. A tracker of states must have every one of them, and as certain.
 *
 * running: a switch-in and the next switch on that CPU, which takes the same task out, while no sample shows another
 * task there. Waiting: from a wakeup or a switch-out in R or R+ to the switch-in. Blocked, sleeping, …: from the
 * switch-out to the wakeup.
 */
export function recordedStretches({ events, samples }: Reference): Stretch[] {
  const found: Stretch[] = []
  const onCpu = new Map<number, Open>()
  const offCpu = new Map<number, Open>()
  const shown: Shown = new Map()
  const close = (open: Open | undefined, endNs: bigint) => {
    if (open?.sound) found.push({ tid: open.tid, state: open.state, cpu: open.cpu, startNs: open.startNs, endNs })
  }
  let next = 0
  samples.forEach((sample, order) => {
    doubt(sample, onCpu, offCpu)
    if (sample.tid !== -1) show(shown, sample.cpu, sample.tid)
    for (let event = events[next]; event?.order === order; event = events[++next]) {
      step(event, onCpu, offCpu, shown, close)
      if (event.kind === 'in') show(shown, event.cpu, event.tid)
    }
  })
  return found
}

/** The task that was last seen on each CPU. */
type Shown = Map<number, number>

function show(shown: Shown, cpu: number, tid: number): void {
  for (const [place, other] of shown) if (other === tid) shown.delete(place)
  shown.set(cpu, tid)
}

function step(
  event: ReferenceEvent,
  onCpu: Map<number, Open>,
  offCpu: Map<number, Open>,
  shown: Shown,
  close: (open: Open | undefined, endNs: bigint) => void,
): void {
  const { kind, tid, cpu, timeNs } = event
  if (kind === 'out') {
    const ran = onCpu.get(cpu)
    if (ran?.tid === tid) close(ran, timeNs)
    onCpu.delete(cpu)
    if (tid !== 0) offCpu.set(tid, { tid, state: stateAfter(event.state), startNs: timeNs, cpu: null, sound: true })
  } else if (kind === 'in') {
    if (tid === 0) return
    const off = offCpu.get(tid)
    if (off?.state === 'waiting') close(off, timeNs)
    offCpu.delete(tid)
    // Two CPUs cannot run one task: what was thought of the other one is no proof any more.
    for (const other of onCpu.values()) if (other.tid === tid) other.sound = false
    onCpu.set(cpu, { tid, state: 'running', startNs: timeNs, cpu, sound: true })
  } else {
    // Who is still seen on a CPU was on the way into sleep, and never slept; or has slept unseen, nobody knows since when.
    if ([...shown.values()].includes(tid)) {
      offCpu.delete(tid)
      return
    }
    const off = offCpu.get(tid)
    if (off?.state === 'waiting') {
      // One that was woken and is woken anew has run between, unseen. One that was preempted may not have.
      if (!off.woken || off.startNs === timeNs) return
      off.sound = false
    }
    if (off?.state !== 'dead') close(off, timeNs)
    offCpu.set(tid, { tid, state: 'waiting', startNs: timeNs, cpu: null, sound: true, woken: true })
  }
}

/** A sample shows its task on its CPU: whoever was thought to be there is not, and that task does not sleep. */
function doubt({ tid, cpu }: ReferenceSample, onCpu: Map<number, Open>, offCpu: Map<number, Open>): void {
  if (tid === -1) return
  for (const [place, ran] of onCpu) {
    if ((place === cpu) !== (ran.tid === tid)) ran.sound = false
  }
  const off = offCpu.get(tid)
  if (off !== undefined) off.sound = false
}
