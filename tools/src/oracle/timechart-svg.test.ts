import { axisTime, axisToleranceNs, placeBoxes, readTimechart } from './timechart-svg.js'

/** The layout of perf timechart's SVG: strips of CPUs, then rows of tasks that end with their label. */
const SVG = `<?xml version="1.0" standalone="no"?>
<svg width="1000" height="360" version="1.1" xmlns="http://www.w3.org/2000/svg">
<line x1="0.00000000" y1="15.00" x2="0.00000000" y2="360" style="stroke:rgb(192,192,192);stroke-width:0.500"/>
<g>
<rect x="0" width="12.50000000" y="0" height="12.5" class="sample"/>
<text transform="translate(17.50000000, 12.50000000)" font-size="10.00000000pt">Running</text>
</g>
<g transform="translate(500.00000000,90.00000000)">
<title>7 new
line running 9.4 us</title>
<desc>Switched because:
</desc>
<rect x="0" width="10.00000000" y="0" height="55.0" class="sample"/>
<text transform="rotate(90)" font-size="0.07812500pt">new
line</text>
</g>
<rect x="400.00000000" width="600.00000000" y="300.0" height="25.0" class="process"/>
<g>
<title>#1 running 9.4 us</title>
<desc>Switched because:
</desc>
<rect x="500.00000000" width="10.00000000" y="300.0" height="25.0" class="sample"/>
<text x="500.00000000" y="324.00000000" font-size="0.62500000pt">2</text>
</g>
<g transform="translate(400.00000000,300.00000000)">
<title>#1 waiting 101.9 us</title>
<desc>Waiting on:
</desc>
<rect x="0" width="100.00000000" y="0" height="25.0" class="waiting"/>
<text transform="rotate(90)" font-size="0.31250000pt"> 101.9 us</text>
</g>
<g>
<title>#0 blocked 1.1 ms</title>
<rect x="510.00000000" width="0.48405992" y="300.0" height="25.0" class="blocked"/>
</g>
<text x="400.00000000" y="312.50000000">new
line:7 (0.2ms)</text>
<g>
<title>[0] wakes up new</title>
<desc></desc>
<line x1="378.44465547" y1="329.06" x2="378.44465547" y2="330.00" style="stroke:rgb(32,255,32);stroke-width:0.009"/>
</g>
</svg>
`

test('reads boxes of CPU strips and of task rows', () => {
  const { width, boxes } = readTimechart(SVG)
  expect(width).toBe(1000)
  expect(boxes.map(({ row, tid, state, cpu, x, width }) => [row, tid, state, cpu, x, width])).toEqual([
    ['cpu', 7, 'running', 1, 500, 10],
    ['task', 7, 'running', 1, 500, 10],
    ['task', 7, 'waiting', 1, 400, 100],
    ['task', 7, 'blocked', 0, 510, 0.48405992],
  ])
})

test('refuses what is not such an SVG', () => {
  expect(() => readTimechart('<html/>')).toThrow('no width')
  expect(() => readTimechart(SVG.replace('line:7 (0.2ms)', 'line'))).toThrow('without a tid')
  expect(() => readTimechart(SVG.replace('<text x="400.00000000" y="312.50000000">new\nline:7', '7'))).toThrow(
    'without a label',
  )
})

test('the axis begins at the 100 ms before the first sample', () => {
  const axis = { width: 1000, firstNs: 15_992_477_123n, lastNs: 16_202_901_918n }
  expect(axisTime(0, axis)).toBe(15_900_000_000n)
  expect(axisTime(1000, axis)).toBe(16_202_901_918n)
  const x = Number(((16_000_000_007 - 15_900_000_000) / (16_202_901_918 - 15_900_000_000)).toFixed(11)) * 1000
  expect(axisTime(x, axis)).toBe(16_000_000_007n)
  expect(axisToleranceNs(axis)).toBe(0)
})

test('on a long axis a time is that of the nearest event of the task, and of no other task', () => {
  const chart = readTimechart(SVG)
  const lastNs = 200_000_000_000n
  const axis = { firstNs: 0n, lastNs }
  expect(axisToleranceNs({ ...axis, width: 1000 })).toBe(4)
  const event = { kind: 'in', cpu: 1, order: 0 } as const
  const [box] = placeBoxes(chart, axis, [
    { ...event, tid: 7, timeNs: 100_000_000_003n },
    { ...event, tid: 8, timeNs: 100_000_000_001n },
    { ...event, tid: 7, timeNs: 102_000_000_005n },
  ])
  expect(box?.stretch).toMatchObject({ startNs: 100_000_000_003n, endNs: 102_000_000_000n })
})
