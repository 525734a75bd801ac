import { join } from 'node:path'
import { Random } from '../generator/random.js'
import { type Books, checkBooks, countLines } from './accounts.js'
import { loadCorpus } from './corpus.js'
import { EXTREMES } from './extremes.js'
import { makeCase } from './fuzz-case.js'
import { bytesOf, linesOf } from './lines.js'
import { MUTATIONS } from './mutations.js'
import { runCase } from './run-case.js'
import { codesOf, tryCase } from './try-case.js'
import { PictureReader } from './well-formed.js'

/** Cases of the short run; `npm run fuzz` tries others for as long as one likes. */
const CASES = 120
const SEED = 20_260

jest.setTimeout(300_000)

const corpus = loadCorpus(join(process.cwd(), '..', 'test-data'))
const [untouched] = corpus

describe('the fuzzer', () => {
  test('the same seed and number give the same bytes, other numbers give others', () => {
    const of = (seed: number, number: number) => makeCase(corpus, seed, number).bytes.toString('latin1')
    expect(of(1, 7)).toBe(of(1, 7))
    expect(new Set([of(1, 7), of(1, 8), of(2, 7)]).size).toBe(3)
  })

  test.each(Object.entries(MUTATIONS))('%s changes text, and takes any', (_, mutate) => {
    const lines = corpus.flatMap(source => source.lines.slice(0, 400))
    const random = new Random(1)
    expect(mutate(lines, random, lines.slice(0, 50)).join('\n')).not.toBe(lines.join('\n'))
    for (const odd of [[''], ['x'], ['', '']]) expect(() => mutate(odd, random, [])).not.toThrow()
  })

  test('text is not touched on the way in and out', () => {
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, at) => at & 255))
    expect(bytesOf(linesOf(bytes), false).equals(bytes)).toBe(true)
  })

  test('lines are counted as an editor does', () => {
    expect(['', 'a', 'a\n', '\n', 'a\nb', '\n\n'].map(text => countLines(Buffer.from(text)))).toEqual([
      0, 1, 1, 1, 2, 2,
    ])
  })

  test('books that do not balance are told', async () => {
    const { lexer, normalizer, ...books } = await booksOf('nothing\n')
    expect(checkBooks({ ...books, lexer, normalizer })).toEqual([])
    expect(checkBooks({ ...books, lexer: { ...lexer, lines: 2 }, normalizer })).toEqual([
      'lines of the input and lines read differ: 1 and 2',
      'lines read and lines used + counted differ: 2 and 1',
    ])
    expect(checkBooks({ ...books, lexer, normalizer: { ...normalizer, dropped: 1 } })).toHaveLength(2)
  })
})

describe('the reader of pictures', () => {
  const read = (text: string | Buffer) => {
    const reader = new PictureReader()
    reader.write(Buffer.from(text))
    return reader.end()
  }

  test('takes what is well-formed', () => {
    expect(read('<svg id="x-svg"><title>&lt;é🦀\n</title><script>1</script></svg>')).toMatchObject({ elements: 3 })
  })

  test.each([
    ['nothing', ''],
    ['text that is no XML', 'x'],
    ['an open element', '<svg><g></svg>'],
    ['an end too few', '<svg>'],
    ['two roots', '<svg/><svg/>'],
    ['an attribute twice', '<svg x="1" x="2"/>'],
    ['a bare ampersand', '<svg>a & b</svg>'],
    ['a control character', '<svg>\x1b</svg>'],
    ['a reference to one', '<svg>&#27;</svg>'],
    ['an end of CDATA in text', '<svg>]]></svg>'],
    ['bad UTF-8', Buffer.from('<svg>\xff</svg>', 'latin1')],
    ['a surrogate alone', Buffer.from('<svg>\xed\xa0\x80</svg>', 'latin1')],
    ['an undeclared prefix', '<svg><x:g/></svg>'],
    ['foreign markup', '<svg><iframe/></svg>'],
    ['a handler', '<svg onload="1"/>'],
    ['a link to elsewhere', '<svg><use href="http://x"/></svg>'],
    ['text that turns around', '<svg>\u202e</svg>'],
    ['a comment', '<svg><!-- x --></svg>'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow()
  })

  test('tells scripts apart', () => {
    const codesIn = (script: string) => read(`<svg id="x-svg"><script>${script}</script></svg>`).codes
    expect(codesIn('a')).toEqual(codesIn('<![CDATA[a]]>'))
    expect(codesIn('a')).not.toEqual(codesIn('b'))
  })
})

describe('nothing breaks it', () => {
  let codes: readonly string[]
  beforeAll(async () => {
    if (untouched === undefined) throw new Error('test-data holds no recording')
    codes = await codesOf(untouched)
  })

  test(`${CASES} mutated traces`, async () => {
    for (let number = 0; number < CASES; number++) {
      const { name, faults } = await tryCase(corpus, SEED, number, codes)
      expect({ case: `--seed ${SEED} --only ${number}`, name, faults }).toMatchObject({ faults: [] })
    }
  })

  test.each(Object.entries(EXTREMES))('many %s', async (_, make) => {
    const { faults, facts } = await runCase(Buffer.concat([...make(300)]))
    expect(faults).toEqual([])
    expect(facts?.codes).toEqual(codes)
  })

  test('ten thousand CPUs', async () => {
    const make = EXTREMES.CPUs
    if (make === undefined) throw new Error('there is no such extreme')
    const { faults, events } = await runCase(Buffer.concat([...make(10_000)]))
    expect({ faults, events }).toEqual({ faults: [], events: 20_000 })
  })
})

async function booksOf(text: string): Promise<Books> {
  const { lexPerfScript } = await import('@tc-stream/perf-script-lexer')
  const { createEventNormalizer } = await import('@tc-stream/event-normalizer')
  const lexer = lexPerfScript()
  lexer.end(text)
  const diagnostics = new Map()
  for await (const items of lexer)
    for (const item of items) if (item.type === 'diagnostic') diagnostics.set(item.code, item)
  const end = { type: 'end', startNs: 0, endNs: 0, events: 0 } as const
  const { counters } = createEventNormalizer()
  const passed = { records: 0, events: 0, eventsTaken: 0 }
  return {
    lines: countLines(Buffer.from(text)),
    lexer: lexer.counters,
    normalizer: counters,
    ...passed,
    end,
    diagnostics,
  }
}
