import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { recording, recordings, run } from './program.test.helper.js'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browserIt = existsSync(CHROMIUM) ? test : test.skip
const suite = existsSync(CHROMIUM) ? '' : ` (skipped: no ${CHROMIUM}; set CHROMIUM to its path)`

jest.setTimeout(180_000)

describe(`charts of recordings in a browser${suite}`, () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    if (!existsSync(CHROMIUM)) return
    folder = await mkdtemp(join(tmpdir(), 'tc-stream-browser-'))
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })

  afterAll(async () => {
    await browser?.close()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  browserIt.each(recordings)('%s: looked at closely, searched, asked', async name => {
    const file = join(folder, `${name}.svg`)
    expect(await run(['-i', recording(name), '-o', file])).toMatchObject({ code: 0 })
    const context = await browser.newContext({ viewport: { width: 1400, height: 820 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', error => errors.push(String(error)))
    await page.goto(pathToFileURL(file).href)
    await page.waitForSelector('svg[data-surveyed]')
    const ticks = () => page.locator('g[class$=axis-upper] text').allTextContents()
    const panel = () => page.locator('.tv-body').first().textContent()

    const whole = await ticks()
    expect(whole.length).toBeGreaterThan(3)
    for (const key of ['+', '+', '+', 'd']) await page.keyboard.press(key)
    await expect(ticksOtherThan(whole)).resolves.toBe(true)
    await page.keyboard.press('0')

    // The first row may be the heading of a process, which has no boxes.
    for (let row = 0; row < 3 && (await panel()) === ''; row++) {
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
    }
    expect(await panel()).toMatch(/start.*duration/)

    await page.keyboard.press('t')
    const names = await page.locator('.tv-body td button').allTextContents()
    expect(names.length).toBeGreaterThan(0)
    const [comm = ''] = (names[0] ?? '').split(':')
    await page.keyboard.press('/')
    await page.keyboard.type(comm.slice(0, 100))
    await page.waitForFunction(
      "/^[0-9,]+( · (?!searching).*)?$/.test(document.querySelector('.tv-find [role=status]').textContent)",
    )
    await page.keyboard.press('Enter')
    expect(await panel()).toContain(comm)

    await page.keyboard.press('Escape')
    await page.locator('[data-run=worst]').click()
    const worst = page.locator('.tv-body td button')
    if ((await worst.count()) > 0) {
      const text = (await worst.first().textContent()) ?? ''
      await worst.first().click()
      expect(await panel()).toContain(text)
      expect(await panel()).toMatch(name.startsWith('io.') ? /latency/ : /waiting|blocked/)
      // The box that one went to stays in sight, between the tools and the panel.
      await page.waitForTimeout(300)
      const box = await page.locator('[data-highlight] rect').last().boundingBox()
      const drawer = await page.locator('.tv-drawer').boundingBox()
      expect(box?.y).toBeGreaterThan(90)
      expect(box?.y).toBeLessThan(drawer?.y ?? 0)
    }
    expect(errors).toEqual([])
    await context.close()

    async function ticksOtherThan(before: readonly string[]): Promise<boolean> {
      for (let tries = 0; tries < 100; tries++) {
        if ((await ticks()).join() !== before.join()) return true
        await page.waitForTimeout(20)
      }
      return false
    }
  })
})
