/**
 * `npm run pictures`: charts recordings of test-data and photographs them in Chromium for the README, in light and
 * dark. Run it after a change of the picture.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '..', '..')
const outDir = join(root, 'docs', 'pictures')
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** What to photograph: recording, options of tc-stream, colour scheme, visible part, and what is done before. Units: CSS px. */
interface Picture {
  readonly name: string
  readonly recording: string
  readonly options: readonly string[]
  readonly colorScheme: 'light' | 'dark'
  readonly heightPx: number
  readonly act?: (page: Page) => Promise<void>
}

/** The longest wait of all, with its details. */
async function showWorst(page: Page): Promise<void> {
  await page.keyboard.press('x')
  await page.locator('.tv-body td button').first().click()
  await page.mouse.move(700, 20)
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(text)
  await page.waitForTimeout(500)
}

const pictures: readonly Picture[] = [
  { name: 'build-light', recording: 'build.full.txt', options: ['-n', '12'], colorScheme: 'light', heightPx: 900 },
  { name: 'build-dark', recording: 'build.full.txt', options: ['-n', '12'], colorScheme: 'dark', heightPx: 900 },
  { name: 'threads-light', recording: 'threads.full.txt', options: [], colorScheme: 'light', heightPx: 760 },
  {
    ...{ name: 'wait-light', recording: 'build.full.txt', options: ['-n', '12'], colorScheme: 'light', heightPx: 820 },
    act: showWorst,
  },
  {
    ...{ name: 'search-dark', recording: 'threads.full.txt', options: [], colorScheme: 'dark', heightPx: 1000 },
    act: page => search(page, 'futex'),
  },
]

const work = mkdtempSync(join(tmpdir(), 'tc-stream-pictures-'))
mkdirSync(outDir, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})
try {
  for (const { name, recording, options, colorScheme, heightPx, act } of pictures) {
    const svg = join(work, `${name}.svg`)
    const bin = join(root, 'packages', 'tc-stream', 'bin', 'tc-stream.js')
    const input = join(root, 'test-data', 'recordings', recording)
    execFileSync(process.execPath, [bin, '-i', input, '-o', svg, '--width', '1400', ...options, '--quiet'])
    const page = await browser.newPage({
      viewport: { width: 1400, height: heightPx },
      colorScheme,
      deviceScaleFactor: 1.5,
      reducedMotion: 'reduce',
    })
    await page.goto(pathToFileURL(svg).href)
    await page.waitForSelector('svg[data-surveyed]')
    await act?.(page)
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(outDir, `${name}.png`) })
    await page.close()
    process.stdout.write(`${join('docs', 'pictures', `${name}.png`)}\n`)
  }
} finally {
  await browser.close()
  rmSync(work, { recursive: true, force: true })
}
