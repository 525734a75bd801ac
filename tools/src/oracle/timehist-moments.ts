import type { TimelineItem } from '@tc-stream/event-schema'
import type { SideBand } from './side-band.js'
import type { Timehist, TimehistWakeup } from './timehist-text.js'
import { floorUs, originOf } from './timeline-runs.js'
import { readTimeline } from './timeline-stretches.js'

export interface MomentsComparison {
  readonly told: { readonly wakeup: number; readonly migration: number }
  readonly faults: readonly string[]
}

/**
 * Wakeups and migrations of a timeline against timehist's lines about them: the same ones, as many times. A wakeup of a
 * task that runs, as far as is known, or waits since it was preempted, changes nothing and is not in the timeline; a
 * migration without an event of its own is there from the moment on at which the task is seen on its new CPU.
 */
export function compareMoments(
  items: readonly TimelineItem[],
  timehist: Timehist,
  sideBand: SideBand = new Map(),
): MomentsComparison {
  const drawnWakeups = wakeupsOf(items)
  const wakerOf = new Map(
    drawnWakeups.map(wakeup => [describeWakeup({ ...wakeup, wakerTid: undefined }), wakeup.wakerTid]),
  )
  // Of a waker without a tid only the moment can be asked.
  const wakeups = timehist.wakeups.map(wakeup =>
    describeWakeup({ ...wakeup, wakerTid: wakeup.wakerTid ?? wakerOf.get(describeWakeup(wakeup)) }),
  )
  const migrations = timehist.migrations.map(({ timeUs, tid, toCpu }) => describePlace(tid, toCpu, timeUs))
  const told = [...wakeups, ...migrations]
  const drawn = [
    ...drawnWakeups.map(describeWakeup),
    ...marksOf(items).map(({ tid, cpu, timeUs }) => describePlace(tid, cpu, timeUs)),
  ]
  const needless = new Set(needlessWakeups(items, timehist, sideBand).map(describeWakeup))
  const seen = new Set([...seenMigrations(items, timehist), ...shownMigrations(items, sideBand)])
  return {
    told: { wakeup: wakeups.length, migration: migrations.length },
    faults: [
      ...without(told, drawn)
        .filter(moment => !needless.has(moment))
        .map(moment => `only timehist has it: ${moment}`),
      ...without(drawn, told)
        .filter(moment => !seen.has(moment))
        .map(moment => `only the timeline has it: ${moment}`),
    ],
  }
}

function wakeupsOf(items: readonly TimelineItem[]): Wakeup[] {
  const originNs = originOf(items)
  return items.flatMap(item => {
    if (item.type !== 'wakeup') return []
    const { wakeeTid, wakerTid, cpu, timeNs } = item
    return [{ wakeeTid, wakerTid: wakerTid ?? -1, cpu, timeUs: floorUs(originNs + BigInt(timeNs)) }]
  })
}

/**
 * Those after which timehist shows the task on that CPU next: in a row of its own, as next, or as who woke or moved. At the
 * end of a recording it shows nothing of a CPU any more, while perf still records forks and exits there.
 */
function seenMigrations(items: readonly TimelineItem[], { switches, wakeups, migrations }: Timehist): string[] {
  const places = [
    ...switches.map(({ timeUs, cpu, tid }) => ({ timeUs, cpu, tid })),
    ...switches.map(({ timeUs, cpu, nextTid }) => ({ timeUs, cpu, tid: nextTid })),
    ...wakeups.map(({ timeUs, cpu, wakerTid }) => ({ timeUs, cpu, tid: wakerTid })),
    ...migrations.map(({ timeUs, cpu, byTid }) => ({ timeUs, cpu, tid: byTid })),
  ].sort((a, b) => a.timeUs - b.timeUs)
  return marksOf(items).flatMap(({ tid, cpu, timeUs }) => {
    // A dying thread is -1 in its last row.
    const next = places.find(
      place => place.timeUs >= timeUs && (place.tid === tid || (place.tid === -1 && place.cpu === cpu)),
    )
    const isOver = next === undefined && !switches.some(row => row.cpu === cpu && row.timeUs > timeUs)
    return isOver || next?.cpu === cpu ? [describePlace(tid, cpu, timeUs)] : []
  })
}

/** Those that a side-band record shows. */
function shownMigrations(items: readonly TimelineItem[], sideBand: SideBand): string[] {
  return marksOf(items).flatMap(({ tid, cpu, timeUs }) =>
    sideBand.get(tid)?.includes(timeUs) === true ? [describePlace(tid, cpu, timeUs)] : [],
  )
}

function marksOf(items: readonly TimelineItem[]): { tid: number; cpu: number | null; timeUs: number }[] {
  const originNs = originOf(items)
  return items.flatMap(item =>
    item.type === 'mark' && item.kind === 'migration'
      ? [{ tid: item.tid, cpu: item.cpu, timeUs: floorUs(originNs + BigInt(item.timeNs)) }]
      : [],
  )
}

/** Those of tasks that were runnable already and had not just been woken, or were last seen to run. */
function needlessWakeups(
  items: readonly TimelineItem[],
  { switches, wakeups }: Timehist,
  sideBand: SideBand,
): TimehistWakeup[] {
  const { stretches } = readTimeline(items)
  const runnable = stretches.filter(({ tid, state, cause }, index) => {
    const before = stretches[index - 1]
    if (state === 'unknown') return before?.tid === tid && before.state === 'running' && before.inferred
    return state === 'running' || (state === 'waiting' && cause === 'preempted')
  })
  const isRunnable = ({ wakeeTid, timeUs }: TimehistWakeup) =>
    runnable.some(
      ({ tid, startNs, endNs }) => tid === wakeeTid && floorUs(startNs) <= timeUs && timeUs <= floorUs(endNs),
    )
  // A switch put it on a CPU, and none took it away.
  const isOnCpu = ({ wakeeTid, timeUs }: TimehistWakeup) =>
    switches.findLast(row => row.timeUs <= timeUs && (row.tid === wakeeTid || row.nextTid === wakeeTid))?.nextTid ===
    wakeeTid
  // The same of a side-band record.
  const isShown = ({ wakeeTid, timeUs }: TimehistWakeup) => {
    const shownUs = sideBand.get(wakeeTid)?.findLast(us => us <= timeUs) ?? -1
    return shownUs > (switches.findLast(row => row.timeUs <= timeUs && row.tid === wakeeTid)?.timeUs ?? -1)
  }
  return wakeups.filter(wakeup => isRunnable(wakeup) || isOnCpu(wakeup) || isShown(wakeup))
}

interface Wakeup extends Omit<TimehistWakeup, 'cpu'> {
  readonly cpu: number | null
}

function describeWakeup({ wakeeTid, wakerTid, cpu, timeUs }: Wakeup): string {
  return `tid ${wakeeTid} is woken by ${wakerTid} on CPU ${cpu} at ${timeUs} us`
}

function describePlace(tid: number, cpu: number | null, timeUs: number): string {
  return `tid ${tid} comes to CPU ${cpu} at ${timeUs} us`
}

/** What is left of `all` when each of `others` has taken one like it away. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1)
  return all.filter(one => {
    const count = counts.get(one) ?? 0
    counts.set(one, count - 1)
    return count <= 0
  })
}
