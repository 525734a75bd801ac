import type { HighlightOptions } from '@tc-stream/svg-emitter'
import { durationHint, isNearlyDuration, parseDuration } from './duration.js'
import { ValueError } from './errors.js'
import { parseTaskSpec } from './task-spec.js'
import { duration } from './text.js'

/** One `--highlight`: runs longer than this, or of tasks with such a name. */
export type HighlightSpec =
  | { readonly longerThanNs: number }
  | { readonly label: string; readonly isName: (comm: string) => boolean }

/**
 * Shape: `5ms`, `5000000` (ns), `make`, `/^cc1/`. A name that looks like a duration is given as a pattern: `/^5ms$/`.
 *
 * Errors: ValueError.
 */
export function parseHighlight(text: string): HighlightSpec {
  const longerThanNs = parseDuration(text, 'ns')
  if (longerThanNs !== undefined) return { longerThanNs }
  if (isNearlyDuration(text)) throw new ValueError(durationHint(text, 'ns'))
  const { label, comm, test = name => name === comm } = parseTaskSpec(text)
  return { label, isName: test }
}

/** The options of the emitter: all that any of them asks for. */
export function highlightOptions(specs: readonly HighlightSpec[] | undefined): HighlightOptions | undefined {
  if (specs === undefined) return undefined
  const lengths = specs.flatMap(spec => ('longerThanNs' in spec ? [spec.longerThanNs] : []))
  const names = specs.flatMap(spec => ('isName' in spec ? [spec] : []))
  const longerThanNs = Math.min(...lengths)
  const labels = names.map(name => name.label)
  if (lengths.length > 0) labels.unshift(`longer than ${duration(longerThanNs)}`)
  return {
    ...(lengths.length > 0 ? { longerThanNs } : {}),
    names,
    labels,
  }
}
