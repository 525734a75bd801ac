import type { HeadEntry, RowEntry, Tables, WorstEntry } from '../shared/data-format.js'
import type { Theme } from '../shared/palette.js'
import { decodeRow, type RowData } from '../shared/row-data.js'
import type { LabelledRow } from '../shared/row-labels.js'
import type { Spotlight } from '../shared/spotlight.js'
import { svgElement } from './dom.js'
import type { Span } from './view.js'

/** See `RowEntry`. */
export interface RowHead extends LabelledRow, Span {
  readonly height: number
  readonly parent: number
  readonly cpu: number
  readonly totals: readonly number[]
  readonly spotlight: Spotlight
}

/** See `HeadEntry`. */
export interface ChartHead extends Span {
  readonly originSeconds: number
  readonly width: number
  readonly height: number
  readonly plotX: number
  readonly plotWidth: number
  readonly legendY: number
  readonly rowsBottom: number
  readonly callerFirst: boolean
  readonly mostBytes: number
}

/** Most integers of decoded rows that are kept; rows that were not looked at for long are decoded again. */
export const MAX_KEPT_INTEGERS = 4_000_000

/** The data of one chart. Everything but the heads is read when it is first asked for. */
export interface ChartData {
  readonly head: ChartHead
  readonly rows: readonly RowHead[]
  readonly prefix: string
  readonly initialTheme: Theme
  readonly tables: Tables
  /** The worst waits and blocks, the longest of each first. */
  worstOnes(): readonly WorstEntry[]
  /** The rows of the tasks of a process. */
  childrenOf(row: number): number[]
  /** The elements in which a row is drawn. */
  groupsOf(row: number): readonly SVGElement[]
  recordsOf(row: number): RowData
  /** A part of the picture, by its class; one that nobody sees where the picture has none. */
  part(name: string): SVGElement
}

export function readChartData(root: Element): ChartData {
  const prefix = root.id.replace(/-svg$/, '')
  const textsOf = (block: string) =>
    [...root.querySelectorAll(`.${prefix}-data-${block}`)].map(({ textContent }) => textContent ?? '')
  const listOf = <Value>(block: string) => textsOf(block).flatMap(text => JSON.parse(text) as Value[])
  const entry = JSON.parse(textsOf('head').join('')) as HeadEntry
  const [, originSeconds, startNs, endNs, width, height, plotX, plotWidth, legendY, , rowsBottom, ...rest] = entry
  const [initialTheme, longerThanNs, callerFirst, mostBytes] = rest
  const rows = listOf<RowEntry>('rows').map(
    ([kind, label, number, facts, indent, rowHeight, parent, cpu, fromNs, toNs, totals, named, shape]) => ({
      ...{ kind, shape, label, number, facts, indent, parent, cpu, totals },
      ...{ height: rowHeight, startNs: fromNs, endNs: toNs, spotlight: { named, longerThanNs } },
    }),
  )
  const groups = rows.map((): SVGElement[] => [])
  for (const group of root.querySelectorAll<SVGElement>(`.${prefix}-row`)) {
    groups[Number(group.getAttribute('data-row'))]?.push(group)
  }
  const decoded = new Map<number, RowData>()
  let kept = 0
  let tables: Tables | undefined

  const forget = () => {
    for (const [row, data] of decoded) {
      if (kept <= MAX_KEPT_INTEGERS || decoded.size === 1) return
      decoded.delete(row)
      kept -= data.integers.length
    }
  }
  const read = (row: number): RowData => {
    const texts = data
      .groupsOf(row)
      .flatMap(({ children }) => [...children].filter(({ nodeName }) => nodeName === 'metadata'))
    const records = decodeRow(
      texts.map(({ textContent }) => textContent ?? ''),
      data.tables.shapes,
      startNs,
    )
    kept += records.integers.length
    return records
  }

  const data: ChartData = {
    head: {
      originSeconds,
      startNs,
      endNs,
      width,
      height,
      plotX,
      plotWidth,
      legendY,
      rowsBottom,
      callerFirst,
      mostBytes,
    },
    rows,
    prefix,
    initialTheme,
    get tables() {
      tables ??= {
        strings: listOf('strings'),
        shapes: listOf('shapes'),
        tasks: listOf('tasks'),
        frames: listOf('frames'),
        callchains: new Map(listOf<number[]>('callchains').map(([id, ...frames]) => [id as number, frames])),
      }
      return tables
    },
    worstOnes: () => listOf('worst'),
    childrenOf: row => rows.flatMap(({ parent }, index) => (parent === row ? [index] : [])),
    groupsOf: row => groups[row] ?? [],
    recordsOf(row) {
      const records = decoded.get(row) ?? read(row)
      // Last in the map is what was looked at last.
      decoded.delete(row)
      decoded.set(row, records)
      forget()
      return records
    },
    part: name => root.querySelector<SVGElement>(`.${prefix}-${name}`) ?? svgElement('g'),
  }
  return data
}
