import { type Description, describeRecord, type FrameText } from '../shared/describe.js'
import { formatDuration, formatShare } from '../shared/format.js'
import type { Chart } from './chart.js'
import type { ChartData } from './data.js'
import { button, html } from './dom.js'
import { antagonistsOf, cpuRowOf, MOST_NAMED, nextOnCpu, taskBoxOf, wakeesOf, wakerOf } from './navigate.js'
import { copyButton, facts, link, note, section, sideBySide } from './panel-parts.js'
import { fieldValue, neighbour, type Selection, selectNear, stateOf } from './selection.js'

/** All that is known of one box. */
export function describe(data: ChartData, { row, lane, record }: Selection): Description {
  const { tables, head } = data
  const { originSeconds, startNs: chartStartNs, callerFirst } = head
  const context = { tables, originSeconds, chartStartNs, callerFirst }
  return describeRecord(data.recordsOf(row), lane, record, context)
}

export function detailsPanel(chart: Chart, selection: Selection | undefined): Node[] {
  if (!selection) {
    return [note('Nothing is pinned: click a box, or press Enter at one.')]
  }
  const description = describe(chart.data, selection)
  const columns = sideBySide()
  const about = section(chart.data.rows[selection.row]?.label ?? '', html('p', {}, description.title))
  about.append(buttons(chart, selection), facts(description.facts))
  columns.append(about, ...backtraces(chart, selection, description))
  const others = [antagonists(chart, selection), wakees(chart, selection)].filter(each => each !== undefined)
  if (others.length > 0) columns.append(html('section', {}, ...others))
  return [columns]
}

function buttons(chart: Chart, selection: Selection): HTMLElement {
  const { data } = chart
  const line = html('div', { class: 'tv-buttons' })
  const add = (text: string, label: string, target: Selection | undefined) => {
    line.append(button(text, label, () => target && chart.goTo(target), { disabled: !target }))
  }
  add('‹ Previous', 'Previous interval (,)', neighbour(selection, -1))
  add('Next ›', 'Next interval (.)', neighbour(selection, 1))
  if (data.rows[selection.row]?.kind === 'cpu') add('Task', 'The task in its own row', taskBoxOf(data, selection))
  else {
    add('Waker', 'Go to the waker (g)', wakerOf(data, selection))
    add('Wakee', 'Wakee: the first task it wakes (G)', firstWakee(chart, selection))
  }
  add('Next on CPU', 'Next on CPU (c)', nextOnCpu(data, selection))
  return line
}

export function firstWakee(chart: Chart, selection: Selection): Selection | undefined {
  const first = wakeesOf(chart.allWakes(), selection)[0]
  return !first ? undefined : selectNear(chart.data, first.row, first.timeNs + first.lengthNs / 2)
}

/** Where it was switched out, and where it was woken from: one of them stands at the interval beside this one. */
function backtraces(chart: Chart, selection: Selection, own: Description): HTMLElement[] {
  const stacks: [string, readonly FrameText[]][] = [[own.framesTitle, own.frames]]
  if (chart.data.rows[selection.row]?.kind !== 'cpu' && selection.lane.lane === 'sched') {
    const step = ['waiting', 'running'].includes(stateOf(chart.data, selection)) ? -1 : 1
    const beside = neighbour(selection, step)
    const touches = beside && (step < 0 ? beside.endNs === selection.startNs : beside.startNs === selection.endNs)
    const state = touches ? stateOf(chart.data, beside) : ''
    if (beside && state !== '') {
      const { framesTitle, frames } = describe(chart.data, beside)
      // Before a wait stands where it slept, or ran; before a run, and after a sleep, who ended the wait.
      if (stateOf(chart.data, selection) === 'waiting')
        stacks.push([state === 'running' ? framesTitle : framesTitle.replace('Waits', 'Waited'), frames])
      else if (state === 'waiting') stacks.push([framesTitle, frames])
    }
  }
  return stacks.filter(([, frames]) => frames.length > 0).map(([title, frames]) => backtrace(title, frames))
}

function backtrace(title: string, frames: readonly FrameText[]): HTMLElement {
  const list = html('div', { class: 'tv-frames' })
  let last: boolean | undefined
  for (const { text, kernel } of frames) {
    if (kernel !== last) list.append(html('b', {}, kernel ? 'kernel' : 'user'))
    last = kernel
    list.append(html('div', { 'data-frame': kernel ? 'kernel' : 'user' }, text))
  }
  const text = () => frames.map(frame => `${frame.kernel ? 'k' : 'u'}  ${frame.text}`).join('\n')
  const copy = copyButton(text, `Copy the backtrace: ${title}`)
  const result = section(title, list)
  const heading = html('div', { class: 'tv-between' })
  heading.append(result.firstChild as Node, copy)
  result.prepend(heading)
  return result
}

/** Who ran on the CPU while this one waited for it. */
function antagonists(chart: Chart, selection: Selection): HTMLElement | undefined {
  const { data } = chart
  if (stateOf(data, selection) !== 'waiting') return undefined
  const { list, foldedNs } = antagonistsOf(data, selection)
  if (list.length === 0 && foldedNs === 0) return undefined
  const length = selection.endNs - selection.startNs
  const lines = list.slice(0, MOST_NAMED).map(({ task, ns, box }): [string, Node] => {
    const name = link(nameOfTask(chart, task), () => chart.goTo(taskBoxOf(data, box) ?? box))
    return [`${formatDuration(ns)}  ${formatShare(ns, length)}`, name]
  })
  const rest = list.slice(MOST_NAMED).reduce((sum, { ns }) => sum + ns, 0)
  const more: [string, string][] = []
  if (rest > 0) more.push([formatDuration(rest), `${list.length - MOST_NAMED} others`])
  if (foldedNs > 0) more.push([formatDuration(foldedNs), 'in short intervals, folded'])
  const cpu = data.rows[cpuRowOf(data, selection)]?.label ?? ''
  return section(`Ran on ${cpu} meanwhile`, facts([...lines, ...more]))
}

function wakees(chart: Chart, selection: Selection): HTMLElement | undefined {
  const list = wakeesOf(chart.allWakes(), selection)
  if (list.length === 0) return undefined
  const lines = list.slice(0, MOST_NAMED).map(({ row, timeNs, lengthNs }): [string, Node] => {
    const name = chart.data.rows[row]?.label ?? ''
    const go = () => {
      const target = selectNear(chart.data, row, timeNs + lengthNs / 2)
      if (target) chart.goTo(target)
    }
    return [`+${formatDuration(timeNs - selection.startNs)}`, link(name, go)]
  })
  const rest: [string, string][] = list.length > MOST_NAMED ? [['', `and ${list.length - MOST_NAMED} more`]] : []
  return section('Woke', facts([...lines, ...rest]))
}

function nameOfTask({ data }: Chart, task: number): string {
  const [tid, comm] = data.tables.tasks[task] ?? [0, -1]
  return `${data.tables.strings[comm] ?? ''}:${tid}`
}

/** What the reader of a screen hears of a box. */
export function spoken(chart: Pick<Chart, 'data'>, selection: Selection): string {
  const cpu = fieldValue(chart.data, selection, 'cpu')
  return `${chart.data.rows[selection.row]?.label}: ${describe(chart.data, selection).title}${cpu >= 0 ? ` on CPU ${cpu}` : ''}`
}
