/**
 * Advance widths of ASCII, from U+0020, rounded up to the wider of the common sans-serif faces: the emitter cannot ask a
 * browser, and text that is cut a letter early is better than text that runs into its neighbour. They stand as letters,
 * which takes a quarter of the room: `q` (113) is 113 - 25 hundredths of an em.
 */
const ASCII_WIDTHS = '7;AaWrc0>>I]8>8:UUUUUUUUUU99]]]O~^^ad]Wge8B]Roeh[h_[Wc]z]YZ>:>]OKTVPVU;VV45Q4vVUVVAM>VQhQQMK8K]'

/** Wide scripts and pictures; the rest counts as a wide Latin letter. */
const isWide = (code: number) =>
  code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xd7ff) || code >= 0xf900)
const WIDE = 1000
const OTHER = 640
const ELLIPSIS_WIDTH = 900

function widthOf(code: number): number {
  const letter = ASCII_WIDTHS.charCodeAt(code - 0x20)
  if (letter > 0) return 10 * (letter - 25)
  return isWide(code) ? WIDE : OTHER
}

/** About how wide a text is. Units: CSS pixels. */
export function measureText(text: string, fontSizePx: number): number {
  let sum = 0
  for (const char of text) sum += widthOf(char.codePointAt(0) as number)
  return (sum * fontSizePx) / 1000
}

/** The text, or as much of its beginning as fits with an ellipsis; empty where not even two letters would. */
export function fitText(text: string, fontSizePx: number, widthPx: number): string {
  const room = (widthPx * 1000) / fontSizePx
  let sum = 0
  let kept = 0
  let letters = 0
  let cut = -1
  for (const char of text) {
    sum += widthOf(char.codePointAt(0) as number)
    if (cut < 0 && sum + ELLIPSIS_WIDTH > room) cut = letters >= 2 ? kept : 0
    if (sum > room) return cut > 0 ? `${text.slice(0, cut)}…` : ''
    kept += char.length
    letters++
  }
  return text
}

/** Lines no wider than `widthPx`, broken at spaces. */
export function wrapText(text: string, fontSizePx: number, widthPx: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && measureText(longer, fontSizePx) > widthPx) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  if (line !== '') lines.push(line)
  return lines.map(each => fitText(each, fontSizePx, widthPx))
}
