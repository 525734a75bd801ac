import type { DiagnosticItem, PidSchema, RecordItem, TraceEvent, TraceItem } from '@tc-stream/event-schema'
import type { z } from 'zod'
import type { NormalizerCode } from './diagnostics.js'

/** What a decoder makes of a record. */
export type DecodedEvent = Exclude<TraceEvent, TraceItem | DiagnosticItem>

type Nullable = z.infer<typeof PidSchema>

/**
 * What a decoder is told beside the record: the header, as far as it is to be trusted, and what the stream is known to
 * be. It is the same object for every record, so a decoder must not keep it.
 */
export interface DecodeContext {
  /** 0 where the record has none; only fork, comm and exit events, which carry `record.timeNs`, then live on. */
  readonly timeNs: number
  readonly cpu: Nullable
  /** Task on the CPU; null for nobody (a dying task), and where header tids are no kernel thread ids. */
  readonly tid: Nullable
  readonly pid: Nullable
  readonly comm: string | null
  /** Whether header tids have proved to be kernel thread ids so far. */
  readonly headerTidsTrusted: boolean
  /** What the `*` of the decoder's key stands for in the event's name: `read` of `syscalls:sys_enter_*`. */
  readonly part: string
  /** The kernel wrote its task states one bit too high. */
  readonly shiftedStates: boolean
  /** Kernel before 4.14, by the header of the text; false where it is not known. */
  readonly oldStates: boolean
  /** Machine by the header of the text, undefined where it is not known. */
  readonly arch: string | undefined
  /** The comm in `[start, end)` of a text: one string per name, which keeps nothing of the text alive. */
  commIn(text: string, start: number, end: number, tid: number): string
  /** Any other name cut out of a text, as one lasting string: a part of a payload would keep the whole text alive. */
  nameOf(text: string): string
  /** Counts something odd about the record at hand. */
  count(code: NormalizerCode): void
}

/**
 * Payload → event; undefined where the payload is not understood. The callchain is added by the caller.
 *
 * Errors: none; a decoder must not throw on any text.
 */
export type Decoder = (record: RecordItem, context: DecodeContext) => DecodedEvent | undefined

/**
 * Decoders by event name (`sched:sched_switch`). One `*` in a name stands for any text; the longest key that fits wins,
 * and an exact one before all. A null entry is an event that is known and of no use here.
 */
export type DecoderRegistry = Readonly<Record<string, Decoder | null>>

export interface Resolved {
  readonly decode: Decoder | null
  readonly part: string
}

interface Pattern {
  readonly prefix: string
  readonly suffix: string
  readonly decode: Decoder | null
}

/**
 * A lookup in a registry. An event printed without its subsystem (`sched_switch`) is found too, unless its key begins
 * with a `*` there: any event may end in `_entry`.
 */
export function createResolver(registry: DecoderRegistry): (event: string) => Resolved | undefined {
  const exact = new Map<string, Resolved>()
  const bare = new Map<string, Resolved>()
  const patterns: Pattern[] = []
  const barePatterns: Pattern[] = []
  for (const [key, decode] of Object.entries(registry)) {
    const star = key.indexOf('*')
    const colon = key.indexOf(':')
    if (star < 0) {
      exact.set(key, { decode, part: '' })
      if (colon >= 0) bare.set(key.slice(colon + 1), { decode, part: '' })
      continue
    }
    const suffix = key.slice(star + 1)
    patterns.push({ prefix: key.slice(0, star), suffix, decode })
    if (colon >= 0 && star > colon + 1) barePatterns.push({ prefix: key.slice(colon + 1, star), suffix, decode })
  }
  const byLength = (a: Pattern, b: Pattern) => b.prefix.length + b.suffix.length - a.prefix.length - a.suffix.length
  // Of two that are as long, the first stays the first: the one that is written without a subsystem.
  const unprefixed = [...patterns, ...barePatterns].sort(byLength)
  patterns.sort(byLength)
  return event => {
    const found = exact.get(event)
    if (found !== undefined) return found
    return event.includes(':') ? firstMatch(patterns, event) : (bare.get(event) ?? firstMatch(unprefixed, event))
  }
}

function firstMatch(patterns: readonly Pattern[], event: string): Resolved | undefined {
  for (const { prefix, suffix, decode } of patterns) {
    if (event.length < prefix.length + suffix.length) continue
    if (!event.startsWith(prefix) || !event.endsWith(suffix)) continue
    return { decode, part: event.slice(prefix.length, event.length - suffix.length) }
  }
  return undefined
}
