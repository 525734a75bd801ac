import { LONG_FRAME, LongFrames, longFramesOf, MAX_LONG_TEXT } from './long-frames.js'

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
