import {
  createDiagnostics,
  type Diagnostics,
  type EndItem,
  type IntervalItem,
  type Stage,
  type TimelineItem,
  type WakeupItem,
} from '@tc-stream/event-schema'
import { type CallchainCode, callchainDiagnostics } from './diagnostics.js'
import { CallchainTable, type InternCounters, type KnownCallchain } from './intern.js'
import { createNamer } from './namer.js'
import {
  type CallchainResolverOptions,
  CallchainResolverOptionsSchema,
  DEFAULT_CALLCHAIN_RESOLVER_OPTIONS,
} from './options.js'
import type { WakeupOrigin } from './wakeup-origin.js'

export interface CallchainResolverCounters extends Readonly<InternCounters> {
  readonly callchains: number
  readonly reasons: number
  /** Wakeups and waits that the callchain or the waker showed to come from an interrupt. */
  readonly interrupts: number
  readonly clipped: number
}

export interface CallchainResolver extends Stage<TimelineItem, TimelineItem> {
  readonly counters: CallchainResolverCounters
  readonly diagnostics: Diagnostics<CallchainCode>
}

/**
 * Completes timeline items that have a callchain: its lines become frames, shared between equal callchains; a sleep
 * gets its reason, a wakeup its context. Items are completed in place and keep their order.
 *
 * Bounds: see `CallchainTable`; one item is held, the `end`, behind which nothing may come.
 * Errors: bad options throw; items never do.
 */
export function createCallchainResolver(options: CallchainResolverOptions = {}): CallchainResolver {
  const { kallsyms, perfMapOf, onDiagnostic, ...limits } = CallchainResolverOptionsSchema.parse(options)
  const { callchainDepth, maxFrames, maxCallchains } = DEFAULT_CALLCHAIN_RESOLVER_OPTIONS
  const table = new CallchainTable(
    {
      callchainDepth: limits.callchainDepth ?? callchainDepth,
      maxFrames: limits.maxFrames ?? maxFrames,
      maxCallchains: limits.maxCallchains ?? maxCallchains,
    },
    createNamer(kallsyms, perfMapOf),
  )
  const diagnostics = createDiagnostics(callchainDiagnostics(limits.callchainDepth), onDiagnostic)
  const tallies = { callchains: 0, reasons: 0, interrupts: 0, clipped: 0 }
  let end: EndItem | undefined

  if (kallsyms?.hidden === true) diagnostics.count('TC_CALLCHAIN_KALLSYMS_HIDDEN')
  else if (kallsyms?.size === 0) diagnostics.count('TC_CALLCHAIN_KALLSYMS_EMPTY')

  return {
    diagnostics,
    get counters() {
      return { ...table.counters, ...tallies }
    },
    push(item, emit) {
      if (item.type === 'end') {
        end = item
        return
      }
      if (item.type === 'interval') resolveInterval(item)
      else if (item.type === 'wakeup') resolveWakeup(item)
      else if (item.type === 'mark' && item.callchain !== undefined) {
        item.callchain = resolve(item.callchain, item.pid ?? item.tid).frames
      } else if (item.type === 'cpuMark' && item.callchain !== undefined) {
        item.callchain = resolve(item.callchain, null).frames
      }
      emit(item)
    },
    *flush() {
      yield* diagnostics.items()
      if (end !== undefined) yield end
    },
  }

  function resolveInterval(item: IntervalItem): void {
    const { callchain, state } = item
    if (state === 'waiting') {
      if (item.cause === 'preempted') resolveOwn(item)
      else resolveWait(item)
      return
    }
    if (item.wakeupNs !== undefined) resolveEnd(item)
    if (callchain === undefined) return
    const { reason } = resolveOwn(item) as KnownCallchain
    if (reason === undefined || item.reason !== undefined || !isSleep(item)) return
    item.reason = reason
    tallies.reasons++
  }

  /** Who ended a sleep: the wait that begins there tells the same, and keeps the callchain. */
  function resolveEnd(item: IntervalItem): void {
    const { wakerCallchain, wakerTid } = item
    const known = wakerCallchain === undefined ? undefined : resolve(wakerCallchain, wakerTid ?? null)
    item.wakerCallchain = undefined
    if (known !== undefined || wakerTid !== undefined) resolveContext(item, known?.origin, wakerTid === 0)
  }

  /** A callchain of the task itself. */
  function resolveOwn(item: IntervalItem): KnownCallchain | undefined {
    if (item.callchain === undefined) return undefined
    const known = resolve(item.callchain, item.pid ?? item.tid)
    item.callchain = known.frames
    return known
  }

  /** The callchain of a wait is its waker's, of whom only the tid is known. */
  function resolveWait(item: IntervalItem): void {
    const waker = item.wakerTid
    const known = item.callchain === undefined ? undefined : resolve(item.callchain, waker ?? null)
    if (known !== undefined) item.callchain = known.frames
    if (known !== undefined || waker !== undefined) resolveContext(item, known?.origin, waker === 0)
  }

  function resolveWakeup(item: WakeupItem): void {
    const known = item.callchain === undefined ? undefined : resolve(item.callchain, item.wakerTid)
    if (known !== undefined) item.callchain = known.frames
    resolveContext(item, known?.origin, item.wakerTid === 0)
  }

  function resolveContext(item: IntervalItem | WakeupItem, origin: WakeupOrigin | undefined, byIdle: boolean): void {
    if (!byIdle && origin?.interrupt !== true) return
    item.context = 'interrupt'
    if (origin?.name !== undefined && item.interrupt === undefined) item.interrupt = origin.name
    tallies.interrupts++
  }

  function resolve(callchain: NonNullable<IntervalItem['callchain']>, pid: number | null): KnownCallchain {
    const { counters } = table
    const before = counters.newFrames + counters.framesResets + counters.callchainsResets
    const known = table.intern(callchain, pid)
    tallies.callchains++
    if (known.clipped) {
      tallies.clipped++
      diagnostics.count('TC_CALLCHAIN_CLIPPED')
    }
    if (before !== counters.newFrames + counters.framesResets + counters.callchainsResets) report(callchain)
    return known
  }

  /** Brings what the table has counted to the diagnostics; only after a callchain that had something new. */
  function report(callchain: readonly unknown[]): void {
    const { counters } = table
    const odd = callchain.find(line => typeof line === 'string' && !/^\s*[0-9a-f]/.test(line))
    raise('TC_CALLCHAIN_ODD_FRAME', counters.oddFrames, odd as string | undefined)
    raise('TC_CALLCHAIN_LONG_NAME', counters.clippedNames)
    raise('TC_CALLCHAIN_FRAMES_FULL', counters.framesResets)
    raise('TC_CALLCHAIN_TABLE_FULL', counters.callchainsResets)
    raise('TC_CALLCHAIN_UNNAMED_KERNEL', counters.unnamedKernelFrames)
  }

  function raise(code: CallchainCode, to: number, sample?: string): void {
    const by = to - diagnostics.countOf(code)
    if (by > 0) diagnostics.count(code, sample === undefined ? { by } : { by, sample })
  }
}

/** Whether the callchain shows what the task waits in: it sleeps, or it ran until it went to sleep. */
function isSleep({ state, prevState }: IntervalItem): boolean {
  if (state === 'running') return prevState !== undefined && !prevState.startsWith('R')
  return state === 'blocked' || state === 'sleeping' || state === 'idle' || state === 'parked' || state === 'stopped'
}
