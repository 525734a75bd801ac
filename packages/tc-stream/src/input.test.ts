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

  test('damaged and cut gzip', async () => {
    const packed = gzipSync(LINES)
    const damaged = Buffer.from(packed)
    const middle = Math.floor(packed.length / 2)
    damaged.fill(0xff, middle, middle + 100)
    const input = await openInput(await fileOf(damaged), noStdin())
    await expect(textOf(input.stream)).rejects.toThrow('the compressed data is damaged')
    const cut = await openInput(await fileOf(packed.subarray(0, packed.length - 2_000)), noStdin())
    const unpacked = await textOf(cut.stream)
    expect(cut.isTruncated()).toBe(true)
    expect(unpacked.length).toBeGreaterThan(LINES.length / 2)
    expect(LINES.startsWith(unpacked)).toBe(true)
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
