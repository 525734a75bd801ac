import { detachString, type PerfRecord, type PrevState, type RecordItem } from '@tc-stream/event-schema'
import { isBefore, parseKernel } from './context.js'

/** Text of the records held at most. Units: UTF-16 code units. */
export const MAX_HELD_TEXT = 1 << 23

export interface ShiftGate {
  /** Nothing more is to be learned: items need not pass the gate. */
  readonly open: boolean
  /** What has been decided, once open. */
  readonly shifted: boolean
  /** Takes the next item; returns those that may go on, in the order they came. */
  offer(item: PerfRecord): readonly PerfRecord[]
  /** Decides with what is known, and lets go of what is held. */
  close(): readonly PerfRecord[]
}

/**
 * Kernels from 4.14 until the repair reached them wrote task states one bit too high: sleeping tasks show as `D`,
 * blocked ones as `T`. The idle task gives them away, as it is always runnable when it is switched out: `R` on a sound
 * kernel, `S` on a shifted one. So the records from the first switch on are held until an idle task's switch decides,
 * which it does within the first lines of nearly any trace.
 *
 * The version in the text's header only serves to wave others through, since stable kernels of one series differ.
 *
 * Bounds: `limit` items of `MAX_HELD_TEXT`; without a decision by then, or by the end, the states are taken as they are.
 * @param idleState state in which an idle task was switched out; undefined for any other record
 */
export function createShiftGate(limit: number, idleState: (record: RecordItem) => PrevState | undefined): ShiftGate {
  let open = limit === 0
  let shifted = false
  let held: PerfRecord[] = []
  let heldText = 0

  const release = (): readonly PerfRecord[] => {
    const items = held
    held = []
    open = true
    return items
  }

  return {
    get open() {
      return open
    },
    get shifted() {
      return shifted
    },
    offer(item) {
      if (item.type === 'trace' && isSound(item.osRelease)) open = true
      const pass = open || (held.length === 0 && (item.type !== 'record' || !isSwitch(item)))
      if (pass) return [item]
      held.push(item)
      if (item.type === 'record') heldText += detachPayload(item)
      const state = item.type === 'record' && isSwitch(item) ? idleState(item) : undefined
      if (state === 'S') shifted = true
      // A preempted idle task is `R+` on either kind of kernel.
      if (state === 'S' || state === 'R' || held.length >= limit || heldText > MAX_HELD_TEXT) return release()
      return []
    },
    close: release,
  }
}

/** A record that is held must not keep the text around it alive. Returns: how much text it holds itself. */
function detachPayload(record: RecordItem): number {
  record.payload = detachString(record.payload)
  const { payload, callchain } = record
  return callchain === undefined ? payload.length : callchain.reduce((sum, frame) => sum + frame.length, payload.length)
}

function isSwitch(record: RecordItem): boolean {
  return record.event === 'sched:sched_switch' || record.event === 'sched_switch'
}

/** The fault came with 4.14 and was gone with 4.20. */
function isSound(osRelease: string | undefined): boolean {
  const kernel = parseKernel(osRelease)
  return kernel !== undefined && (isBefore(kernel, 4, 14) || !isBefore(kernel, 4, 20))
}
