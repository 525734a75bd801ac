import type { GivenTotals } from '@tc-stream/event-schema'
import { type Column, layOut } from './columns.js'
import type { DistributionSummary } from './distribution.js'
import type { CpuSummary, ManyTasksSummary, SummaryDocument, TaskSummary, WorstSummary } from './document.js'
import { count, duration, NOTHING, percent, plural, size, sum, traceTime } from './format.js'
import type { IoSummary } from './io.js'
import { clip, printable } from './terminal-text.js'

/** Columns of a terminal that a name may take. */
const NAME_WIDTH = 26
/** What a waker or reason may take. */
const REASON_WIDTH = 44

/** The summary as text for people: a head, then tables of CPUs, tasks, waits, I/O and the longest of them. */
export function* writeTable(document: SummaryDocument): Generator<string> {
  yield* head(document)
  if (document.cpus.some(tells)) yield* section(cpuTable(document))
  if (timeOf(document.all) > 0) yield* section(taskTable(document))
  yield* section(waitTable(document))
  yield* section(ioTable(document))
  yield* section(worstTable('Longest waits for a CPU', document.worstWaits, document))
  yield* section(worstTable('Longest blocks', document.worstBlocks, document))
}

/** A trace of system calls knows of a CPU no more than its number, and of tasks only their calls. */
function tells({ busyNs, idleNs, switches, lost, meanFreqKhz }: CpuSummary): boolean {
  return busyNs + idleNs + switches + lost > 0 || meanFreqKhz !== undefined
}

interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

function* section({ columns, rows }: Table): Generator<string> {
  if (rows.length === 0) return
  yield '\n'
  yield* layOut(columns, rows)
}

function* head(document: SummaryDocument): Generator<string> {
  const { startNs, endNs, events, all, cpus, trace } = document
  const extent = `${traceTime(trace.originSeconds, startNs)} to ${traceTime(trace.originSeconds, endNs)}`
  const facts = [
    ...(all.tasks > 0 || cpus.length === 0 ? [plural(all.tasks, 'task')] : []),
    ...(cpus.length > 0 ? [plural(cpus.length, 'CPU')] : []),
    `${plural(events, 'event')} in the trace`,
  ]
  yield `${extent} (${duration(endNs - startNs)}): ${facts.join(', ')}\n`
  const machine = [trace.osRelease, trace.arch, trace.cpuModel, trace.perfVersion && `perf ${trace.perfVersion}`]
  const known = machine.filter(fact => fact !== undefined && fact !== '')
  if (known.length > 0) yield `${printable(known.join(', '))}\n`
  const ns = timeOf(all)
  const uncertain = [share(all.inferredNs, ns, 'inferred'), share(all.unknownNs, ns, 'unknown')].filter(Boolean)
  if (uncertain.length > 0) yield `of the time of tasks, ${uncertain.join(' and ')}\n`
  const { others, thresholdNs } = document
  if (others.tasks > 0 && thresholdNs > 0) yield `tasks that ran less than ${duration(thresholdNs)} share a row\n`
}

function share(part: number, of: number, name: string): string {
  return part === 0 ? '' : `${percent(part, of)} % is ${name}`
}

const timeOf = (totals: GivenTotals) =>
  totals.runningNs + totals.waitingNs + totals.blockedNs + totals.sleepingNs + totals.unknownNs

/** Count, average, quantiles, longest and when: the last columns of two tables. */
const LENGTH_COLUMNS: readonly Column[] = ['waits', 'average', 'p50', 'p99', 'longest', 'at'].map(head => ({ head }))

function lengths({ count: times, averageNs, p50Ns, p99Ns, maxNs, maxAtNs }: DistributionSummary, origin: number) {
  if (maxAtNs === null) return LENGTH_COLUMNS.map(() => NOTHING)
  return [count(times), ...[averageNs, p50Ns, p99Ns, maxNs].map(duration), traceTime(origin, maxAtNs)]
}

function cpuTable({ cpus, startNs, endNs, trace }: SummaryDocument): Table {
  const withFrequency = cpus.some(row => row.meanFreqKhz !== undefined)
  const withLost = cpus.some(row => row.lost > 0)
  const heads = ['busy', '%', 'idle', 'unknown', 'switches']
  const more = [...(withFrequency ? ['mean MHz'] : []), ...(withLost ? ['lost'] : [])]
  const rows = cpus.map((row: CpuSummary) => [
    `CPU ${row.cpu}`,
    sum(row.busyNs),
    percent(row.busyNs, endNs - startNs),
    sum(row.idleNs),
    sum(row.unknownNs),
    count(row.switches),
    ...(withFrequency ? [row.meanFreqKhz === undefined ? NOTHING : count(row.meanFreqKhz / 1_000)] : []),
    ...(withLost ? [count(row.lost)] : []),
    ...lengths(row.waits, trace.originSeconds),
  ])
  const columns = [...heads, ...more].map(head => ({ head }))
  return { columns: [{ head: 'CPUs', align: 'left' }, ...columns, ...LENGTH_COLUMNS], rows }
}

function taskTable(document: SummaryDocument): Table {
  const spanNs = document.endNs - document.startNs
  const heads = ['running', '%', 'waiting', 'blocked', 'sleeping', 'unknown', 'switches', 'preempted', 'moved', 'woken']
  const row = (name: string, totals: GivenTotals) => [
    name,
    sum(totals.runningNs),
    percent(totals.runningNs, spanNs),
    ...[totals.waitingNs, totals.blockedNs, totals.sleepingNs, totals.unknownNs].map(sum),
    ...[totals.switches, totals.preempted, totals.migrations, totals.wakeups].map(count),
  ]
  return {
    columns: [{ head: 'Tasks', align: 'left' }, ...heads.map(head => ({ head }))],
    rows: allRows(document).map(([name, sums]) => row(name, sums)),
  }
}

/** Tasks with a row, all others, and their sum. */
function allRows({ tasks, others, all }: SummaryDocument): [name: string, sums: TaskSummary | ManyTasksSummary][] {
  const rows: [string, TaskSummary | ManyTasksSummary][] = tasks.map(task => [taskName(task), task])
  if (others.tasks > 0) rows.push([`${plural(others.tasks, 'other task')}`, others])
  if (all.tasks === 0) return []
  return rows.length === 1 ? rows : [...rows, [`all ${plural(all.tasks, 'task')}`, all]]
}

function taskName({ comm, tid }: { readonly comm: string; readonly tid: number }): string {
  return `${clip(printable(comm), NAME_WIDTH - 10)}:${tid}`
}

function waitTable(document: SummaryDocument): Table {
  const origin = document.trace.originSeconds
  const rows = allRows(document)
    .filter(([, { waits }]) => waits.all.count > 0)
    .map(([name, { waits }]) => [
      name,
      ...lengths(waits.all, origin),
      ...[waits.woken, waits.preempted].map(part => sum(part.totalNs)),
    ])
  const { waits } = document.all
  const causes = [
    ['  after a wakeup', waits.woken],
    ['  after preemption', waits.preempted],
    ['  new tasks', waits.new],
  ] as const
  for (const [name, part] of causes) if (part.count > 0) rows.push([name, ...lengths(part, origin), '', ''])
  const columns = [...LENGTH_COLUMNS, { head: 'woken' }, { head: 'preempted' }]
  return { columns: [{ head: 'Waiting for a CPU', align: 'left' }, ...columns], rows }
}

function ioTable(document: SummaryDocument): Table {
  const rows = allRows(document).flatMap(([name, { io = {} }]) => {
    const parts = Object.values(io).filter((part): part is IoSummary => part !== undefined)
    if (parts.length === 0) return []
    const total = (of: (part: IoSummary) => number) => parts.reduce((result, part) => result + of(part), 0)
    return [
      [
        name,
        ...[io.read, io.write, io.rx, io.tx].map(part => size(part?.bytes ?? 0)),
        ...[total(part => part.calls), total(part => part.errors)].map(count),
        sum(total(part => part.totalNs)),
        duration(Math.max(...parts.map(part => part.maxNs))),
      ],
    ]
  })
  const heads = ['read', 'written', 'received', 'sent', 'calls', 'errors', 'in calls', 'longest']
  return { columns: [{ head: 'I/O', align: 'left' }, ...heads.map(head => ({ head }))], rows }
}

function worstTable(title: string, worst: readonly WorstSummary[], { trace }: SummaryDocument): Table {
  const columns: Column[] = [
    { head: title, align: 'left' },
    { head: 'lasted' },
    { head: 'at' },
    { head: 'why', align: 'left' },
  ]
  const rows = worst.map(one => [
    taskName(one),
    duration(one.endNs - one.startNs),
    traceTime(trace.originSeconds, one.startNs),
    clip(printable(whyOf(one)), REASON_WIDTH),
  ])
  return { columns, rows }
}

/** Why it waited: what it waits in, what began the wait, who woke it. */
function whyOf({ cause, reason, wakerTid, wakerComm, context, interrupt }: WorstSummary): string {
  if (cause === undefined) return reason === undefined ? '' : `in ${reason}`
  if (cause !== 'woken') return cause
  if (context === 'interrupt') return `woken by an interrupt${interrupt === undefined ? '' : `, ${interrupt}`}`
  return wakerTid === undefined ? cause : `woken by ${wakerComm ?? ''}:${wakerTid}`
}
