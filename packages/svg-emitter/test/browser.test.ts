import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runStage } from '@tc-stream/event-schema'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createSvgEmitter } from '../src/emitter.js'
import { HOSTILE_COMMS, type SyntheticOptions, syntheticChart } from '../src/testing/synthetic-chart.js'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const browserIt = existsSync(CHROMIUM) ? test : test.skip
const suite = existsSync(CHROMIUM) ? 'in a browser' : `in a browser (skipped: no ${CHROMIUM}; set CHROMIUM to its path)`

function svgOf(options?: SyntheticOptions): string {
  return [...runStage(createSvgEmitter(), syntheticChart(options))].join('')
}

jest.setTimeout(60_000)

describe(suite, () => {
  let browser: Browser
  let folder: string
  const errors: string[] = []

  beforeAll(async () => {
    if (!existsSync(CHROMIUM)) return
    folder = await mkdtemp(join(tmpdir(), 'svg-emitter-'))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  })

  afterAll(async () => {
    await browser?.close()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  afterEach(() => {
    expect(errors.splice(0)).toEqual([])
  })

  async function open(name: string, text: string, width = 1600): Promise<Page> {
    const path = join(folder, name)
    await writeFile(path, text)
    const page = await browser.newPage({ viewport: { width, height: 1000 } })
    page.on('pageerror', error => errors.push(String(error)))
    await page.goto(pathToFileURL(path).href)
    await page.waitForSelector('svg[data-ready]')
    await settle(page)
    return page
  }

  /** The viewer draws once before each frame. */
  async function settle(page: Page): Promise<void> {
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  async function detailsOf(page: Page): Promise<string> {
    const parts = page.locator('[role=dialog]').locator('strong, span, div:not(:has(*))')
    return (await parts.allTextContents()).join(' ')
  }

  /** The first box of a kind in a row that is at least a pixel wide: bins are drawn before boxes. Units: window pixels. */
  async function firstBox(page: Page, row: number, kind: string): Promise<{ x: number; y: number }> {
    return page.evaluate(
      ([wanted, name]) => {
        const path = [...document.querySelectorAll<SVGGeometryElement>(`g[data-row="${wanted}"] path`)].findLast(
          each => each.getAttribute('class')?.endsWith(`-${name}`) && each.getBoundingClientRect().width > 0,
        )
        if (path === undefined) throw new Error(`row ${wanted} has no ${name}`)
        const start = path.getPointAtLength(1).matrixTransform(path.getScreenCTM() as DOMMatrix)
        return { x: start.x, y: start.y + 2 }
      },
      [row, kind] as const,
    )
  }

  browserIt('hover tells the box, a click all about it, Escape closes', async () => {
    const page = await open('chart.svg', svgOf())
    // Row 7 is a thread of cc1.
    const at = await firstBox(page, 7, 'running')
    await page.mouse.move(at.x, at.y)
    await settle(page)
    const tip = await page.locator('[data-tooltip]').textContent()
    expect(tip).toMatch(/^running [\d.]+ [mµ]s.*cc1/)
    await page.mouse.click(at.x, at.y)
    await settle(page)
    const details = await detailsOf(page)
    expect(details).toMatch(/cc1[^:]*:12\d\d/)
    expect(details).toMatch(/start\s+443\.\d{6,9} s/)
    expect(details).toMatch(/duration\s+[\d.]+ [mµ]s/)
    expect(details).toMatch(/CPU\s+\d/)
    expect(details).toContain('Switched out in')
    expect(await page.locator('[data-frame=kernel]').count()).toBe(3)
    expect(await page.locator('[data-frame=user]').count()).toBe(2)
    await page.keyboard.press('Escape')
    await settle(page)
    expect(await page.locator('[role=dialog]').count()).toBe(0)
    await page.close()
  })

  browserIt('a wait tells who ended the sleep, from where, and shows it', async () => {
    const page = await open('wait.svg', svgOf())
    const at = await firstBox(page, 7, 'woken')
    await page.mouse.click(at.x + 1, at.y)
    await settle(page)
    const details = await detailsOf(page)
    expect(details).toContain('woken, waiting for a CPU')
    expect(details).toMatch(/woken by\s+\S+:\d+ on CPU \d/)
    expect(details).toContain('try_to_wake_up+0x258')
    expect(await page.locator('[data-highlight] path').count()).toBe(2)
    await page.close()
  })

  browserIt('wheel, keys and drag move through the trace; 0 shows it whole', async () => {
    const page = await open('zoom.svg', svgOf())
    const ticks = () => page.locator('g[class$=axis-upper] text').allTextContents()
    const whole = await ticks()
    expect(whole).toContain('240 ms')
    await page.mouse.move(900, 400)
    await page.mouse.wheel(0, -900)
    await settle(page)
    const closer = await ticks()
    expect(closer).not.toContain('240 ms')
    expect((await page.locator('g[data-row="7"] [data-live] path').count()) > 0).toBe(true)
    await page.mouse.down()
    await page.mouse.move(700, 400, { steps: 4 })
    await page.mouse.up()
    await settle(page)
    expect(await ticks()).not.toEqual(closer)
    await page.keyboard.press('+')
    await page.keyboard.press('ArrowRight')
    await settle(page)
    expect(await page.locator('[role=dialog]').count()).toBe(0)
    await page.keyboard.press('0')
    await settle(page)
    expect(await ticks()).toEqual(whole)
    expect(await page.locator('g[data-row="7"] [data-live] path').count()).toBe(0)
    expect(await page.locator('g[data-row="7"] > path[display]').count()).toBe(0)
    await page.close()
  })

  browserIt('what the script draws is what the file holds', async () => {
    const text = svgOf({ spanNs: 2e9, quantumNs: 2_097_152 })
    const page = await open('same.svg', text)
    // The same plot, but said to be another one than the file was drawn for, so that the script must draw all of it.
    const other = await open(
      'other.svg',
      text.replace(/"plotWidth":(\d+)/, (_, width) => `"plotWidth":${width - 1}`),
      1616,
    )
    const drawn = (from: Page, selector: string) =>
      from.evaluate(wanted => [...document.querySelectorAll(wanted)].map(path => path.getAttribute('d')), selector)
    const wanted = await drawn(page, 'g[data-row="1"] > path')
    const found = await drawn(other, 'g[data-row="1"] > [data-live] > path')
    expect(found).toEqual(wanted)
    await page.close()
    await other.close()
  })

  browserIt('a bin tells its shares', async () => {
    const page = await open('bins.svg', svgOf({ spanNs: 4e9, quantumNs: 16_777_216 }))
    const at = await firstBox(page, 7, 'running')
    await page.mouse.click(at.x, at.y)
    await settle(page)
    const details = await detailsOf(page)
    expect(details).toMatch(/(running|waiting|blocked|sleeping|idle) \d+(\.\d)?%, [\d.]+ [mµ]s in \d+/)
    expect(details).toMatch(/longest\s+\w+, [\d.]+ [mµ]s at 44\d\./)
    await page.close()
  })

  browserIt('names from the trace stay text', async () => {
    const page = await open('hostile.svg', svgOf({ processes: HOSTILE_COMMS }))
    const at = await firstBox(page, 5, 'running')
    await page.mouse.click(at.x, at.y)
    await settle(page)
    expect(await page.locator('[role=dialog] strong').textContent()).toContain('<script>alert(1)</script>:1201')
    expect(await page.locator('script').count()).toBe(1)
    await page.close()
  })

  browserIt('two charts in one page keep to themselves', async () => {
    const html = (svg: string) => svg.replace(/^<\?xml.*\?>\n/, '')
    const page = await open(
      'two.html',
      `<!doctype html><meta charset="utf-8"><body>${html(svgOf())}${html(svgOf({ seed: 3 }))}`,
    )
    expect(await page.locator('svg[data-ready]').count()).toBe(2)
    const ticks = (index: number) => page.locator('g[class$=axis-upper]').nth(index).locator('text').allTextContents()
    const second = await ticks(1)
    await page.mouse.move(900, 400)
    await page.mouse.wheel(0, -600)
    await settle(page)
    expect(await ticks(0)).not.toEqual(second)
    expect(await ticks(1)).toEqual(second)
    await page.close()
  })

  browserIt('a wide window is filled, a narrow one gets all of it', async () => {
    const page = await open('wide.svg', svgOf(), 2200)
    const box = () => page.evaluate(() => document.documentElement.getAttribute('viewBox'))
    expect(await box()).toMatch(/^0 0 2(185|200) /)
    await page.setViewportSize({ width: 1300, height: 900 })
    await settle(page)
    expect(await box()).toMatch(/^0 0 1600 /)
    expect(Number(await page.evaluate(() => document.documentElement.getAttribute('width')))).toBeLessThanOrEqual(1300)
    await page.close()
  })
})
