import {
  CommEventSchema,
  CpuFrequencyEventSchema,
  CpuIdleEventSchema,
  ExitEventSchema,
  ForkEventSchema,
  InterruptEventSchema,
  LostEventSchema,
  MigrateEventSchema,
  SampleEventSchema,
  SwitchEventSchema,
  SyscallEnterEventSchema,
  SyscallExitEventSchema,
  WakeupEventSchema,
} from '@tc-stream/event-schema'
import { z } from 'zod'
import type { DecodedEvent } from './registry.js'

/** What is known of a type of event. */
export interface EventKind {
  readonly schema: z.ZodType
  /** It is drawn as scheduling, power or I/O. */
  readonly drawable: boolean
  /** It may tell of the past, without a time. */
  readonly timeless: boolean
}

/** Equal callchains share one array, so they are checked once each and apart from the rest of their events. */
const apart = { callchain: true } as const

/**
 * The schema of each type, found by the type: dispatch through the union of all costs more than the check itself.
 */
export const EVENT_KINDS: Readonly<Record<DecodedEvent['type'], EventKind>> = {
  switch: { schema: SwitchEventSchema.omit(apart), drawable: true, timeless: false },
  wakeup: { schema: WakeupEventSchema.omit(apart), drawable: true, timeless: false },
  migrate: { schema: MigrateEventSchema.omit(apart), drawable: true, timeless: false },
  fork: { schema: ForkEventSchema.omit(apart), drawable: false, timeless: true },
  comm: { schema: CommEventSchema.omit(apart), drawable: false, timeless: true },
  exit: { schema: ExitEventSchema.omit(apart), drawable: false, timeless: true },
  lost: { schema: LostEventSchema.omit(apart), drawable: false, timeless: false },
  cpuIdle: { schema: CpuIdleEventSchema.omit(apart), drawable: true, timeless: false },
  cpuFrequency: { schema: CpuFrequencyEventSchema.omit(apart), drawable: true, timeless: false },
  interrupt: { schema: InterruptEventSchema.omit(apart), drawable: false, timeless: false },
  syscallEnter: { schema: SyscallEnterEventSchema.omit(apart), drawable: true, timeless: false },
  syscallExit: { schema: SyscallExitEventSchema.omit(apart), drawable: true, timeless: false },
  sample: { schema: SampleEventSchema.omit(apart), drawable: false, timeless: false },
}

const FramesSchema = z.array(z.string())

/**
 * Whether an event is what the contract says. The event itself goes on, not zod's copy of it: its callchain stays the
 * array that others share.
 *
 * Bounds: remembers the callchains it has seen weakly.
 */
export function createEventCheck(): (event: DecodedEvent, kind: EventKind) => boolean {
  const checked = new WeakSet<readonly string[]>()
  return (event, kind) => {
    if (!kind.schema.safeParse(event).success) return false
    const { callchain } = event
    if (callchain === undefined || checked.has(callchain)) return true
    if (!FramesSchema.safeParse(callchain).success) return false
    checked.add(callchain)
    return true
  }
}
