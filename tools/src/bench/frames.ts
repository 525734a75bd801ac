import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { runPipeline } from './pipeline.js'
import { type Bench, generate } from './settings.js'
import { median } from './statistics.js'

/** How long a frame may take while one zooms and moves, but for the slowest twentieth. Units: ms. */
const LIMIT_MS = 33

/** What the largest chart of the benches is called. */
export const LARGE = '100,000 elements'

/** A trace of so many events has a little over 100,000 intervals; all of them are drawn as they are. */
const EVENTS = 73_000
const MOST_ELEMENTS = 200_000

/** Frames of one run: a third zooms in, a third moves, a third zooms out. */
const FRAMES = 180

/**
 * Turns the wheel once a frame and tells how long each took. It runs in the page: between two calls of
 * `requestAnimationFrame` lies all that a frame needs, and the browser does not begin another one before the last is
 * drawn.
 */
const MEASURE = `(async () => {
  const root = document.documentElement
  const frame = () => new Promise(done => requestAnimationFrame(done))
  const turn = wheel =>
    root.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: 900, clientY: 600, ...wheel }))
  const frames = []
  await frame()
  await frame()
  let last = performance.now()
  for (let at = 0; at < ${FRAMES}; at++) {
    const part = Math.floor((3 * at) / ${FRAMES})
    turn(part === 1 ? { deltaX: at % 40 < 20 ? 40 : -40 } : { deltaY: part === 0 ? -50 : 50 })
    await frame()
    const now = performance.now()
    frames.push(now - last)
    last = now
  }
  return frames
})()`

/** Draws the chart that is opened here and in the next group. */
export async function drawLarge(bench: Bench): Promise<void> {
  const { directory, charts, tcStream, say } = bench
  say(`a chart of ${LARGE}`)
  const path = join(directory, 'large.svg')
  const source = generate('--events', EVENTS, '--cpus', 8)
  await runPipeline([source, tcStream('-o', path, '--max-elements', String(MOST_ELEMENTS), '-n', '1000')])
  charts.set(LARGE, path)
}

/** How long frames take while one zooms and moves in the large chart, without a GPU. */
export async function benchFrames(bench: Bench): Promise<void> {
  const { report, sizes, charts, chromiumPath, say } = bench
  const path = charts.get(LARGE)
  if (path === undefined) throw new Error('the large chart is missing')
  say('zooming and moving')
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const slow: number[] = []
    const middle: number[] = []
    for (let round = 0; round < sizes.rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
      await page.goto(pathToFileURL(path).href)
      await page.waitForSelector('svg[data-surveyed]')
      const frames = ((await page.evaluate(MEASURE)) as number[]).sort((a, b) => a - b)
      slow.push(frames[Math.floor(0.95 * FRAMES)] as number)
      middle.push(median(frames))
      await page.close()
    }
    report.add('Chromium', `a frame while zooming and moving, ${LARGE}`, median(middle), 'ms')
    report.add('Chromium', '95 % of these frames take at most', median(slow), 'ms', { at: 'most', limit: LIMIT_MS })
  } finally {
    await browser.close()
  }
}
