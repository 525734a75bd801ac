/**
 * Text from outside, made fit for XML and for the eye: what XML 1.0 forbids, what would break a line, and what would
 * turn the direction of writing is replaced by a sign that can be seen.
 */

/** Characters that need a look; everything else goes through as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const SUSPECT = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/
const MARKUP = /[&<>"']/g

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const REPLACEMENT = '\ufffd'

/** The text with a visible sign in the place of every character that must not stand in the picture. */
export function visibleText(text: string): string {
  if (!SUSPECT.test(text)) return text
  let result = ''
  for (const char of text) result += visibleChar(char)
  return result
}

function visibleChar(char: string): string {
  const code = char.codePointAt(0) as number
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  // A pair of surrogates arrives as one character beyond U+FFFF: only a lone one is caught here.
  const lone = code >= 0xd800 && code <= 0xdfff
  return lone || (char.length === 1 && SUSPECT.test(char)) ? REPLACEMENT : char
}

/** Text that is visible already, for the content of an element and for attributes in either kind of quotes. */
export function escapeMarkup(text: string): string {
  return text.replace(MARKUP, char => ENTITIES[char] as string)
}

/** Any text, for the same places. */
export function escapeXml(text: string): string {
  return escapeMarkup(visibleText(text))
}

/** JSON that is already free of forbidden characters, as the text of an element. */
export function escapeJson(json: string): string {
  return json.replace(/[&<>]/g, char => ENTITIES[char] as string)
}
