/** Codes of the characters that the scanners look at. */
export const TAB = 9
export const CARRIAGE_RETURN = 13
export const SPACE = 32
export const HASH = 35
export const OPENING_PARENTHESIS = 40
export const CLOSING_PARENTHESIS = 41
export const MINUS = 45
export const DOT = 46
export const SLASH = 47
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const LETTER_P = 80
export const LETTER_V = 86
export const OPENING_BRACKET = 91
export const BACKSLASH = 92
export const CLOSING_BRACKET = 93
export const UNDERSCORE = 95
export const BYTE_ORDER_MARK = 0xfeff

/** What `codeAt` gives outside the line. */
export const END = -1

/** `charCodeAt` for any index: V8 makes a slow call of every `charCodeAt` that once went out of bounds. */
export function codeAt(line: string, at: number): number {
  return at >= 0 && at < line.length ? line.charCodeAt(at) : END
}

/** A blank between two columns. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** perf prints addresses in lower case. */
export function isHexDigit(code: number): boolean {
  return (code >= ZERO && code <= NINE) || (code >= 97 && code <= 102)
}

export function isLetter(code: number): boolean {
  const lower = code | 32
  return lower >= 97 && lower <= 122
}

/** Index of the first character from `from` on that is no blank, or the length. */
export function skipBlanks(line: string, from: number): number {
  let i = from
  while (i < line.length && isBlank(line.charCodeAt(i))) i++
  return i
}

/** End of what remains of `line[start..end)` without the blanks at its end. */
export function trimEndIndex(line: string, start: number, end: number): number {
  let i = end
  while (i > start && isBlank(line.charCodeAt(i - 1))) i--
  return i
}

/** Start of the token that ends at `end`: a token holds no blank. */
export function tokenStart(line: string, start: number, end: number): number {
  let i = end
  while (i > start && !isBlank(line.charCodeAt(i - 1))) i--
  return i
}

/** End of the token that starts at `start`. */
export function tokenEnd(line: string, start: number): number {
  let i = start
  while (i < line.length && !isBlank(line.charCodeAt(i))) i++
  return i
}

/** How many hexadecimal digits stand from `from` on. */
export function hexRun(line: string, from: number): number {
  let i = from
  while (i < line.length && isHexDigit(line.charCodeAt(i))) i++
  return i - from
}

/** Whether a colon is followed by a blank: frames hardly ever hold one, headers always do. */
export function hasColonBlank(line: string, from: number): boolean {
  let colon = line.indexOf(':', from)
  while (colon !== -1) {
    if (codeAt(line, colon + 1) === SPACE) return true
    colon = line.indexOf(':', colon + 1)
  }
  return false
}
