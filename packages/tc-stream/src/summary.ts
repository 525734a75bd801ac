import type { ChartHeadItem, DiagnosticItem } from '@tc-stream/event-schema'
import { RECORD_COMMAND } from './help.js'
import type { CliOptions } from './options.js'
import type { Report } from './report.js'
import { type ItemSeam, isItemSeam, type Seam } from './seams.js'
import { hasWindow } from './stage-settings.js'
import { createPalette, type Palette } from './terminal.js'
import { count, duration, plural, printable, size, tracedSize } from './text.js'

/** What stands for lines that are not used because nobody knows what they say; other warnings are about what they say. */
const NOT_UNDERSTOOD = /^TC_(LEX_(UNKNOWN_LINE|ORPHAN_FRAME|LINE_TOO_LONG)|NDJSON_(NOT_JSON|BAD_ITEM|LONG_LINE))$/
const MAX_NAMES_SHOWN = 8
/** Units: UTF-16 code units. */
const MAX_NAME_SHOWN = 80
const SEVERITY_ORDER = ['error', 'warning', 'info']

export interface RunFacts {
  readonly from: Seam
  readonly to: Seam
  readonly lines: number
  readonly writtenBytes: number
  /** What is wrong with the packed input, which was used as far as it goes. */
  readonly damage: string | undefined
  /** What perf said while it read a recording for us. */
  readonly inputMessages: readonly string[]
}

/** The closing lines: what was read, drawn, left out and not understood, then one line for each diagnostic. */
export function summaryLines(report: Report, facts: RunFacts, palette: Palette): string[] {
  const parts = [readPart(report, facts), writtenPart(report, facts), ...leftOutParts(report)]
  parts.push(`${plural(notUnderstood(report), 'line')} not understood`)
  const lines = [`tc-stream: ${parts.join('; ')}`]
  if (facts.damage !== undefined) lines.push(palette.warn(`  ${printable(facts.damage)}`))
  for (const message of facts.inputMessages) lines.push(palette.warn(`  perf script: ${printable(message)}`))
  const selection = selectionText(report)
  if (selection !== undefined) lines.push(`  ${selection}`)
  return [...lines, ...sortedDiagnostics(report).map(item => diagnosticLine(item, palette))]
}

/** `read 18,606 lines, 2,062 events (2.3 s of trace, 4 CPUs, 64 tasks)` */
function readPart(report: Report, facts: RunFacts): string {
  const { head } = report
  const about: string[] = []
  const spanNs = head === undefined ? spanOf(report) : head.endNs - head.startNs
  if (spanNs !== undefined) about.push(`${duration(spanNs)} of trace`)
  const cpus = report.cpuRows || report.trace?.cpuCount
  if (cpus) about.push(plural(cpus, 'CPU'))
  if (head !== undefined) about.push(plural(head.tasks, 'task'))
  const events = report.items.records || (head?.events ?? report.items.events)
  const read = [plural(facts.lines, 'line'), ...(events > 0 ? [plural(events, 'event')] : [])].join(', ')
  return `read ${read}${about.length > 0 ? ` (${about.join(', ')})` : ''}`
}

function writtenPart(report: Report, facts: RunFacts): string {
  if (isItemSeam(facts.to))
    return `wrote ${plural(report.items[facts.to], 'item')} of ${facts.to} (${size(facts.writtenBytes)})`
  if (facts.to === 'summary') return `summed up ${plural(report.items.timeline, 'item')} (${size(facts.writtenBytes)})`
  if (facts.to === 'chrome-trace') {
    return `wrote a trace of ${plural(report.items.timeline, 'item')} (${size(facts.writtenBytes)})`
  }
  if (report.head === undefined) return `wrote ${size(facts.writtenBytes)}`
  const { rows, elements } = report.head
  return `drew ${plural(rows, 'row')}, ${plural(elements, 'element')} (${size(facts.writtenBytes)})`
}

function leftOutParts(report: Report): string[] {
  const { head } = report
  if (head === undefined) return []
  const parts: string[] = []
  if (head.tasksGrouped > 0) parts.push(`${plural(head.tasksGrouped, 'task')} in rows by name`)
  if (head.tasksLeftOut > 0) parts.push(`${plural(head.tasksLeftOut, 'task')} below ${thresholds(head)} left out`)
  if (head.quantumNs > 0) {
    parts.push(`${plural(head.foldedIntervals, 'interval')} shorter than ${duration(head.quantumNs)} folded`)
  }
  const uncertain = [share(head.inferredNs, head.taskNs, 'inferred'), share(head.unknownNs, head.taskNs, 'unknown')]
  const told = uncertain.filter(text => text !== undefined)
  if (told.length > 0) parts.push(`${told.join(' and ')} of task time`)
  return parts
}

/** `left out by the selection: tasks other than make (61)` */
function selectionText(report: Report): string | undefined {
  const items = [...report.diagnostics.values()].filter(item => item.leftOut)
  if (items.length === 0) return undefined
  const parts = items.map(item => `${printable(item.meaning)} (${count(item.count)})`)
  return `left out by the selection: ${parts.join(', ')}`
}

/** `10 ms`; of I/O alone `1 MiB`, of both `10 ms and 1 MiB`. */
function thresholds({ scheduled, thresholdNs, io }: ChartHeadItem): string {
  const limits = scheduled === false && io !== undefined ? [] : [duration(thresholdNs)]
  if (io !== undefined) limits.push(tracedSize(io.thresholdBytes))
  return limits.join(' and ')
}

/** `3.1 % inferred`; undefined for nothing. */
function share(ns: number, ofNs: number, name: string): string | undefined {
  if (ns === 0 || ofNs === 0) return undefined
  const percent = (100 * ns) / ofNs
  return `${percent < 0.1 ? '< 0.1' : percent.toFixed(1)} % ${name}`
}

export function notUnderstood(report: Report): number {
  let lines = 0
  for (const item of report.diagnostics.values()) {
    if (NOT_UNDERSTOOD.test(item.code)) lines += item.count
  }
  return lines
}

function sortedDiagnostics(report: Report): DiagnosticItem[] {
  const rank = (item: DiagnosticItem) => SEVERITY_ORDER.indexOf(item.severity)
  return [...report.diagnostics.values()].filter(item => !item.leftOut).sort((a, b) => rank(a) - rank(b))
}

/** `  TC_LEX_UNKNOWN_LINE ×3, first in line 17: not a line of perf script; "…"` */
export function diagnosticLine(item: DiagnosticItem, palette: Palette): string {
  // An item that came in as NDJSON says what its writer wanted.
  const name = printable(item.code)
  const code = item.severity === 'info' ? name : palette.warn(name)
  const where = item.line === undefined ? '' : `, first in line ${count(item.line)}`
  const sample = item.sample === undefined ? '' : `: "${printable(item.sample)}"`
  const advice = item.advice === undefined ? '' : ` (${printable(inOurWords(item.advice))})`
  const policy = item.policy === undefined ? '' : ` [${printable(item.policy)}]`
  return `  ${code} ×${count(item.count)}${policy}${where}: ${printable(item.meaning)}${advice}${sample}`
}

/** Options of the stages that are options of the command line too: an advice names those of its stage. */
const OPTION_NAMES: Readonly<Record<string, string>> = {
  maxElements: '--max-elements',
  maxRows: '--max-rows',
  worst: '--worst',
}

const OPTION_NAME = new RegExp(`(?<![\\w-])(?:${Object.keys(OPTION_NAMES).join('|')})\\b`, 'g')

function inOurWords(advice: string): string {
  return advice.replace(/\b(?:raise|lower) .*/, text => text.replace(OPTION_NAME, name => OPTION_NAMES[name] as string))
}

/** Why there is nothing to draw, what was found instead, what was odd about it, and what to do. */
export function nothingToDraw(report: Report, seam: ItemSeam, lines: number): string {
  const odd = sortedDiagnostics(report).filter(({ severity, policy }) => severity !== 'info' && policy === undefined)
  const parts = [
    ...whatThereIs(report, seam, lines),
    ...(lines === 0 ? [] : odd.map(item => diagnosticLine(item, createPalette(false)))),
    `  ${remedyOf(report)}`,
  ]
  return `nothing to draw: ${parts.join('\n')}`
}

function whatThereIs(report: Report, seam: ItemSeam, lines: number): string[] {
  const names = [...report.eventNames].sort((a, b) => b[1] - a[1])
  if (names.length === 0) {
    const bad = notUnderstood(report)
    const what =
      lines === 0 ? 'the input is empty' : `no ${seam === 'timeline' ? 'item' : 'event'} in ${plural(lines, 'line')}`
    return [`${what}${bad > 0 ? `, ${count(bad)} not understood` : ''}`]
  }
  const total = names.reduce((sum, [, times]) => sum + times, 0)
  const found = names.slice(0, MAX_NAMES_SHOWN).map(([name, times]) => `${count(times)} ${printable(clipName(name))}`)
  if (names.length > MAX_NAMES_SHOWN) found.push(`${count(names.length - MAX_NAMES_SHOWN)} other kinds`)
  const events = plural(total, 'event')
  const what = isTimeless(report)
    ? `no event with its time among ${events}`
    : `no scheduler, power or I/O event among ${events}`
  return [what, `  found: ${found.join(', ')}`]
}

/** What could be drawn had no time. */
function isTimeless({ diagnostics }: Report): boolean {
  return diagnostics.has('TC_NORM_NO_TIME')
}

/** To record again helps only where the recording is to blame, and not how it was printed or handed to us. */
function remedyOf(report: Report): string {
  const { diagnostics } = report
  if (isTimeless(report)) return 'Print the time of each event: perf script -F +time'
  if (diagnostics.get('TC_LEX_UNKNOWN_LINE')?.sample?.startsWith('{"')) {
    return 'The input is NDJSON: --from-format SEAM reads it, where SEAM is what --format was when it was written'
  }
  if (diagnostics.has('TC_NDJSON_BAD_ITEM')) {
    return 'The input was written at another seam: give --from-format what --format was when it was written'
  }
  return `Record what a chart is drawn from:\n    ${RECORD_COMMAND.replaceAll('\n', '\n    ')}`
}

/** Names of hardware events may be told by many parts. */
function clipName(name: string): string {
  return name.length > MAX_NAME_SHOWN ? `${name.slice(0, MAX_NAME_SHOWN)}…` : name
}

/** Why the chart is empty although there is something to draw. */
export function nothingSelected(report: Report, options: CliOptions): string {
  const missing = report.diagnostics.get('TC_FILTER_NO_MATCH')?.sample
  if (missing !== undefined) return `nothing to draw: no task is ${printable(missing)}`
  const leftOut = selectionText(report)
  const why = leftOut === undefined ? '' : `; ${leftOut}`
  const { head } = report
  if (head !== undefined && head.tasksLeftOut > 0) {
    const below = `${plural(head.tasksLeftOut, 'task')} below ${thresholds(head)}`
    return `nothing to draw: ${below}; lower --threshold or --io-threshold, or raise -n${why}`
  }
  if (!hasWindow(options)) return `nothing to draw${why}`
  const span =
    report.trace === undefined || report.firstNs === undefined ? '' : `; the trace runs ${extentText(report)}`
  return `nothing to draw between --from and --to${span}${why}`
}

/** `from 443.100200300 to 445.410000000` */
function extentText(report: Report): string {
  const origin = report.trace?.originSeconds ?? 0
  return `from ${traceTime(origin, report.firstNs ?? 0)} to ${traceTime(origin, report.lastNs ?? 0)}`
}

function traceTime(originSeconds: number, timeNs: number): string {
  const seconds = originSeconds + Math.floor(timeNs / 1e9)
  return `${seconds}.${String(((timeNs % 1e9) + 1e9) % 1e9).padStart(9, '0')}`
}

function spanOf(report: Report): number | undefined {
  if (report.firstNs === undefined || report.lastNs === undefined) return undefined
  return report.lastNs - report.firstNs
}
