import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPerfStream, parseStreamAttrs, type ReadAt, readFileAttrs } from './perf-attrs.js'

const PERF_DATA = join(__dirname, '../../../test-data/perf-data')
const recording = (name: string) => readFileSync(join(PERF_DATA, `${name}.perf.data`))
const reading =
  (bytes: Buffer): ReadAt =>
  async (offset, length) =>
    bytes.subarray(offset, offset + length)

const TRACEPOINT = { type: 2, hasCallchain: false, hasCpu: true }

/** Turns every field that is read around, as a machine of the other byte order writes it. */
function swap(bytes: Buffer, fields: readonly (readonly [offset: number, length: number])[]): Buffer {
  const swapped = Buffer.from(bytes)
  for (const [offset, length] of fields) swapped.subarray(offset, offset + length).reverse()
  return swapped
}

describe('the events of a recording', () => {
  test('in a file', async () => {
    expect(await readFileAttrs(reading(recording('callchains')))).toEqual([
      { ...TRACEPOINT, hasCallchain: true },
      { ...TRACEPOINT, hasCallchain: true },
    ])
    expect(await readFileAttrs(reading(recording('samples')))).toEqual([
      TRACEPOINT,
      TRACEPOINT,
      { type: 1, hasCallchain: false, hasCpu: false },
    ])
  })

  test('in a file of the other byte order', async () => {
    const bytes = recording('callchains')
    const table = Number(bytes.readBigUInt64LE(24))
    const size = Number(bytes.readBigUInt64LE(16))
    const attrs = [table, table + size].flatMap(at => [[at, 4] as const, [at + 24, 8] as const])
    const header = [0, 8, 16, 24, 32].map(at => [at, 8] as const)
    expect(await readFileAttrs(reading(swap(bytes, [...header, ...attrs])))).toEqual([
      { ...TRACEPOINT, hasCallchain: true },
      { ...TRACEPOINT, hasCallchain: true },
    ])
  })

  test('in a stream, as soon as enough of it has come', () => {
    const bytes = recording('stream')
    const records = [0, 0].map(() => 0)
    let end = 16
    for (const index of records.keys()) {
      end += bytes.readUInt16LE(end + 6)
      records[index] = end
    }
    const complete = (records[1] ?? 0) + 8
    for (let length = 16; length < complete; length++) {
      expect(parseStreamAttrs(bytes.subarray(0, length))).toBeUndefined()
    }
    expect(parseStreamAttrs(bytes.subarray(0, complete))).toEqual([TRACEPOINT, TRACEPOINT])
    expect(parseStreamAttrs(bytes)).toEqual([TRACEPOINT, TRACEPOINT])
  })

  test('in a stream that was kept in a file', async () => {
    expect(await readFileAttrs(reading(recording('stream')))).toEqual([TRACEPOINT, TRACEPOINT])
  })

  test('a stream is told from a file', () => {
    expect(isPerfStream(recording('stream'))).toBe(true)
    expect(isPerfStream(recording('callchains'))).toBe(false)
    expect(isPerfStream(Buffer.from('PERFILE2'))).toBe(false)
    expect(
      isPerfStream(
        swap(recording('stream'), [
          [0, 8],
          [8, 8],
        ]),
      ),
    ).toBe(true)
  })

  test('are unknown where the table is not as expected', async () => {
    const bytes = recording('callchains')
    for (const [offset, value] of [
      [16, 8n],
      [16, 1n << 40n],
      [24, 1n << 40n],
      [24, (1n << 64n) - 1n],
      [32, 0n],
      [32, 1n << 50n],
    ] as const) {
      const damaged = Buffer.from(bytes)
      damaged.writeBigUInt64LE(value, offset)
      expect(await readFileAttrs(reading(damaged))).toBeUndefined()
    }
    expect(await readFileAttrs(reading(bytes.subarray(0, 30)))).toBeUndefined()
  })
})
