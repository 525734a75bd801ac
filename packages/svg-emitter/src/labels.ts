import { type GivenTotals, ioBytesOf, type RowItem } from '@tc-stream/event-schema'
import { visibleText } from './shared/escape.js'
import { formatBytes, formatCount, formatDuration, formatFrequency, formatShare, plural } from './shared/format.js'

export interface RowLabel {
  /** What the row is: `make:1234`, `CPU 0`. */
  readonly name: string
  /** The number that matters most of it: `(12.3 ms)`, `(34% busy)`. */
  readonly number: string
  /** The other numbers, in words. */
  readonly facts: string
}

/**
 * `scheduled`: how long tasks ran is known; else they are told by the bytes they moved. `threads`: how many of them have
 * rows below the row of a process.
 */
export function labelOf(row: RowItem, scheduled: boolean, threads?: number): RowLabel {
  const comm = visibleText(row.comm ?? '')
  const number = row.totals === undefined ? '' : taskNumber(row.totals, scheduled)
  switch (row.kind) {
    case 'cpu':
      return cpuLabel(row)
    case 'process':
      return { name: row.pid == null ? comm : `${comm} (pid ${row.pid})`, number: '', facts: taskFacts(row, threads) }
    case 'group':
      return { name: `${comm} ×${formatCount(row.tasks ?? 0)}`, number, facts: taskFacts(row) }
    case 'task':
      return { name: `${comm}:${row.tid ?? '?'}`, number, facts: taskFacts(row) }
  }
}

/** Shape: `(12.3 ms)`, `(12.3 ms, 4.00 KiB)`, `(4.00 KiB)` */
function taskNumber(totals: GivenTotals, scheduled: boolean): string {
  const bytes = ioBytesOf(totals)
  const parts = scheduled ? [formatDuration(totals.runningNs)] : []
  if (bytes > 0 || !scheduled) parts.push(formatBytes(bytes))
  return `(${parts.join(', ')})`
}

function cpuLabel(row: RowItem): RowLabel {
  const totals = row.cpuTotals
  const name = `CPU ${row.cpu ?? '?'}`
  if (totals === undefined) return { name, number: '', facts: '' }
  const whole = totals.busyNs + totals.idleNs + totals.unknownNs
  const facts = [`busy ${formatDuration(totals.busyNs)}`, `idle ${formatDuration(totals.idleNs)}`]
  if (totals.unknownNs > 0) facts.push(`unknown ${formatDuration(totals.unknownNs)}`)
  facts.push(plural(totals.switches, 'switch', 'switches'))
  if (totals.lost > 0) facts.push(plural(totals.lost, 'lost event'))
  const mean = row.meanFreqKhz ? formatFrequency(row.meanFreqKhz) : undefined
  if (mean !== undefined) facts.push(`mean frequency ${mean}`)
  // Where only the states of the hardware are known, none of it busy would be wrong.
  const busy = totals.busyNs + totals.idleNs > 0 ? `${formatShare(totals.busyNs, whole)} busy` : undefined
  const numbers = [busy, mean].filter(Boolean).join(', ')
  return { name, number: numbers === '' ? '' : `(${numbers})`, facts: facts.join(' · ') }
}

/** The sums of a task, or of the tasks of a process or group; what is zero goes without saying. */
function taskFacts(row: RowItem, threads?: number): string {
  const { totals } = row
  const facts: string[] = []
  if (row.kind === 'process' && threads !== undefined) facts.push(plural(threads, 'thread'))
  if (row.kind === 'group' && row.tasks !== undefined) facts.push(plural(row.tasks, 'task'))
  if (totals === undefined) return facts.join(' · ')
  const times: [string, number][] = [
    ['running', totals.runningNs],
    ['waiting', totals.waitingNs],
    ['blocked', totals.blockedNs],
    ['unknown', totals.unknownNs],
  ]
  for (const [state, ns] of times) if (ns > 0) facts.push(`${state} ${formatDuration(ns)}`)
  if (totals.maxWaitNs > 0) facts.push(`longest wait ${formatDuration(totals.maxWaitNs)}`)
  if (totals.switches > 0) facts.push(plural(totals.switches, 'switch', 'switches'))
  if (totals.migrations > 0) facts.push(plural(totals.migrations, 'migration'))
  facts.push(...ioFacts(totals), ...sampleFacts(row), ...parentFacts(row))
  return facts.join(' · ')
}

function ioFacts(totals: GivenTotals): string[] {
  const { ioCalls = 0, ioErrors = 0, ioNs = 0 } = totals
  if (ioCalls === 0) return []
  const bytes: [string, number | undefined][] = [
    ['read', totals.ioReadBytes],
    ['written', totals.ioWriteBytes],
    ['received', totals.ioRxBytes],
    ['sent', totals.ioTxBytes],
  ]
  const facts = bytes.flatMap(([what, count]) => (count ? [`${what} ${formatBytes(count)}`] : []))
  facts.push(`${plural(ioCalls, 'call')}, ${formatDuration(ioNs)} in them`)
  if (ioErrors > 0) facts.push(`${formatCount(ioErrors)} of them failed`)
  return facts
}

/** Events that are told one by one in the facts of a row; the others of it are summed up. */
const MOST_EVENTS = 4

/** How often each event was sampled, the most frequent first. */
function sampleFacts({ samples = {} }: RowItem): string[] {
  const counts = Object.entries(samples).sort((a, b) => b[1] - a[1])
  const facts = counts.slice(0, MOST_EVENTS).map(([event, count]) => `${visibleText(event)} ×${formatCount(count)}`)
  const rest = counts.slice(MOST_EVENTS)
  if (rest.length === 0) return facts
  const sum = rest.reduce((total, [, count]) => total + count, 0)
  return [...facts, `${plural(rest.length, 'more event')} ×${formatCount(sum)}`]
}

function parentFacts({ parentTid, parentComm, ppid }: RowItem): string[] {
  if (parentTid !== undefined) return [`forked by ${visibleText(parentComm ?? '')}:${parentTid}`]
  return ppid == null || ppid === 0 ? [] : [`parent pid ${ppid}`]
}
