import type { StretchState } from './stretch.js'

/**
 * Reads the text of `perf sched timehist --state --next --wakeups --migrations`. What its columns mean was learned by
 * comparing them with the events they come from; docs/perf-sched.md tells it.
 *
 * Units: whole microseconds, as printed; perf cuts the nanoseconds off. A tid of 0 is an idle task.
 */
export interface Timehist {
  readonly switches: readonly TimehistSwitch[]
  readonly wakeups: readonly TimehistWakeup[]
  readonly migrations: readonly TimehistMigration[]
}

/** A task leaves its CPU. */
export interface TimehistSwitch {
  readonly timeUs: number
  readonly cpu: number
  /** Of whom the header of the sample tells; -1 for a dying thread. */
  readonly tid: number
  /** perf has no name for it: it did not see the fork, and takes what it knows before and after an exec for two tasks. */
  readonly unnamed: boolean
  /** Since the task last left a CPU, until it was switched in; 0 if it had not. */
  readonly waitUs: number
  /** Since it was first woken after that, until it was switched in; 0 if it was not. */
  readonly delayUs: number
  /** Since the switch before, on this CPU; 0 for the first. */
  readonly runUs: number
  readonly letter: string
  readonly nextTid: number
}

export interface TimehistWakeup {
  readonly timeUs: number
  readonly cpu: number
  /** undefined: perf tells a name only. */
  readonly wakerTid: number | undefined
  readonly wakeeTid: number
}

export interface TimehistMigration {
  readonly timeUs: number
  /** Where it was done, and by whom. */
  readonly cpu: number
  readonly byTid: number
  readonly tid: number
  readonly toCpu: number
}

const ROW = /^ *(\d+)\.(\d{6}) \[(\d+)\] /
const SWITCH =
  /^ *(\d+)\.(\d{6}) \[(\d+)\] {2}(.*?) +(\d+)\.(\d{3}) +(\d+)\.(\d{3}) +(\d+)\.(\d{3}) +(\S) {2}next: (.*?) *$/
const WAKEUP = /^ *(\d+)\.(\d{6}) \[(\d+)\] {2}(.*?) +awakened: (.*?) *$/
const MIGRATION = /^ *(\d+)\.(\d{6}) \[(\d+)\] {2}(.*?) +migrated: (.*) cpu \d+ => (\d+) *$/
/** Shape: `sh[10594]`, `node[4735/4733]` with the thread first, `:70` without a name, `<idle>`, `swapper`. */
const IDLE = /^(?:<idle>|swapper)/
const TID = /(?:\[|^:)(-?\d+)(?:\/-?\d+)?\]?$/

/** Errors: throws on a row that it cannot read. */
export function readTimehist(text: string): Timehist {
  const switches: TimehistSwitch[] = []
  const wakeups: TimehistWakeup[] = []
  const migrations: TimehistMigration[] = []
  for (const line of text.split('\n')) {
    if (!ROW.test(line)) continue
    const read =
      append(switches, readSwitch(line)) || append(wakeups, readWakeup(line)) || append(migrations, readMigration(line))
    if (!read) throw new Error(`cannot read this row of timehist: ${line}`)
  }
  return { switches, wakeups, migrations }
}

function readSwitch(line: string): TimehistSwitch | undefined {
  const match = SWITCH.exec(line)
  if (match === null) return undefined
  const [, seconds, micros, cpu, task, waitMs, waitUs, delayMs, delayUs, runMs, runUs, letter, next] = match
  return {
    timeUs: Number(`${seconds}${micros}`),
    cpu: Number(cpu),
    tid: readTid(task),
    unnamed: task?.startsWith(':') === true,
    waitUs: Number(`${waitMs}${waitUs}`),
    delayUs: Number(`${delayMs}${delayUs}`),
    runUs: Number(`${runMs}${runUs}`),
    letter: String(letter),
    nextTid: readTid(next),
  }
}

function readWakeup(line: string): TimehistWakeup | undefined {
  const match = WAKEUP.exec(line)
  if (match === null) return undefined
  const [, seconds, micros, cpu, waker, wakee] = match
  return {
    timeUs: Number(`${seconds}${micros}`),
    cpu: Number(cpu),
    wakerTid: IDLE.test(waker ?? '') || TID.test(waker ?? '') ? readTid(waker) : undefined,
    wakeeTid: readTid(wakee),
  }
}

function readMigration(line: string): TimehistMigration | undefined {
  const match = MIGRATION.exec(line)
  if (match === null) return undefined
  const [, seconds, micros, cpu, by, task, toCpu] = match
  return {
    timeUs: Number(`${seconds}${micros}`),
    cpu: Number(cpu),
    byTid: readTid(by),
    tid: readTid(task),
    toCpu: Number(toCpu),
  }
}

function readTid(task = ''): number {
  return Number(TID.exec(task)?.[1] ?? 0)
}

function append<Row>(rows: Row[], row: Row | undefined): boolean {
  if (row !== undefined) rows.push(row)
  return row !== undefined
}

/**
 * The state that a task is in after this letter. perf 6.1 names the kernel's bits as they were before Linux 4.14: `K`
 * is an idle sleep, `W` a preemption (`R+`), `x` parked, and `X` and `Z` have changed places.
 */
export function stateOfLetter(letter: string): StretchState {
  if (letter === 'R' || letter === 'W') return 'waiting'
  if (letter === 'D') return 'blocked'
  if (letter === 'K' || letter === 'I') return 'idle'
  if (letter === 'T' || letter === 't') return 'stopped'
  if (letter === 'P' || letter === 'x') return 'parked'
  if (letter === 'X' || letter === 'Z') return 'dead'
  return 'sleeping'
}
