import { RowPainter } from './row-painter.js'
import { SLOTS } from './slots.js'
import { createTimeScale } from './time-scale.js'

// One pixel is 10 ns. In the shape of a row of I/O alone the line is at 17, and 13 pixels are above and below it.
const scale = createTimeScale(0, 1000, 100)
const MOST = 65_534

function painted(paint: (painter: RowPainter) => void): Record<string, string> {
  const painter = new RowPainter('io', scale, MOST)
  paint(painter)
  return Object.fromEntries(painter.finish().map(({ slot, d }) => [SLOTS[slot], d]))
}

test('what comes in stands above the line, what goes out hangs below it, all else lies across', () => {
  const paths = painted(painter => {
    painter.io('read', 0, 100, MOST)
    painter.io('write', 100, 200, MOST)
    painter.io('rx', 200, 300, MOST)
    painter.io('tx', 300, 400, MOST)
    painter.io('sync', 400, 500, 0)
    painter.io('poll', 500, 600, 0)
  })
  expect(paths).toEqual({
    ioFile: 'M0 4h10v13h-10zm10 14h10v13h-10z',
    ioNet: 'M20 4h10v13h-10zm10 14h10v13h-10z',
    ioSync: 'M40 4h10v27h-10z',
    ioPoll: 'M50 15h10v5h-10z',
  })
})

test('the height is that of the bytes: full for the most, none less than can be seen', () => {
  const heights = [0, 1, 100, 4096, MOST, 10 * MOST].map(bytes => {
    const { ioFile = '' } = painted(painter => painter.io('read', 0, 100, bytes))
    return Number(/v([\d.]+)/.exec(ioFile)?.[1])
  })
  expect(heights).toEqual([2, 2, 5.5, 10, 13, 13])
})

test('an operation that is none stands as what was read', () => {
  const paths = painted(painter => {
    painter.io('read', 0, 100, MOST)
    painter.io('__proto__', 200, 300, MOST)
    painter.io('constructor EIO', 400, 500, MOST)
  })
  expect(paths).toEqual({ ioFile: 'M0 4h10v13h-10zm20 0h10v13h-10z', ioError: 'M40 4h10v4h-10z' })
})

test('what failed lies at the far edge of its side, whatever it is', () => {
  const paths = painted(painter => {
    painter.io('read EBADF', 0, 100, 0)
    painter.io('tx EPIPE', 100, 200, 0)
    painter.io('sync EIO', 200, 300, 0)
    painter.io('poll ', 300, 400, 0)
  })
  expect(paths).toEqual({ ioError: 'M0 4h10v4h-10zm10 23h10v4h-10zm10-12h20v5h-20z' })
})

test('what is shorter than a pixel is summed, and as wide as one', () => {
  const paths = painted(painter => {
    for (let at = 0; at < 5; at++) painter.io('read', 502 + at, 503 + at, 819)
    painter.io('write', 507, 508, 1)
    painter.io('rx EAGAIN', 508, 509, 0)
  })
  // 4,095 bytes are 12 of 16 powers of two.
  expect(paths).toEqual({ ioFile: 'M50 7h1v10h-1zm0 11h1v2h-1z', ioError: 'M50 4h1v4h-1z' })
})

test('files and network in one pixel share the height of the taller, the network at the far end', () => {
  const both = (file: number, net: number) =>
    painted(painter => {
      painter.io('rx', 500, 502, net)
      painter.io('read', 502, 504, file)
      painter.io('tx', 504, 506, net)
      painter.io('write', 506, 508, file)
    })
  // 4,095 bytes reach 10 pixels; three quarters of all are the file's.
  expect(both(4095, 1365)).toEqual({
    ioFile: 'M50 9h1v8h-1zm0 9h1v8h-1z',
    ioNet: 'M50 7h1v2h-1zm0 19h1v2h-1z',
  })
  expect(both(0, 4095)).toEqual({ ioFile: 'M50 15h1v2h-1zm0 3h1v2h-1z', ioNet: 'M50 7h1v8h-1zm0 13h1v8h-1z' })
  expect(both(0, 0)).toEqual({ ioFile: 'M50 15h1v2h-1zm0 3h1v2h-1z', ioNet: 'M50 13h1v2h-1zm0 7h1v2h-1z' })
})

test('what lies outside of the view is not drawn, what reaches in is cut', () => {
  const paths = painted(painter => {
    painter.io('poll', -500, -100, 0)
    painter.io('poll', -500, 100, 0)
    painter.io('poll', 900, 2000, 0)
    painter.io('poll', 1100, 2000, 0)
  })
  expect(paths).toEqual({ ioPoll: 'M0 15h10v5h-10zm90 0h10v5h-10z' })
})

test('any number of calls makes a path of bounded size', () => {
  const long = createTimeScale(0, 1e9, 1000)
  const painter = new RowPainter('taskIo', long, MOST)
  const ops = ['read', 'tx', 'sync', 'poll', 'rx EAGAIN']
  for (let at = 0; at < 200_000; at++) painter.io(ops[at % 5] as string, at * 5000, at * 5000 + 4000, at % MOST)
  const size = painter.finish().reduce((sum, { d }) => sum + d.length, 0)
  expect(size).toBeLessThan(120_000)
})

test('beside the states of a task there is less room, below them', () => {
  const painter = new RowPainter('taskIo', scale, MOST)
  painter.rest(0, 1000)
  painter.io('read', 0, 100, MOST)
  painter.io('write', 0, 100, MOST)
  const paths = Object.fromEntries(painter.finish().map(({ slot, d }) => [SLOTS[slot], d]))
  expect(paths).toEqual({ rest: 'M0 15h100v1h-100zm0 10h100v1h-100z', ioFile: 'M0 18h10v7h-10zm0 8h10v7h-10z' })
})
