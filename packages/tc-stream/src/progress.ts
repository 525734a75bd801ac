import type { Writable } from 'node:stream'
import { count, duration, size } from './text.js'

/** A look at the run, taken a few times a second. */
export interface ProgressState {
  readonly lines: number
  readonly readBytes: number
  readonly sizeBytes: number | undefined
  readonly traceNs: number
  readonly inputEnded: boolean
  readonly writtenBytes: number
}

export interface Progress {
  /** Takes the progress off the screen, for good. */
  stop(): void
}

/** Time before anything is shown: a short run should not flicker. Units: ms. */
const FIRST_MS = 300
const EVERY_MS = 100
/** Where lines cannot be overwritten (a log), there are fewer of them. Units: ms. */
const EVERY_LINE_MS = 2_000
const BAR_WIDTH = 24
const CLEAR_LINE = '\r\x1b[K'

/** Shows what `look` returns: a bar where the size of the input is known, else a line. */
export async function startProgress(stderr: Writable, isTTY: boolean, look: () => ProgressState): Promise<Progress> {
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const draw = isTTY
    ? look().sizeBytes === undefined
      ? drawLine(stderr, seconds)
      : await drawBar(stderr, seconds)
    : { update: (state: ProgressState) => stderr.write(`tc-stream: ${describe(state, seconds())}\n`), clear: () => {} }
  const update = () => draw.update(look())
  let timer = setTimeout(
    () => {
      update()
      timer = setInterval(update, isTTY ? EVERY_MS : EVERY_LINE_MS)
    },
    isTTY ? FIRST_MS : EVERY_LINE_MS,
  )
  return {
    stop() {
      clearTimeout(timer)
      draw.clear()
    },
  }
}

interface Drawing {
  update(state: ProgressState): void
  clear(): void
}

function drawLine(stderr: Writable, seconds: () => number): Drawing {
  let shown = false
  return {
    update(state) {
      shown = true
      stderr.write(`${CLEAR_LINE}${describe(state, seconds())}`)
    },
    clear() {
      if (shown) stderr.write(CLEAR_LINE)
      shown = false
    },
  }
}

async function drawBar(stderr: Writable, seconds: () => number): Promise<Drawing> {
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar(
    {
      stream: stderr,
      format: '{bar} {percentage}%  {text}',
      barsize: BAR_WIDTH,
      clearOnComplete: true,
      hideCursor: null,
    },
    cliProgress.Presets.shades_classic,
  )
  let shown = false
  return {
    update(state) {
      const text = describe(state, seconds())
      if (!shown) bar.start(state.sizeBytes ?? 0, state.readBytes, { text })
      else bar.update(state.readBytes, { text })
      shown = true
    },
    clear() {
      if (shown) bar.stop()
      shown = false
    },
  }
}

/** `1,200,000 lines, 480,000 lines/s, 12.5 s of trace` */
export function describe(state: ProgressState, seconds: number): string {
  if (state.inputEnded) return `drawing… ${state.writtenBytes > 0 ? size(state.writtenBytes) : ''}`.trimEnd()
  const rate = seconds > 0 ? Math.round(state.lines / seconds) : 0
  const trace = state.traceNs > 0 ? `, ${duration(state.traceNs)} of trace` : ''
  return `${count(state.lines)} lines, ${count(rate)} lines/s${trace}`
}
