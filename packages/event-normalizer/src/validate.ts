import {
  CommEventSchema,
  CpuFrequencyEventSchema,
  CpuIdleEventSchema,
  ExitEventSchema,
  ForkEventSchema,
  InterruptEventSchema,
  LostEventSchema,
  MarkEventSchema,
  MigrateEventSchema,
  SampleEventSchema,
  SwitchEventSchema,
  SyscallEnterEventSchema,
  SyscallExitEventSchema,
  WakeupEventSchema,
} from '@tc-stream/event-schema'
import { z } from 'zod'
import type { DecodedEvent } from './registry.js'

type EventSchema = z.ZodObject<{ callchain: z.ZodType }>

const FramesSchema = z.array(z.string())

/**
 * What is known of a type of event. Its check is the zod schema of the contract, compiled by zod when the first event of
 * the type is met: a check of all fields then takes a tenth of the time, and accepts the same.
 */
export class EventKind {
  /** It is drawn as scheduling, power or I/O. */
  readonly drawable: boolean
  /** It may tell of the past, without a time. */
  readonly timeless: boolean
  readonly #schema: EventSchema
  #compiled: z.ZodType | undefined

  constructor(schema: EventSchema, { drawable = false, timeless = false }) {
    this.#schema = schema
    this.drawable = drawable
    this.timeless = timeless
  }

  /** Whether an event is what the contract says, but for its callchain. */
  fits(event: DecodedEvent): boolean {
    // Equal callchains share one array, so they are checked once each and apart from the rest of their events.
    this.#compiled ??= z.compile(this.#schema.omit({ callchain: true }))
    return this.#compiled.validate(event)
  }
}

export type EventKinds = Readonly<Record<DecodedEvent['type'], EventKind>>

/** The types by name: dispatch through the union of all schemas costs more than the check itself. */
export function createEventKinds(): EventKinds {
  const drawable = true
  const timeless = true
  return {
    switch: new EventKind(SwitchEventSchema, { drawable }),
    wakeup: new EventKind(WakeupEventSchema, { drawable }),
    migrate: new EventKind(MigrateEventSchema, { drawable }),
    fork: new EventKind(ForkEventSchema, { timeless }),
    comm: new EventKind(CommEventSchema, { timeless }),
    exit: new EventKind(ExitEventSchema, { timeless }),
    lost: new EventKind(LostEventSchema, {}),
    cpuIdle: new EventKind(CpuIdleEventSchema, { drawable }),
    cpuFrequency: new EventKind(CpuFrequencyEventSchema, { drawable }),
    interrupt: new EventKind(InterruptEventSchema, {}),
    syscallEnter: new EventKind(SyscallEnterEventSchema, { drawable }),
    syscallExit: new EventKind(SyscallExitEventSchema, { drawable }),
    sample: new EventKind(SampleEventSchema, {}),
    mark: new EventKind(MarkEventSchema, {}),
  }
}

/**
 * Whether an event is what the contract says. The event itself goes on, not zod's copy of it: its callchain stays the
 * array that others share.
 *
 * Bounds: remembers the callchains it has seen weakly.
 */
export function createEventCheck(): (event: DecodedEvent, kind: EventKind) => boolean {
  const checked = new WeakSet<readonly string[]>()
  return (event, kind) => {
    if (!kind.fits(event)) return false
    const { callchain } = event
    if (callchain === undefined || checked.has(callchain)) return true
    if (!FramesSchema.validate(callchain)) return false
    checked.add(callchain)
    return true
  }
}
