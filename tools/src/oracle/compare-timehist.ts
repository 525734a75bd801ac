import type { TimelineItem } from '@tc-stream/event-schema'
import { append } from './multimap.js'
import type { SideBand } from './side-band.js'
import { compareMoments } from './timehist-moments.js'
import { stateOfLetter, type Timehist, type TimehistSwitch } from './timehist-text.js'
import { floorUs, type Run, readRuns } from './timeline-runs.js'

export interface TimehistComparison {
  /** What timehist tells of the timeline, by kind, and what of it could not be asked. */
  readonly told: Readonly<Record<Told, number>>
  /** Everything that one has and the other has not, a sentence each. */
  readonly faults: readonly string[]
}

/**
 * `run`, `idle`: a run of a task or of an idle task. What came before the run of a task: `preempted`, a wait after a
 * preemption; `woken`, a sleep or block and the wait after it; `unwoken`, one that nothing ended; `again`, more than one
 * wakeup, of which perf counts from the first and the last one began the wait; `first`, no known switch-out;
 * `nameless`, the last run of a thread, which perf knows as -1, or a run of a task whose fork it has not seen: it tells
 * only of the run; `lost`, a run of which no
 * switch told the end.
 *
 * Not asked: `unseen`, rows of a task that the row before it did not put on the CPU (perf counts from that row all the
 * same), or that are the first of their CPU; and what came before a run, where the task has run meanwhile and no switch
 * tells until when.
 */
export type Told =
  | 'run'
  | 'idle'
  | 'preempted'
  | 'woken'
  | 'unwoken'
  | 'again'
  | 'first'
  | 'nameless'
  | 'lost'
  | 'unseen'
  | 'wakeup'
  | 'migration'

interface Row extends TimehistSwitch {
  /** Of a dying thread, which perf knows as -1; its tid here is what the row before says, which may be another's. */
  readonly nameless: boolean
  /** The row before on this CPU, if it put this task there. */
  readonly before: TimehistSwitch | undefined
  /** When this task last left a CPU, and how. */
  readonly left: TimehistSwitch | undefined
  /** When it was woken since then. */
  readonly wokenUs: readonly number[]
  /** How often it was put on a CPU since then. */
  readonly entries: number
}

/** Holds a timeline against timehist's text of the same recording, both ways round, to the microsecond. */
export function compareTimehist(
  items: readonly TimelineItem[],
  timehist: Timehist,
  sideBand: SideBand = new Map(),
): TimehistComparison {
  const runs = readRuns(items)
  const told = emptyTally()
  const faults: string[] = []
  for (const row of linkRows(timehist)) {
    const run = runs.claim(row.tid, row.cpu, row.timeUs)
    if (row.before === undefined || (row.nameless && run === undefined)) {
      told.unseen++
      continue
    }
    const fault = doubtRun(row, row.before, run)
    if (fault !== undefined || run === undefined) faults.push(`${describe(row)}: ${fault}`)
    else {
      told[row.tid === 0 ? 'idle' : 'run']++
      if (row.tid !== 0 && hasRunUnseen(row, row.before, sideBand)) {
        told.unseen++
        continue
      }
      const { kind, doubt } = askBefore(row, run)
      if (kind !== undefined) told[kind]++
      if (doubt !== undefined) faults.push(`${describe(row)}: ${doubt}`)
    }
  }
  for (const run of runs.unclaimed()) faults.push(`timehist has no row of ${describeRun(run)}`)
  const moments = compareMoments(items, timehist, sideBand)
  return { told: { ...told, ...moments.told }, faults: [...faults, ...moments.faults] }
}

function emptyTally(): Record<Told, number> {
  const before = { preempted: 0, woken: 0, unwoken: 0, again: 0, first: 0, lost: 0 }
  return { run: 0, idle: 0, ...before, nameless: 0, unseen: 0, wakeup: 0, migration: 0 }
}

function* linkRows({ switches, wakeups }: Timehist): Generator<Row> {
  const lastOfCpu = new Map<number, TimehistSwitch>()
  const lastOfTask = new Map<number, TimehistSwitch>()
  const wakeupsOfTask = new Map<number, number[]>()
  const entriesOfTask = new Map<number, number>()
  for (const { wakeeTid, timeUs } of wakeups) {
    append(wakeupsOfTask, wakeeTid, timeUs)
  }
  for (const row of switches) {
    const last = lastOfCpu.get(row.cpu)
    const nameless = row.tid === -1
    const before = nameless || row.tid === last?.nextTid ? last : undefined
    const tid = nameless ? (before?.nextTid ?? row.tid) : row.tid
    const left = lastOfTask.get(tid)
    const isSince = (timeUs: number) => timeUs > (left?.timeUs ?? 0) && timeUs <= (before?.timeUs ?? 0)
    const wokenUs = (wakeupsOfTask.get(tid) ?? []).filter(isSince)
    yield { ...row, tid, nameless, before, left, wokenUs, entries: entriesOfTask.get(tid) ?? 0 }
    entriesOfTask.set(tid, 0)
    entriesOfTask.set(row.nextTid, (entriesOfTask.get(row.nextTid) ?? 0) + 1)
    lastOfCpu.set(row.cpu, row)
    lastOfTask.set(tid, row)
  }
}

/** Another switch put it on a CPU, or a side-band record shows it there, and no switch tells how that ended. */
function hasRunUnseen({ tid, left, entries }: Row, before: TimehistSwitch, sideBand: SideBand): boolean {
  const shownUs = sideBand.get(tid) ?? []
  return entries > 1 || shownUs.some(timeUs => timeUs > (left?.timeUs ?? 0) && timeUs < before.timeUs)
}

function doubtRun(row: Row, before: TimehistSwitch, run: Run | undefined): string | undefined {
  if (run === undefined) return 'the timeline has no run that ends there'
  if (run.inferred || run.cut !== undefined) return 'the timeline is not certain of it'
  if (floorUs(run.startNs) !== before.timeUs) return `the timeline has it begin at ${floorUs(run.startNs)} us`
  const ranUs = floorUs(run.endNs - run.startNs)
  return ranUs === row.runUs ? undefined : `ran ${row.runUs} us, in the timeline ${ranUs}`
}

/** What the timeline has between the switch-out before and this run, against what the row tells of it. */
function askBefore(row: Row, run: Run): { kind?: Told; doubt?: string | undefined } {
  const { tid, nameless, left, waitUs, delayUs, wokenUs } = row
  if (tid === 0) return {}
  if (nameless || row.unnamed) return { kind: 'nameless' }
  if (run.lostSight) return { kind: 'lost' }
  const since = run.before.filter(({ startNs }) => left === undefined || floorUs(startNs) >= left.timeUs)
  const last = since.at(-1)
  const waited = last?.state === 'waiting' && !last.inferred ? last : undefined
  const waitedUs = waited === undefined ? 0 : floorUs(waited.endNs - waited.startNs)
  const wasPreempted = left !== undefined && stateOfLetter(left.letter) === 'waiting'
  if (wokenUs.length > 1 && !wasPreempted) {
    const startUs = waited === undefined ? -1 : floorUs(waited.startNs)
    return { kind: 'again', doubt: unlike('last wakeup', wokenUs.at(-1) ?? 0, startUs) }
  }
  if (left === undefined) return { kind: 'first', doubt: unlike('delay', delayUs, waitedUs) }
  const first = since[0]
  if (first === undefined) return { doubt: 'the timeline has nothing before it' }
  const offUs = floorUs(run.startNs - first.startNs)
  const state = stateOfLetter(left.letter)
  const shape = since.map(stretch => stretch.state).join(', ')
  const doubtOff = unlike('start', left.timeUs, floorUs(first.startNs)) ?? unlike('off the CPU', waitUs, offUs)
  if (wasPreempted) {
    const doubt = shape === 'waiting' && first.cause === 'preempted' ? undefined : `preempted, in the timeline ${shape}`
    return { kind: 'preempted', doubt: doubt ?? doubtOff ?? unlike('wait', waitUs, waitedUs) }
  }
  const doubt = shape === state || shape === `${state}, waiting` ? undefined : `${state}, in the timeline ${shape}`
  const kind = waited === undefined ? 'unwoken' : 'woken'
  return { kind, doubt: doubt ?? doubtOff ?? unlike('delay', delayUs, waitedUs) }
}

function unlike(what: string, toldUs: number, foundUs: number): string | undefined {
  return toldUs === foundUs ? undefined : `${what} ${toldUs} us, in the timeline ${foundUs}`
}

function describe({ tid, cpu, timeUs }: TimehistSwitch): string {
  return `tid ${tid} on CPU ${cpu} until ${timeUs} us`
}

function describeRun({ tid, cpu, endNs }: Run): string {
  return `tid ${tid} on CPU ${cpu} until ${floorUs(endNs)} us`
}
