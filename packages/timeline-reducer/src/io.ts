import { detachString, type IoItem } from '@tc-stream/event-schema'

/** Names of errors that are counted one by one; there are some 130 in all, the rest count as `other`. */
export const MAX_ERROR_NAMES = 200

const OTHER_ERROR = 'other'

/** What the chart's head tells of all I/O. Bounds: `MAX_ERROR_NAMES`. */
export class IoTally {
  /** The most that one interval moved. */
  maxBytes = 0
  /** Calls that failed, by the name of the error. */
  readonly errors = new Map<string, number>()

  count(item: IoItem): void {
    if (item.bytes > this.maxBytes) this.maxBytes = item.bytes
    if (item.error === null) return
    const known = this.errors.has(item.error) || this.errors.size < MAX_ERROR_NAMES
    const name = known ? detachString(item.error) : OTHER_ERROR
    this.errors.set(name, (this.errors.get(name) ?? 0) + item.merges + 1)
  }
}

/**
 * The name that a bin sums an interval under: what failed is told apart.
 *
 * Shape: `read`, `rx EAGAIN`
 */
export const ioStateName = (item: IoItem): string => (item.error === null ? item.op : `${item.op} ${item.error}`)
