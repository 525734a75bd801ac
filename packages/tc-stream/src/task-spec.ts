import type { TaskMatcher } from '@tc-stream/timeline-filter'
import { parsePattern } from './pattern.js'

/**
 * Which tasks are meant: a name, a number (of a process or a thread; or a name that looks like one), or a pattern.
 *
 * Shape: `make`, `1234`, `/^cc1/i`. Errors: ValueError.
 */
export function parseTaskSpec(text: string): TaskMatcher {
  const pattern = parsePattern(text)
  if (pattern !== undefined) return { label: text, test: pattern.test }
  return /^\d{1,9}$/.test(text) ? { label: text, pid: Number(text), comm: text } : { label: text, comm: text }
}
