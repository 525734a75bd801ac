/** What of a standard stream and the environment decides how messages look. */
export interface Terminal {
  readonly isTTY: boolean
  readonly color: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Colour as asked for; `auto` follows FORCE_COLOR, NO_COLOR, TERM and whether it is a terminal. */
export function useColor(when: 'auto' | 'always' | 'never', isTTY: boolean, env: Environment): boolean {
  if (when !== 'auto') return when === 'always'
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return isTTY && env.TERM !== 'dumb'
}

/** Progress as asked for; by itself only where a person watches a terminal that can overwrite a line. */
export function useProgress(asked: boolean | undefined, quiet: boolean, isTTY: boolean, env: Environment): boolean {
  if (asked !== undefined) return asked
  const automated = env.CI !== undefined && env.CI !== '' && env.CI !== 'false'
  return isTTY && !quiet && !automated && env.TERM !== 'dumb'
}

export interface Palette {
  bold(text: string): string
  warn(text: string): string
  fail(text: string): string
}

export function createPalette(color: boolean): Palette {
  const paint = (on: number, off: number) => (text: string) => (color ? `\x1b[${on}m${text}\x1b[${off}m` : text)
  return { bold: paint(1, 22), warn: paint(33, 39), fail: paint(31, 39) }
}
