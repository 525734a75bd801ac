/** Letters of the units, each 1,024 of the one before. */
const LETTERS = ['', 'k', 'm', 'g', 't']

/** Most that an option takes: what a double holds exactly. */
const MAX_BYTES = Number.MAX_SAFE_INTEGER

/**
 * A number of bytes as people write it; at least one. `k`, `M`, `G` are powers of 1,024, as in perf, and so are `KiB` and
 * the like; `kB`, `MB` are powers of 1,000. Shape: `4096`, `64k`, `1.5M`, `1MiB`, `10MB`. Undefined for anything else.
 */
export function parseByteSize(text: string): number | undefined {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)\s?(?:([kKMGT])(iB|B)?|B)?$/.exec(text.trim())
  if (parts === null) return undefined
  const base = parts[3] === 'B' ? 1_000 : 1_024
  const bytes = Math.round(Number(parts[1]) * base ** LETTERS.indexOf((parts[2] ?? '').toLowerCase()))
  return bytes >= 1 && bytes <= MAX_BYTES ? bytes : undefined
}

/** What to tell someone whose size was not understood. */
export function byteSizeHint(text: string): string {
  const expected = `expected a size from 1 byte on such as 4096, 64k or 1M, not '${text}'`
  const near = /^(\d+(?:\.\d+)?)\s*([kmgt])(?:i?b|byte|bytes)?$/i.exec(text.trim())
  if (near === null) return expected
  const meant = `${near[1]}${near[2]?.toLowerCase() === 'k' ? 'k' : near[2]?.toUpperCase()}`
  return parseByteSize(meant) === undefined ? expected : `${expected}; did you mean ${meant}?`
}
