/** No run is longer: where no length is highlighted. */
export const NO_LENGTH = Number.MAX_SAFE_INTEGER

/** Which runs of one row are highlighted: the same in the emitter and in the viewer. */
export interface Spotlight {
  /** The row's own name is one of those that were asked for. */
  readonly named: boolean
  /** So is every run longer than this. Units: ns. */
  readonly longerThanNs: number
}

/** `task`: the name of who ran is one of those, on the row of a CPU. */
export function isSpot({ named, longerThanNs }: Spotlight, task: boolean, startNs: number, endNs: number): boolean {
  return named || task || endNs - startNs > longerThanNs
}
