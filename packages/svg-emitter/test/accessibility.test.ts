import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { browserIt, ChartPages, firstBox, inBrowser, inline, settle, svgOf } from './chart-page.js'

jest.setTimeout(180_000)

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

describe(inBrowser('accessibility'), () => {
  const pages = new ChartPages()
  let axe = ''
  beforeAll(async () => {
    axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
    await pages.start()
  })
  afterAll(() => pages.stop())
  afterEach(() => {
    expect(pages.errors.splice(0)).toEqual([])
  })

  /** What axe-core finds that is serious. */
  async function serious(page: Page): Promise<string[]> {
    const violations = (await page.evaluate(async () => {
      const { axe: run } = window as unknown as { axe: { run(): Promise<{ violations: unknown[] }> } }
      return (await run.run()).violations
    })) as Violation[]
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
      )
  }

  browserIt.each([
    ['a picture of its own', 'alone.svg', 'light'],
    ['a picture of its own, dark', 'dark.svg', 'dark'],
    ['within a page', 'page.html', 'light'],
  ] as const)('%s: axe-core finds nothing serious', async (_name, file, colorScheme) => {
    const svg = svgOf()
    const text = file.endsWith('svg')
      ? svg
      : `<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title><body><main><h1>Report</h1>${inline(svg)}</main>`
    const page = await pages.open(file, text, { colorScheme })
    await page.evaluate(axe)
    expect(await serious(page)).toEqual([])
    const at = await firstBox(page, 7, 'woken')
    await page.mouse.click(at.x, at.y)
    await settle(page)
    expect(await serious(page)).toEqual([])
    for (const key of ['r', 't', 'x', '?']) {
      await page.keyboard.press(key)
      await settle(page)
      expect(await serious(page)).toEqual([])
    }
    await page.close()
  })

  browserIt('it has a role, a name and a description, and tells what one comes to', async () => {
    const page = await pages.open('names.svg', svgOf())
    const root = page.locator('svg[data-ready]')
    expect(await root.getAttribute('role')).toBe('application')
    const named = await root.getAttribute('aria-labelledby')
    const texts = await page.evaluate(
      ids => ids.split(' ').map(id => document.getElementById(id)?.textContent ?? ''),
      named ?? '',
    )
    expect(texts[0]).toContain('Scheduling timeline')
    expect(texts[1]).toContain('what every CPU and every task was doing')
    await page.close()
  })

  browserIt('the view moves at once where the reader wants no motion, and glides where not', async () => {
    const views = async (reducedMotion: 'reduce' | 'no-preference') => {
      const page = await pages.open(`${reducedMotion}.svg`, svgOf(), { reducedMotion })
      const seen = await page.evaluate(async () => {
        const axis = document.querySelector('g[class$=axis-upper]') as Element
        const all = new Set<string>()
        document.dispatchEvent(new KeyboardEvent('keydown', { key: '+' }))
        document.documentElement.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))
        const until = performance.now() + 1000
        while (performance.now() < until) {
          await new Promise(requestAnimationFrame)
          all.add(axis.innerHTML)
        }
        return all.size
      })
      await page.close()
      return seen
    }
    expect(await views('reduce')).toBe(1)
    expect(await views('no-preference')).toBeGreaterThan(1)
  })
})
