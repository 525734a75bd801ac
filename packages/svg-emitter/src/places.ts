/** Places kept; past that the tree begins anew. */
const MAX_PLACES = 50_000

export type Part = string | number | boolean | null | undefined

/** Where an index is found that belongs to a list of parts. */
export interface Place {
  /** Undefined until it was set. */
  index: number | undefined
  readonly next: Map<Part, Place>
}

const newPlace = (): Place => ({ index: undefined, next: new Map() })

/**
 * Finds what belongs to a key of several parts. A key of text, made anew for every box, would cost more than all else
 * about it.
 *
 * Bounds: `MAX_PLACES`, and the parts of one key.
 */
export class Places {
  #root = newPlace()
  #count = 0

  of(parts: readonly Part[]): Place {
    if (this.#count >= MAX_PLACES) {
      this.#root = newPlace()
      this.#count = 0
    }
    let place = this.#root
    for (const part of parts) {
      let next = place.next.get(part)
      if (next === undefined) {
        next = newPlace()
        place.next.set(part, next)
        this.#count++
      }
      place = next
    }
    return place
  }
}
