import type { HighlightOptions } from './options.js'
import { formatDuration } from './shared/format.js'
import { NO_LENGTH } from './shared/spotlight.js'

/** What of a picture is highlighted. */
export interface Highlighting {
  /** Whether a task is meant. Each name that is asked for is asked, so that it is known which were met. */
  readonly isName: (comm: string) => boolean
  /** What was asked for by name and no task had that was asked about. */
  readonly missing: () => string[]
  /** `NO_LENGTH` where none was asked for. */
  readonly longerThanNs: number
  /** `longer than 5 ms, make`, empty where nothing is. */
  readonly what: string
}

/** Longest list in the legend; the notes have all of it. Units: UTF-16 code units. */
const MAX_LEGEND = 40

export function highlightingOf(options: HighlightOptions | undefined): Highlighting {
  const { names = [], longerThanNs = NO_LENGTH, labels = [] } = options ?? {}
  const met = names.map(() => false)
  const isName = (comm: string): boolean => {
    let isMeant = false
    for (let at = 0; at < names.length; at++) {
      if (names[at]?.isName(comm) !== true) continue
      met[at] = true
      isMeant = true
    }
    return isMeant
  }
  const missing = () => names.flatMap(({ label }, at) => (met[at] ? [] : [label]))
  return { isName, missing, longerThanNs, what: labels.join(', ') }
}

export function highlightLegend({ what }: Highlighting): string {
  if (what === '') return ''
  return `highlighted: ${what.length > MAX_LEGEND ? `${what.slice(0, MAX_LEGEND - 1)}…` : what}`
}

/** What is highlighted, and what cannot be: of a folded run nothing is known but its time. */
export function highlightNote({ what, longerThanNs }: Highlighting, quantumNs: number): string | undefined {
  if (what === '') return undefined
  if (quantumNs === 0) return `Highlighted: ${what}.`
  const where =
    longerThanNs < quantumNs ? 'in the rows of CPUs, nor for their length in those of tasks' : 'in the rows of CPUs'
  return `Highlighted: ${what}. Runs shorter than ${formatDuration(quantumNs)} are folded, and not highlighted ${where}.`
}
