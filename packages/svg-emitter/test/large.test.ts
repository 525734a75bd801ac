import { runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from '../src/emitter.js'
import { syntheticChart } from '../src/testing/synthetic-chart.js'
import { browserIt, ChartPages, inBrowser, linkWith, panelText, settle, ticks } from './chart-page.js'

jest.setTimeout(300_000)

const ELEMENTS = 100_000

/** As many exact boxes as the reducer lets through by default, on 16 CPUs and in the rows of 100 tasks. */
function largeChart(): string {
  const processes = Array.from({ length: 20 }, (_, index) => [`worker${index}`, 5] as const)
  const items = syntheticChart({ spanNs: 2.45e9, cpus: 16, processes })
  expect(items.filter(({ type }) => type === 'box').length).toBeGreaterThan(ELEMENTS)
  return [...runStage(createSvgEmitter(), items)].join('')
}

describe(inBrowser(`a chart of ${ELEMENTS.toLocaleString('en')} elements`), () => {
  const pages = new ChartPages()
  beforeAll(() => pages.start())
  afterAll(() => pages.stop())
  afterEach(() => {
    expect(pages.errors.splice(0)).toEqual([])
  })

  browserIt('zooms, moves, is searched, jumps, and comes back from its link', async () => {
    const text = largeChart()
    const page = await pages.open('large.svg', text)
    const whole = await ticks(page)
    await page.mouse.move(900, 600)
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -300)
    await settle(page)
    const close = await ticks(page)
    expect(close).not.toEqual(whole)
    // By level of detail: what is drawn depends on the window, not on the chart.
    const drawn = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[data-live] path')].reduce(
          (sum, path) => sum + (path.getAttribute('d')?.length ?? 0),
          0,
        ),
      )
    expect(await drawn()).toBeLessThan(300_000)
    await page.mouse.down()
    await page.mouse.move(500, 600, { steps: 5 })
    await page.mouse.up()
    await settle(page)
    expect(await ticks(page)).not.toEqual(close)
    await page.keyboard.press('/')
    await page.keyboard.type('worker7-w3')
    await page.waitForFunction(() =>
      / of running/.test(document.querySelector('.tv-find [role=status]')?.textContent ?? ''),
    )
    await page.keyboard.press('Enter')
    await settle(page)
    expect(await panelText(page)).toContain('worker7-w3')
    await page.keyboard.press('Escape')
    await page.locator('[data-run=worst]').click()
    await page.locator('.tv-body td button').first().click()
    await settle(page)
    expect(await panelText(page)).toContain('waiting')
    await page.keyboard.press('r')
    await settle(page)
    expect(await panelText(page)).toContain('tasks that did something')
    const hash = await linkWith(page, 'tab:range')
    const there = await ticks(page)
    await page.close()
    const other = await pages.open('large.svg', text, { hash })
    expect(await ticks(other)).toEqual(there)
    await other.close()
  })
})
