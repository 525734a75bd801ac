/** Foreign text as a terminal may be given it, and the room that it takes there. */

/** What a terminal may act on: control characters (ESC among them), and marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Takes no column: combining marks, joiners, variation selectors. */
const ZERO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]/u

/** Takes two columns. */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** Everything that a terminal may act on spelled out (`\x1b`). */
export function printable(text: string): string {
  return text.replace(UNSAFE, unsafe => {
    if (unsafe === '\t') return ' '
    const code = unsafe.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** As JSON writes it, where that leaves what a terminal may act on: it says the same to a parser. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, unsafe =>
    unsafe === '\n' ? unsafe : `\\u${unsafe.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Columns that the text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

/** No more than `limit` columns, with a sign where something was cut off. */
export function clip(text: string, limit: number): string {
  if (widthOf(text) <= limit) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += columnsOf(character)
    if (width > limit - 1) break
    kept += character
  }
  return `${kept}…`
}

function columnsOf(character: string): number {
  if (character <= '\u02ff') return 1
  if (ZERO_WIDTH.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
