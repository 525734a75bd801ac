import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'

const limit = z.int().positive()

/** Options of the lexer; each limit bounds one table or buffer. */
export const LexerOptionsSchema = z.strictObject({
  maxLineLength: limit.describe('characters; a longer line is skipped'),
  maxHeldRecords: limit.describe('records without a time that wait for the first time'),
  maxCallchains: limit.describe('distinct callchains in the table'),
  maxFrames: limit.describe('distinct frame lines in the table'),
  maxNames: limit.describe('distinct comms and event names in their tables'),
  maxCallchainDepth: limit.describe('frames of one callchain'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function', 'expected a function')
    .optional()
    .describe('called when a code is met for the first time'),
})

export type ResolvedLexerOptions = Readonly<z.infer<typeof LexerOptionsSchema>>
export type LexerOptions = Partial<ResolvedLexerOptions>

export const DEFAULT_LEXER_OPTIONS = {
  maxLineLength: 1 << 20,
  maxHeldRecords: 65_536,
  maxCallchains: 16_384,
  maxFrames: 65_536,
  maxNames: 16_384,
  maxCallchainDepth: 1_024,
} as const satisfies LexerOptions

/** Errors: throws a ZodError where an option is unknown or out of range. */
export function parseLexerOptions(options: LexerOptions = {}): ResolvedLexerOptions {
  return LexerOptionsSchema.parse({ ...DEFAULT_LEXER_OPTIONS, ...options })
}
