/** Most numbers that one list may name, ranges written out. */
export const MAX_LISTED = 65_536

/** The numbers of a list, or why it is none. */
export type NumberList = { readonly numbers: readonly number[] } | { readonly problem: string }

/**
 * A list as Linux writes it, in order and each number once. Shape: `0,2-5`.
 *
 * Bounds: `MAX_LISTED` numbers, each of 7 digits at most.
 */
export function parseNumberList(text: string): NumberList {
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const range = /^\s*(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part)
    if (range === null) return { problem: `not '${text}'${fixOf(text)}` }
    const first = Number(range[1])
    const last = Number(range[2] ?? range[1])
    if (last < first) return { problem: `not '${part.trim()}'; did you mean ${last}-${first}?` }
    if (last - first + found.size >= MAX_LISTED) return { problem: `not more than ${MAX_LISTED} numbers` }
    for (let number = first; number <= last; number++) found.add(number)
  }
  return { numbers: [...found].sort((a, b) => a - b) }
}

/** The list that is meant where only the separators are wrong: `0 2..5`, `0;2:5`. */
function fixOf(text: string): string {
  const fixed = text
    .trim()
    .replace(/\s*(\.\.+|:|–|—)\s*/g, '-')
    .replace(/[\s;,]+/g, ',')
    .replace(/^,|,$/g, '')
  if (fixed === text || !/^\d{1,7}(-\d{1,7})?(,\d{1,7}(-\d{1,7})?)*$/.test(fixed)) return ''
  return `; did you mean ${fixed}?`
}
