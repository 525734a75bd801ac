import type { ReferenceEvent } from './reference-reader.js'
import type { Stretch } from './stretch.js'

/**
 * Reads back what `perf timechart` drew. Its SVG is not always well-formed (comms stand in it unescaped), so it is read
 * line by line: a title, the rectangle after it, and the label that closes a row.
 *
 * Source: perf timechart's SVG writer, perf 6.1.
 */
export interface PeerBox {
  /** Where it stands: in a CPU's strip (only `running`) or in the row of a task. */
  readonly row: 'cpu' | 'task'
  readonly tid: number
  readonly state: 'running' | 'waiting' | 'blocked'
  /** CPU of the box; null where the title of a row does not tell. */
  readonly cpu: number | null
  readonly x: number
  readonly width: number
  readonly title: string
}

export interface PeerChart {
  /** Units: px, the length of the time axis. */
  readonly width: number
  readonly boxes: readonly PeerBox[]
}

const ROOT = /^<svg width="([\d.]+)"/
const GROUP_AT = /^<g transform="translate\(([\d.]+),([\d.]+)\)">$/
const BOX_TITLE = /^<title>#(\d+) (running|waiting|blocked) /
const CPU_BOX_TITLE = /^<title>(\d+) ([\s\S]*) running [\d.]+ [mnu]?s<\/title>$/
const RECT = /^<rect x="([\d.]+)" width="([\d.]+)" y="([\d.]+)" height="[\d.]+" class="(\w+)"/
const ROW_LABEL_START = /^<text x="[\d.]+" y="[\d.]+">/
const ROW_LABEL_END = /:(\d+) \([\d.]+m?s\)<\/text>$/
const CPU_STRIP = { firstY: 30, heightPx: 60 }
/** A comm of 15 newlines makes a label or title of so many lines. */
const LINES_OF_A_TEXT = 16

type OpenBox = { -readonly [Key in keyof PeerBox]: PeerBox[Key] }

export function readTimechart(svg: string): PeerChart {
  const lines = svg.split('\n')
  const width = Number(lines.map(line => ROOT.exec(line)).find(match => match !== null)?.[1])
  if (!(width > 0)) throw new Error('no width: is this an SVG of perf timechart?')
  const boxes: PeerBox[] = []
  /** Boxes of the row that is being read; its label, and with it its tid, comes last. */
  let row: OpenBox[] = []
  let groupX = 0
  let groupY = 0
  let title = ''
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const group = GROUP_AT.exec(line)
    if (group !== null || line === '<g>') {
      groupX = Number(group?.[1] ?? 0)
      groupY = Number(group?.[2] ?? 0)
      title = ''
    } else if (line.startsWith('<title>')) {
      title = joinUntil(lines, at, /<\/title>$/)
    } else if (title !== '' && line.startsWith('<rect')) {
      const box = readBox(title, line, groupX, groupY)
      title = ''
      if (box?.row === 'cpu') boxes.push(box)
      else if (box !== undefined) row.push(box)
    } else if (row.length > 0 && ROW_LABEL_START.test(line)) {
      const tid = ROW_LABEL_END.exec(joinUntil(lines, at, ROW_LABEL_END))?.[1]
      if (tid === undefined) throw new Error(`line ${at + 1}: a label without a tid: ${line}`)
      for (const box of row) box.tid = Number(tid)
      boxes.push(...row)
      row = []
    }
  }
  if (row.length > 0) throw new Error(`${row.length} boxes in a row without a label`)
  return { width, boxes }
}

function readBox(title: string, rectLine: string, groupX: number, groupY: number): OpenBox | undefined {
  const rect = RECT.exec(rectLine)
  if (rect === null) return undefined
  const x = groupX + Number(rect[1])
  const width = Number(rect[2])
  const ofTask = BOX_TITLE.exec(title)
  if (ofTask !== null) {
    const state = ofTask[2] as PeerBox['state']
    return { row: 'task', tid: -1, state, cpu: Number(ofTask[1]), x, width, title }
  }
  const ofCpu = CPU_BOX_TITLE.exec(title)
  if (ofCpu === null || rect[4] !== 'sample') return undefined
  const cpu = (groupY + Number(rect[3]) - CPU_STRIP.firstY) / CPU_STRIP.heightPx
  return { row: 'cpu', tid: Number(ofCpu[1]), state: 'running', cpu, x, width, title }
}

/** A text from this line on to the line that ends it: a comm may hold newlines. */
function joinUntil(lines: readonly string[], from: number, end: RegExp): string {
  let text = lines[from] as string
  for (let at = from + 1; !end.test(text) && at < from + LINES_OF_A_TEXT && at < lines.length; at++) {
    text += `\n${lines[at]}`
  }
  return text
}

/** The axis of the chart: it begins at the 100 ms before the first sample and ends at the last sample. */
export interface PeerAxis {
  readonly width: number
  readonly firstNs: bigint
  readonly lastNs: bigint
}

const AXIS_STEP_NS = 100_000_000n

/** Time of a point of the axis, to the nanosecond for traces of up to some 20 s (x has 8 decimals). */
export function axisTime(x: number, { width, firstNs, lastNs }: PeerAxis): bigint {
  const startNs = firstNs - (firstNs % AXIS_STEP_NS)
  return startNs + BigInt(Math.round((x / width) * Number(lastNs - startNs)))
}

/** Units: ns; how far a time read off the axis may lie from the event it stands for. */
export function axisToleranceNs({ width, firstNs, lastNs }: PeerAxis): number {
  const startNs = firstNs - (firstNs % AXIS_STEP_NS)
  const decimalNs = (1e-8 / width) * Number(lastNs - startNs)
  return decimalNs < 0.2 ? 0 : Math.ceil(2 * decimalNs)
}

export interface PlacedBox {
  readonly box: PeerBox
  readonly stretch: Stretch
}

/** Gives boxes their times; where the axis is too coarse for the nanosecond, those of the nearest event of the task. */
export function placeBoxes(chart: PeerChart, axis: Omit<PeerAxis, 'width'>, events: readonly ReferenceEvent[]) {
  const fullAxis = { ...axis, width: chart.width }
  const toleranceNs = BigInt(axisToleranceNs(fullAxis))
  const timesOf = new Map<number, bigint[]>()
  if (toleranceNs > 0n) {
    for (const { tid, timeNs } of events) {
      const times = timesOf.get(tid)
      if (times === undefined) timesOf.set(tid, [timeNs])
      else times.push(timeNs)
    }
  }
  const snap = (tid: number, timeNs: bigint) => nearest(timesOf.get(tid) ?? [], timeNs, toleranceNs)
  return chart.boxes.map((box): PlacedBox => {
    const startNs = snap(box.tid, axisTime(box.x, fullAxis))
    const endNs = snap(box.tid, axisTime(box.x + box.width, fullAxis))
    const cpu = box.state === 'running' ? box.cpu : null
    return { box, stretch: { tid: box.tid, state: box.state, cpu, startNs, endNs } }
  })
}

function nearest(times: readonly bigint[], wantedNs: bigint, toleranceNs: bigint): bigint {
  let best = wantedNs
  let bestDistance = toleranceNs + 1n
  for (const time of times) {
    const distance = time > wantedNs ? time - wantedNs : wantedNs - time
    if (distance < bestDistance) {
      best = time
      bestDistance = distance
    }
  }
  return best
}
