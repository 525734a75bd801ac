import type { FrameEntry, HeadEntry, RowEntry, Shape, Tables, TaskEntry, WorstEntry } from '../shared/data-format.js'
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
}

/** Most integers of decoded rows that are kept; rows that were not looked at for long are decoded again. */
export const MAX_KEPT_INTEGERS = 4_000_000

/** The data of one chart. Everything but the heads is read when it is first asked for. */
export class ChartData {
  readonly head: ChartHead
  readonly rows: readonly RowHead[]
  readonly prefix: string
  readonly initialTheme: Theme
  readonly #root: Element
  readonly #groups = new Map<number, SVGElement[]>()
  readonly #decoded = new Map<number, RowData>()
  #kept = 0
  #tables: Tables | undefined
  #worst: readonly WorstEntry[] | undefined
  #children: readonly (readonly number[])[] | undefined

  constructor(root: Element) {
    this.#root = root
    this.prefix = root.id.replace(/-svg$/, '')
    const entry = JSON.parse(this.#texts('head').join('')) as HeadEntry
    const [, originSeconds, startNs, endNs, width, height, plotX, plotWidth, legendY, , rowsBottom, ...rest] = entry
    const [theme, longerThanNs, callerFirst] = rest
    this.head = { originSeconds, startNs, endNs, width, height, plotX, plotWidth, legendY, rowsBottom, callerFirst }
    this.initialTheme = theme
    this.rows = this.#list<RowEntry>('rows').map(
      ([kind, label, number, facts, indent, rowHeight, parent, cpu, fromNs, toNs, totals, named]) => ({
        ...{ kind, label, number, facts, indent, parent, cpu, totals },
        ...{ height: rowHeight, startNs: fromNs, endNs: toNs, spotlight: { named, longerThanNs } },
      }),
    )
    for (const group of root.querySelectorAll<SVGElement>(`.${this.prefix}-row`)) {
      const index = Number(group.getAttribute('data-row'))
      const groups = this.#groups.get(index)
      if (!groups) this.#groups.set(index, [group])
      else groups.push(group)
    }
  }

  get tables(): Tables {
    this.#tables ??= {
      strings: this.#list<string>('strings'),
      shapes: this.#list<Shape>('shapes'),
      tasks: this.#list<TaskEntry>('tasks'),
      frames: this.#list<FrameEntry>('frames'),
      callchains: new Map(this.#list<number[]>('callchains').map(([id, ...frames]) => [id as number, frames])),
    }
    return this.#tables
  }

  /** The worst waits and blocks, the longest of each first. */
  get worst(): readonly WorstEntry[] {
    this.#worst ??= this.#list<WorstEntry>('worst')
    return this.#worst
  }

  /** The rows of the tasks of a process. */
  childrenOf(row: number): readonly number[] {
    if (this.#children === undefined) {
      const children: number[][] = this.rows.map(() => [])
      for (const [row, { parent }] of this.rows.entries()) children[parent]?.push(row)
      this.#children = children
    }
    return this.#children[row] ?? []
  }

  /** The elements in which a row is drawn. */
  groupsOf(row: number): readonly SVGElement[] {
    return this.#groups.get(row) ?? []
  }

  recordsOf(row: number): RowData {
    const known = this.#decoded.get(row)
    if (known) {
      // Last in the map is what was looked at last.
      this.#decoded.delete(row)
      this.#decoded.set(row, known)
      return known
    }
    const texts = this.groupsOf(row).flatMap(group =>
      [...group.children].filter(child => child.nodeName === 'metadata').map(child => child.textContent ?? ''),
    )
    const data = decodeRow(texts, this.tables.shapes, this.head.startNs)
    this.#decoded.set(row, data)
    this.#kept += data.integers.length
    this.#forget()
    return data
  }

  /** A part of the picture, by its class; one that nobody sees where the picture has none. */
  part(name: string): SVGElement {
    return this.#root.querySelector<SVGElement>(`.${this.prefix}-${name}`) ?? svgElement('g')
  }

  #forget(): void {
    for (const [row, data] of this.#decoded) {
      if (this.#kept <= MAX_KEPT_INTEGERS || this.#decoded.size === 1) return
      this.#decoded.delete(row)
      this.#kept -= data.integers.length
    }
  }

  #texts(name: string): string[] {
    return [...this.#root.querySelectorAll(`.${this.prefix}-data-${name}`)].map(block => block.textContent ?? '')
  }

  #list<Value>(name: string): Value[] {
    return this.#texts(name).flatMap(text => JSON.parse(text) as Value[])
  }
}
