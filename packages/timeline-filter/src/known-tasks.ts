import type { IntervalItem, TaskTotals } from '@tc-stream/event-schema'
import type { TaskMatcher, TimelineFilterSettings } from './options.js'

/** Who an item is about. */
export type TaskKey = Pick<IntervalItem, 'taskId' | 'tid' | 'pid' | 'comm'>

/** What has been found of a task that is alive. */
export interface KnownTask {
  /** It is one of those that were asked for. */
  selected: boolean
  /** Something of it has been handed on. */
  shown: boolean
  pid: number | null
  /** The CPU that its last wakeup sent it to; undefined before the first. */
  queuedOn: number | null | undefined
  /** Of what was left out in the window. */
  leftOut: TaskTotals | undefined
}

/** One of `tids` names a thread, and never a process. */
type Matcher = TaskMatcher & { readonly tid?: number }

/**
 * Tells which tasks were asked for by name or number.
 *
 * Bounds: `maxTasks` tasks alive, `maxNames` names. A task beyond is judged anew at each of its items.
 */
export class KnownTasks {
  /** Names that were met, while something that was asked for has not been. */
  readonly names = new Set<string>()
  readonly #live = new Map<number, KnownTask>()
  readonly #matchers: readonly Matcher[]
  readonly #missing: Set<Matcher>
  readonly #maxTasks: number
  readonly #maxNames: number
  readonly #onFull: () => void

  constructor({ processes, tids, maxTasks, maxNames }: TimelineFilterSettings, onFull: () => void) {
    this.#matchers = [...processes, ...tids.map(tid => ({ label: `tid ${tid}`, tid }))]
    this.#missing = new Set(this.#matchers)
    this.#maxTasks = maxTasks
    this.#maxNames = maxNames
    this.#onFull = onFull
  }

  /** What was asked for and no task has. */
  get missing(): readonly TaskMatcher[] {
    return [...this.#missing]
  }

  get size(): number {
    return this.#live.size
  }

  of(key: TaskKey): KnownTask {
    const known = this.#live.get(key.taskId)
    if (known === undefined) return this.#open(key)
    // A pid may become known late.
    if (known.pid !== key.pid && key.pid !== null) {
      known.pid = key.pid
      known.selected ||= this.#isSelected(key)
    }
    return known
  }

  isSelected(taskId: number): boolean {
    return this.#live.get(taskId)?.selected === true
  }

  /** The task is over. */
  take(key: TaskKey): KnownTask {
    const known = this.of(key)
    this.#live.delete(key.taskId)
    return known
  }

  #open(key: TaskKey): KnownTask {
    const isFull = this.#live.size >= this.#maxTasks
    const task: KnownTask = {
      selected: this.#isSelected(key),
      // Of a task that is not remembered, better the totals without a picture than the other way round.
      shown: isFull,
      pid: key.pid,
      queuedOn: undefined,
      leftOut: undefined,
    }
    if (isFull) this.#onFull()
    else this.#live.set(key.taskId, task)
    return task
  }

  /** All are asked, not the first that matches: each is to know whether it had a task at all. */
  #isSelected(key: TaskKey): boolean {
    if (this.#matchers.length === 0) return true
    if (this.#missing.size > 0 && this.names.size < this.#maxNames) this.names.add(key.comm)
    let selected = false
    for (const matcher of this.#matchers) {
      if (!matches(matcher, key)) continue
      selected = true
      this.#missing.delete(matcher)
    }
    return selected
  }
}

/** A number is the process, whose threads are meant too, or else the thread. */
function matches(matcher: Matcher, { tid, pid, comm }: TaskKey): boolean {
  if (matcher.pid !== undefined && (matcher.pid === pid || matcher.pid === tid)) return true
  return matcher.tid === tid || matcher.comm === comm || matcher.test?.(comm) === true
}
