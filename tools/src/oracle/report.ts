import type { Comparison, StateTally } from './compare.js'
import { describeStretch } from './stretch.js'

/** Missing or unfounded stretches shown of each kind. */
const SHOWN = 5
const WIDTHS = [-10, 8, 10, 8, 8]

/** A table per source, a line per state, and the first few of what is missing. */
export function formatComparison({ peer, recording, unfounded }: Comparison): string {
  const lines = [
    ...formatTallies('perf timechart', 'boxes', peer),
    '',
    ...formatTallies('the recording', 'pairs', recording),
    '',
    `certain in the timeline, not borne out by the recording: ${unfounded.length}`,
    ...shorten(unfounded.map(({ stretch, reason }) => `  ${describeStretch(stretch)}: ${reason}`)),
  ]
  return `${lines.join('\n')}\n`
}

function formatTallies(source: string, unit: string, tallies: readonly StateTally[]): string[] {
  return [
    `${source} against the timeline`,
    formatRow(['state', unit, 'confirmed', 'found', 'missing']),
    ...tallies.flatMap(({ state, told, confirmed, found, missing }) => [
      formatRow([state, told, confirmed, found, missing.length]),
      ...shorten(missing.map(stretch => `  missing: ${describeStretch(stretch)}`)),
    ]),
  ]
}

function formatRow(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, column) => {
      const width = WIDTHS[column] ?? 8
      return width < 0 ? String(cell).padEnd(-width) : String(cell).padStart(width)
    })
    .join('')
}

function shorten(lines: readonly string[]): string[] {
  if (lines.length <= SHOWN) return [...lines]
  return [...lines.slice(0, SHOWN), `  … and ${lines.length - SHOWN} more`]
}
