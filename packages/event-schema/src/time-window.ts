/**
 * A part of the trace, `[fromNs, toNs)`; without an edge it reaches to that end of the trace. Windows that follow each
 * other share the time of the trace among them to the nanosecond.
 */
export class TimeWindow {
  readonly fromNs: number
  readonly toNs: number
  /** The part of the last item that is in the window. */
  startNs = 0
  endNs = 0

  /** Errors: throws for a window that ends before it begins. */
  constructor(fromNs = Number.NEGATIVE_INFINITY, toNs = Number.POSITIVE_INFINITY) {
    if (toNs <= fromNs) throw new RangeError(`the window is empty: fromNs ${fromNs} is not before toNs ${toNs}`)
    this.fromNs = fromNs
    this.toNs = toNs
  }

  /** Less than the whole trace. */
  get isPart(): boolean {
    return this.fromNs !== Number.NEGATIVE_INFINITY || this.toNs !== Number.POSITIVE_INFINITY
  }

  /**
   * Cuts an item to the window, into `startNs` and `endNs`; false where nothing of it is in there. An item without
   * length stays one.
   */
  clip(item: { readonly startNs: number; readonly endNs: number }): boolean {
    let { startNs, endNs } = item
    if (startNs < this.fromNs) {
      if (endNs <= this.fromNs) return false
      startNs = this.fromNs
    }
    if (endNs > this.toNs || startNs === this.toNs) {
      if (startNs >= this.toNs) return false
      endNs = this.toNs
    }
    this.startNs = startNs
    this.endNs = endNs
    return true
  }

  /** Is the moment in the window? */
  has(timeNs: number): boolean {
    return timeNs >= this.fromNs && timeNs < this.toNs
  }
}
