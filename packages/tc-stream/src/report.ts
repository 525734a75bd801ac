import type { ChartHeadItem, DiagnosticItem, TraceItem } from '@tc-stream/event-schema'
import type { ItemSeam, Seam } from './seams.js'

/** Distinct event names counted for the message that there is nothing to draw; others count as `other events`. */
export const MAX_EVENT_NAMES = 1_000

/** Items that show what a task or CPU did; a stream without any of them has nothing to draw. */
const DRAWABLE: Readonly<Record<ItemSeam, ReadonlySet<string>>> = {
  records: new Set(),
  events: new Set([
    'switch',
    'wakeup',
    'migrate',
    'cpuIdle',
    'cpuFrequency',
    'interrupt',
    'syscallEnter',
    'syscallExit',
  ]),
  timeline: new Set(['interval', 'cpuRun', 'idle', 'cState', 'pState', 'interrupt', 'io', 'wakeup']),
  chart: new Set(['box', 'bin']),
}

/** Items that tell of tasks before the trace begins, or of the whole trace. */
const SIDE_BAND: ReadonlySet<string> = new Set(['fork', 'comm', 'exit', 'task', 'cpu', 'end', 'chart', 'row'])

const LETTER_P = 80

/** What may stand in any item, as far as the report looks at it. */
interface SeenItem {
  readonly type: string
  readonly event?: string
  readonly timeNs?: number | null
  readonly startNs?: number
  readonly endNs?: number
  readonly kind?: string
}

/** What has been seen of the stream so far; the stages fill it as the items pass. */
export interface Report {
  trace: TraceItem | undefined
  head: ChartHeadItem | undefined
  /** Something that can be drawn has passed. */
  drawable: boolean
  firstNs: number | undefined
  lastNs: number | undefined
  cpuRows: number
  /** Items that passed each seam. */
  readonly items: Record<ItemSeam, number>
  /** How often each event was met, until something drawable was. */
  readonly eventNames: Map<string, number>
  /** By code. The items of the stage that counts go on counting. */
  readonly diagnostics: Map<string, DiagnosticItem>
}

export function createReport(): Report {
  return {
    trace: undefined,
    head: undefined,
    drawable: false,
    firstNs: undefined,
    lastNs: undefined,
    cpuRows: 0,
    items: { records: 0, events: 0, timeline: 0, chart: 0 },
    eventNames: new Map(),
    diagnostics: new Map(),
  }
}

/**
 * Takes note of the items that pass a seam. Once something that can be drawn has passed, nearly all of them need only be
 * counted, and timed where they come in.
 */
export function watchItems(report: Report, seam: ItemSeam, items: readonly SeenItem[], first: Seam): void {
  const isEntry = seam === entryOf(first)
  let counted = 0
  for (const item of items) {
    const { type } = item
    if (!report.drawable || seam === 'chart' || type === 'diagnostic' || type === 'trace') {
      watchItem(report, seam, item, first)
    } else {
      counted++
      if (isEntry) watchTime(report, seam, item)
    }
  }
  report.items[seam] += counted
}

/** Takes note of where the trace begins and ends, and whether it holds anything to draw, before some of it is left out. */
export function watchEntry(report: Report, seam: ItemSeam, items: readonly SeenItem[]): void {
  for (const item of items) {
    if (!report.drawable) report.drawable = DRAWABLE[seam].has(item.type)
    watchTime(report, seam, item)
  }
}

/** Takes note of one item that passes a seam. `first` is where the items come in, if not as text. */
export function watchItem(report: Report, seam: ItemSeam, item: SeenItem, first: Seam): void {
  if (item.type === 'diagnostic') {
    const diagnostic = item as unknown as DiagnosticItem
    report.diagnostics.set(diagnostic.code, diagnostic)
    return
  }
  if (item.type === 'trace') {
    report.trace ??= item as unknown as TraceItem
    return
  }
  report.items[seam]++
  if (!report.drawable) {
    report.drawable = DRAWABLE[seam].has(item.type)
    if (!report.drawable) countName(report, seam, item, first)
  }
  if (seam === entryOf(first)) watchTime(report, seam, item)
  if (seam === 'chart') watchChart(report, item)
}

/** The first seam that items pass. */
function entryOf(first: Seam): Seam {
  return first === 'text' ? 'records' : first
}

/** An event is counted where it comes in: by its name in the text, or else by its type. */
function countName(report: Report, seam: ItemSeam, item: SeenItem, first: Seam): void {
  if (seam !== entryOf(first)) return
  const known = report.eventNames
  const wanted = item.event ?? item.type
  const name = known.has(wanted) || known.size < MAX_EVENT_NAMES ? wanted : 'other events'
  known.set(name, (known.get(name) ?? 0) + 1)
}

/**
 * The extent of the trace as the state machine sees it: from the first event (an older one that comes late is clamped),
 * without what perf synthesizes, which tells of the past. Intervals come in order of their ends.
 */
function watchTime(report: Report, seam: ItemSeam, item: SeenItem): void {
  if (isSideBand(item)) return
  const start = item.timeNs ?? item.startNs
  const end = item.timeNs ?? item.endNs
  if (start === undefined || start === null || end === undefined || end === null) return
  if (report.firstNs === undefined || (seam === 'timeline' && start < report.firstNs)) report.firstNs = start
  if (report.lastNs === undefined || end > report.lastNs) report.lastNs = end
}

function isSideBand({ type, event }: SeenItem): boolean {
  // A look at what nearly all items are comes before the searches.
  if (type !== 'record' && SIDE_BAND.has(type)) return true
  return event !== undefined && event.charCodeAt(0) === LETTER_P && event.startsWith('PERF_RECORD_')
}

function watchChart(report: Report, item: SeenItem): void {
  if (item.type === 'chart') report.head = item as unknown as ChartHeadItem
  else if (item.type === 'row' && item.kind === 'cpu') report.cpuRows++
}
