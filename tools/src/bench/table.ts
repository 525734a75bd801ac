import type { Goal, Report, Result, Unit } from './result.js'

const number = (digits: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })

/** Three digits that count, and no more than two behind the point. */
function formatValue(value: number, unit: Unit): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return unit === '×' ? `${number(2).format(value)} ×` : `${number(digits).format(value)} ${unit}`
}

function formatGoal({ at, limit }: Goal, unit: Unit): string {
  return `${at === 'least' ? '≥' : '≤'} ${new Intl.NumberFormat('en').format(limit)} ${unit}`
}

function rowOf({ group, what, value, unit, goal, met }: Result, previous: string | undefined): string[] {
  const verdict = goal === undefined ? ['', ''] : [formatGoal(goal, unit), met === true ? 'met' : 'NOT MET']
  return [group === previous ? '' : group, what, formatValue(value, unit), ...verdict]
}

/** All results as one table for a terminal, then what could not be measured, then how many goals were met. */
export function formatReport({ results, skipped }: Report): string {
  const rows = [
    ['', 'measured', 'value', 'goal', ''],
    ...results.map((result, at) => rowOf(result, results[at - 1]?.group)),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  const lines = rows.map(row =>
    row
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
      )
      .join('  ')
      .trimEnd(),
  )
  for (const { group, reason } of skipped) lines.push(`not measured: ${group}: ${reason}`)
  const goals = results.filter(({ goal }) => goal !== undefined)
  lines.push(`${goals.filter(({ met }) => met).length} of ${goals.length} goals met`)
  return `${lines.join('\n')}\n`
}
