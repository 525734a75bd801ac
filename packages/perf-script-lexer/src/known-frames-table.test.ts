import type { Frame } from './intern.js'
import { KnownFrames } from './known-frames.js'

const frame = (hash: number): Frame => ({ text: `frame ${hash}`, hash })
const LINE = '\tffffffff821facd8 f (k)'

describe('the table of frame lines', () => {
  test('knows a line that was learned twice', () => {
    const frames = new KnownFrames()
    frames.learn(LINE, frame(1))
    expect(frames.find(LINE)).toBeUndefined()
    frames.learn(LINE, frame(1))
    expect(frames.find(LINE)).toEqual(frame(1))
  })

  test('takes no other line of the same address for it', () => {
    const frames = new KnownFrames()
    for (const _ of [1, 2]) frames.learn(LINE, frame(1))
    const other = LINE.replace('f (k)', 'g (k)')
    expect(frames.find(other)).toBeUndefined()
    frames.learn(other, frame(2))
    frames.learn(LINE, frame(1))
    frames.learn(other, frame(2))
    // One that is met but now and then does not drive out the one that is known.
    expect([frames.find(LINE), frames.find(other)]).toEqual([frame(1), undefined])
    frames.learn(other, frame(2))
    expect([frames.find(LINE), frames.find(other)]).toEqual([undefined, frame(2)])
  })

  test.each([
    ['16 characters', 16, false],
    ['17 characters', 17, true],
    ['256 characters', 256, true],
    ['257 characters', 257, false],
  ])('of a line of %s: %s', (_, length, isKept) => {
    const frames = new KnownFrames()
    const line = LINE.padEnd(length, 'x').slice(0, length)
    for (const _ of [1, 2]) frames.learn(line, frame(1))
    expect(frames.find(line)).toEqual(isKept ? frame(1) : undefined)
  })

  test('holds lines of all addresses that differ in one of their last digits', () => {
    const frames = new KnownFrames()
    const digits = [...'123456789abcdef']
    const addresses = digits.flatMap(digit => [`000${digit}`, `00${digit}0`, `0${digit}00`, `${digit}000`])
    const lines = addresses.map(address => `\tffffffff821f${address} f (k)`)
    for (const [at, line] of [...lines.entries(), ...lines.entries()]) frames.learn(line, frame(at + 1))
    expect(lines.map(line => frames.find(line)?.hash)).toEqual(lines.map((_, at) => at + 1))
  })

  test('forgets all when it is cleared', () => {
    const frames = new KnownFrames()
    for (const _ of [1, 2]) frames.learn(LINE, frame(1))
    frames.clear()
    expect(frames.find(LINE)).toBeUndefined()
  })
})
