import type { DiagnosticItem, Severity } from './trace.js'

/** What a code means; each stage has one table of these. */
export interface DiagnosticRule {
  readonly severity: Severity
  readonly meaning: string
  readonly advice?: string
  readonly leftOut?: NonNullable<DiagnosticItem['leftOut']>
  /** Of a contradiction in the trace: how it is answered, in a word. */
  readonly policy?: string
}

/** Longest sample kept of a line. Units: UTF-16 code units. */
export const SAMPLE_LENGTH = 120

/** Called when a code is met for the first time; a throw stops the stream (`--strict`). */
export type DiagnosticListener = (diagnostic: DiagnosticItem) => void

/** Counts what a stage met, by code, with the first place. Bounds: one entry per code of the table. */
export interface Diagnostics<Code extends string> {
  count(code: Code, at?: { line?: number; sample?: string; by?: number }): void
  countOf(code: Code): number
  items(): DiagnosticItem[]
}

export function createDiagnostics<Code extends string>(
  table: Readonly<Record<Code, DiagnosticRule>>,
  onFirst?: DiagnosticListener,
): Diagnostics<Code> {
  const met = new Map<Code, DiagnosticItem>()
  return {
    count(code, at) {
      const known = met.get(code)
      if (known !== undefined) {
        known.count += at?.by ?? 1
        return
      }
      const item = createItem(code, table[code], at?.by ?? 1)
      if (at?.line !== undefined) item.line = at.line
      if (at?.sample !== undefined) item.sample = clipSample(at.sample)
      met.set(code, item)
      onFirst?.(item)
    },
    countOf: code => met.get(code)?.count ?? 0,
    items: () => [...met.values()].map(item => ({ ...item })),
  }
}

/** Of a rule, what is told: a table may know more. */
function createItem(code: string, rule: DiagnosticRule, count: number): DiagnosticItem {
  const { severity, meaning, advice, leftOut, policy } = rule
  const item = { type: 'diagnostic', code, severity, meaning } as DiagnosticItem
  if (advice !== undefined) item.advice = advice
  if (leftOut !== undefined) item.leftOut = leftOut
  if (policy !== undefined) item.policy = policy
  item.count = count
  return item
}

/** A short copy of a line that keeps nothing else of the text alive (V8 slices would keep the whole chunk). */
export function clipSample(text: string): string {
  return detachString(text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text)
}

/**
 * A copy of a string that shares no memory with the string it was cut from. V8 keeps a substring of 13 characters and
 * more as a window into its parent; a table of such names would keep every chunk of the input alive.
 */
export function detachString(text: string): string {
  if (text.length < 13) return text
  return JSON.parse(JSON.stringify(text)) as string
}
