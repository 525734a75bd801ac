import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'
import type { SymbolTable } from './symbol-table.js'

/** Where the symbols of generated code are found, by process. */
export type PerfMapOf = (pid: number) => SymbolTable | undefined

const isSymbolTable = (value: unknown): value is SymbolTable =>
  typeof value === 'object' && value !== null && typeof (value as SymbolTable).find === 'function'
const isFunction = (value: unknown) => typeof value === 'function'

/** Largest table of frames: a frame's number is one UTF-16 code unit of its callchain's key. */
const MOST_FRAMES = 65_536

export const CallchainResolverOptionsSchema = z.strictObject({
  callchainDepth: z.int().min(1).max(1024).optional().describe('innermost frames kept of a callchain'),
  maxFrames: z.int().min(1).max(MOST_FRAMES).optional().describe('distinct frames kept'),
  maxCallchains: z.int().min(1).optional().describe('distinct callchains kept'),
  kallsyms: z.custom<SymbolTable>(isSymbolTable).optional().describe('names kernel frames that have no symbol'),
  perfMapOf: z.custom<PerfMapOf>(isFunction).optional().describe('names frames of generated code'),
  onDiagnostic: z
    .custom<DiagnosticListener>(isFunction)
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type CallchainResolverOptions = Readonly<z.input<typeof CallchainResolverOptionsSchema>>

export const DEFAULT_CALLCHAIN_RESOLVER_OPTIONS = {
  callchainDepth: 128,
  maxFrames: 32_768,
  maxCallchains: 16_384,
} as const

/** Longest name kept of a symbol or a dso. Units: UTF-16 code units. */
export const MAX_SYMBOL_LENGTH = 1_024

/** Text that the table of frames keeps at most, its keys included. Units: UTF-16 code units. */
export const MAX_FRAME_TEXT = 1 << 24

/** Most frames of one callchain that are looked at, kept or not. */
export const MAX_EXAMINED_FRAMES = 1024

/** Most processes for which one callchain with generated code is kept under its own names. */
export const MAX_PIDS_PER_CALLCHAIN = 256
