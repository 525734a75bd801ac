import { detachString, type IntervalItem } from '@tc-stream/event-schema'

/** One of the longest intervals of a state: the item, cut to the window. */
export interface WorstInterval {
  readonly startNs: number
  readonly endNs: number
  readonly item: IntervalItem
}

/** The `limit` longest intervals of a state, the longest first; of equally long ones the earliest. */
export class WorstIntervals {
  readonly ranked: WorstInterval[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(item: IntervalItem, startNs: number, endNs: number): void {
    const { ranked } = this
    const last = ranked[ranked.length - 1]
    if (ranked.length >= this.#limit && (last === undefined || !isWorse(startNs, endNs, last))) return
    ranked.splice(this.#placeOf(startNs, endNs), 0, { startNs, endNs, item: keep(item) })
    if (ranked.length > this.#limit) ranked.pop()
  }

  #placeOf(startNs: number, endNs: number): number {
    let low = 0
    let high = this.ranked.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isWorse(startNs, endNs, this.ranked[middle] as WorstInterval)) high = middle
      else low = middle + 1
    }
    return low
  }
}

function isWorse(startNs: number, endNs: number, than: WorstInterval): boolean {
  const longer = endNs - startNs - (than.endNs - than.startNs)
  return longer > 0 || (longer === 0 && startNs < than.startNs)
}

/** A copy whose names keep nothing of the text alive. */
function keep(item: IntervalItem): IntervalItem {
  const copy = { ...item, comm: detachString(item.comm) }
  if (copy.wakerComm !== undefined) copy.wakerComm = detachString(copy.wakerComm)
  return copy
}
