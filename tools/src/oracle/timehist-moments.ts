import type { TimelineItem } from '@tc-stream/event-schema'
import type { Timehist, TimehistWakeup } from './timehist-text.js'
import { floorUs, originOf } from './timeline-runs.js'
import { readTimeline } from './timeline-stretches.js'

export interface MomentsComparison {
  readonly told: { readonly wakeup: number; readonly migration: number }
  readonly faults: readonly string[]
}

/**
 * Wakeups and migrations of a timeline against timehist's lines about them: the same ones, as many times. A wakeup of a
 * task that runs, or waits since it was preempted, changes nothing and is not in the timeline; a migration without an
 * event of its own is there from the moment on at which the task is seen on its new CPU.
 */
export function compareMoments(items: readonly TimelineItem[], timehist: Timehist): MomentsComparison {
  const wakeups = timehist.wakeups.map(describeWakeup)
  const migrations = timehist.migrations.map(({ timeUs, tid, toCpu }) => describePlace(tid, toCpu, timeUs))
  const told = [...wakeups, ...migrations]
  const drawn = drawnMoments(items)
  const needless = new Set(needlessWakeups(items, timehist).map(describeWakeup))
  const seen = new Set(sightings(timehist))
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

function drawnMoments(items: readonly TimelineItem[]): string[] {
  const originNs = originOf(items)
  return items.flatMap(item => {
    if (item.type !== 'wakeup' && (item.type !== 'mark' || item.kind !== 'migration')) return []
    const timeUs = floorUs(originNs + BigInt(item.timeNs))
    if (item.type === 'mark') return [describePlace(item.tid, item.cpu, timeUs)]
    return [describeWakeup({ wakeeTid: item.wakeeTid, wakerTid: item.wakerTid ?? -1, cpu: item.cpu, timeUs })]
  })
}

/** Where a task was shown to be, in the words of a migration to there. */
function sightings({ switches, wakeups }: Timehist): string[] {
  return [
    ...switches.flatMap(({ timeUs, cpu, tid, nextTid }) => [
      describePlace(tid, cpu, timeUs),
      describePlace(nextTid, cpu, timeUs),
    ]),
    ...wakeups.map(({ timeUs, cpu, wakerTid }) => describePlace(wakerTid, cpu, timeUs)),
  ]
}

/** Those of tasks that were runnable already and had not just been woken. */
function needlessWakeups(items: readonly TimelineItem[], { wakeups }: Timehist): TimehistWakeup[] {
  const runnable = readTimeline(items).stretches.filter(
    ({ state, cause }) => state === 'running' || (state === 'waiting' && cause === 'preempted'),
  )
  return wakeups.filter(({ wakeeTid, timeUs }) =>
    runnable.some(
      ({ tid, startNs, endNs }) => tid === wakeeTid && floorUs(startNs) <= timeUs && timeUs <= floorUs(endNs),
    ),
  )
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
