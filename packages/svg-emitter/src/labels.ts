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
  const name = rowName(row)
  const number = row.totals === undefined ? '' : taskNumber(row.totals, scheduled)
  switch (row.kind) {
    case 'cpu':
      return cpuLabel(row, name)
    case 'process':
      return { name, number: '', facts: taskFacts(row, threads) }
    default:
      return { name, number, facts: taskFacts(row) }
  }
}

/** What a row is, in words. Shape: `make:1234`, `true ×3,981`, `CPU 0` */
export function rowName({ kind, comm, cpu, tid, pid, tasks }: RowItem): string {
  const name = visibleText(comm ?? '')
  switch (kind) {
    case 'cpu':
      return `CPU ${cpu ?? '?'}`
    case 'process':
      return pid == null ? name : `${name} (pid ${pid})`
    case 'group':
      return `${name} ×${tasks === undefined ? '?' : formatCount(tasks)}`
    case 'task':
      return `${name}:${tid ?? '?'}`
  }
}

/** Shape: `(12.3 ms)`, `(12.3 ms, 4.00 KiB)`, `(4.00 KiB)` */
function taskNumber(totals: GivenTotals, scheduled: boolean): string {
  const bytes = ioBytesOf(totals)
  const parts = scheduled ? [formatDuration(totals.runningNs)] : []
  if (bytes > 0 || !scheduled) parts.push(formatBytes(bytes))
  return `(${parts.join(', ')})`
}

function cpuLabel({ cpuTotals: totals, meanFreqKhz }: RowItem, name: string): RowLabel {
  const mean = meanFreqKhz ? formatFrequency(meanFreqKhz) : undefined
  const facts = totals === undefined ? [] : cpuFacts(totals)
  if (mean !== undefined) facts.push(`mean frequency ${mean}`)
  const numbers = [totals && busyShare(totals), mean].filter(Boolean).join(', ')
  return { name, number: numbers === '' ? '' : `(${numbers})`, facts: facts.join(' · ') }
}

type CpuTotals = NonNullable<RowItem['cpuTotals']>

function cpuFacts({ busyNs, idleNs, unknownNs, switches, lost }: CpuTotals): string[] {
  const facts = [`busy ${formatDuration(busyNs)}`, `idle ${formatDuration(idleNs)}`]
  if (unknownNs > 0) facts.push(`unknown ${formatDuration(unknownNs)}`)
  facts.push(plural(switches, 'switch', 'switches'))
  if (lost > 0) facts.push(plural(lost, 'lost event'))
  return facts
}

/** Where only the states of the hardware are known, none of it busy would be wrong. */
function busyShare({ busyNs, idleNs, unknownNs }: CpuTotals): string | undefined {
  return busyNs + idleNs > 0 ? `${formatShare(busyNs, busyNs + idleNs + unknownNs)} busy` : undefined
}

/** The sums of a task, or of the tasks of a process or group; what is zero goes without saying. */
function taskFacts(row: RowItem, threads?: number): string {
  const { totals } = row
  const facts: string[] = []
  if (row.kind === 'process' && threads !== undefined) facts.push(`${plural(threads, 'thread')} drawn`)
  if (row.kind === 'group' && row.tasks !== undefined) facts.push(plural(row.tasks, 'task'))
  if (totals !== undefined) facts.push(...totalFacts(totals), ...ioFacts(totals))
  facts.push(...sampleFacts(row), ...parentFacts(row))
  return facts.join(' · ')
}

function totalFacts(totals: GivenTotals): string[] {
  const facts: string[] = []
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
  return facts
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
