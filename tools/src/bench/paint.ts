import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { LARGE } from './frames.js'
import type { Bench } from './settings.js'
import { interleave, median } from './statistics.js'

/** How much later than an empty page the largest chart may be on the screen. Units: ms. */
const LIMIT_MS = 2000

/** Longest that a page is waited for. Units: ms. */
const PATIENCE_MS = 120_000

/** The charts that are opened: the largest of those drawn so far, one picture each; and the one of `LARGE`. */
const MOST_CHARTS = 3

const EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"/>'

/** How long Chromium takes until it has painted the charts drawn before, against an empty one. */
export async function benchPaint(bench: Bench): Promise<void> {
  const { report, sizes, say, directory, charts, chromiumPath } = bench
  const empty = join(directory, 'empty.svg')
  writeFileSync(empty, EMPTY)
  const bySize = [...charts].sort(([, a], [, b]) => statSync(b).size - statSync(a).size)
  const largest = bySize.filter(([name], rank) => rank < MOST_CHARTS || name === LARGE)
  say(`painting ${largest.length} charts`)
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const pages = new Map([['empty', empty], ...largest])
    const runs = await interleave(
      Math.min(3, sizes.rounds),
      Object.fromEntries([...pages].map(([name, path]) => [name, () => paint(browser, path)])),
    )
    const emptyMs = median(runs.empty as number[])
    report.add('Chromium', 'an empty page painted after', emptyMs, 'ms')
    for (const [name, path] of largest) {
      const later = median(runs[name] as number[]) - emptyMs
      const size = (statSync(path).size / 1e6).toFixed(2)
      report.add('Chromium', `later, ${name}, ${size} MB`, later, 'ms', { at: 'most', limit: LIMIT_MS })
    }
  } finally {
    await browser.close()
  }
}

/** Until the picture of the page could be taken: only then all of it has been drawn. Units: ms. */
async function paint(browser: Browser, path: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(PATIENCE_MS)
  try {
    const begin = process.hrtime.bigint()
    await page.goto(pathToFileURL(path).href)
    await page.screenshot()
    return Number(process.hrtime.bigint() - begin) / 1e6
  } finally {
    await page.close()
  }
}
