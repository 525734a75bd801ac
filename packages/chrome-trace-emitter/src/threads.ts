import {
  type Diagnostics,
  detachString,
  type Emit,
  type IntervalItem,
  type IoItem,
  type MarkItem,
  type TaskItem,
} from '@tc-stream/event-schema'
import type { ChromeTraceDiagnosticCode } from './diagnostics.js'
import { nameOf, placeOf } from './events.js'
import { MAX_HELD_ITEMS } from './options.js'
import { ioTid, type Row, UNKNOWN_PID } from './rows.js'

/** What a row of a task is made of. */
export type ThreadItem = IntervalItem | IoItem | MarkItem

/** One tid that is alive. A row has one name, so that a change of comm gives it another. */
export interface Thread extends Row {
  readonly tid: number
  pid: number
  comm: string
  /** The process is known, or no more waited for. */
  isPlaced: boolean
  hasIo: boolean
  /** What came before its process was known. */
  held: ThreadItem[]
}

/** Writes an item on the row of its task. */
export type WriteItem = (item: ThreadItem, thread: Thread, emit: Emit<string>) => void

/**
 * The tasks: which process each belongs to, and what it is called.
 *
 * A switch names the next task, but not its process; that is told by the first event that shows the task at work. So the
 * first items of a task wait for it, or they would stand in another process than the rest.
 *
 * Bounds: `maxThreads` tasks and as many names of processes; `MAX_HELD_ITEMS` items of each.
 */
export class ThreadTable {
  readonly #threads = new Map<number, Thread>()
  /** Which processes were named, and whether by what they are called themselves. */
  readonly #named = new Map<number, boolean>()
  readonly #write: WriteItem
  readonly #limit: number
  readonly #diagnostics: Diagnostics<ChromeTraceDiagnosticCode>
  #hasUnknown = false
  #met = 0

  constructor(write: WriteItem, limit: number, diagnostics: Diagnostics<ChromeTraceDiagnosticCode>) {
    this.#write = write
    this.#limit = limit
    this.#diagnostics = diagnostics
  }

  /** Tasks that have come. */
  get met(): number {
    return this.#met
  }

  get size(): number {
    return this.#threads.size
  }

  /** The row of a tid, if it has one by now. */
  placedRow(tid: number): Row | undefined {
    const thread = this.#threads.get(tid)
    return thread?.isPlaced === true ? thread : undefined
  }

  /** Writes an item on the row of its task, now or when the process is known. */
  take(item: ThreadItem, emit: Emit<string>): void {
    const thread = this.#threads.get(item.tid) ?? this.#open(item, emit)
    const isRenamed = item.comm !== thread.comm
    if (isRenamed) thread.comm = detachString(item.comm)
    if (item.pid !== null && (!thread.isPlaced || item.pid !== thread.pid)) this.#place(thread, item.pid, emit)
    else if (isRenamed && thread.isPlaced) this.#name(thread, emit)
    if (!thread.isPlaced) {
      thread.held.push(item)
      if (thread.held.length < MAX_HELD_ITEMS) return
      this.#place(thread, UNKNOWN_PID, emit)
      return
    }
    this.#put(item, thread, emit)
  }

  /** A task is over, or goes on under another comm. */
  end({ tid, pid, processComm, exited }: TaskItem, emit: Emit<string>): void {
    const thread = this.#threads.get(tid)
    if (thread === undefined) return
    if (!thread.isPlaced && (pid !== null || exited)) this.#place(thread, pid ?? UNKNOWN_PID, emit)
    if (processComm !== undefined && this.#named.get(thread.pid) === false) {
      this.#nameProcess(thread, processComm, true, emit)
    }
    if (exited) this.#threads.delete(tid)
  }

  /** Nothing more will tell a process. */
  endAll(emit: Emit<string>): void {
    for (const thread of this.#threads.values()) this.#letGo(thread, emit)
  }

  #open({ tid, comm }: ThreadItem, emit: Emit<string>): Thread {
    if (this.#threads.size >= this.#limit) this.#forgetOldest(emit)
    this.#met++
    const name = detachString(comm)
    const thread = { tid, pid: UNKNOWN_PID, comm: name, isPlaced: false, hasIo: false, held: [] }
    this.#threads.set(tid, thread)
    return thread
  }

  #forgetOldest(emit: Emit<string>): void {
    this.#diagnostics.count('TC_CHROME_THREADS')
    for (const thread of this.#threads.values()) {
      this.#letGo(thread, emit)
      this.#threads.delete(thread.tid)
      return
    }
  }

  #letGo(thread: Thread, emit: Emit<string>): void {
    if (!thread.isPlaced) this.#place(thread, UNKNOWN_PID, emit)
  }

  #place(thread: Thread, pid: number, emit: Emit<string>): void {
    thread.pid = pid
    thread.isPlaced = true
    thread.hasIo = false
    this.#name(thread, emit)
    const { held } = thread
    thread.held = []
    for (const item of held) this.#put(item, thread, emit)
  }

  #put(item: ThreadItem, thread: Thread, emit: Emit<string>): void {
    if (item.type === 'io' && !thread.hasIo) {
      thread.hasIo = true
      this.#nameIo(thread, emit)
    }
    this.#write(item, thread, emit)
  }

  /** A process is called as its first task; it is called as another one only until that one is seen, or told of. */
  #name(thread: Thread, emit: Emit<string>): void {
    const { pid, tid, comm } = thread
    if (pid === UNKNOWN_PID) this.#nameUnknown(emit)
    else if (tid === pid || !this.#named.has(pid)) this.#nameProcess(thread, comm, tid === pid, emit)
    emit(nameOf('thread', thread, JSON.stringify(comm)))
    if (thread.hasIo) this.#nameIo(thread, emit)
  }

  #nameProcess({ pid, tid }: Thread, comm: string, isItsOwn: boolean, emit: Emit<string>): void {
    if (this.#named.size >= this.#limit) this.#named.clear()
    this.#named.set(pid, isItsOwn)
    emit(nameOf('process', { pid, tid }, JSON.stringify(comm)))
  }

  #nameIo({ pid, tid, comm }: Thread, emit: Emit<string>): void {
    emit(nameOf('thread', { pid, tid: ioTid(tid) }, JSON.stringify(`${comm} I/O`)))
  }

  #nameUnknown(emit: Emit<string>): void {
    if (this.#hasUnknown) return
    this.#hasUnknown = true
    const row = { pid: UNKNOWN_PID, tid: UNKNOWN_PID }
    emit(nameOf('process', row, '"tasks (process not recorded)"'))
    emit(placeOf('process', row, 1))
  }
}
