import { createHash } from 'node:crypto'
import { SaxesParser } from 'saxes'

/** What a picture may be made of. Anything else would be markup that came out of the trace. */
const ELEMENTS: ReadonlySet<string> = new Set([
  ...['svg', 'title', 'desc', 'style', 'defs', 'pattern', 'clipPath', 'marker', 'metadata', 'script', 'g', 'rect'],
  ...['path', 'line', 'circle', 'polygon', 'text', 'tspan', 'use', 'foreignObject'],
  // XHTML within foreignObject.
  ...['div', 'section', 'header', 'h1', 'h2', 'h3', 'p', 'span', 'i', 'em', 'b', 'kbd', 'button', 'input', 'label'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
])

/** Control characters, and marks that turn the direction of writing: no terminal and no reader should meet them. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

export interface PictureFacts {
  readonly elements: number
  readonly bytes: number
  /** Digests of what a browser would run or apply: script and style. */
  readonly codes: readonly string[]
}

/**
 * Reads SVG as a strict parser of XML 1.0 does, in pieces, and looks for anything that is not of our own making.
 *
 * Errors: throws at the first place where the text is not well-formed UTF-8 or XML, or holds markup that we never write.
 */
export class PictureReader {
  readonly #parser = new SaxesParser({ xmlns: true, position: true })
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #codes: string[] = []
  #elements = 0
  #bytes = 0
  #depth = 0
  #code: string | undefined
  /** Begins every class and id of one picture; another picture has another one. */
  #prefix = '-'

  constructor() {
    const parser = this.#parser
    parser.on('opentag', ({ name, attributes }) => {
      this.#depth++
      this.#elements++
      if (!ELEMENTS.has(name)) throw new Error(`a foreign element <${name}>`)
      if (name === 'svg') this.#prefix = attributes.id?.value.replace(/svg$/, '') ?? this.#prefix
      for (const { name: attribute, value } of Object.values(attributes)) checkAttribute(attribute, value)
      if (name === 'script' || name === 'style') this.#code = ''
    })
    parser.on('text', text => this.#takeText(text))
    parser.on('cdata', text => this.#takeText(text))
    parser.on('comment', () => {
      throw new Error('a comment')
    })
    parser.on('processinginstruction', ({ target }) => {
      throw new Error(`a processing instruction ${target}`)
    })
    parser.on('doctype', () => {
      throw new Error('a document type')
    })
    parser.on('closetag', () => {
      this.#depth--
      if (this.#code === undefined) return
      this.#codes.push(createHash('sha256').update(this.#code.replaceAll(this.#prefix, '')).digest('hex'))
      this.#code = undefined
    })
  }

  write(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }))
  }

  end(): PictureFacts {
    this.#parser.write(this.#decoder.decode())
    this.#parser.close()
    if (this.#elements === 0 || this.#depth !== 0) throw new Error('the picture is not complete')
    return { elements: this.#elements, bytes: this.#bytes, codes: this.#codes }
  }

  #takeText(text: string): void {
    if (this.#code !== undefined) this.#code += text
    const bad = UNSEEN.exec(text.replaceAll('\n', ''))
    if (bad !== null) throw new Error(`a character nobody can see in text: ${JSON.stringify(bad[0])}`)
  }
}

function checkAttribute(name: string, value: string): void {
  if (/^on/i.test(name)) throw new Error(`an attribute ${name}="${value.slice(0, 80)}"`)
  if (/href$/i.test(name) && !value.startsWith('#')) throw new Error(`a link ${name}="${value.slice(0, 80)}"`)
  if (UNSEEN.test(value)) throw new Error(`a character nobody can see in ${name}`)
}
