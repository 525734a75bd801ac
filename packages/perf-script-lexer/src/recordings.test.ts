import { type PerfRecord, PerfRecordSchema } from '@tc-stream/event-schema'
import { accountedLines } from './index.js'
import { cutAtRandom, lexChunks, lexText, linesOf, RECORDINGS, readTestData } from './testing.test-helper.js'

const EVENT = /^(?!#).*?(?: (?:sched|power|irq|irq_vectors|syscalls):\w+:(?= |$)| PERF_RECORD_\w+)/gm

/** A piece of one byte costs as much as one of thousands: so much of each recording goes in such pieces. Units: bytes. */
const BYTE_BY_BYTE = 100_000

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
    const head = bytes.subarray(0, BYTE_BY_BYTE)
    const parts = await lexChunks(cutAtRandom(head, 1, 1))
    expect(toText(parts) === toText(await lexChunks([head]))).toBe(true)
    const whole = toText(items)
    for (const [seed, longest] of [
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
