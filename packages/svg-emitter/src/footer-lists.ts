import { type ChartHeadItem, type GivenTotals, ioBytesOf, type RowItem, type WorstItem } from '@tc-stream/event-schema'
import { WORST_LISTED } from './geometry.js'
import { rowName } from './labels.js'
import { isIoOnly } from './notes.js'
import { formatBytes, formatCount, formatDuration, plural } from './shared/format.js'

/** What stands out in the chart: a title and a few lines, for below the rows. */
export interface FooterList {
  readonly title: string
  readonly lines: readonly FooterLine[]
}

export interface FooterLine {
  readonly number: string
  readonly words: readonly string[]
  /** One more word, where there is room. */
  readonly more?: string | undefined
  /** What the line is about, if it is drawn. */
  readonly place?: { readonly row: number; readonly startNs: number; readonly endNs: number } | undefined
}

/** The longest waits and blocks; where none are known, who moved most bytes and who spent most time in it. */
export function footerLists(
  head: ChartHeadItem,
  worst: readonly WorstItem[],
  rows: readonly RowItem[],
): readonly FooterList[] {
  if (head.tasks === 0) return []
  if (isIoOnly(head)) {
    return [
      { title: 'Most bytes', lines: topOf(rows, ioBytesOf).map(bytesLine) },
      { title: 'Most time in I/O calls', lines: topOf(rows, ioTimeOf).map(timeLine) },
    ]
  }
  const list = (title: string, state: WorstItem['state']) => {
    const listed = worst.filter(item => item.state === state).sort((a, b) => a.rank - b.rank)
    return { title, lines: listed.slice(0, WORST_LISTED).map(item => worstLine(item, head)) }
  }
  return [list('Longest waits for a CPU', 'waiting'), list('Longest blocks', 'blocked')]
}

function worstLine(item: WorstItem, head: ChartHeadItem): FooterLine {
  const { row, startNs, endNs } = item
  const why = item.reason ?? (item.cause === 'preempted' ? 'preempted' : undefined)
  const at = `at ${formatDuration(startNs - head.startNs)}`
  return {
    number: formatDuration(endNs - startNs),
    words: [`${item.comm}:${item.tid}`, at, ...(why === undefined ? [] : [why])],
    more: wakerOf(item),
    place: row === undefined ? undefined : { row, startNs, endNs },
  }
}

function wakerOf(item: WorstItem): string | undefined {
  if (item.context === 'interrupt' && item.interrupt !== undefined) return `woken by ${item.interrupt}`
  if (item.context === 'interrupt' && item.wakerTid !== 0) return 'woken by an interrupt'
  if (item.wakerComm === undefined) return undefined
  return item.wakerTid === 0 ? 'woken from an idle CPU' : `woken by ${item.wakerComm}:${item.wakerTid ?? '?'}`
}

const ioTimeOf = ({ ioNs = 0 }: GivenTotals): number => ioNs

/** The rows of tasks that have most of something. */
function topOf(rows: readonly RowItem[], amountOf: (totals: GivenTotals) => number): RowItem[] {
  const amount = ({ totals }: RowItem) => (totals === undefined ? 0 : amountOf(totals))
  return rows
    .filter(row => (row.kind === 'task' || row.kind === 'group') && amount(row) > 0)
    .sort((a, b) => amount(b) - amount(a))
    .slice(0, WORST_LISTED)
}

function bytesLine(row: RowItem): FooterLine {
  const totals = row.totals as GivenTotals
  const { ioReadBytes = 0, ioWriteBytes = 0, ioRxBytes = 0, ioTxBytes = 0 } = totals
  const came = `${formatBytes(ioReadBytes + ioRxBytes)} in`
  const went = `${formatBytes(ioWriteBytes + ioTxBytes)} out`
  return { number: formatBytes(ioBytesOf(totals)), words: [rowName(row), came, went], place: row }
}

function timeLine(row: RowItem): FooterLine {
  const totals = row.totals as GivenTotals
  const { ioCalls = 0, ioErrors = 0 } = totals
  const failed = ioErrors > 0 ? [`${formatCount(ioErrors)} failed`] : []
  return {
    number: formatDuration(ioTimeOf(totals)),
    words: [rowName(row), plural(ioCalls, 'call'), ...failed],
    place: row,
  }
}
