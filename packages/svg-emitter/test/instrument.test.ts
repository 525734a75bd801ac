import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { browserIt, ChartPages, firstBox, inBrowser, linkWith, panelText, settle, svgOf, ticks } from './chart-page.js'

jest.setTimeout(120_000)

const found = (page: Page) => page.locator('.tv-find [role=status]').textContent()

async function search(page: Page, text: string): Promise<string> {
  await page.keyboard.press('/')
  await page.keyboard.type(text)
  await page.waitForFunction(
    () => !document.querySelector('.tv-find [role=status]')?.textContent?.includes('searching'),
  )
  await settle(page)
  return (await found(page)) ?? ''
}

/** The middle of the axis, at a share of the plot. Units: window pixels. */
async function onAxis(page: Page, share: number): Promise<[number, number]> {
  return page.evaluate(at => {
    const axis = document.querySelector('g[class$=axis-upper] path') as SVGGraphicsElement
    const { left, width, top } = axis.getBoundingClientRect()
    return [left + at * width, top - 14] as [number, number]
  }, share)
}

const shownRows = (page: Page) =>
  page.evaluate(
    () => [...document.querySelectorAll('g[class$=-row]')].filter(row => !row.hasAttribute('display')).length,
  )

describe(inBrowser('the instrument'), () => {
  const pages = new ChartPages()
  beforeAll(() => pages.start())
  afterAll(() => pages.stop())
  afterEach(() => {
    expect(pages.errors.splice(0)).toEqual([])
  })

  browserIt('search counts, tells the share of time, steps at Enter, and Escape ends it', async () => {
    const page = await pages.open('find.svg', svgOf())
    const text = await search(page, 'cc1')
    expect(text).toMatch(/^[\d,]+ · \d+% of running · /)
    expect(await page.locator('[data-hits] path').count()).toBeGreaterThan(0)
    await page.keyboard.press('Enter')
    await settle(page)
    expect(await found(page)).toMatch(/^1 of /)
    const first = await panelText(page)
    await page.keyboard.press('Enter')
    await settle(page)
    expect(await found(page)).toMatch(/^2 of /)
    expect(await panelText(page)).not.toBe(first)
    await page.keyboard.press('Shift+Enter')
    await settle(page)
    expect(await panelText(page)).toBe(first)
    await page.keyboard.press('Escape')
    await settle(page)
    expect(await found(page)).toBe('')
    expect(await page.locator('[data-hits]').count()).toBe(0)
    await page.close()
  })

  browserIt(
    'search finds symbols and files, by Ctrl-F too, as regular expressions, and survives bad ones',
    async () => {
      const page = await pages.open('regex.svg', svgOf())
      await page.keyboard.press('Control+f')
      await page.keyboard.type('libpq')
      await settle(page)
      expect(await found(page)).toMatch(/^\d+ · [<\d.]+% of blocked$/)
      await page.keyboard.press('Control+f')
      await page.keyboard.type('^io_sched|^nothing$')
      await settle(page)
      expect(await found(page)).toBe('nothing found')
      await page.locator('[data-run=regex]').click()
      await settle(page)
      expect(await found(page)).toMatch(/^\d+ · \d+% of blocked$/)
      await page.keyboard.press('Control+f')
      await page.keyboard.type('((a*)*)*$x(')
      await settle(page)
      expect(await found(page)).toBe('a ) is missing')
      await page.keyboard.press('Backspace')
      await settle(page)
      expect(await found(page)).toBe('nothing found')
      await page.close()
    },
  )

  browserIt('from a box to its neighbours, its waker, its wakee and the next on the CPU', async () => {
    const page = await pages.open('go.svg', svgOf())
    const at = await firstBox(page, 7, 'woken')
    await page.mouse.click(at.x, at.y)
    await settle(page)
    const heading = () => page.locator('.tv-body h2').first().textContent()
    const wakee = await heading()
    const woken = await panelText(page)
    const waker = /woken by\s+(\S+:\d+) on CPU/.exec(woken)?.[1]
    await page.locator('.tv-buttons button', { hasText: 'Next ›' }).click()
    await settle(page)
    expect(await panelText(page)).toContain('running')
    await page.keyboard.press(',')
    await settle(page)
    expect(await panelText(page)).toBe(woken)
    await page.locator('.tv-buttons button', { hasText: 'Waker' }).click()
    await settle(page)
    expect(await heading()).toBe(waker)
    expect(await panelText(page)).toContain(wakee)
    await page.keyboard.press('Shift+G')
    await settle(page)
    expect(await panelText(page)).toMatch(/woken by\s+\S+ on CPU/)
    expect(await heading()).not.toBe(waker)
    await page.keyboard.press('c')
    await settle(page)
    expect(await panelText(page)).toContain('running')
    await page.close()
  })

  browserIt('a backtrace is copied, kernel told from user', async () => {
    const page = await pages.open('copy.svg', svgOf(), { permissions: ['clipboard-read', 'clipboard-write'] })
    const at = await firstBox(page, 7, 'running')
    await page.mouse.click(at.x, at.y)
    await settle(page)
    await page.locator('section:has-text("Switched out in") button', { hasText: 'Copy' }).first().click()
    await page.waitForSelector('button:has-text("Copied")')
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^k {2}__schedule\+0x618.*\n(k .*\n)+(u .*\n?)+$/)
    await page.close()
  })

  browserIt('double click zooms to the box, F fits it, the overview moves and chooses', async () => {
    const page = await pages.open('fit.svg', svgOf())
    const at = await firstBox(page, 7, 'running')
    await page.mouse.dblclick(at.x, at.y)
    await settle(page)
    const close = await ticks(page)
    await page.keyboard.press('0')
    await settle(page)
    expect(await ticks(page)).not.toEqual(close)
    await page.keyboard.press('f')
    await settle(page)
    const fitted = await ticks(page)
    expect(fitted[0]).not.toBe((await ticks(page)).at(-1))
    await page.keyboard.press('0')
    await settle(page)
    const box = await page.locator('[data-overview]').boundingBox()
    if (box === null) throw new Error('no overview')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.25, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 })
    await page.mouse.up()
    await settle(page)
    const quarter = await ticks(page)
    expect(quarter[0]).toMatch(/^6\d/)
    await page.mouse.move(box.x + box.width * 0.4, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    await page.mouse.up()
    await settle(page)
    expect(Number.parseInt((await ticks(page))[0] ?? '', 10)).toBeGreaterThan(Number.parseInt(quarter[0] ?? '', 10))
    await page.close()
  })

  browserIt('a range by dragging on the axis tells its numbers and the command', async () => {
    const page = await pages.open('range.svg', svgOf())
    await page.mouse.move(...(await onAxis(page, 0.25)))
    await page.mouse.down()
    await page.mouse.move(...(await onAxis(page, 0.5)), { steps: 4 })
    await page.mouse.up()
    await settle(page)
    const text = await panelText(page)
    expect(await page.locator('.tv-body code').textContent()).toMatch(
      /^perf script --time 443\.1\d{5},443\.2\d{5} \| tc-stream/,
    )
    expect(text).toMatch(/length 60(\.0\d*)? ms/)
    expect(text).toMatch(/running \d+ ms/)
    expect(text).toMatch(/CPU 0 \d+%/)
    expect(await page.locator('[data-range] rect').count()).toBe(3)
    await page.locator('.tv-body button', { hasText: 'Zoom' }).click()
    await settle(page)
    expect((await ticks(page))[0]).toMatch(/^60/)
    await page.locator('.tv-body button', { hasText: 'Clear' }).click()
    await settle(page)
    expect(await page.locator('[data-range] rect').count()).toBe(0)
    expect(await panelText(page)).toContain('No range')
    await page.close()
  })

  browserIt('the worst waits jump to their boxes, from the panel and from below the chart', async () => {
    const page = await pages.open('worst.svg', svgOf())
    await page.keyboard.press('x')
    await settle(page)
    const line = page.locator('.tv-body tbody tr').first()
    const [name = '', length = ''] = await line.locator('td').allTextContents()
    await line.locator('button').click()
    await settle(page)
    const details = await panelText(page)
    expect(details).toContain(name)
    expect(details).toContain(`waiting`)
    expect(details).toContain(length)
    expect(await page.locator('[data-highlight] rect').count()).toBe(2)
    await page.keyboard.press('Escape')
    const listed = page.locator('.tv-footer .tv-link').nth(1)
    const text = (await listed.textContent()) ?? ''
    await listed.click()
    await settle(page)
    expect(await panelText(page)).toContain(text.split(' · ')[0])
    await page.close()
  })

  browserIt('the table of tasks sorts, scrolls to the row and shows how long it waited', async () => {
    const page = await pages.open('tasks.svg', svgOf(), { viewport: { width: 1200, height: 700 } })
    await page.keyboard.press('t')
    await settle(page)
    const column = (index: number) => page.locator(`.tv-body tbody td:nth-child(${index})`).allTextContents()
    const ns = (text: string) => {
      const [value = 0, unit = ''] = text.split(' ')
      return Number(value) * ({ ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[unit] ?? 0)
    }
    const running = (await column(2)).map(ns)
    expect(running).toEqual([...running].sort((a, b) => b - a))
    await page.locator('.tv-body th button', { hasText: 'waiting' }).click()
    const waiting = (await column(3)).map(ns)
    expect(waiting).toEqual([...waiting].sort((a, b) => b - a))
    expect(waiting).not.toEqual([...waiting].sort((a, b) => a - b))
    await page.locator('.tv-body th button', { hasText: 'task' }).click()
    const names = await column(1)
    expect(names).toEqual([...names].sort())
    await page
      .locator('.tv-body td button', { hasText: /^nginx:/ })
      .first()
      .click()
    await settle(page)
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100)
    expect(await page.locator('.tv-body tr[data-here]').textContent()).toContain('nginx')
    expect(await page.locator('[data-histogram] rect').count()).toBeGreaterThan(3)
    await page.close()
  })

  browserIt('a process folds into its row, by its name and by the keyboard', async () => {
    const page = await pages.open('fold.svg', svgOf())
    const all = await shownRows(page)
    const label = page.locator('g[class$=labels] text', { hasText: 'postgres (pid' }).first()
    await label.click()
    await settle(page)
    expect(await shownRows(page)).toBe(all - 5)
    expect(await page.locator('g[data-live] path').count()).toBeGreaterThan(0)
    await label.click()
    await settle(page)
    expect(await shownRows(page)).toBe(all)
    await page.keyboard.press('Shift+O')
    await settle(page)
    const folded = await shownRows(page)
    expect(folded).toBeLessThan(all - 15)
    // Whoever goes to a row that is folded finds it unfolded.
    await page.keyboard.press('x')
    await page.locator('.tv-body td button').first().click()
    await settle(page)
    expect(await shownRows(page)).toBeGreaterThan(folded)
    await page.close()
  })

  browserIt('light and dark: as the reader prefers, and by the switch', async () => {
    const page = await pages.open('theme.svg', svgOf(), { colorScheme: 'dark' })
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const drawn = () =>
      page.evaluate(() => {
        const part = document.querySelector('[data-overview] path') as Element
        return [getComputedStyle(part).fill, getComputedStyle(document.querySelector('.tv') as Element).color]
      })
    expect(await paper()).toBe('rgb(19, 22, 28)')
    const dark = await drawn()
    await page.keyboard.press('Shift+T')
    await settle(page)
    expect(await paper()).toBe('rgb(255, 255, 255)')
    expect((await drawn()).every((colour, index) => colour !== dark[index])).toBe(true)
    await page.locator('[data-run=theme]').click()
    await settle(page)
    expect(await page.locator('[data-run=theme]').textContent()).toBe('Dark')
    expect(await drawn()).toEqual(dark)
    await page.keyboard.press('Shift+T')
    await page.emulateMedia({ colorScheme: 'light' })
    await settle(page)
    expect(await paper()).toBe('rgb(255, 255, 255)')
    await page.close()
  })

  browserIt('a link brings back the view, the box, the search, what is folded, the theme and the panel', async () => {
    const page = await pages.open('link.svg', svgOf())
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await search(page, 'nginx')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.locator('[data-run=theme]').click()
    await page.locator('g[class$=labels] text', { hasText: 'postgres (pid' }).first().click()
    await search(page, 'node')
    await page.locator('.tv-tabs button', { hasText: 'Tasks' }).click()
    const hash = await linkWith(page, 'tab:tasks')
    await settle(page)
    expect(hash).toMatch(/^#\w+=view:\d+-\d+;box:\d+\.sched\.\d+;find:node;fold:\d+;theme:light;tab:tasks;row:\d+$/)
    const state = async (of: Page) => [
      await ticks(of),
      await panelText(of),
      await found(of),
      await shownRows(of),
      await of.evaluate(() => document.documentElement.getAttribute('data-theme')),
      await of.locator('[data-highlight] rect').count(),
    ]
    const other = await pages.open('link.svg', svgOf(), { hash })
    await other.waitForTimeout(300)
    await settle(other)
    expect(await state(other)).toEqual(await state(page))
    // Nonsense, as any reader may type it, does no harm.
    await other.evaluate(() => {
      location.hash = location.hash.replace(/=.*/, '=view:9-1;box:x.y.z;fold:77.-1;tab:nine;row:1e9;regex:(;theme:neon')
    })
    await settle(other)
    expect((await ticks(other)).length).toBeGreaterThan(3)
    await page.close()
    await other.close()
  })

  browserIt('a double click zooms where the panel of the first click comes to lie as well', async () => {
    const page = await pages.open('low.svg', svgOf(), { viewport: { width: 1200, height: 700 } })
    const places = [5, 6, 7, 8, 9, 10, 11, 12].map(row => firstBox(page, row, 'running').catch(() => undefined))
    const at = (await Promise.all(places)).find(place => place !== undefined && place.y > 500 && place.y < 660)
    if (at === undefined) throw new Error('no box low in the window')
    const whole = await ticks(page)
    await page.mouse.dblclick(at.x, at.y)
    await settle(page)
    const drawer = await page.locator('.tv-drawer').boundingBox()
    expect(drawer?.y).toBeLessThan(at.y)
    expect(await ticks(page)).not.toEqual(whole)
    await page.close()
  })

  browserIt('S saves the view as a static SVG, and as a PNG', async () => {
    const page = await pages.open('save.svg', svgOf())
    const at = await firstBox(page, 7, 'running')
    await page.mouse.dblclick(at.x, at.y)
    await settle(page)
    const before = await ticks(page)
    const files: Promise<string>[] = []
    page.on('download', download => files.push(download.path()))
    await page.keyboard.press('Shift+S')
    for (let tries = 0; files.length < 2 && tries < 600; tries++) await page.waitForTimeout(100)
    const [svg = '', png = ''] = await Promise.all(files.map(async path => readFile(await path, 'latin1')))
    expect(svg).toMatch(/^<\?xml/)
    for (const word of ['<script', '<style', '<metadata', 'foreignObject', 'class=']) expect(svg).not.toContain(word)
    expect(svg).toContain('CPU 0')
    expect(svg).toContain('Longest waits for a CPU')
    for (const tick of before.slice(1, -1)) expect(svg).toContain(`>${tick}<`)
    expect(svg.match(/<path/g)?.length ?? 0).toBeGreaterThan(50)
    expect(png).toMatch(/^.PNG/)
    expect(png.length).toBeGreaterThan(20_000)
    // The picture on the screen is what it was.
    await settle(page)
    expect(await ticks(page)).toEqual(before)
    await page.close()
  })

  browserIt('everything is to be had by the keyboard alone', async () => {
    const page = await pages.open('keys.svg', svgOf(), { viewport: { width: 1200, height: 800 } })
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement === document.documentElement)).toBe(true)
    const spoken = () => page.locator('.tv-heading [role=status]').textContent()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await settle(page)
    expect(await spoken()).toMatch(/^CPU 1: /)
    for (let row = 0; row < 5; row++) await page.keyboard.press('Shift+ArrowDown')
    await settle(page)
    expect(await spoken()).toMatch(/^cc1/)
    await page.keyboard.press('Enter')
    await settle(page)
    expect(await panelText(page)).toMatch(/cc1/)
    await page.keyboard.press('k')
    await page.keyboard.press('.')
    await settle(page)
    await page.keyboard.press('r')
    await settle(page)
    expect(await panelText(page)).toContain('tasks that did something')
    await page.keyboard.press('o')
    await settle(page)
    expect(await spoken()).toMatch(/: folded$/)
    await page.keyboard.press('?')
    await settle(page)
    expect(await page.locator('.tv-help').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await settle(page)
    expect(await page.locator('.tv-drawer').isVisible()).toBe(false)
    // From the chart through the tools to the first tab of the panel; what has the focus is seen to have it.
    await page.keyboard.press('t')
    const reached: string[] = []
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      const here = await page.evaluate(() => {
        const { activeElement } = document
        const style = activeElement === null ? undefined : getComputedStyle(activeElement)
        return [activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '', style?.outlineStyle]
      })
      expect(here[1]).not.toBe('none')
      reached.push(here[0] ?? '')
      if (here[0] === 'Tasks') break
    }
    expect(reached).toEqual(expect.arrayContaining(['Find a task, thread id, symbol or file', 'Keys', 'Tasks']))
    await page.keyboard.press('ArrowRight')
    await settle(page)
    expect(await panelText(page)).toContain('Longest blocks')
    await page.close()
  })

  browserIt('two fingers zoom, one moves', async () => {
    const page = await pages.open('touch.svg', svgOf(), { viewport: { width: 400, height: 800 }, hasTouch: true })
    const client = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
    const whole = await ticks(page)
    await touch('touchStart', [220, 600], [260, 600])
    for (let step = 1; step <= 5; step++) await touch('touchMove', [220 - 12 * step, 600], [260 + 12 * step, 600])
    await touch('touchEnd')
    await settle(page)
    const closer = await ticks(page)
    expect(closer).not.toEqual(whole)
    await touch('touchStart', [300, 600])
    for (let step = 1; step <= 6; step++) await touch('touchMove', [300 - 20 * step, 600])
    await touch('touchEnd')
    await settle(page)
    expect(await ticks(page)).not.toEqual(closer)
    await page.close()
  })

  browserIt('the panel of a short chart is seen whole', async () => {
    const page = await pages.open('short.svg', svgOf(), { viewport: { width: 1200, height: 1900 } })
    const before = await page.evaluate(() => document.documentElement.getAttribute('height'))
    await page.keyboard.press('O')
    await page.keyboard.press('x')
    await settle(page)
    const heights = await page.evaluate(() => {
      const drawer = document.querySelector('.tv-drawer')?.getBoundingClientRect()
      const root = document.documentElement.getBoundingClientRect()
      return [Math.floor((drawer?.bottom ?? 0) - root.bottom + 0.5), root.bottom, document.documentElement.scrollHeight]
    })
    // The panel's content is snapped to a pixel.
    expect(heights[0]).toBeLessThanOrEqual(1)
    expect(heights.slice(1)).toEqual([1900, 1900])
    await page.keyboard.press('Escape')
    await page.keyboard.press('O')
    await settle(page)
    expect(await page.evaluate(() => document.documentElement.getAttribute('height'))).toBe(before)
    await page.close()
  })

  browserIt('the tools and the axis stay in sight', async () => {
    const page = await pages.open('sticky.svg', svgOf(), { viewport: { width: 1200, height: 500 } })
    await page.mouse.move(60, 400)
    await page.mouse.wheel(0, 400)
    await page.waitForFunction(() => scrollY > 300)
    await settle(page)
    const top = (selector: string) =>
      page.evaluate(wanted => document.querySelector(wanted)?.getBoundingClientRect().top, selector)
    expect(await top('.tv-toolbar')).toBeCloseTo(0, 0)
    expect(await top('g[class$=axis-upper]')).toBeLessThan(120)
    // Where one goes to is in sight, and stays there although the tools move with the window.
    await page.evaluate(() => scrollTo(0, 0))
    await page.setViewportSize({ width: 1200, height: 700 })
    await page.keyboard.press('x')
    await settle(page)
    await page.locator('.tv-body td button').first().click()
    for (let frames = 0; frames < 10; frames++) await settle(page)
    const frame = await page.locator('[data-highlight] rect').last().boundingBox()
    const drawer = await page.locator('.tv-drawer').boundingBox()
    expect(frame?.y).toBeGreaterThan(100)
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeLessThan(drawer?.y ?? 0)
    await page.close()
  })
})
