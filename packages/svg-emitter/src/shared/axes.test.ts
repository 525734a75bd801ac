import { drawAxis, drawGrid } from './axes.js'
import { Markup } from './markup.js'
import { createTimeScale } from './time-scale.js'

const markup = new Markup('p', 'auto')

describe('the axis', () => {
  const anchors = (startNs: number, endNs: number, widthPx: number) =>
    [
      ...drawAxis(markup, createTimeScale(startNs, endNs, widthPx), 0, 30, 200, true).matchAll(
        /anchor="(\w+)">([^<]*)/g,
      ),
    ].map(([, anchor, text]) => `${text} ${anchor}`)

  test('keeps its last label within the margin', () => {
    expect(anchors(0, 200e6, 220)).toEqual(['0 ms middle', '100 ms middle', '200 ms middle'])
    expect(anchors(1e9, 1e9 + 20_000, 220)).toEqual(['1.00000 s middle', '1.00001 s middle', '1.00002 s end'])
  })

  test('stands above its line or below it; only labelled ticks have a line through the rows', () => {
    const scale = createTimeScale(0, 100, 110)
    const lower = drawAxis(markup, scale, 0, 30, 200, false)
    expect(lower).toContain('d="M30 200v6M52 200v3M74 200v3')
    expect(lower).toContain('y="220"')
    const upper = drawAxis(markup, scale, 0, 30, 200, true)
    expect(upper).toContain('d="M30 200v-6M52 200v-3M74 200v-3')
    expect(upper).toContain('y="189"')
    expect(drawGrid(markup, scale, 0, 30, 50, 90)).toContain('d="M30 50V90M140 50V90"')
  })
})
