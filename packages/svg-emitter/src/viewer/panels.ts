import { IO_BYTES, LONGEST_WAIT, NOTHING, TOTALS } from '../shared/data-format.js'
import {
  detailCommand,
  formatBytes,
  formatCount,
  formatDuration,
  formatExactDuration,
  formatShare,
} from '../shared/format.js'
import type { Chart } from './chart.js'
import { describe } from './details-panel.js'
import { button, html, svgElement, withAttributes } from './dom.js'
import { BARS, barStart, histogramOf } from './histogram.js'
import { type Column, copyButton, facts, link, note, numberColumn, section, sideBySide, table } from './panel-parts.js'
import { type RowTimes, rangeStats } from './range-stats.js'
import { STATES } from './records.js'
import type { Call } from './survey.js'

/** Most rows of the tables of a range. */
const MOST_TASKS = 40

/** The numbers of a range of time. */
export function rangePanel(chart: Chart): Node[] {
  const { data, range } = chart
  if (!range) {
    return [note('No range: drag along the time axis, or press r.')]
  }
  const { originSeconds, startNs } = data.head
  const span = range.endNs - range.startNs
  const stats = rangeStats(data, range)
  // What nobody did has no column.
  const sums = [
    ...STATES.map((state, index) => numberColumn<RowTimes>(state, ({ times }) => times[index] ?? 0)),
    numberColumn<RowTimes>('in I/O', ({ ioNs }) => ioNs),
    numberColumn<RowTimes>('in poll', ({ pollNs }) => pollNs),
    numberColumn<RowTimes>('moved', ({ bytes }) => Math.round(bytes), formatBytes),
  ].filter(({ text }) => text(stats.all) !== '')
  const command = detailCommand(originSeconds, range.startNs, range.endNs)
  const about = section(
    `${formatDuration(span)} from +${formatDuration(range.startNs - startNs)}`,
    html(
      'div',
      { class: 'tv-buttons' },
      button('Zoom', 'Zoom to the range', () => chart.setView(range, true)),
      button('Clear', 'Clear the range', () => chart.setRange(undefined)),
      copyButton(() => command, 'Copy the command'),
    ),
    html('p', {}, html('code', {}, command)),
    facts([
      ['length', formatExactDuration(Math.round(span))],
      ...sums.map(({ name, text }): [string, string | Node] => [name, text(stats.all)]),
    ]),
  )
  if (stats.isEstimate) about.append(note('About: the edges cut through folded intervals.'))
  const name: Column<RowTimes> = {
    name: 'task',
    text: ({ row }) => link(data.rows[row]?.label ?? '', () => chart.goToRow(row)),
  }
  const tasks = section(
    `${formatCount(stats.tasks.length)} tasks that did something`,
    table([name, ...sums.filter(({ name }) => name !== 'unknown')], stats.tasks.slice(0, MOST_TASKS)),
  )
  const cpuColumns: Column<RowTimes>[] = [
    { ...name, name: 'CPU' },
    { name: 'busy', text: ({ times }) => formatShare(times[0] ?? 0, span) },
    numberColumn('busy', ({ times }) => times[0] ?? 0),
    numberColumn('idle', ({ times }) => times[3] ?? 0),
    numberColumn('unknown', ({ times }) => times[4] ?? 0),
  ]
  const cpus = stats.cpus.length === 0 ? [] : [section('CPUs', table(cpuColumns, stats.cpus))]
  return [sideBySide(about, tasks, ...cpus)]
}

/** By what the table of tasks is sorted, also when it is opened again. */
export type TaskSort = { column: number; isDown: boolean }

/** All tasks with their totals; beside it how long the waits of the chosen one were. */
export function tasksPanel(chart: Chart, sort: TaskSort, chosen: number): Node[] {
  const { rows } = chart.data
  const listed = [...rows.keys()].filter(row => rows[row]?.kind === 'task' || rows[row]?.kind === 'group')
  const total = (row: number, index: number) => rows[row]?.totals[index] ?? 0
  const formatOf = (index: number) =>
    index <= LONGEST_WAIT ? formatDuration : index === IO_BYTES ? formatBytes : formatCount
  const columns: Column<number>[] = [
    {
      name: 'task',
      value: row => rows[row]?.label.toLowerCase() ?? '',
      text: row => link(rows[row]?.label ?? '', () => chart.goToRow(row)),
    },
    // A column of nothing says nothing.
    ...TOTALS.flatMap((name, index) =>
      listed.some(row => total(row, index) > 0)
        ? [numberColumn<number>(name, row => total(row, index), formatOf(index))]
        : [],
    ),
  ]
  const busiest = () =>
    listed.reduce(
      (best, row) => (total(row, LONGEST_WAIT) > total(best, LONGEST_WAIT) ? row : best),
      listed[0] ?? NOTHING,
    )
  const shown = listed.includes(chosen) ? chosen : busiest()
  const content = sideBySide(histogram(chart, shown))
  const list = section(
    `${formatCount(listed.length)} tasks`,
    table(columns, listed, sort, row => row === chosen),
  )
  withAttributes(list, { class: 'tv-wide' })
  content.prepend(list)
  return [content]
}

const BAR_PX = 15
const CHART_PX = 110

/** How many waits of a task were how long; both axes by powers. */
function histogram({ data }: Chart, row: number): HTMLElement {
  const { counts, folded } = histogramOf(data, row)
  const most = Math.max(1, ...counts)
  const height = (count: number) =>
    count === 0 ? 0 : 3 + ((CHART_PX - 3) * Math.log2(count)) / Math.max(1, Math.log2(most))
  const title = `Waits of ${data.rows[row]?.label ?? 'no task'}, by length`
  const svg = svgElement('svg', {
    viewBox: `0 0 ${BARS * BAR_PX + 30} ${CHART_PX + 34}`,
    width: '100%',
    role: 'img',
    'aria-label': `${title}: ${counts
      .flatMap((count, bar) => (count > 0 ? `${formatDuration(barStart(bar))}: ${count}` : []))
      .join(', ')}`,
    'data-histogram': '',
  })
  const text = (x: number, y: number, content: string, anchor = 'middle') =>
    svg.append(svgElement('text', { x, y, 'text-anchor': anchor }, content))
  counts.forEach((count, bar) => {
    const high = height(count)
    const x = 4 + bar * BAR_PX
    if (count > 0) {
      const box = svgElement('rect', {
        x,
        y: CHART_PX + 14 - high,
        width: BAR_PX - 2,
        height: high,
      })
      svg.append(box)
      text(x + BAR_PX / 2 - 1, CHART_PX + 10 - high, count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`)
    }
    // 1 ms, and every power of a thousand around it; the last one says that it is open.
    if (bar === 1 || bar === 11 || bar === 21) text(x, CHART_PX + 28, ['1 µs', '1 ms', '1 s'][(bar - 1) / 10] as string)
  })
  svg.append(
    svgElement('rect', { x: 0, y: CHART_PX + 14, width: BARS * BAR_PX + 8, height: 1, style: 'fill:var(--rule)' }),
  )
  const sum = counts.reduce((all, count) => all + count, 0)
  const about =
    sum === 0
      ? 'no waits'
      : `${formatCount(sum)} waits${folded > 0 ? `, ${formatCount(folded)} of them folded: at the mean of their bin` : ''}`
  return section(title, svg, note(about))
}

/** The longest waits and blocks of the trace, and the longest calls of I/O. */
export function worstPanel(chart: Chart): Node[] {
  const { tables, head } = chart.data
  const worst = chart.data.worstOnes()
  const since = (timeNs: number) => `+${formatDuration(timeNs - head.startNs)}`
  const name = (task: number) => {
    const entry = tables.tasks[task]
    if (!entry) return ''
    const [tid, comm] = entry
    // An interrupt has a name and no number.
    return tid === 0 ? 'an idle CPU' : `${tables.strings[comm]}${tid < 0 ? '' : `:${tid}`}`
  }
  const list = (blocked: 0 | 1, title: string) => {
    const columns: Column<(typeof worst)[number]>[] = [
      {
        name: 'task',
        text: ([, row, task, start, end]) =>
          row < 0 ? name(task) : link(name(task), () => chart.jumpTo(row, start, end)),
      },
      { name: 'length', text: entry => formatDuration(entry[4] - entry[3]) },
      { name: 'at', text: entry => since(entry[3]) },
      { name: 'why', text: entry => tables.strings[entry[5]] ?? entry[6] },
      { name: 'woken by', text: entry => name(entry[7]) },
    ]
    return listed(
      title,
      columns,
      worst.filter(entry => entry[0] === blocked),
    )
  }
  const calls: Column<Call>[] = [
    {
      name: 'task',
      text: ({ box }) =>
        link(chart.data.rows[box.row]?.label ?? '', () => chart.jumpTo(box.row, box.startNs, box.endNs, 'io')),
    },
    { name: 'length', text: ({ lengthNs }) => formatDuration(lengthNs) },
    { name: 'at', text: ({ box }) => since(box.startNs) },
    { name: 'what', text: ({ box }) => describe(chart.data, box).title },
  ]
  const lists = [
    ...list(0, 'Longest waits for a CPU'),
    ...list(1, 'Longest blocks'),
    ...listed('Longest calls of I/O', calls, chart.longestCalls()),
  ]
  return [sideBySide(...(lists.length > 0 ? lists : [note('No waits, no blocks, no I/O.')]))]
}

/** A list of which there is nothing is left out. */
function listed<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[]): HTMLElement[] {
  return rows.length === 0 ? [] : [section(title, table(columns, rows))]
}
