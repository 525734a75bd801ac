import { paintBin, paintStrip } from './paint-bin.js'
import { highestFrequency } from './paint-records.js'
import { DEPTHS, depthOf, RowPainter } from './row-painter.js'
import { SLOT_FILLS, SLOTS, type SlotName } from './slots.js'
import { createTimeScale } from './time-scale.js'

// One pixel is 10 ns.
const scale = createTimeScale(0, 1000, 100)

function painted(paint: (painter: RowPainter) => void): Record<string, string> {
  const painter = new RowPainter('cpu', scale)
  paint(painter)
  return Object.fromEntries(painter.finish().map(({ slot, d }) => [SLOTS[slot], d]))
}

const fillOf = (slot: SlotName): string => SLOT_FILLS[slot] ?? slot
const heightOf = (d = ''): number => Number(/v([\d.]+)/.exec(d)?.[1])

describe('C-states', () => {
  test('each depth has a height and a colour of its own', () => {
    const paths = painted(painter => {
      for (let depth = 0; depth < DEPTHS; depth++)
        paintStrip(painter, 'cState', `C${depth}`, depth * 100, depth * 100 + 100)
    })
    const names = Object.keys(paths) as SlotName[]
    expect(names).toEqual(Array.from({ length: DEPTHS }, (_, depth) => `c${depth}`))
    expect(names.map(name => heightOf(paths[name]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(new Set(names.map(fillOf)).size).toBe(DEPTHS)
    expect(paths.c3).toBe('M30 26h10v4h-10z')
  })

  test('deeper ones than the kernel can have look like the deepest; the name is written where there is room', () => {
    expect(depthOf('C12')).toBe(9)
    const painter = new RowPainter('cpu', scale)
    expect(paintStrip(painter, 'cState', 'C12', 0, 500)).toContain('>C12</text>')
    expect(paintStrip(painter, 'cState', 'C12', 500, 520)).toBe('')
  })

  test('within one pixel each has its share of the time, of its height', () => {
    const paths = painted(painter => {
      paintStrip(painter, 'cState', 'C9', 102, 107)
      paintStrip(painter, 'cState', 'C3', 107, 110)
    })
    expect(paths).toEqual({ c3: 'M10 26h1v1h-1z', c9: 'M10 27h1v5h-1z' })
  })

  test('a bin shows all depths in it, narrow or wide', () => {
    const bin = (startNs: number, endNs: number) =>
      painted(painter =>
        paintBin(painter, 'cState', startNs, endNs, ['C1', 'C5'], index => (endNs - startNs) / (index === 0 ? 2 : 4)),
      )
    expect(bin(0, 200)).toEqual({ c1: 'M0 26h20v1h-20z', c5: 'M0 27h20v2h-20z' })
    expect(bin(0, 8)).toEqual({ c1: 'M0 26h1v1h-1z', c5: 'M0 27h1v1h-1z' })
  })
})

describe('interrupts', () => {
  test('each kind has a line and a colour of its own; a short one is lower, not wider', () => {
    const paths = painted(painter => {
      for (const kind of ['hardirq', 'vector', 'softirq']) {
        paintStrip(painter, 'interrupt', kind, 100, 102)
        paintStrip(painter, 'interrupt', kind, 200, 300)
      }
    })
    expect(paths).toEqual({
      hardirq: 'M10 2h1v1h-1zm10-1h10v2h-10z',
      vector: 'M10 4h1v1h-1zm10-1h10v2h-10z',
      softirq: 'M10 6h1v1h-1zm10-1h10v2h-10z',
    })
    expect(new Set(Object.keys(paths).map(name => fillOf(name as SlotName))).size).toBe(3)
  })

  test('a bin shows every kind in it', () => {
    const paths = painted(painter =>
      paintBin(painter, 'interrupt', 0, 20, ['vector', 'softirq'], index => (index === 0 ? 1 : 15)),
    )
    expect(paths).toEqual({ vector: 'M0 4h2v1h-2z', softirq: 'M0 5h2v2h-2z' })
  })

  test('what lies outside of the view is not drawn', () => {
    expect(painted(painter => paintStrip(painter, 'interrupt', 'vector', -20, -10))).toEqual({})
  })
})

describe('frequency', () => {
  function line(
    maxFreqKhz: number,
    steps: readonly (readonly [startNs: number, endNs: number, khz: number])[],
  ): string {
    const painter = new RowPainter('cpu', scale)
    painter.maxFreqKhz = maxFreqKhz
    for (const [startNs, endNs, khz] of steps) paintStrip(painter, 'pState', String(khz), startNs, endNs)
    return painter.line.path
  }

  test('is a line of steps, from the bottom at 0 to the top at the highest of the chart', () => {
    const steps = [
      [0, 500, 800],
      [500, 750, 1600],
      [750, 1000, 1600],
    ] as const
    expect(line(1600, steps)).toBe('M0 16.5H50V9H100')
    expect(line(3200, steps)).toBe('M0 20.5H50V16.5H100')
  })

  test('ends where it is no longer known, and begins anew', () => {
    expect(
      line(1600, [
        [0, 300, 1600],
        [500, 700, 800],
      ]),
    ).toBe('M0 9H30M50 16.5H70')
    expect(line(1600, [])).toBe('')
  })

  test('of a bin is the mean over its time', () => {
    const painter = new RowPainter('cpu', scale)
    painter.maxFreqKhz = 1600
    paintBin(painter, 'pState', 0, 100, ['800', '1600'], index => (index === 0 ? 75 : 25))
    expect(painter.line.path).toBe('M0 14.5H10')
  })

  test('is a gap where it was but another one, which no mean counts', () => {
    const painter = new RowPainter('cpu', scale)
    painter.maxFreqKhz = 1600
    paintStrip(painter, 'pState', '800', 0, 200)
    paintStrip(painter, 'pState', 'other', 200, 400)
    paintBin(painter, 'pState', 400, 500, ['other', '1600'], index => (index === 0 ? 75 : 25))
    paintBin(painter, 'pState', 500, 600, ['other'], () => 100)
    paintBin(painter, 'pState', 600, 700, ['800'], () => 0)
    paintStrip(painter, 'pState', '0', 700, 800)
    expect(painter.line.path).toBe('M0 16.5H20M40 9H50M70 24H80')
  })

  test('the highest of a chart is in its shapes', () => {
    expect(
      highestFrequency([
        [0, 'pState', '800', 0, '', '', []],
        [1, 'pState', ['900', '3400', 'other'], '900'],
        [0, 'sched', '9999', 0, '', '', []],
      ]),
    ).toBe(3400)
  })
})

describe('marks', () => {
  const kinds = ['start', 'fork', 'exec', 'exit', 'event', 'migration', 'lost', 'sample']

  test('each kind has a shape of its own', () => {
    const shapes = kinds.map(kind => Object.values(painted(painter => painter.mark(kind, 500))))
    expect(shapes.flat().length).toBe(kinds.length)
    expect(new Set(shapes.flat()).size).toBe(kinds.length)
  })

  test('lost events stand out in colour; lives, moves and samples differ', () => {
    const slots = kinds.map(kind => Object.keys(painted(painter => painter.mark(kind, 500)))[0] as 'lost')
    expect(slots.map(fillOf)).toEqual([...new Array(5).fill('mark'), 'migration', 'lostInk', 'sample'])
  })

  test('those that would cover each other are ticks, at most one per pixel', () => {
    const { migration } = painted(painter => {
      for (let at = 0; at < 1000; at++) painter.mark('migration', at)
    })
    expect(migration?.match(/M/g)?.length).toBeLessThanOrEqual(101)
    expect(migration?.startsWith('M0 8m-3.5-5l7 5v-5l-7 5zM1 8v-3h1v3z')).toBe(true)
  })
})
