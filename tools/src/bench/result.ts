export type Unit = 'ms' | 'µs' | 'MB' | 'kB' | '×' | '%' | 'lines/s' | 'events/s'

/** What a value must keep to. */
export interface Goal {
  readonly at: 'least' | 'most'
  readonly limit: number
}

/** One line of the table. */
export interface Result {
  readonly group: string
  readonly what: string
  readonly value: number
  readonly unit: Unit
  readonly goal?: Goal
  readonly met?: boolean
}

export interface Skipped {
  readonly group: string
  readonly reason: string
}

/** Collects the results of a bench, and tells of each as it comes. */
export class Report {
  readonly results: Result[] = []
  readonly skipped: Skipped[] = []

  add(group: string, what: string, value: number, unit: Unit, goal?: Goal): void {
    const result = { group, what, value, unit }
    if (goal === undefined) this.results.push(result)
    else this.results.push({ ...result, goal, met: isMet(value, goal) })
  }

  skip(group: string, reason: string): void {
    this.skipped.push({ group, reason })
  }
}

export function isMet(value: number, { at, limit }: Goal): boolean {
  return at === 'least' ? value >= limit : value <= limit
}
