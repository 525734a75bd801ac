import { CallchainTable } from './callchains.js'
import { LONG_FRAME, LongFrames, longFramesOf, MAX_LONG_TEXT } from './long-frames.js'

const chain = (ip: string) => [{ ip, symbol: `at_${ip}`, dso: null }]

describe('CallchainTable', () => {
  test('keeps equal callchains once, until the last reference is gone', () => {
    const table = new CallchainTable(10, () => {})
    const first = table.retain(chain('a'), false)
    expect(table.retain(chain('a'), false)).toBe(first)
    expect(table.retain(['a'], false)).not.toBe(first)
    expect(table.retain([{ ip: 'a', symbol: 'other', dso: null }], false)).not.toBe(first)
    expect(table.size).toBe(3)
    table.release(first)
    expect(table.size).toBe(3)
    table.release(first)
    expect(table.size).toBe(2)
    expect(table.retain(chain('a'), false)).not.toBe(first)
  })

  test('refuses and counts what is beyond its limit, except for the worst', () => {
    let refused = 0
    const table = new CallchainTable(1, () => refused++)
    table.retain(chain('a'), false)
    expect(table.retain(chain('b'), false)).toBeNull()
    const worst = { chain: table.retain(chain('b'), true) }
    expect(worst.chain).not.toBeNull()
    expect(table.retain(chain('b'), false)).toBeNull()
    expect([table.size, refused]).toEqual([2, 2])
    table.unpin(worst)
    expect([worst.chain, table.size, refused]).toEqual([null, 1, 3])
  })

  test('is full when the long names of its frames are too much', () => {
    let refused = 0
    const table = new CallchainTable(1_000_000, () => refused++)
    const long = (at: number) => [{ ip: String(at), symbol: 'x'.repeat(1_000), dso: null }]
    const kept = Array.from({ length: MAX_LONG_TEXT / 1_000 + 2 }, (_, at) => table.retain(long(at), false))
    expect(kept.filter(one => one === null).length).toBe(refused)
    expect(refused).toBeGreaterThan(0)
    expect(table.retain(long(-1), true)).not.toBeNull()
    for (const one of kept) table.release(one)
    expect(table.retain(long(-2), false)).not.toBeNull()
  })

  test('frees room for others', () => {
    const table = new CallchainTable(1, () => {})
    for (let i = 0; i < 1_000; i++) {
      const kept = table.retain(chain(String(i)), false)
      expect(kept).not.toBeNull()
      table.release(kept)
    }
    expect(table.size).toBe(0)
  })
})

describe('LongFrames', () => {
  const text = 'x'.repeat(LONG_FRAME + 1)

  test('are those whose names are long, together or as text', () => {
    const short = { ip: '1', symbol: 'x'.repeat(LONG_FRAME), dso: null }
    const both = { ip: '2', symbol: 'x'.repeat(LONG_FRAME), dso: 'y' }
    expect(longFramesOf([short, 'text'])).toBeUndefined()
    expect(longFramesOf([short, both, text, { ip: null, symbol: null, dso: text }])).toEqual([
      both,
      text,
      { ip: null, symbol: null, dso: text },
    ])
  })

  test('count each frame once, until its last reference is gone', () => {
    const frames = new LongFrames()
    const half = 'h'.repeat(MAX_LONG_TEXT / 2 + 1)
    const other = 'o'.repeat(MAX_LONG_TEXT / 2)
    frames.retain([half, half])
    expect(frames.isFull).toBe(false)
    frames.retain([other])
    expect(frames.isFull).toBe(true)
    frames.release([half])
    expect(frames.isFull).toBe(true)
    frames.release([half])
    expect(frames.isFull).toBe(false)
  })
})
