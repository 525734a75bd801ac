import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PerfRecord } from '@tc-stream/event-schema'
import { lexPerfScript } from './index.js'
import { lexChunks } from './testing.test-helper.js'

const line = (i: number, comm = 'sh') => `${comm.padStart(16)}    12 [000] ${i}.5: power:cpu_idle: state=1 cpu_id=0\n`
const many = (count: number) => Array.from({ length: count }, (_, i) => line(i)).join('')
const codes = (items: PerfRecord[]) =>
  items.flatMap(item => (item.type === 'diagnostic' ? [item.code, item.count, item.line] : []))
const recordLines = (items: PerfRecord[]) => items.flatMap(item => (item.type === 'record' ? [item.line] : []))

describe('lexPerfScript', () => {
  test('takes strings and bytes, and a character cut in two', async () => {
    const text = line(1, 'ünïcødé')
    const bytes = Buffer.from(text)
    const cut = text.indexOf('ü') + 1
    const whole = await lexChunks([text])
    expect(whole).toMatchObject([{ type: 'trace' }, { comm: 'ünïcødé' }])
    expect(await lexChunks([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole)
    expect(await lexChunks([new Uint8Array(bytes)])).toEqual(whole)
  })

  test('hands over a last line without a newline, and a character that is never finished', async () => {
    expect(recordLines(await lexChunks([line(1).trimEnd()]))).toEqual([1])
    const cut = Buffer.concat([Buffer.from(line(1).trimEnd()), Buffer.from([0xc3])])
    expect(await lexChunks([cut])).toMatchObject([{}, { payload: 'state=1 cpu_id=0\ufffd' }])
  })

  test('an empty input gives a trace item', async () => {
    expect(await lexChunks([])).toMatchObject([{ type: 'trace' }, { code: 'TC_LEX_NO_RECORDS' }])
  })

  test('keeps backpressure: nothing is read for a reader that does not read', async () => {
    let read = 0
    const source = new Readable({
      read() {
        read++
        this.push(read > 1000 ? null : many(2000))
      },
    })
    const stream = lexPerfScript()
    source.pipe(stream)
    await sleep(30)
    expect(read).toBeLessThan(20)
    stream.destroy()
    source.destroy()
  })

  test('a slow reader gets everything', async () => {
    const lines: number[] = []
    await pipeline(
      Readable.from([many(300), many(300), many(300)]),
      lexPerfScript(),
      new Writable({
        objectMode: true,
        highWaterMark: 1,
        write(batch: PerfRecord[], _encoding, done) {
          lines.push(...recordLines(batch))
          sleep(2).then(() => done(), done)
        },
      }),
    )
    expect(lines).toEqual(Array.from({ length: 900 }, (_, i) => i + 1))
  })

  test('a throw of the listener ends the stream with that error', async () => {
    const onDiagnostic = () => {
      throw new Error('strict')
    }
    await expect(lexChunks(['this is no line of perf script\n'], { onDiagnostic })).rejects.toThrow('strict')
    await expect(lexChunks(['this is no line of perf script'], { onDiagnostic })).rejects.toThrow('strict')
    await expect(lexChunks([''], { onDiagnostic })).rejects.toThrow('strict')
  })

  test('wrong options throw at once', () => {
    expect(() => lexPerfScript({ maxLineLength: -1 })).toThrow('maxLineLength')
  })
})

describe('a line that is too long', () => {
  const long = `${'x'.repeat(300)}\n`
  const options = { maxLineLength: 100 }

  test.each([
    ['between records', line(1) + long + line(2), [1, 3], ['TC_LEX_LINE_TOO_LONG', 1, 2]],
    ['first', long + line(1), [2], ['TC_LEX_LINE_TOO_LONG', 1, 1]],
    ['several in a row', long + long + long + line(1) + long, [4], ['TC_LEX_LINE_TOO_LONG', 4, 1]],
    ['last, without a newline', line(1) + long.trimEnd(), [1], ['TC_LEX_LINE_TOO_LONG', 1, 2]],
    ['exactly at the limit', `#${'x'.repeat(99)}\n${line(1)}`, [2], []],
    ['at the limit, and a carriage return', `#${'x'.repeat(99)}\r\n${line(1)}`, [2], ['TC_LEX_LINE_TOO_LONG', 1, 1]],
  ])('%s', async (_name, text, lines, expectedCodes) => {
    const bytes = Buffer.from(text)
    for (const size of [1, 7, 64, 99, 100, 101, 250, 301, text.length]) {
      const chunks: Buffer[] = []
      for (let from = 0; from < bytes.length; from += size) chunks.push(bytes.subarray(from, from + size))
      const items = await lexChunks(chunks, options)
      expect({ size, lines: recordLines(items), codes: codes(items) }).toEqual({ size, lines, codes: expectedCodes })
    }
  })

  test('does not fill memory', async () => {
    const stream = lexPerfScript({ maxLineLength: 1000 })
    const endless = Readable.from(Array.from({ length: 300 }, () => Buffer.alloc(1 << 16, 'x')))
    const items: PerfRecord[] = []
    for await (const batch of endless.pipe(stream)) items.push(...(batch as PerfRecord[]))
    expect(codes(items)).toEqual(['TC_LEX_LINE_TOO_LONG', 1, 1, 'TC_LEX_NO_RECORDS', 1, undefined])
    expect(stream.counters).toMatchObject({ lines: 1, longLines: 1 })
  })
})
