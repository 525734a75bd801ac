import {
  createDiagnostics,
  type Diagnostics,
  type Emit,
  type PerfRecord,
  type RecordItem,
  type Stage,
  type TraceEvent,
} from '@tc-stream/event-schema'
import { createComms } from './comms.js'
import { Context } from './context.js'
import { DEFAULT_DECODERS } from './decoders/index.js'
import { decodeSample } from './decoders/sample.js'
import { decodeSwitch } from './decoders/sched-switch.js'
import { NORMALIZER_DIAGNOSTICS, type NormalizerCode } from './diagnostics.js'
import { createEventNames } from './event-names.js'
import { createHeaderTrust } from './header-trust.js'
import { type NormalizerOptions, parseNormalizerOptions } from './options.js'
import { createResolver, type DecodedEvent, type Decoder } from './registry.js'
import { createShiftGate } from './shift-gate.js'
import { skipBlanks } from './text.js'
import { createEventCheck, createEventKinds, type EventKind } from './validate.js'

export interface NormalizerCounters {
  /** Records taken. */
  readonly records: number
  /** Events handed on. */
  readonly events: number
  /** Of these, scheduler, power and I/O events: what a chart is made of. */
  readonly drawable: number
  /** Records that are known and of no use here. */
  readonly ignored: number
  /** Records left out: bad payload, no time, invalid. */
  readonly dropped: number
  /** Records by event name, in the order of first meeting. Bounds: `eventNameLimit`. */
  readonly byEvent: ReadonlyMap<string, number>
  /** Records whose event name is beyond that limit. */
  readonly uncountedEvents: number
  /** Times the table of comms was full and was emptied. */
  readonly commEvictions: number
  /** The states of this trace are shifted and are being put right. */
  readonly shiftedStates: boolean
  /** Header tids are taken for kernel thread ids. */
  readonly headerTidsTrusted: boolean
}

export interface EventNormalizer extends Stage<PerfRecord, TraceEvent> {
  readonly counters: NormalizerCounters
  readonly diagnostics: Diagnostics<NormalizerCode>
}

/**
 * Decodes records into validated events, in order, one event per record at most.
 *
 * Bounds: `holdLimit` records before the first idle switch, `commLimit` comms, `eventNameLimit` event names.
 * Errors: `ZodError` for bad options; nothing in a record throws, see `NORMALIZER_DIAGNOSTICS`.
 */
export function createEventNormalizer(options: Partial<NormalizerOptions> = {}): EventNormalizer {
  return new Normalizer(parseNormalizerOptions(options))
}

class Normalizer implements EventNormalizer {
  readonly diagnostics: Diagnostics<NormalizerCode>
  readonly #comms
  readonly #trust = createHeaderTrust()
  readonly #context
  readonly #names
  readonly #gate
  readonly #kinds = createEventKinds()
  readonly #isValid = createEventCheck()
  #records = 0
  #events = 0
  #drawable = 0
  #ignored = 0
  #dropped = 0

  constructor(options: NormalizerOptions) {
    this.diagnostics = createDiagnostics(NORMALIZER_DIAGNOSTICS, options.onDiagnostic)
    this.#comms = createComms(options.commLimit)
    this.#context = new Context(this.#comms, this.#trust, this.diagnostics)
    const resolve = createResolver({ ...DEFAULT_DECODERS, ...options.decoders })
    this.#names = createEventNames(resolve, options.eventNameLimit)
    this.#gate = createShiftGate(options.holdLimit, record => this.#idleState(record))
  }

  push(item: PerfRecord, emit: Emit<TraceEvent>): void {
    if (this.#gate.open) {
      this.#take(item, emit)
      return
    }
    const items = this.#gate.offer(item)
    this.#context.shiftedStates = this.#gate.shifted
    for (const ready of items) this.#take(ready, emit)
  }

  *flush(): Generator<TraceEvent, void, undefined> {
    const rest: TraceEvent[] = []
    for (const item of this.#gate.close()) this.#take(item, event => rest.push(event))
    yield* rest
    yield* this.diagnostics.items()
  }

  get counters(): NormalizerCounters {
    return {
      records: this.#records,
      events: this.#events,
      drawable: this.#drawable,
      ignored: this.#ignored,
      dropped: this.#dropped,
      byEvent: this.#names.counts(),
      uncountedEvents: this.#names.uncounted,
      commEvictions: this.#comms.evictions,
      shiftedStates: this.#context.shiftedStates,
      headerTidsTrusted: this.#trust.trusted,
    }
  }

  #take(item: PerfRecord, emit: Emit<TraceEvent>): void {
    if (item.type === 'record') {
      this.#decode(item, emit)
      return
    }
    if (item.type === 'trace') this.#context.learn(item)
    emit(item)
  }

  #decode(record: RecordItem, emit: Emit<TraceEvent>): void {
    this.#records++
    const entry = this.#names.of(record.event)
    entry.count++
    if (entry.decode === null) {
      this.#ignored++
      return
    }
    this.#context.begin(record, entry.part)
    const event =
      entry.decode(record, this.#context) ?? this.#decodeIndented(record, entry.decode) ?? this.#decodeEmpty(record)
    if (event === undefined) {
      this.#drop('TC_NORM_BAD_PAYLOAD')
      return
    }
    if (record.callchain !== undefined) event.callchain = record.callchain
    this.#finish(record, event, emit)
  }

  #finish(record: RecordItem, event: DecodedEvent, emit: Emit<TraceEvent>): void {
    // A decoder from outside may return what is no event at all.
    const kind: EventKind | undefined = this.#kinds[event.type]
    if (record.timeNs === null && kind?.timeless === false) {
      this.#drop('TC_NORM_NO_TIME')
      return
    }
    if (kind === undefined || !this.#isValid(event, kind)) {
      this.#drop('TC_NORM_INVALID_EVENT')
      return
    }
    if (event.type === 'switch') {
      if (this.#trust.compare(record, event)) this.#context.count('TC_NORM_HEADER_TID')
      if (this.#context.shiftedStates) this.#context.count('TC_NORM_SHIFTED_STATES')
    }
    this.#events++
    if (kind.drawable) this.#drawable++
    emit(event)
  }

  /** What `perf script -F +flags` prints before the fields is nothing but blanks where it does not apply. */
  #decodeIndented(record: RecordItem, decode: Decoder): DecodedEvent | undefined {
    if (skipBlanks(record.payload, 0) === 0) return undefined
    return decode({ ...record, payload: record.payload.trimStart() }, this.#context)
  }

  /** `perf script -F` without `trace` prints no fields; the header is still worth something. */
  #decodeEmpty(record: RecordItem): DecodedEvent | undefined {
    if (record.payload !== '' || record.event.startsWith('PERF_RECORD_')) return undefined
    this.#context.count('TC_NORM_NO_PAYLOAD')
    return decodeSample(record, this.#context)
  }

  #drop(code: NormalizerCode): void {
    this.#dropped++
    this.#context.count(code)
  }

  /** A look ahead at a switch that is held: it is decoded again when it is let go. */
  #idleState(record: RecordItem) {
    this.#context.peek(record)
    const event = decodeSwitch(record, this.#context)
    return event?.type === 'switch' && event.prevTid === 0 ? event.prevState : undefined
  }
}
