import { LineSplitter } from './line-splitter.js'

const PIECE_BYTES = 1 << 16

/** What a splitter tells of chunks: lines, and null for one that is too long. */
async function split(maxLineLength: number, chunks: readonly string[]): Promise<(string | null)[]> {
  const told: (string | null)[] = []
  const splitter = new LineSplitter(maxLineLength, {
    onLine: line => told.push(line),
    onLongLine: () => told.push(null),
  })
  for (const chunk of chunks) await new Promise<void>(done => splitter.write(Buffer.from(chunk), () => done()))
  await new Promise<void>(done => splitter.end(() => done()))
  return told
}

describe('a chunk', () => {
  test.each([PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7])(
    'of %d bytes is read whole',
    async size => {
      const lines = Array.from({ length: Math.ceil(size / 8) }, (_, at) => String(at).padEnd(7, '.'))
      const text = `${lines.join('\n')}\n`.slice(0, size)
      expect(await split(100, [text])).toEqual(text.split('\n').filter(line => line !== ''))
    },
  )

  test('may be empty, and a line of several', async () => {
    expect(await split(100, ['', 'a', '', 'b\n\nc', ''])).toEqual(['ab', '', 'c'])
  })
})

describe('a line that is too long', () => {
  test('is told once, in its place, though it fills many pieces', async () => {
    const long = 'x'.repeat(5 * PIECE_BYTES)
    expect(await split(10, [`a\n${long}\nb\n`])).toEqual(['a', null, 'b'])
    expect(await split(10, [`a\n${long}`, long, `${long}\nb`])).toEqual(['a', null, 'b'])
    expect(await split(10, [`${long}\n${long}\n`, `${long}\n${long}`])).toEqual([null, null, null, null])
  })

  test('is told as soon as it is too long: nobody waits for its end, and nothing is kept of it', async () => {
    let told = 0
    const splitter = new LineSplitter(10, { onLine: () => {}, onLongLine: () => told++ })
    const write = (text: string) => new Promise<void>(done => splitter.write(Buffer.from(text), () => done()))
    await write('x'.repeat(10))
    expect(told).toBe(0)
    await write('x')
    expect(told).toBe(1)
    await write('x'.repeat(100))
    expect(told).toBe(1)
  })

  test('is skipped in the midst: what is kept of it is no line', async () => {
    expect(await split(10, ['x'.repeat(20), 'y', 'z'.repeat(20)])).toEqual([null])
    expect(await split(10, ['x'.repeat(20), 'y\n'])).toEqual([null])
  })

  test('is one of more characters than the limit', async () => {
    expect(await split(10, [`${'x'.repeat(10)}\n${'x'.repeat(11)}\n`])).toEqual(['x'.repeat(10), null])
    expect(await split(10, ['x'.repeat(10)])).toEqual(['x'.repeat(10)])
  })
})

describe('an error of the listener', () => {
  const failing = () =>
    new LineSplitter(10, {
      onLine: line => {
        if (line === 'bad') throw new Error('of the listener')
      },
      onLongLine: () => {},
    })
  const write = (splitter: LineSplitter, text: string) =>
    new Promise(done => splitter.write(Buffer.from(text), error => done(error ?? 'written')))
  const end = (splitter: LineSplitter) => new Promise(done => splitter.end(error => done(error ?? 'ended')))

  test('is given to the write that caused it', async () => {
    const splitter = failing()
    expect(await write(splitter, 'good\n')).toBe('written')
    expect(await write(splitter, 'bad\n')).toEqual(new Error('of the listener'))
  })

  test('ends a chunk of several pieces', async () => {
    const text = `bad\n${'x\n'.repeat(PIECE_BYTES)}`
    expect(await write(failing(), text)).toEqual(new Error('of the listener'))
  })

  test('is given to the end, if the last line caused it', async () => {
    const splitter = failing()
    expect(await write(splitter, 'good\nbad')).toBe('written')
    expect(await end(splitter)).toEqual(new Error('of the listener'))
    const whole = failing()
    await write(whole, 'good')
    expect(await end(whole)).toBe('ended')
  })

  test('is not what comes of a write after it was destroyed', async () => {
    const splitter = failing()
    splitter.destroy()
    expect(await write(splitter, 'good\n')).toMatchObject({ code: 'ERR_STREAM_DESTROYED' })
  })
})
