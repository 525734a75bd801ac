import type { ChartHeadItem, DiagnosticItem, TraceItem } from '@tc-stream/event-schema'
import { type Highlighting, highlightNote } from './highlighting.js'
import { visibleText } from './shared/escape.js'
import { formatBytes, formatClock, formatCount, formatDuration, formatShare, plural } from './shared/format.js'

/** Most kinds of diagnostics that are spelt out in the picture. */
export const MAX_DIAGNOSTIC_NOTES = 6

/** There is I/O, and nothing of what tasks and CPUs were doing. */
export const isIoOnly = ({ scheduled, io }: ChartHeadItem): boolean => scheduled === false && io !== undefined

/** Most kinds of errors that are spelt out in the picture. */
const MAX_ERRORS_NAMED = 6

/** The machine and the recording, as far as the text told. */
export function machineFacts(trace: TraceItem | undefined): string {
  if (trace === undefined) return ''
  const facts: string[] = []
  if (trace.cpuModel) facts.push(trace.cpuModel)
  if (trace.cpuCount !== undefined) facts.push(plural(trace.cpuCount, 'CPU'))
  if (trace.osRelease) facts.push(`Linux ${[trace.osRelease, trace.arch].filter(Boolean).join(' ')}`)
  if (trace.perfVersion) facts.push(`perf ${trace.perfVersion}`)
  if (trace.capturedOn) facts.push(`recorded ${trace.capturedOn}`)
  return visibleText(facts.join('  ·  '))
}

/** What the chart shows, in one line. */
export function chartSummary(head: ChartHeadItem, trace: TraceItem | undefined): string {
  const start = formatClock(trace?.originSeconds ?? 0, head.startNs)
  const drawn = head.tasksDrawn < head.tasks ? ` (${formatCount(head.tasksDrawn)} drawn)` : ''
  return [
    `${formatDuration(head.endNs - head.startNs)} from ${start} s`,
    ...(head.tasks > 0 ? [`${plural(head.tasks, 'task')}${drawn}`] : []),
    plural(head.events, 'event'),
    ...(head.io === undefined ? [] : [`${plural(head.io.calls, 'I/O call')}, ${formatBytes(head.io.bytes)}`]),
    resolution(head),
  ].join('  ·  ')
}

/** Where warnings are to be found, `''` without any. */
export function warningsLine(warnings: number): string {
  if (warnings === 0) return ''
  return `⚠ ${warnings === 1 ? 'a warning' : `${warnings} warnings`}, see the notes below`
}

function resolution(head: ChartHeadItem): string {
  if (head.quantumNs === 0) return 'every interval is exact'
  return `intervals shorter than ${formatDuration(head.quantumNs)} are folded into bins`
}

export function defaultTitle(head: ChartHeadItem | undefined, trace: TraceItem | undefined): string {
  if (head === undefined) return 'Scheduling timeline: nothing to draw'
  if (head.tasks === 0) return `CPU timeline: ${plural(head.rows, 'CPU')}, ${formatDuration(head.endNs - head.startNs)}`
  const cpus = trace?.cpuCount === undefined ? '' : ` on ${plural(trace.cpuCount, 'CPU')}`
  const kind = isIoOnly(head) ? 'I/O' : 'Scheduling'
  return `${kind} timeline: ${plural(head.tasks, 'task')}${cpus}, ${formatDuration(head.endNs - head.startNs)}`
}

/** One thing to know of the picture. */
export interface Note {
  readonly text: string
  readonly warning: boolean
}

/** What a reader should know before trusting the picture. */
export function chartNotes(
  head: ChartHeadItem,
  diagnostics: readonly DiagnosticItem[],
  highlighting: Highlighting,
): Note[] {
  const notes = [resolutionNote(head)]
  if (head.tasksGrouped > 0) {
    notes.push(`${plural(head.tasksGrouped, 'task')} share rows by name; their totals are exact.`)
  }
  if (head.tasksLeftOut > 0) notes.push(leftOutNote(head))
  if (head.io !== undefined) notes.push(ioNote(head.io))
  const wishes = [selectionNote(diagnostics), highlightNote(highlighting, head.quantumNs)]
  for (const note of wishes) if (note !== undefined) notes.push(visibleText(note))
  if (head.tasks > 0) notes.push(certaintyNote(head))
  const asNote = (warning: boolean) => (text: string) => ({ text, warning })
  return [...notes.map(asNote(false)), ...diagnosticNotes(diagnostics).map(asNote(true))]
}

function resolutionNote(head: ChartHeadItem): string {
  if (head.quantumNs === 0) return `Every interval is exact: ${plural(head.elements, 'box', 'boxes')}.`
  return (
    `Resolution: ${plural(head.foldedIntervals, 'interval')} shorter than ${formatDuration(head.quantumNs)} are folded ` +
    'into bins that show the share of time in each state, stacked. Totals are exact.'
  )
}

/** What the user did not ask for; totals are those of whole tasks nevertheless. */
function selectionNote(diagnostics: readonly DiagnosticItem[]): string | undefined {
  const parts = diagnostics.filter(item => item.leftOut).map(item => `${item.meaning} (${formatCount(item.count)})`)
  if (parts.length === 0) return undefined
  const note = `Left out by the selection: ${parts.join(', ')}.`
  const inRows = diagnostics.some(item => item.leftOut === 'rows' || item.leftOut === 'intervals')
  return inRows ? `${note} Totals are those of whole tasks and CPUs.` : note
}

/** Below the line lies who neither ran nor moved enough; in a chart without I/O, or without states, the other goes unsaid. */
function leftOutNote({ scheduled, io, tasksLeftOut, thresholdNs, leftOutRunningNs }: ChartHeadItem): string {
  const limits: string[] = []
  const sums: string[] = []
  if (scheduled !== false) {
    if (thresholdNs > 0) limits.push(`ran less than ${formatDuration(thresholdNs)}`)
    sums.push(`${formatDuration(leftOutRunningNs)} of running time`)
  }
  if (io !== undefined) {
    if (io.thresholdBytes > 0) limits.push(`moved less than ${formatBytes(io.thresholdBytes)}`)
    sums.push(formatBytes(io.leftOutBytes))
  }
  const threshold = limits.length === 0 ? '' : ` that ${limits.join(' and ')} each`
  return `Left out: ${plural(tasksLeftOut, 'task')}${threshold}, ${sums.join(' and ')} in all.`
}

function ioNote({ calls, bytes, errors }: NonNullable<ChartHeadItem['io']>): string {
  const named = Object.entries(errors).map(([name, count]) => `${formatCount(count)} × ${name}`)
  const more = named.length - MAX_ERRORS_NAMED
  const told = [...named.slice(0, MAX_ERRORS_NAMED), ...(more > 0 ? [plural(more, 'other error')] : [])]
  const failed = told.length === 0 ? 'none failed' : `failed: ${visibleText(told.join(', '))}`
  return `I/O: ${plural(calls, 'call')} moved ${formatBytes(bytes)}; ${failed}.`
}

function certaintyNote(head: ChartHeadItem): string {
  if (head.scheduled === false) return 'No scheduler events: when tasks ran, waited or slept is not known.'
  if (head.unknownNs === 0 && head.inferredNs === 0) return 'Every state was recorded; none was inferred.'
  const unknown = formatShare(head.unknownNs, head.taskNs)
  return `Of the tasks' time, ${unknown} is in an unknown state and ${formatShare(head.inferredNs, head.taskNs)} inferred.`
}

function diagnosticNotes(diagnostics: readonly DiagnosticItem[]): string[] {
  const severe = diagnostics.filter(item => item.severity !== 'info')
  const rest = severe.length - MAX_DIAGNOSTIC_NOTES
  const notes = severe
    .slice(0, MAX_DIAGNOSTIC_NOTES)
    .map(item => visibleText(`⚠ ${formatCount(item.count)} × ${item.meaning} (${item.code}).`))
  if (rest > 0) notes.push(`⚠ ${plural(rest, 'more kind')} of warnings.`)
  return notes
}
