import { NOTHING } from '../shared/data-format.js'
import type { ChartData } from './data.js'
import { visitStates } from './records.js'
import {
  fieldValue,
  neighbour,
  rowOf,
  rowOfCpu,
  type Selection,
  selectionOf,
  selectNear,
  shapeOf,
  stateOf,
  wakerRowOf,
} from './selection.js'
import type { Wake } from './survey.js'

/** Most tasks that are named among the antagonists of a wait, and among those woken. */
export const MOST_NAMED = 8

/** The wait that tells who ended this sleep, or is itself one: the interval with the waker. */
function wokenWait(data: ChartData, selection: Selection): Selection | undefined {
  if (stateOf(data, selection) === 'waiting') return selection
  // A running box follows its wait, a sleep comes before it.
  const step = stateOf(data, selection) === 'running' ? -1 : 1
  const next = neighbour(selection, step)
  return next && stateOf(data, next) === 'waiting' ? next : undefined
}

/** What the waker did when it woke this task, or the CPU whose interrupt did. */
export function wakerOf(data: ChartData, selection: Selection): Selection | undefined {
  if (selection.lane.lane !== 'sched' || data.rows[selection.row]?.kind === 'cpu') return undefined
  const wait = wokenWait(data, selection)
  const row = !wait ? NOTHING : wakerRowOf(data, wait)
  if (!wait || row < 0) return undefined
  return selectNear(data, row, wait.startNs - Math.max(0, fieldValue(data, wait, 'woken')))
}

/** Whom this task woke within the box, in order of time. */
export function wakeesOf(wakes: readonly Wake[], { row, startNs, endNs }: Selection): Wake[] {
  return wakes
    .filter(wake => wake.wakerRow === row && wake.timeNs >= startNs && wake.timeNs <= endNs)
    .sort((a, b) => a.timeNs - b.timeNs)
}

/** The row of the CPU that a box is about: of a wait, the one where the task then ran; NOTHING where none is drawn. */
export function cpuRowOf(data: ChartData, selection: Selection): number {
  if (data.rows[selection.row]?.kind === 'cpu') return selection.row
  const after = stateOf(data, selection) === 'waiting' ? neighbour(selection, 1) : undefined
  const from = after && stateOf(data, after) === 'running' ? after : selection
  return rowOfCpu(data, fieldValue(data, from, 'cpu'))
}

/** What the CPU did after this box: the box of the next task in its own row if it has one, else that of the CPU. */
export function nextOnCpu(data: ChartData, selection: Selection): Selection | undefined {
  const cpuRow = cpuRowOf(data, selection)
  if (cpuRow < 0) return undefined
  const here = selectNear(data, cpuRow, selection.endNs)
  let next = here
  // Past what still is this box, and past idle times.
  while (next && (next.startNs < selection.endNs || stateOf(data, next) === 'idle')) next = neighbour(next, 1)
  if (!next) return undefined
  return selection.row === cpuRow ? next : (taskBoxOf(data, next) ?? next)
}

/** The box in the row of the task that a box of a CPU shows. */
export function taskBoxOf(data: ChartData, selection: Selection): Selection | undefined {
  const row = rowOf(data, selection, 'task')
  return row < 0 ? undefined : selectNear(data, row, (selection.startNs + selection.endNs) / 2)
}

export interface Antagonist {
  readonly task: number
  readonly ns: number
  readonly box: Selection
}

/** Who ran on a CPU during a wait, the longest first; `foldedNs` of the time is in bins that tell no names. */
export function antagonistsOf(data: ChartData, wait: Selection): { list: Antagonist[]; foldedNs: number } {
  const cpuRow = cpuRowOf(data, wait)
  const found = new Map<number, { task: number; ns: number; longest: number; box: Selection }>()
  let foldedNs = 0
  if (cpuRow < 0) return { list: [], foldedNs }
  const records = data.recordsOf(cpuRow)
  const lane = records.lanes.get('sched')
  visitStates(records, lane, data.tables, wait.startNs, wait.endNs, (state, ns, record) => {
    if (state !== 0 || !lane) return
    const box = selectionOf(cpuRow, lane, record) as Selection
    const task = shapeOf(data, box)[0] === 0 ? fieldValue(data, box, 'task') : NOTHING
    if (task < 0) {
      foldedNs += ns
      return
    }
    const known = found.get(task)
    if (!known) found.set(task, { task, ns, longest: ns, box })
    else {
      known.ns += ns
      if (ns > known.longest) Object.assign(known, { longest: ns, box })
    }
  })
  return { list: [...found.values()].sort((a, b) => b.ns - a.ns), foldedNs }
}
