import { type ChartItem, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from '../src/emitter.js'
import { VIEWER_SCRIPT } from '../src/generated/viewer-script.js'
import { HOSTILE_COMMS, syntheticChart } from '../src/testing/synthetic-chart.js'
import {
  browserIt,
  ChartPages,
  firstBox,
  inBrowser,
  inline,
  linkWith,
  panelText,
  settle,
  svgOf,
  ticks,
} from './chart-page.js'

jest.setTimeout(120_000)

/** The colour of running tasks, in the light. */
const RUNNING = 'rgb(31, 119, 184)'

const HOSTILE_TEXTS = [
  ']]><script>top.harm = 1</script>',
  '"><svg onload="top.harm = 1">',
  "' onmouseover='top.harm = 1",
  '</metadata><script>top.harm = 1</script>',
  '<foreignObject><img src="x" onerror="top.harm = 1"/></foreignObject>',
  '&lt;script&gt;top.harm = 1&lt;/script&gt;',
  'bell\u0007 back\u0008 esc\u001b[31m nul\u0000 line\u2028 bom\ufeff',
  '\u202egnp.exe\u2066\u200f',
  '\ud800 alone \uffff',
  '</script><script>top.harm = 1</script>',
  '{{constructor.constructor("top.harm = 1")()}} javascript:top.harm=1',
]

/** A chart in which every text that comes from outside is meant to do harm. */
function hostileChart(): ChartItem[] {
  const processes = [...HOSTILE_COMMS, ...HOSTILE_TEXTS.map(text => [text, 1] as const)]
  let at = 0
  const next = () => HOSTILE_TEXTS[at++ % HOSTILE_TEXTS.length] as string
  return syntheticChart({ processes }).map(item => {
    if (item.type === 'trace') return { ...item, cpuModel: next(), osRelease: next(), arch: next(), capturedOn: next() }
    if (item.type === 'diagnostic') return { ...item, meaning: next() }
    if (item.type === 'worst') return { ...item, reason: next() }
    if (item.type === 'box' && item.state === 'blocked') return { ...item, reason: next() }
    if (item.type !== 'callchain') return item
    const frames = item.frames.map(frame =>
      typeof frame === 'string' ? next() : { ...frame, symbol: next(), dso: next() },
    )
    return { ...item, frames: [...frames, next()] }
  })
}

describe(inBrowser('a chart wherever it stands'), () => {
  const pages = new ChartPages()
  beforeAll(() => pages.start())
  afterAll(() => pages.stop())
  afterEach(() => {
    expect(pages.errors.splice(0)).toEqual([])
  })

  browserIt('in an <img> it is a complete picture, without script', async () => {
    const page = await pages.page()
    const url = `data:image/svg+xml;base64,${Buffer.from(svgOf()).toString('base64')}`
    await page.setContent(`<!doctype html><title>img</title><img src="${url}">`)
    const coloured = await page.evaluate(async wanted => {
      const image = document.querySelector('img') as HTMLImageElement
      await image.decode()
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight })
      const context = canvas.getContext('2d') as CanvasRenderingContext2D
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      let count = 0
      for (let at = 0; at < data.length; at += 4)
        if (`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})` === wanted) count++
      return [canvas.width, canvas.height, count]
    }, RUNNING)
    expect(coloured[0]).toBe(1600)
    expect(coloured[1]).toBeGreaterThan(600)
    expect(coloured[2]).toBeGreaterThan(5000)
    await page.close()
  })

  browserIt.each([
    ['script and style', "default-src 'none'; sandbox"],
    ['style only', "default-src 'none'; script-src 'unsafe-inline'"],
  ])('where %s are forbidden it is readable and still', async (_what, policy) => {
    const page = await pages.page()
    const svg = svgOf()
    await page.route('http://charts.test/**', route => {
      const isPage = route.request().url().endsWith('.html')
      const body = isPage ? `<!doctype html><title>page</title><body>${inline(svg)}` : svg
      return route.fulfill({
        body,
        contentType: isPage ? 'text/html; charset=utf-8' : 'image/svg+xml',
        headers: { 'content-security-policy': policy },
      })
    })
    for (const name of ['chart.svg', 'page.html']) {
      await page.goto(`http://charts.test/${name}`)
      const seen = await page.evaluate(() => {
        const root = document.querySelector('svg') as SVGSVGElement
        const path = document.querySelector('g[data-row="7"] > path[class$=-running]') as SVGPathElement
        const shown = [...root.querySelectorAll('text')].filter(text => text.getBoundingClientRect().width > 0)
        return {
          ready: root.hasAttribute('data-ready'),
          fill: getComputedStyle(path).fill,
          tools: [...root.querySelectorAll('.tv')].some(tool => tool.getBoundingClientRect().height > 0),
          texts: shown.map(text => text.textContent).join('\n'),
        }
      })
      expect(seen.ready).toBe(false)
      expect(seen.fill).toBe(RUNNING)
      expect(seen.tools).toBe(false)
      for (const text of ['CPU 0', 'postgres:1206', 'Longest waits for a CPU', '200 ms'])
        expect(seen.texts).toContain(text)
    }
    await page.close()
  })

  browserIt('nothing is fetched, and nothing is made into code', async () => {
    for (const word of [
      'eval(',
      'Function(',
      'import(',
      'fetch(',
      'XMLHttpRequest',
      'WebSocket',
      'sendBeacon',
      'Worker(',
    ])
      expect(VIEWER_SCRIPT).not.toContain(word)
    const page = await pages.page()
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    const path = await pages.write('alone.svg', svgOf())
    await page.goto(`file://${path}`)
    await page.waitForSelector('svg[data-surveyed]')
    for (const key of ['+', 'j', 'Enter', 't', 'x', 'r', '?', 'Shift+S']) await page.keyboard.press(key)
    await page.waitForTimeout(1500)
    expect(asked.filter(url => !url.startsWith('blob:'))).toEqual([`file://${path}`])
    await page.close()
  })

  browserIt('hostile names, symbols and facts are but text, on every panel', async () => {
    const svg = [...runStage(createSvgEmitter(), hostileChart())].join('')
    for (const name of ['hostile.svg', 'hostile.html']) {
      const text = name.endsWith('svg')
        ? svg
        : `<!doctype html><meta charset="utf-8"><title>t</title><body>${inline(svg)}`
      const page = await pages.open(name, text)
      page.on('dialog', dialog => pages.errors.push(`dialog: ${dialog.message()}`))
      const at = await firstBox(page, 7, 'running')
      await page.mouse.move(at.x, at.y)
      await page.mouse.click(at.x, at.y)
      await settle(page)
      for (const key of ['.', '.', '.', 't', 'x', 'r', 'O', 'O']) {
        await page.keyboard.press(key)
        await settle(page)
        expect(await panelText(page)).not.toBe('')
      }
      await page.keyboard.press('/')
      await page.keyboard.type('harm')
      await settle(page)
      await page.keyboard.press('Enter')
      await settle(page)
      expect(await panelText(page)).toContain('harm')
      const state = await page.evaluate(() => ({
        harm: (window as unknown as { harm?: number }).harm,
        scripts: document.querySelectorAll('svg script').length,
        images: document.querySelectorAll('img').length,
        handlers: [...document.querySelectorAll('*')].flatMap(each =>
          [...each.attributes].filter(({ name: attribute }) => attribute.startsWith('on')),
        ).length,
        text: document.documentElement.textContent ?? '',
      }))
      expect(state).toMatchObject({ harm: undefined, scripts: 1, images: 0, handlers: 0 })
      // Nothing turns the direction of what follows, nothing rings.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      expect(state.text.replace(/[\n\t]/g, '')).not.toMatch(/[\u0000-\u001f\u202e\u2066\u200f]/)
      await page.close()
    }
  })

  browserIt('the same chart twice in a page: each has its own view, link and panel', async () => {
    const chart = inline(svgOf())
    const text = `<!doctype html><meta charset="utf-8"><title>two</title><body><p id="top">${chart}<p>${chart}`
    const page = await pages.open('twice.html', text, { viewport: { width: 1600, height: 2000 }, hash: '#top' })
    const whole = await ticks(page, 0)
    const second = await page.locator('svg[data-ready]').nth(1).boundingBox()
    if (second === null) throw new Error('no second chart')
    await page.mouse.click(second.x + 900, second.y + 536)
    await page.keyboard.press('+')
    await settle(page)
    expect(await ticks(page, 0)).toEqual(whole)
    expect(await ticks(page, 1)).not.toEqual(whole)
    const open = await page
      .locator('.tv-drawer')
      .evaluateAll(all => all.map(each => each.getBoundingClientRect().height > 0))
    expect(open).toEqual([false, true])
    const hash = await linkWith(page, 'tab:details')
    expect(hash).toMatch(/^#top&\w+\.1=view:/)
    const other = await pages.open('twice.html', text, { viewport: { width: 1600, height: 2000 }, hash })
    expect(await ticks(other, 0)).toEqual(whole)
    expect(await ticks(other, 1)).toEqual(await ticks(page, 1))
    // Keys go to the chart that has the focus, and to none if none has it.
    await other.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await other.keyboard.press('+')
    await settle(other)
    expect(await ticks(other, 0)).toEqual(whole)
    await page.close()
    await other.close()
  })

  browserIt('within a page the wheel scrolls past a chart, until one has clicked into it', async () => {
    const text = `<!doctype html><meta charset="utf-8"><title>t</title><body>${inline(svgOf())}<div style="height:3000px">`
    const page = await pages.open('scroll.html', text)
    const whole = await ticks(page)
    const scrolled = () => page.evaluate(() => scrollY)
    await page.mouse.move(900, 500)
    await page.mouse.wheel(0, 100)
    await page.waitForFunction(() => scrollY === 100)
    expect(await ticks(page)).toEqual(whole)
    // With the Ctrl key, as a pinch arrives, it is meant for the chart.
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -100)
    await page.keyboard.up('Control')
    await settle(page)
    const closer = await ticks(page)
    expect(closer).not.toEqual(whole)
    await page.mouse.click(900, 500)
    await page.mouse.wheel(0, -100)
    await settle(page)
    expect(await ticks(page)).not.toEqual(closer)
    expect(await scrolled()).toBe(100)
    await page.evaluate(() => (document.activeElement as SVGElement | null)?.blur())
    await page.mouse.wheel(0, 100)
    await page.waitForFunction(() => scrollY === 200)
    await page.close()
  })

  browserIt('within a page it takes the width there is', async () => {
    const text = `<!doctype html><meta charset="utf-8"><title>t</title><body><div style="width:700px">${inline(svgOf())}</div>`
    const page = await pages.open('narrow.html', text)
    const size = () =>
      page.evaluate(() => {
        const root = document.querySelector('svg') as SVGSVGElement
        return [root.getBoundingClientRect().width, root.getScreenCTM()?.a]
      })
    expect(await size()).toEqual([700, 1])
    await page.evaluate(() => {
      ;(document.querySelector('div') as HTMLElement).style.width = '900px'
    })
    await settle(page)
    expect(await size()).toEqual([900, 1])
    await page.close()
  })
})
