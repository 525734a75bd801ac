import type { DiagnosticItem } from '@tc-stream/event-schema'
import { StrictError } from './errors.js'
import { count, printable } from './text.js'

/** Ends the run at what a reading stage did not understand (`--strict`). */
export function refuseUnknown(item: DiagnosticItem): void {
  if (item.severity === 'info') return
  const where = item.line === undefined ? '' : ` line ${count(item.line)}:`
  const sample = item.sample === undefined ? '' : `\n  ${printable(item.sample)}`
  throw new StrictError(`--strict:${where} ${printable(item.meaning)} (${printable(item.code)})${sample}`)
}
