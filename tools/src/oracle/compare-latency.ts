import type { TimelineItem } from '@tc-stream/event-schema'
import type { LatencyRow } from './latency-text.js'
import { append } from './multimap.js'
import { floorUs, originOf } from './timeline-runs.js'
import { readTimeline, type TimelineStretch } from './timeline-stretches.js'

export interface LatencyComparison {
  /** Threads whose waits are the same: the longest with both its edges, and the time of all of them. */
  readonly agreed: number
  /** Threads of which the timeline does not know everything: what perf counted there cannot be told. */
  readonly notAsked: number
  /** Waits left out, since perf 6.1 does not count them: those after a switch-out in `R+`. */
  readonly leftOut: number
  readonly faults: readonly string[]
}

/** Holds the waits of a timeline against those of `perf sched latency -p`. */
export function compareLatency(items: readonly TimelineItem[], rows: readonly LatencyRow[]): LatencyComparison {
  const tasks = new Map<number, TimelineStretch[]>()
  for (const stretch of readTimeline(items).stretches) {
    append(tasks, stretch.tid, stretch)
  }
  const wakeups = wakeupsOf(items)
  const isKnown = (tid: number, stretches: readonly TimelineStretch[]) =>
    !stretches.some(isDoubtful) && !wokenUnseen(stretches, wakeups.get(tid) ?? [])
  const faults: string[] = []
  let agreed = 0
  let notAsked = 0
  let leftOut = 0
  for (const row of rows) {
    const stretches = tasks.get(row.tid) ?? []
    tasks.delete(row.tid)
    if (!isKnown(row.tid, stretches)) {
      notAsked++
      continue
    }
    const waits = endedWaits(stretches)
    const counted = waits.filter(({ afterPreemption }) => !afterPreemption)
    leftOut += waits.length - counted.length
    const fault = doubtWaits(row, counted)
    if (fault === undefined) agreed++
    else faults.push(`tid ${row.tid}: ${fault}`)
  }
  for (const [tid, stretches] of tasks) {
    const missing = endedWaits(stretches).some(({ afterPreemption }) => !afterPreemption)
    if (missing && isKnown(tid, stretches)) faults.push(`tid ${tid}: waits, and latency does not know it`)
  }
  return { agreed, notAsked, leftOut, faults }
}

/** What came before the first event of a task is known to neither. */
function isDoubtful({ state, inferred, cut }: TimelineStretch): boolean {
  const atEdge = cut === 'start' || cut === 'both'
  return (inferred || state === 'unknown') && !atEdge
}

/** It was woken, and what it did after that is unknown. */
function wokenUnseen(stretches: readonly TimelineStretch[], wakeupsNs: readonly bigint[]): boolean {
  return stretches.some(
    ({ state, startNs, endNs }) => state === 'unknown' && wakeupsNs.some(timeNs => timeNs > startNs && timeNs < endNs),
  )
}

/** Times at which each task was woken. */
function wakeupsOf(items: readonly TimelineItem[]): Map<number, bigint[]> {
  const originNs = originOf(items)
  const found = new Map<number, bigint[]>()
  for (const item of items) {
    if (item.type !== 'wakeup') continue
    append(found, item.wakeeTid, originNs + BigInt(item.timeNs))
  }
  return found
}

interface Wait {
  readonly startNs: bigint
  readonly endNs: bigint
  readonly afterPreemption: boolean
}

function endedWaits(stretches: readonly TimelineStretch[]): Wait[] {
  return stretches.flatMap(({ state, cut, prevState, startNs, endNs }) => {
    if (state !== 'waiting' || cut !== undefined) return []
    return [{ startNs, endNs, afterPreemption: prevState === 'R+' }]
  })
}

function doubtWaits(row: LatencyRow, waits: readonly Wait[]): string | undefined {
  const lengthsNs = waits.map(({ startNs, endNs }) => Number(endNs - startNs))
  const sumNs = lengthsNs.reduce((sum, ns) => sum + ns, 0)
  const averageMs = formatMs(Math.floor(sumNs / row.switches))
  const longestNs = Math.max(0, ...lengthsNs)
  if (formatMs(longestNs) !== row.maxMs) return `longest wait ${row.maxMs} ms, in the timeline ${formatMs(longestNs)}`
  if (averageMs !== row.averageMs) return `${row.averageMs} ms on average, in the timeline ${averageMs}`
  if (longestNs === 0) return undefined
  const found = waits.some(
    ({ startNs, endNs }, index) =>
      lengthsNs[index] === longestNs && floorUs(startNs) === row.maxStartUs && floorUs(endNs) === row.maxEndUs,
  )
  return found ? undefined : `the longest wait is not from ${row.maxStartUs} to ${row.maxEndUs} us`
}

function formatMs(ns: number): string {
  return (ns / 1e6).toFixed(3)
}
