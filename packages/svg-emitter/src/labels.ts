import type { RowItem } from '@tc-stream/event-schema'
import { visibleText } from './shared/escape.js'
import { formatCount, formatDuration, formatFrequency, formatShare, plural } from './shared/format.js'

export interface RowLabel {
  /** What the row is: `make:1234`, `CPU 0`. */
  readonly name: string
  /** The number that matters most of it: `(12.3 ms)`, `(34% busy)`. */
  readonly number: string
  /** The other numbers, in words. */
  readonly facts: string
}

/** `threads`: how many of them have rows below the row of a process. */
export function labelOf(row: RowItem, threads?: number): RowLabel {
  const comm = visibleText(row.comm ?? '')
  const running = row.totals === undefined ? '' : `(${formatDuration(row.totals.runningNs)})`
  switch (row.kind) {
    case 'cpu':
      return cpuLabel(row)
    case 'process':
      return { name: row.pid == null ? comm : `${comm} (pid ${row.pid})`, number: '', facts: taskFacts(row, threads) }
    case 'group':
      return { name: `${comm} ×${formatCount(row.tasks ?? 0)}`, number: running, facts: taskFacts(row) }
    case 'task':
      return { name: `${comm}:${row.tid ?? '?'}`, number: running, facts: taskFacts(row) }
  }
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
  const busy = `${formatShare(totals.busyNs, whole)} busy`
  return { name, number: `(${mean === undefined ? busy : `${busy}, ${mean}`})`, facts: facts.join(' · ') }
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
  facts.push(...sampleFacts(row), ...parentFacts(row))
  return facts.join(' · ')
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
