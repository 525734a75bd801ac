import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { openInput } from './input.js'

const LINES = Array.from({ length: 20_000 }, (_, index) => `line ${index} ${Math.sin(index)}\n`).join('')

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-input-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(directory, `${Math.random()}.txt`)
  await writeFile(file, content)
  return file
}

const noStdin = () => Readable.from([])

describe('the input', () => {
  test('a plain file, and its size', async () => {
    const input = await openInput(await fileOf(LINES), noStdin())
    expect(input.sizeBytes).toBe(LINES.length)
    expect(await textOf(input.stream)).toBe(LINES)
    expect(input.readBytes()).toBe(LINES.length)
  })

  test('gzip, also twice, also from stdin', async () => {
    const packed = gzipSync(LINES)
    expect(await textOf((await openInput(await fileOf(packed), noStdin())).stream)).toBe(LINES)
    expect(await textOf((await openInput(await fileOf(gzipSync(packed)), noStdin())).stream)).toBe(LINES)
    expect(await textOf((await openInput('-', Readable.from([packed]))).stream)).toBe(LINES)
    const two = Buffer.concat([gzipSync('first\n'), gzipSync('second\n')])
    expect(await textOf((await openInput(undefined, Readable.from([two]))).stream)).toBe('first\nsecond\n')
  })

  test('however stdin is cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (pieces, packed) => {
        const bytes = packed ? gzipSync('some lines\nof text\n') : Buffer.from('some lines\nof text\n')
        const chunks: Buffer[] = []
        for (let at = 0, index = 0; at < bytes.length; index++) {
          const end = at + (pieces[index % pieces.length] ?? 1)
          chunks.push(bytes.subarray(at, end))
          at = end
        }
        const input = await openInput(undefined, Readable.from(chunks, { objectMode: false }))
        expect(await textOf(input.stream)).toBe('some lines\nof text\n')
      }),
      { numRuns: 40 },
    )
  })

  test.each(['', 'x', '\x1f', '\x1f\x8b'.slice(0, 1)])('a very short one: %j', async content => {
    const input = await openInput(await fileOf(content), noStdin())
    expect(await textOf(input.stream)).toBe(content)
  })

  test('a recording of trace-cmd is refused with the pipe that reads it', async () => {
    const head = '\x17\x08\x44tracing6\0'
    const file = await fileOf(Buffer.from(head, 'latin1'))
    await expect(openInput(file, noStdin())).rejects.toThrow(
      `${file} is a recording of trace-cmd, not text: trace-cmd report -i ${file} | tc-stream > out.svg`,
    )
    const packed = gzipSync(Buffer.from(head, 'latin1'))
    await expect(openInput('-', Readable.from([packed]))).rejects.toThrow('trace-cmd report -i trace.dat | tc-stream')
  })

  test('what cannot be read is told by name and reason', async () => {
    const absent = join(directory, 'absent.txt')
    await expect(openInput(absent, noStdin())).rejects.toThrow(`cannot read ${absent}: no such file or directory`)
    await expect(openInput(directory, noStdin())).rejects.toThrow(`cannot read ${directory}: is a directory`)
    const failing = new Readable({
      read() {
        this.destroy(Object.assign(new Error('EISDIR: illegal operation'), { code: 'EISDIR' }))
      },
    })
    await expect(openInput('-', failing)).rejects.toThrow('cannot read standard input: is a directory')
  })

  describe('packed data with a fault is used as far as it goes, and that is told', () => {
    const packed = gzipSync(LINES)
    const changed = (at: number) => {
      const bytes = Buffer.from(packed)
      bytes[at] = (bytes.at(at) ?? 0) ^ 0xff
      return bytes
    }
    const middle = Math.floor(packed.length / 2)
    const broken = Buffer.from(packed).fill(0xff, middle, middle + 100)

    /** What zlib holds back of the piece that it finds a fault in. Units: bytes. */
    const HELD_BACK = 16_384

    test.each([
      ['it is cut', packed.subarray(0, packed.length - 2_000), 'ends too early; used as far as it goes', 0.9],
      ['its last bytes are missing', packed.subarray(0, packed.length - 4), 'ends too early', 1],
      ['its middle is broken', broken, 'the compressed data is damaged; used as far as it could be unpacked', 0.3],
      ['its check sum is another', changed(packed.length - 6), 'the compressed data is damaged', 1],
      ['its length is another', changed(packed.length - 2), 'the compressed data is damaged', 1],
      ['text follows', Buffer.concat([packed, Buffer.from('more\n')]), 'something else follows the compressed data', 1],
    ])('%s', async (_, bytes, message, share) => {
      const file = await fileOf(bytes)
      const input = await openInput(file, noStdin())
      let unpacked = ''
      // However slow the reader is.
      for await (const chunk of input.stream) {
        unpacked += chunk
        await turn()
      }
      expect(input.damage()).toContain(`${file}: `)
      expect(input.damage()).toContain(message)
      const least = LINES.length * share - HELD_BACK
      expect(unpacked.length).toBeGreaterThanOrEqual(least)
      // In a broken middle the fault shows a little after it.
      expect(LINES.startsWith(unpacked.slice(0, least))).toBe(true)
    })

    test('it is packed twice', async () => {
      const outer = gzipSync(gzipSync(LINES))
      outer[outer.length - 6] = ~(outer.at(-6) ?? 0)
      const input = await openInput('-', Readable.from([outer]))
      const unpacked = await textOf(input.stream)
      expect(unpacked.length).toBeGreaterThan(LINES.length / 2)
      expect(LINES.startsWith(unpacked)).toBe(true)
      expect(input.damage()).toContain('damaged')
    })

    test('trailing zeros are none, and where nothing can be unpacked there is nothing to use', async () => {
      const padded = await openInput('-', Readable.from([Buffer.concat([packed, Buffer.alloc(1_000)])]))
      expect((await textOf(padded.stream)) === LINES).toBe(true)
      expect(padded.damage()).toBeUndefined()
      const head = openInput('-', Readable.from([packed.subarray(0, 6)])).then(input => textOf(input.stream))
      await expect(head).rejects.toThrow('cannot read standard input: the compressed data ends too early')
      const noise = Buffer.from('\x1f\x8bno gzip at all', 'latin1')
      const none = openInput('-', Readable.from([noise])).then(input => textOf(input.stream))
      await expect(none).rejects.toThrow('cannot read standard input: the compressed data is damaged')
    })
  })

  test('stop ends a quiet stdin', async () => {
    const stdin = new PassThrough()
    stdin.write('a first line of some length\n')
    const input = await openInput(undefined, stdin)
    const reading = textOf(input.stream)
    await turn()
    input.stop()
    input.stop()
    expect(await reading).toBe('a first line of some length\n')
    expect(stdin.destroyed).toBe(true)
  })

  test('stop ends a packed stdin, as far as it was unpacked', async () => {
    const stdin = new PassThrough()
    stdin.write(gzipSync(LINES).subarray(0, 60_000))
    const input = await openInput(undefined, stdin)
    const reading = textOf(input.stream)
    for (let turns = 0; turns < 20; turns++) await turn()
    input.stop()
    expect(LINES.startsWith(await reading)).toBe(true)
  })

  test('a slow reader holds a fast source back', async () => {
    let produced = 0
    const source = new Readable({
      read() {
        produced += 65_536
        this.push(Buffer.alloc(65_536, 'x\n'))
      },
    })
    const input = await openInput(undefined, source)
    for (let turns = 0; turns < 50; turns++) await turn()
    expect(produced).toBeLessThan(1_000_000)
    input.stop()
    input.stream.destroy()
  })
})
