import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type PerfRecord, PerfRecordSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { accountedLines } from './index.js'
import {
  cutAtRandom,
  LAYOUTS,
  lexChunks,
  lexText,
  linesOf,
  RECORDINGS,
  readTestData,
  testDataPath,
} from './testing.test-helper.js'

const EVENT = /^(?!#).*?(?: (?:sched|power|irq|irq_vectors|syscalls):\w+:(?= |$)| PERF_RECORD_\w+)/gm
const updatesGoldens = process.env.UPDATE_GOLDENS === '1'

/** What a layout may leave unknown, and why, is in PROVENANCE.md. */
const UNKNOWN_LINES: Readonly<Record<string, number>> = { 'layouts/noise.perf.txt': 2 }

/** A quicker comparison than jest's of many thousand objects. */
const toText = (items: readonly PerfRecord[]) => items.map(item => JSON.stringify(item)).join('\n')

describe.each(RECORDINGS)('%s', name => {
  const text = readTestData(name).toString()
  const { lexer, items, records } = lexText(text)

  test('has no unknown line', () => {
    expect(lexer.diagnostics.items()).toEqual([])
    expect(lexer.counters).toMatchObject({
      lines: linesOf(text).length,
      unknownLines: 0,
      orphanFrames: 0,
      extraLines: 0,
    })
    expect(accountedLines(lexer.counters)).toBe(lexer.counters.lines)
  })

  test('has as many records as the text has event names', () => {
    expect(records.length).toBe(text.match(EVENT)?.length)
    expect(lexer.counters.frames).toBe(text.match(/^\t/gm)?.length ?? 0)
  })

  test('has whole records', () => {
    for (const item of items) expect(PerfRecordSchema.safeParse(item).success).toBe(true)
    expect(items[0]?.type).toBe('trace')
    const samples = records.filter(record => !record.event.startsWith('PERF_RECORD_'))
    expect(samples.every(record => record.timeNs !== null && record.cpu !== null && record.tid !== null)).toBe(true)
    expect(samples.every(record => !/\)$/.test(record.payload))).toBe(true)
    const times = samples.map(record => record.timeNs as number)
    expect(times.every((time, i) => i === 0 || time >= (times[i - 1] as number))).toBe(true)
  })

  test('is the same whole, byte by byte and cut at random', async () => {
    const bytes = readTestData(name)
    const whole = toText(items)
    for (const [seed, longest] of [
      [1, 1],
      [3, 300],
      [7, 40_000],
    ] as const) {
      expect(toText(await lexChunks(cutAtRandom(bytes, seed, longest))) === whole).toBe(true)
    }
  }, 120_000)
})

test('the comms of the comms recording are whole', () => {
  const { records } = lexText(readTestData('recordings/comms.default.txt').toString())
  const comms = new Set(records.flatMap(record => record.comm ?? []))
  const odd = ['a:b [000] 1.5:', 'my worker (1)', 'x ==> y pid=7', `<b>&amp;"'`, 'lead space', 'tab\there', 'new\nline']
  for (const comm of [...odd, 'comm=z prio=1', 'ünïcødé', ']]>--><svg>', '\x01\x1bctl', 'p:1 [120] R', '123', '-7']) {
    expect(comms).toContain(comm)
  }
})

describe.each(LAYOUTS)('%s', name => {
  const bytes = readTestData(name)
  const { lexer, items } = lexText(bytes.toString())

  test('gives the records of its golden', () => {
    const golden = testDataPath(name.replace(/\.perf\.txt$/, '.records.ndjson'))
    const text = `${toText(items)}\n`
    if (updatesGoldens) writeFileSync(golden, text)
    expect(existsSync(golden)).toBe(true)
    expect(text).toBe(readFileSync(golden, 'utf8'))
    for (const item of items) PerfRecordSchema.parse(item)
  })

  test('uses or counts every line', () => {
    expect(accountedLines(lexer.counters)).toBe(linesOf(bytes.toString()).length)
    expect(lexer.counters.unknownLines).toBe(UNKNOWN_LINES[name] ?? 0)
  })

  test('is the same whole, byte by byte and cut at random', async () => {
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
