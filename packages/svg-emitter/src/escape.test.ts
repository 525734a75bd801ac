import fc from 'fast-check'
import { escapeXml, visibleText } from './shared/escape.js'
import { readXml } from './testing/xml.js'

test('markup is escaped', () => {
  expect(escapeXml(`<a href="x">&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;')
  expect(escapeXml(']]>')).toBe(']]&gt;')
})

test('every control byte becomes a sign that can be seen', () => {
  for (let code = 0; code < 0x20; code++) {
    expect(visibleText(`a${String.fromCharCode(code)}b`)).toBe(`a${String.fromCharCode(0x2400 + code)}b`)
  }
  expect(visibleText('\u007f')).toBe('\u2421')
  for (let code = 0x80; code < 0xa0; code++) expect(visibleText(String.fromCharCode(code))).toBe('\ufffd')
})

test.each(['\u202e', '\u2066', '\u200f', '\u061c', '\u2028', '\ufffe', '\uffff', '\ud800', '\udc00'])(
  '%j is replaced',
  char => {
    expect(visibleText(`x${char}y`)).toBe('x\ufffdy')
  },
)

test('letters of all scripts stay', () => {
  for (const text of ['日本語 🦀', 'naïve', 'עברית', '½ µs']) expect(visibleText(text)).toBe(text)
})

test('whatever a name holds, the document is well-formed', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map(codes => String.fromCharCode(...codes))
  fc.assert(
    fc.property(units, text => {
      expect(() => readXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`)).not.toThrow()
    }),
  )
})
