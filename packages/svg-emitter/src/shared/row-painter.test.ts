import { RowPainter } from './row-painter.js'
import { SLOT, SLOTS } from './slots.js'
import { createTimeScale } from './time-scale.js'

// One pixel is 10 ns.
const scale = createTimeScale(0, 1000, 100)

function paintedBy(kind: 'cpu' | 'task', paint: (painter: RowPainter) => void): Record<string, string> {
  const painter = new RowPainter(kind, scale)
  paint(painter)
  return Object.fromEntries(painter.finish().map(({ slot, d }) => [SLOTS[slot], d]))
}

test('a box of a pixel and more is drawn where it is, as high as its state', () => {
  const painted = paintedBy('task', painter => {
    painter.box(SLOT.woken, 0, 100)
    painter.box(SLOT.running, 100, 200)
    painter.box(SLOT.preempted, 200, 300)
  })
  expect(painted).toEqual({
    woken: 'M0 8h10v8h-10z',
    preempted: 'M20 6h10v10h-10z',
    running: 'M10 3h10v13h-10z',
  })
})

test('shorter ones are stacked in their pixel by the share of time', () => {
  const painted = paintedBy('task', painter => {
    painter.box(SLOT.running, 500, 505)
    painter.box(SLOT.woken, 505, 508)
    painter.box(SLOT.running, 508, 509)
  })
  // 60 % and 30 % of 13 pixels, from the bottom line at 16.
  expect(painted).toEqual({ binRunning: 'M50 8h1v8h-1z', binWoken: 'M50 4h1v4h-1z' })
})

test('a lone short interval can still be seen', () => {
  const painted = paintedBy('task', painter => painter.box(SLOT.blocked, 300, 301))
  expect(painted).toEqual({ binBlocked: 'M30 14h1v2h-1z' })
})

test('a bin shows what share of its time each state took', () => {
  const painted = paintedBy('task', painter => painter.bin(100, 300, Float64Array.of(0, 0.5, 0, 0.25, 0.01, 0)))
  expect(painted).toEqual({
    binRunning: 'M10 9.5h20v6.5h-20z',
    binWoken: 'M10 6h20v3.5h-20z',
    binBlocked: 'M10 4h20v2h-20z',
  })
})

test('a stack never leaves its row', () => {
  const painted = paintedBy('task', painter => painter.bin(0, 500, Float64Array.of(0, 1, 1, 1, 1, 1)))
  expect(painted).toEqual({ binRunning: 'M0 3h50v13h-50z' })
})

test('neighbours on a CPU are parted by a hairline', () => {
  const painted = paintedBy('cpu', painter => {
    painter.box(SLOT.hue3, 0, 100)
    painter.box(SLOT.hue3, 100, 200)
  })
  expect(painted).toEqual({ hue3: 'M0 8h9.5v17h-9.5zm10 0h9.5v17h-9.5z' })
})

test('short runs on a CPU take the colour of what ran longest, as high as it was busy', () => {
  const painted = paintedBy('cpu', painter => {
    painter.box(SLOT.hue1, 0, 2)
    painter.box(SLOT.hue5, 2, 5)
  })
  expect(painted).toEqual({ hue5: 'M0 16.5h1v8.5h-1z' })
})

test('what lies outside of the view is not drawn, what reaches in is cut', () => {
  const painted = paintedBy('task', painter => {
    painter.box(SLOT.running, -500, -100)
    painter.box(SLOT.running, -100, 100)
    painter.box(SLOT.running, 900, 1500)
    painter.box(SLOT.running, 1600, 1700)
  })
  expect(painted).toEqual({ running: 'M0 3h10v13h-10zm90 0h10v13h-10z' })
})

test('any number of boxes makes a path of bounded size', () => {
  const long = createTimeScale(0, 1e9, 1000)
  const sizes = [1_000, 100_000].map(count => {
    const painter = new RowPainter('task', long)
    const step = 1e9 / count
    for (let index = 0; index < count; index++) {
      painter.box(index % 2 === 0 ? SLOT.running : SLOT.woken, Math.floor(index * step), Math.floor((index + 1) * step))
    }
    return painter.finish().reduce((sum, { d }) => sum + d.length, 0)
  })
  expect(sizes[1]).toBeLessThan(40_000)
})

test('a highlighted run has a dark edge along its top', () => {
  const painted = paintedBy('task', painter => {
    painter.box(SLOT.running, 0, 100)
    painter.box(SLOT.spot, 100, 200)
  })
  expect(painted).toEqual({
    running: 'M0 3h10v13h-10z',
    spot: 'M10 3h10v13h-10z',
    spotEdge: 'M10 3h10v2h-10z',
  })
})

test('short highlighted runs lie at the bottom of their pixel, the edge on top of them', () => {
  const painted = paintedBy('task', painter => {
    painter.box(SLOT.woken, 500, 502)
    painter.box(SLOT.spot, 502, 507)
  })
  expect(painted).toEqual({ spot: 'M50 9.5h1v6.5h-1z', spotEdge: 'M50 7.5h1v2h-1z', binWoken: 'M50 7h1v2.5h-1z' })
})

test('on a CPU, a pixel is as high as all that ran in it, highlighted or not', () => {
  const painted = paintedBy('cpu', painter => {
    painter.box(SLOT.hue3, 500, 502)
    painter.box(SLOT.spot, 502, 505)
  })
  // Half of 17 pixels, of which 30 % of all are highlighted.
  expect(painted).toEqual({ hue3: 'M50 16.5h1v8.5h-1z', spot: 'M50 20h1v5h-1z', spotEdge: 'M50 18h1v2h-1z' })
})

test('of a row that lies outside of the view there is nothing, not even its line', () => {
  const painted = paintedBy('cpu', painter => {
    painter.rest(1200, 1500)
    painter.mark('exec', -50)
    painter.mark('exec', 1050)
    painter.depth(1200, 1300, 3)
    painter.depths(-300, -200, Float64Array.of(0, 0, 1))
    painter.bin(1200, 1300, Float64Array.of(0, 1, 0, 0, 0, 0))
    painter.interrupt('vector', 1001, 1002)
  })
  expect(painted).toEqual({})
  expect(paintedBy('cpu', painter => painter.rest(-500, 1500))).toEqual({ rest: 'M0 24h100v1h-100z' })
})

test('lost events that are shorter than a pixel count as unknown time', () => {
  const painted = paintedBy('cpu', painter => painter.box(SLOT.lost, 500, 505))
  expect(painted).toEqual({ binUnknown: 'M50 16.5h1v8.5h-1z' })
  expect(paintedBy('cpu', painter => painter.box(SLOT.lost, 500, 600))).toEqual({ lost: 'M50 8h9.5v17h-9.5z' })
})

test('C-states of a pixel never leave their strip, though each is as high as a pixel', () => {
  const parts = new Float64Array(10)
  parts[0] = 0.005
  parts[8] = 0.99
  parts[9] = 0.005
  const painted = paintedBy('cpu', painter => painter.depths(0, 100, parts))
  // A tenth line below would lie outside of the row's strip of ten.
  expect(painted).toEqual({ c0: 'M0 26h10v1h-10z', c8: 'M0 27h10v9h-10z' })
})
