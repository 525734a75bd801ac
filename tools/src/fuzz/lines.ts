import type { Random } from '../generator/random.js'

/**
 * Text to mutate: lines without their ends, one UTF-16 code unit for each byte (latin1), so that a mutation can make
 * any sequence of bytes, and what is not mutated stays byte for byte.
 */
export type Lines = string[]

export const linesOf = (bytes: Buffer): Lines => {
  const lines = bytes.toString('latin1').split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Bytes of the lines; the last one ends in a newline or not. */
export const bytesOf = (lines: Lines, closed: boolean): Buffer =>
  Buffer.from(lines.join('\n') + (closed && lines.length > 0 ? '\n' : ''), 'latin1')

/** Any bytes but a newline. */
export function randomBytes(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    const code = random.below(256)
    if (code !== 10) text += String.fromCharCode(code)
  }
  return text
}

/** Replaces what a pattern finds, once in `1 / share` times. */
export function replaceSome(
  lines: Lines,
  pattern: RegExp,
  random: Random,
  share: number,
  make: (found: string) => string,
): Lines {
  return lines.map(line => line.replace(pattern, found => (random.chance(share) ? make(found) : found)))
}
