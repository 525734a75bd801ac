import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type PerfRecord, PerfRecordSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { accountedLines } from './index.js'
import { cutAtRandom, LAYOUTS, lexChunks, lexText, linesOf, readTestData, testDataPath } from './testing.test-helper.js'

const updatesGoldens = process.env.UPDATE_GOLDENS === '1'

/** What a layout may leave unknown, and why, is in PROVENANCE.md. */
const UNKNOWN_LINES: Readonly<Record<string, number>> = { 'layouts/noise.perf.txt': 2 }

const toText = (items: readonly PerfRecord[]) => items.map(item => JSON.stringify(item)).join('\n')

describe.each(LAYOUTS)('%s', name => {
  const bytes = readTestData(name)

  test('gives the records of its golden', () => {
    const { items } = lexText(bytes.toString())
    const golden = testDataPath(name.replace(/\.perf\.txt$/, '.records.ndjson'))
    const text = `${toText(items)}\n`
    if (updatesGoldens) writeFileSync(golden, text)
    expect(existsSync(golden)).toBe(true)
    expect(text).toBe(readFileSync(golden, 'utf8'))
    for (const item of items) PerfRecordSchema.parse(item)
  })

  test('uses or counts every line', () => {
    const { lexer } = lexText(bytes.toString())
    expect(accountedLines(lexer.counters)).toBe(linesOf(bytes.toString()).length)
    expect(lexer.counters.unknownLines).toBe(UNKNOWN_LINES[name] ?? 0)
  })

  test('is the same whole, byte by byte and cut at random', async () => {
    const { items } = lexText(bytes.toString())
    expect(await lexChunks([bytes])).toEqual(items)
    expect(await lexChunks(cutAtRandom(bytes, 1, 1))).toEqual(items)
    for (const seed of [1, 2, 3]) expect(await lexChunks(cutAtRandom(bytes, seed, 90))).toEqual(items)
  })
})

describe('any input', () => {
  const someLine = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(...LAYOUTS.flatMap(name => linesOf(readTestData(name).toString()))),
    fc.stringMatching(/^[\t ]{0,3}[0-9a-f:.[\]/ ]{0,40}$/),
  )

  test('is read without a throw, and every line is used or counted', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 40 }), lines => {
        const text = lines.map(line => `${line.replaceAll('\n', '')}\n`).join('')
        const { lexer, items, records } = lexText(text)
        expect(lexer.counters.lines).toBe(lines.length)
        expect(accountedLines(lexer.counters)).toBe(lines.length)
        expect(records.length).toBe(lexer.counters.records - lexer.counters.heldDropped)
        expect(items[0]?.type).toBe('trace')
        for (const item of items) PerfRecordSchema.parse(item)
      }),
      { numRuns: 300, seed: 42 },
    )
  })

  test('of bytes is the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.array(someLine, { maxLength: 8 }), async (head, lines) => {
        const bytes = Buffer.concat([head, Buffer.from(lines.join('\n')), head])
        const whole = await lexChunks([bytes], { maxLineLength: 120 })
        expect(await lexChunks(cutAtRandom(bytes, bytes.length, 50), { maxLineLength: 120 })).toEqual(whole)
      }),
      { numRuns: 60, seed: 42 },
    )
  })
})
