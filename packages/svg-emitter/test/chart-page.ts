import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runStage } from '@tc-stream/event-schema'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { createSvgEmitter } from '../src/emitter.js'
import { type SyntheticOptions, syntheticChart } from '../src/testing/synthetic-chart.js'

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

export const browserIt = existsSync(CHROMIUM) ? test : test.skip

/** The name of a suite, which tells why it is skipped. */
export function inBrowser(what: string): string {
  return existsSync(CHROMIUM) ? what : `${what} (skipped: no ${CHROMIUM}; set CHROMIUM to its path)`
}

export function svgOf(options?: SyntheticOptions): string {
  return [...runStage(createSvgEmitter(), syntheticChart(options))].join('')
}

/** As it stands within a page of HTML. */
export function inline(svg: string): string {
  return svg.replace(/^<\?xml.*\?>\n/, '')
}

/** Opens charts in a browser that a suite shares; what goes wrong in a page fails the test. */
export class ChartPages {
  readonly errors: string[] = []
  #browser: Browser | undefined
  #folder = ''

  async start(): Promise<void> {
    if (!existsSync(CHROMIUM)) return
    this.#folder = await mkdtemp(join(tmpdir(), 'svg-emitter-'))
    this.#browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  }

  async stop(): Promise<void> {
    await this.#browser?.close()
    if (this.#folder !== '') await rm(this.#folder, { recursive: true })
  }

  async write(name: string, text: string): Promise<string> {
    const path = join(this.#folder, name)
    await writeFile(path, text)
    return path
  }

  /** A page of its own, without a chart in it. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('no browser')
    const viewport = { width: 1600, height: 1000 }
    const context = await this.#browser.newContext({ viewport, reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    page.on('pageerror', error => this.errors.push(String(error)))
    return page
  }

  /** A chart, or a page with charts, as soon as its script is ready. */
  async open(name: string, text: string, options: BrowserContextOptions & { hash?: string } = {}): Promise<Page> {
    const { hash = '', ...rest } = options
    const url = pathToFileURL(await this.write(name, text)).href
    const page = await this.page(rest)
    await page.goto(url + hash)
    await page.waitForSelector('svg[data-surveyed]')
    await settle(page)
    return page
  }
}

/** The viewer draws once before each frame. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20)))),
  )
}

/** The fragment of the page's address, as soon as it tells this; it is written a while after the last change. */
export async function linkWith(page: Page, words: string): Promise<string> {
  await page.waitForFunction(wanted => location.hash.includes(wanted), words)
  return new URL(page.url()).hash
}

/** What the panel says. */
export async function panelText(page: Page): Promise<string> {
  const parts = page.locator('.tv-body:not([hidden])').locator('h2, i, span, p, td, th, button, div:not(:has(*))')
  return (await parts.allTextContents()).join(' ')
}

export async function ticks(page: Page, chart = 0): Promise<string[]> {
  return page.locator('g[class$=axis-upper]').nth(chart).locator('text').allTextContents()
}

/**
 * The first box of a kind in a row that is at least a pixel wide, or the first bin: bins are drawn before boxes. Units:
 * window pixels.
 */
export async function firstBox(page: Page, row: number, kind: string, bin = false): Promise<{ x: number; y: number }> {
  return page.evaluate(
    ([wanted, name, isBin]) => {
      const paths = [...document.querySelectorAll<SVGGeometryElement>(`g[data-row="${wanted}"] path`)].filter(
        each => each.getAttribute('class')?.endsWith(`-${name}`) && each.getBoundingClientRect().width > 0,
      )
      const path = paths.at(isBin ? 0 : -1)
      if (path === undefined) throw new Error(`row ${wanted} has no ${name}`)
      const start = path.getPointAtLength(1).matrixTransform(path.getScreenCTM() as DOMMatrix)
      return { x: start.x + 0.5, y: start.y + 2 }
    },
    [row, kind, bin] as const,
  )
}
