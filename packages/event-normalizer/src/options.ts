import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'
import type { Decoder, DecoderRegistry } from './registry.js'

const DecoderSchema = z.custom<Decoder | null>(value => value === null || typeof value === 'function', {
  error: 'a decoder is a function, or null for an event to ignore',
})

/** A decoder's key: an event's name, with one `*` at most. */
const KeySchema = z.string().regex(/^[^*]*\*?[^*]*$/, { error: 'at most one * in the name of an event' })

/** Errors: a `ZodError` at construction for what is not in here. */
export const NormalizerOptionsSchema = z.strictObject({
  decoders: z
    .record(KeySchema, DecoderSchema)
    .describe('further decoders by event name; they win over the default ones'),
  holdLimit: z.int().nonnegative().describe('records held until a switch tells whether task states are shifted'),
  commLimit: z.int().positive().describe('distinct comms kept as one string each'),
  eventNameLimit: z.int().positive().describe('distinct event names counted by name'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function', { error: 'a listener is a function' })
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})

export interface NormalizerOptions {
  readonly decoders: DecoderRegistry
  readonly holdLimit: number
  readonly commLimit: number
  readonly eventNameLimit: number
  readonly onDiagnostic?: DiagnosticListener | undefined
}

export const DEFAULT_NORMALIZER_OPTIONS: NormalizerOptions = {
  decoders: {},
  holdLimit: 4_096,
  commLimit: 16_384,
  eventNameLimit: 4_096,
}

export function parseNormalizerOptions(options: Partial<NormalizerOptions> = {}): NormalizerOptions {
  return NormalizerOptionsSchema.parse({ ...DEFAULT_NORMALIZER_OPTIONS, ...options })
}
