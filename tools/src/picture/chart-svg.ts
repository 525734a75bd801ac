import { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { type TcStreamOptions, tcStream } from '@tc-stream/tc-stream'

/** A rectangle of a row. Units: CSS pixels from the row's left top. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One row of a chart, read back from what is drawn. */
export interface DrawnRow {
  /** Shape: `CPU 0 (53% busy)` */
  readonly label: string
  readonly y: number
  /** Rectangles by what they are filled with (`c3`, `running`, `lost`). */
  readonly rects: ReadonlyMap<string, readonly Rect[]>
  /** All that is drawn, outline by outline, by fill. */
  readonly paths: ReadonlyMap<string, readonly string[]>
  /** The line of the frequency: its corners. */
  readonly line: readonly (readonly [x: number, y: number])[]
  /** What is written in it. */
  readonly texts: readonly string[]
}

export interface DrawnArrow {
  readonly x: number
  readonly fromY: number
  readonly toY: number
  readonly dashed: boolean
}

export interface DrawnChart {
  readonly svg: string
  readonly plotWidth: number
  readonly rows: readonly DrawnRow[]
  readonly arrows: readonly DrawnArrow[]
}

/** The chart of a text, without the script: what any viewer shows. */
export async function chartOfText(text: string | Buffer, options: TcStreamOptions = {}): Promise<DrawnChart> {
  const reducer = { minTasks: 1_000, ...options.reducer }
  const stream = tcStream({ ...options, reducer, emitter: { script: false, ...options.emitter } })
  return readChart(await textOf(Readable.from([Buffer.from(text)], { objectMode: false }).pipe(stream)))
}

const ROW = /<g class="[\w-]+-row" data-row="(\d+)" transform="translate\(([\d.]+) ([\d.]+)\)">\n([\s\S]*?)\n<\/g>\n/g
const LABEL = /<text x="[\d.]+" y="([\d.]+)"[^>]*>([\s\S]*?)<\/text>/g
/** How far below the top of its row a label stands: of a CPU, a task, a process. */
const LABEL_BASES = [20.5, 13.5, 18]
/** The margin that is left to the right of the rows. */
const MARGIN_PX = 24

export function readChart(svg: string): DrawnChart {
  const width = Number(/<svg [^>]*?width="([\d.]+)"/.exec(svg)?.[1])
  if (!(width > 0)) throw new Error('this is no chart')
  const written = /<g class="[\w-]+-labels"[^>]*>([\s\S]*?)<\/g>/.exec(svg)?.[1] ?? ''
  const labels = new Map([...written.matchAll(LABEL)].map(([, y, text]) => [Number(y), plain(text ?? '')]))
  let plotX = 0
  const rows = [...svg.matchAll(ROW)].map(([, , x, y, content]) => {
    plotX = Number(x)
    const label = LABEL_BASES.map(base => labels.get(Number(y) + base)).find(text => text !== undefined)
    return readRow(label ?? '', Number(y), content ?? '')
  })
  return { svg, plotWidth: width - MARGIN_PX - plotX, rows, arrows: readArrows(svg, plotX) }
}

const plain = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function readRow(label: string, y: number, content: string): DrawnRow {
  const paths = new Map<string, string[]>()
  let line: [number, number][] = []
  for (const [, d, attributes] of content.matchAll(/<path d="([^"]*)" ([^>]*)\/>/g)) {
    if (attributes?.includes('fill="none"')) {
      line = cornersOf(d ?? '')
      continue
    }
    const fill =
      /fill="url\(#[\w]+-(\w+)\)"/.exec(attributes ?? '')?.[1] ?? /class="\w+-(\w+)"/.exec(attributes ?? '')?.[1]
    if (fill === undefined) throw new Error(`a path without a fill: ${attributes}`)
    paths.set(fill, [...(paths.get(fill) ?? []), ...outlinesOf(d ?? '')])
  }
  const rects = new Map([...paths].map(([fill, list]) => [fill, list.flatMap(rectsOf)]))
  const texts = [...content.matchAll(/<text [^>]*>([\s\S]*?)<\/text>/g)].map(([, text]) => plain(text ?? ''))
  return { label, y, rects, paths, line, texts }
}

/** A `d` cut at each of its moves, every outline with an absolute start. */
function outlinesOf(d: string): string[] {
  let x = 0
  let y = 0
  return [...d.matchAll(/([Mm])(-?[\d.]+)[ ,]?(-?[\d.]+)([^Mm]*)/g)].map(([, move, dx, dy, rest]) => {
    x = Number(dx) + (move === 'm' ? x : 0)
    y = Number(dy) + (move === 'm' ? y : 0)
    return `M${x} ${y}${rest}`
  })
}

/** The rectangles of an outline that goes along their tops, down, and back along their bottoms; none of another shape. */
function rectsOf(outline: string): Rect[] {
  const start = /^M(-?[\d.]+) (-?[\d.]+)(?:[hv]-?[\d.]+)+z$/.exec(outline)
  if (start === null) return []
  let [x, y] = start.slice(1).map(Number) as [number, number]
  const tops: { from: number; to: number; y: number }[] = []
  const bottoms: typeof tops = []
  for (const [, command, length] of outline.matchAll(/([hv])(-?[\d.]+)/g)) {
    const by = Number(length)
    if (command === 'v') y += by
    else if (by > 0) tops.push({ from: x, to: x + by, y })
    else bottoms.push({ from: x + by, to: x, y })
    if (command === 'h') x += by
  }
  const edges = [...new Set([...tops, ...bottoms].flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const at = (sides: typeof tops, left: number) =>
    sides.find(({ from, to }) => from <= left && left < to)?.y ?? Number.NaN
  return edges.slice(1).map((right, index) => {
    const left = edges[index] as number
    const top = at(tops, left)
    return { x: left, y: top, width: right - left, height: at(bottoms, left) - top }
  })
}

/** The corners of a line of steps, `M`, `H` and `V` only. */
function cornersOf(d: string): [number, number][] {
  const corners: [number, number][] = []
  let x = 0
  let y = 0
  for (const [, command, first, second] of d.matchAll(/([MHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    if (command !== 'V') x = Number(first)
    if (command === 'M') y = Number(second)
    if (command === 'V') y = Number(first)
    corners.push([x, y])
  }
  return corners
}

/** Lines of arrows: a move, and a curve to the tip. */
function readArrows(svg: string, plotX: number): DrawnArrow[] {
  const group = /<g class="[\w]+-arrows"[^>]*>([\s\S]*?)<\/g>/.exec(svg)?.[1] ?? ''
  return [...group.matchAll(/<path d="([^"]*)" [^>]*fill="none"[^>]*\/>/g)].flatMap(([path, d]) =>
    [...(d ?? '').matchAll(/M(-?[\d.]+) (-?[\d.]+)C[\d. -]+? (-?[\d.]+)(?=M|$)/g)].map(([, x, fromY, toY]) => ({
      ...{ x: Number(x) - plotX, fromY: Number(fromY), toY: Number(toY) },
      dashed: path.includes('stroke-dasharray'),
    })),
  )
}
