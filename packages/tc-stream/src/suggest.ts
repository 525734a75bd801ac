/**
 * The candidate most like what was typed, or undefined if none is close: at most a third of its letters wrong, where a
 * swap of neighbours counts as one.
 */
export function suggest(typed: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const distance = isPrefix(typed, candidate)
      ? prefixDistance(typed, candidate)
      : editDistance(typed.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance && distance <= Math.max(1, Math.floor(candidate.length / 3))) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `; did you mean X?`, or nothing. */
export function didYouMean(typed: string, candidates: Iterable<string>): string {
  const found = suggest(typed, candidates)
  return found === undefined ? '' : `; did you mean ${found}?`
}

function isPrefix(typed: string, candidate: string): boolean {
  return typed !== candidate && typed.replaceAll('-', '').length >= 2 && candidate.startsWith(typed)
}

/** A whole word is nearer than a part of one: `--proc` is `--proc-num` rather than `--process`. */
function prefixDistance(typed: string, candidate: string): number {
  return candidate.charAt(typed.length) === '-' ? 0.25 : 0.5
}

/** Damerau-Levenshtein distance with adjacent swaps. Bounds: rows as long as the second word; options are short. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
