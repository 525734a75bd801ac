import {
  type ArrowItem,
  type BinItem,
  type BoxItem,
  type Callchain,
  type ChartHeadItem,
  type ChartItem,
  ChartItemSchema,
  type ChartMarkItem,
  type DiagnosticItem,
  ioBytesOf,
  type RowItem,
  runStage,
  type TaskTotals,
  type TimelineItem,
  type WorstItem,
} from '@tc-stream/event-schema'
import { createTimelineReducer, DEFAULT_TIMELINE_REDUCER_OPTIONS, type TimelineReducerOptions } from '../src/index.js'
import { addSum, lengthOf, type Sums, sumsOf, type TrueInterval, type Truth, truthOf } from './truth.js'

export interface Chart {
  readonly items: readonly ChartItem[]
  readonly head: ChartHeadItem
  readonly rows: readonly RowItem[]
  readonly boxes: readonly BoxItem[]
  readonly bins: readonly BinItem[]
  readonly marks: readonly ChartMarkItem[]
  readonly arrows: readonly ArrowItem[]
  readonly worst: readonly WorstItem[]
  readonly callchains: ReadonlyMap<number, Callchain>
  readonly diagnostics: ReadonlyMap<string, DiagnosticItem>
}

export function chartOf(items: readonly TimelineItem[], options: TimelineReducerOptions = {}): Chart {
  return readChart([...runStage(createTimelineReducer(options), items)])
}

export function readChart(items: readonly ChartItem[]): Chart {
  const all = <Type extends ChartItem['type']>(type: Type) =>
    items.filter((item): item is Extract<ChartItem, { type: Type }> => item.type === type)
  return {
    items,
    head: all('chart')[0] as ChartHeadItem,
    rows: all('row'),
    boxes: all('box'),
    bins: all('bin'),
    marks: all('mark'),
    arrows: all('arrow'),
    worst: all('worst'),
    callchains: new Map(all('callchain').map(({ id, frames }) => [id, frames])),
    diagnostics: new Map(all('diagnostic').map(item => [item.code, item])),
  }
}

/** Fails where a chart breaks a promise about the timeline it was made of. Not for charts of a window. */
export function checkChart(timeline: readonly TimelineItem[], options: TimelineReducerOptions): Chart {
  const chart = chartOf(timeline, options)
  const truth = truthOf(timeline)
  checkForm(chart)
  checkLimits(chart, options)
  checkRows(chart, truth, options)
  for (const row of chart.rows) checkRow(chart, row, truth)
  checkIo(chart, truth)
  checkGroups(chart, truth)
  checkWorst(chart, truth, options)
  checkMarks(chart, truth)
  return chart
}

const ORDER = ['trace', 'chart', 'diagnostic', 'row', 'element', 'arrow', 'worst', 'callchain', 'chartEnd']

function checkForm(chart: Chart): void {
  let last = 0
  for (const item of chart.items) {
    ChartItemSchema.parse(item)
    const at = ORDER.indexOf(['box', 'bin', 'mark'].includes(item.type) ? 'element' : item.type)
    if (at < last) throw new Error(`${item.type} comes too late`)
    last = at
  }
  expect(chart.items.at(-1)).toEqual({ type: 'chartEnd' })
  expect(chart.rows.map(row => row.row)).toEqual(chart.rows.map((_, at) => at))
  expect(chart.head.rows).toBe(chart.rows.length)
  expect(chart.head.elements).toBe(chart.boxes.length + chart.bins.length)
  const ids = [...chart.boxes, ...chart.marks, ...chart.worst].flatMap(item => item.callchain ?? [])
  expect([...chart.callchains.keys()]).toEqual([...new Set(ids)])
  const contents = new Set([...chart.callchains.values()].map(frames => JSON.stringify(frames)))
  expect(contents.size).toBe(chart.callchains.size)
  let place: readonly number[] = [0, 0, Number.NEGATIVE_INFINITY]
  for (const item of [...chart.items]) {
    if (item.type !== 'box' && item.type !== 'bin' && item.type !== 'mark') continue
    const lane = item.type === 'mark' ? 5 : ['sched', 'cState', 'pState', 'interrupt', 'io'].indexOf(item.lane)
    const next = [item.row, lane, item.type === 'mark' ? item.timeNs : item.startNs]
    if (!isAfter(next, place)) throw new Error(`out of order: ${JSON.stringify(item)}`)
    place = next
  }
}

function isAfter(next: readonly number[], place: readonly number[]): boolean {
  for (const [at, value] of next.entries()) {
    const before = place[at] as number
    if (value !== before) return value > before
  }
  return true
}

function checkLimits(chart: Chart, given: TimelineReducerOptions): void {
  const options = { ...DEFAULT_TIMELINE_REDUCER_OPTIONS, ...given }
  const over = chart.diagnostics.get('TC_REDUCE_OVER_BUDGET')?.count ?? 0
  expect(chart.head.elements).toBeLessThanOrEqual(options.maxElements + over)
  expect(kinds(chart, 'task', 'group').length).toBeLessThanOrEqual(options.maxRows)
  expect(kinds(chart, 'cpu').length).toBeLessThanOrEqual(options.maxCpuRows)
  expect(chart.callchains.size).toBeLessThanOrEqual(options.maxCallchains + 2 * options.worst)
  expect(chart.arrows.length).toBeLessThanOrEqual(options.maxArrows)
  expect(chart.marks.length).toBeLessThanOrEqual(options.maxMarks)
}

const kinds = (chart: Chart, ...wanted: RowItem['kind'][]): RowItem[] =>
  chart.rows.filter(row => wanted.includes(row.kind))

/** The threshold, and which tasks have their own row. */
function checkRows(chart: Chart, truth: Truth, given: TimelineReducerOptions): void {
  const { minTasks, thresholdNs, thresholdBytes } = { ...DEFAULT_TIMELINE_REDUCER_OPTIONS, ...given }
  const running = [...truth.runningNs.values()]
  const ids = [...truth.runningNs.keys()]
  const done = (id: number) => [truth.runningNs.get(id) ?? 0, truth.ioBytes.get(id) ?? 0] as const
  let line = thresholdNs
  let bytesLine = thresholdBytes
  const isAbove = (id: number) => done(id)[0] >= line || done(id)[1] >= bytesLine
  while (line + bytesLine > 0 && ids.filter(isAbove).length < minTasks) {
    line = Math.floor(line / 10)
    // Bytes alone draw no task that moved none, as long as running time draws not all of them.
    bytesLine = Math.floor(bytesLine / 10) || (line > 0 ? 1 : 0)
  }
  expect(chart.head.thresholdNs).toBe(line)
  if (chart.head.io !== undefined && line > 0) expect(chart.head.io.thresholdBytes).toBe(bytesLine)
  const drawn = kinds(chart, 'task')
  const above = ids.filter(isAbove).map(id => done(id)[0])
  const displaced = chart.diagnostics.get('TC_REDUCE_ROWS')?.count ?? 0
  expect(drawn.length).toBe(above.length - displaced)
  // Those that found no place ran no longer than those that did.
  const least = [...above].sort((a, b) => b - a)[drawn.length - 1] ?? 0
  for (const row of drawn) expect(truth.runningNs.get(row.taskId as number)).toBeGreaterThanOrEqual(least)
  const { tasks, tasksDrawn, tasksGrouped, tasksLeftOut } = chart.head
  expect(tasks).toBe(truth.runningNs.size)
  expect(tasksDrawn).toBe(drawn.length)
  expect(tasksDrawn + tasksGrouped + tasksLeftOut).toBe(tasks)
  expect(sum(kinds(chart, 'group').map(row => row.tasks as number))).toBe(tasksGrouped)
  const shownNs = sum(kinds(chart, 'task', 'group').map(row => row.totals?.runningNs as number))
  expect(shownNs + chart.head.leftOutRunningNs).toBe(sum(running))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function elementsOf(chart: Chart, row: number): { boxes: BoxItem[]; bins: BinItem[] } {
  return { boxes: chart.boxes.filter(box => box.row === row), bins: chart.bins.filter(bin => bin.row === row) }
}

function drawnSums({ boxes, bins }: { boxes: readonly BoxItem[]; bins: readonly BinItem[] }): Sums {
  const sums: Sums = {}
  for (const box of boxes) addSum(sums, box.lane, stateOf(box), lengthOf(box), (box.merges ?? 0) + 1, box.bytes)
  for (const bin of bins) {
    for (const [state, { ns, count, bytes }] of Object.entries(bin.states)) {
      addSum(sums, bin.lane, state, ns, count, bytes)
    }
  }
  return sums
}

/** As bins sum it. */
const stateOf = ({ state, error }: { state: string; error?: string | undefined }): string =>
  error === undefined ? state : `${state} ${error}`

const intervalKey = (one: { lane: string; state: string; startNs: number; endNs: number }): string =>
  `${one.lane} ${stateOf(one)} ${one.startNs} ${one.endNs}`

/** A row of a task or a CPU: sums, what is exact, what is in the bins. */
function checkRow(chart: Chart, row: RowItem, truth: Truth): void {
  if (row.kind !== 'task' && row.kind !== 'cpu') return
  const intervals = truth.byRow.get(row.kind === 'task' ? `task ${row.taskId}` : `cpu ${row.cpu}`) ?? []
  const { boxes, bins } = elementsOf(chart, row.row)
  expect(drawnSums({ boxes, bins })).toEqual(sumsOf(intervals))
  const { quantumNs } = chart.head
  const exact = new Map<string, number>()
  for (const box of boxes) exact.set(intervalKey(box), (exact.get(intervalKey(box)) ?? 0) + 1)
  const hidden = intervals.filter(interval => {
    const left = exact.get(intervalKey(interval)) ?? 0
    if (left > 0) exact.set(intervalKey(interval), left - 1)
    return left === 0
  })
  // Every box is an interval of the trace, and what is hidden is shorter than the quantum.
  expect([...exact].filter(([, left]) => left !== 0)).toEqual([])
  expect(hidden.filter(interval => lengthOf(interval) >= quantumNs)).toEqual([])
  if (quantumNs === 0) expect(bins).toEqual([])
  for (const bin of bins) checkBin(bin, hidden, quantumNs)
}

function checkBin(bin: BinItem, hidden: readonly TrueInterval[], quantumNs: number): void {
  const startNs = Math.floor(bin.startNs / quantumNs) * quantumNs
  expect(bin.endNs).toBeLessThanOrEqual(startNs + quantumNs)
  const ns = sum(Object.values(bin.states).map(state => state.ns))
  if (bin.lane === 'sched') expect(ns).toBeLessThanOrEqual(quantumNs)
  const inside = hidden.filter(
    one =>
      one.lane === bin.lane &&
      one.startNs < startNs + quantumNs &&
      (one.endNs > startNs || (lengthOf(one) === 0 && one.startNs === startNs)),
  )
  expect(sum(Object.values(bin.states).map(state => state.count))).toBe(
    sum(inside.filter(one => one.startNs >= startNs).map(one => one.count)),
  )
  expect(lengthOf(bin.longest)).toBe(Math.max(...inside.map(lengthOf)))
  expect(inside.map(one => intervalKey(one))).toContain(intervalKey({ lane: bin.lane, ...bin.longest }))
}

/** Every byte and every error of the trace is in the totals, and in the head. */
function checkIo(chart: Chart, truth: Truth): void {
  const io = [...truth.byRow.values()].flat().filter(one => one.lane === 'io')
  const bytes = sum(io.map(one => one.bytes))
  const shown = sum(kinds(chart, 'task', 'group').map(row => ioBytesOf(row.totals as TaskTotals)))
  const { io: head } = chart.head
  expect(head === undefined).toBe(io.length === 0)
  if (head === undefined) return
  expect(head.calls).toBe(sum(io.map(one => one.count)))
  expect([head.bytes, shown + head.leftOutBytes]).toEqual([bytes, bytes])
  expect(head.maxBytes).toBe(Math.max(...io.map(one => one.bytes)))
  expect(head.errors).toEqual(Object.fromEntries(truth.errors))
  for (const row of kinds(chart, 'task')) {
    const { totals } = row
    const mine = (truth.byRow.get(`task ${row.taskId}`) ?? []).filter(one => one.lane === 'io')
    const of = (op: string) => sum(mine.filter(one => one.state === op).map(one => one.bytes))
    expect(totals).toMatchObject({
      ioCalls: sum(mine.map(one => one.count)),
      ioErrors: sum(mine.filter(one => one.state.includes(' ')).map(one => one.count)),
      ...{ ioReadBytes: of('read'), ioWriteBytes: of('write'), ioRxBytes: of('rx'), ioTxBytes: of('tx') },
    })
  }
}

/** A row by comm holds all tasks of its comm that have no row. */
function checkGroups(chart: Chart, truth: Truth): void {
  const drawn = new Set(kinds(chart, 'task').map(row => row.taskId))
  const groups = kinds(chart, 'group')
  for (const row of groups.filter(group => group.comm !== 'others')) {
    const ids = [...truth.commOf].filter(([id, comm]) => comm === row.comm && !drawn.has(id)).map(([id]) => id)
    expect(row.tasks).toBe(ids.length)
    const intervals = ids.flatMap(id => truth.byRow.get(`task ${id}`) ?? [])
    expect(drawnSums(elementsOf(chart, row.row))).toEqual(sumsOf(intervals))
    expect(row.totals?.runningNs).toBe(drawnSums(elementsOf(chart, row.row))['sched running']?.ns ?? 0)
  }
  if (chart.head.tasksLeftOut > 0 || groups.some(row => row.comm === 'others')) return
  // Nothing is left out: the whole chart's sums are those of the trace.
  const rows = new Set(kinds(chart, 'task', 'group').map(row => row.row))
  const all = drawnSums({
    boxes: chart.boxes.filter(box => rows.has(box.row)),
    bins: chart.bins.filter(bin => rows.has(bin.row)),
  })
  expect(all).toEqual(sumsOf([...truth.commOf.keys()].flatMap(id => truth.byRow.get(`task ${id}`) ?? [])))
}

function checkWorst(chart: Chart, truth: Truth, given: TimelineReducerOptions): void {
  const limit = given.worst ?? DEFAULT_TIMELINE_REDUCER_OPTIONS.worst
  for (const state of ['waiting', 'blocked'] as const) {
    const intervals = [...truth.commOf.keys()]
      .flatMap(id => truth.byRow.get(`task ${id}`) ?? [])
      .filter(interval => interval.state === state)
      .sort((a, b) => lengthOf(b) - lengthOf(a) || a.startNs - b.startNs)
      .slice(0, limit)
    const told = chart.worst.filter(worst => worst.state === state)
    expect(told.map(worst => worst.rank)).toEqual(intervals.map((_, rank) => rank))
    expect(told.map(({ startNs, endNs }) => [startNs, endNs])).toEqual(
      intervals.map(({ startNs, endNs }) => [startNs, endNs]),
    )
    for (const worst of told) checkWorstOne(chart, worst, truth)
  }
}

function checkWorstOne(chart: Chart, worst: WorstItem, truth: Truth): void {
  const same = [...truth.byRow.values()]
    .flat()
    .filter(one => intervalKey(one) === intervalKey({ lane: 'sched', ...worst }))
    .map(one => JSON.stringify(one.callchain))
  const told = worst.callchain === undefined ? undefined : chart.callchains.get(worst.callchain)
  expect(same).toContain(JSON.stringify(told))
  if (worst.row === undefined) return
  const { boxes } = elementsOf(chart, worst.row)
  expect(boxes.map(intervalKey)).toContain(intervalKey({ lane: 'sched', ...worst }))
}

/** Marks that are close together become one, but none is lost without being counted. */
function checkMarks(chart: Chart, truth: Truth): void {
  if (chart.diagnostics.has('TC_REDUCE_MARKS')) return
  for (const row of kinds(chart, 'task')) {
    const counts = new Map<string, number>()
    for (const mark of chart.marks) {
      if (mark.row === row.row) counts.set(mark.kind, (counts.get(mark.kind) ?? 0) + (mark.count ?? 1))
    }
    expect(counts).toEqual(truth.marks.get(row.taskId as number) ?? new Map())
  }
}
