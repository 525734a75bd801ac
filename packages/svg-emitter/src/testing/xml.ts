/** What a document holds, after every rule of XML 1.0 that a generator can break has been checked. */
export interface XmlFacts {
  readonly elements: ReadonlyMap<string, number>
  readonly ids: ReadonlySet<string>
  readonly longestAttribute: number
  readonly longestText: number
  readonly texts: readonly string[]
}

/** Everything that XML 1.0 does not allow, lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g
const BAD_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/

/** Errors: throws at the first place where the text is not well-formed. */
export function readXml(text: string): XmlFacts {
  const bad = FORBIDDEN.exec(text)
  if (bad !== null) throw new Error(`forbidden character ${JSON.stringify(bad[0])} at ${bad.index}`)
  const elements = new Map<string, number>()
  const ids = new Set<string>()
  const texts: string[] = []
  const open: string[] = []
  let longestAttribute = 0
  let longestText = 0
  const takeText = (content: string) => {
    longestText = Math.max(longestText, content.length)
    texts.push(content)
  }
  let at = text.startsWith('<?xml version="1.0"') ? text.indexOf('?>') + 2 : 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)
    if (token === null) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 80)}`)
    const [whole, cdata, closing, opening, attributes, empty, plain] = token
    at += whole.length
    if (cdata !== undefined) takeText(cdata)
    else if (closing !== undefined) {
      if (open.pop() !== closing) throw new Error(`</${closing}> closes nothing at ${at}`)
    } else if (opening !== undefined) {
      if (open.length === 0 && elements.size > 0) throw new Error(`a second root <${opening}>`)
      elements.set(opening, (elements.get(opening) ?? 0) + 1)
      longestAttribute = Math.max(longestAttribute, checkAttributes(attributes ?? '', ids))
      if (empty === '') open.push(opening)
    } else if (plain !== undefined) {
      if (BAD_AMPERSAND.test(plain) || plain.includes(']]>')) throw new Error(`unescaped text: ${plain.slice(0, 80)}`)
      if (open.length === 0 && plain.trim() !== '') throw new Error(`text outside the root: ${plain.slice(0, 80)}`)
      takeText(plain)
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`)
  return { elements, ids, longestAttribute, longestText, texts }
}

/** Returns the length of the longest. */
function checkAttributes(text: string, ids: Set<string>): number {
  const names = new Set<string>()
  let longest = 0
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (names.has(name)) throw new Error(`attribute ${name} twice: ${text.slice(0, 80)}`)
    names.add(name)
    if (BAD_AMPERSAND.test(value)) throw new Error(`unescaped attribute: ${value.slice(0, 80)}`)
    if (name === 'id' && ids.size === ids.add(value).size) throw new Error(`id ${value} twice`)
    longest = Math.max(longest, value.length)
  }
  return longest
}
