import type { ChartHead, FrameEntry, RowHead, Shape, Tables, TaskEntry } from '../shared/data-format.js'
import { decodeRow, type RowData } from '../shared/row-data.js'

/** Most integers of decoded rows that are kept; rows that were not looked at for long are decoded again. */
export const MAX_KEPT_INTEGERS = 4_000_000

/** The data of one chart. Everything but the heads is read when it is first asked for. */
export class ChartData {
  readonly head: ChartHead
  readonly rows: readonly RowHead[]
  readonly prefix: string
  readonly #root: Element
  readonly #groups = new Map<number, Element[]>()
  readonly #decoded = new Map<number, RowData>()
  #kept = 0
  #tables: Tables | undefined

  constructor(root: Element) {
    this.#root = root
    this.prefix = root.id.replace(/-svg$/, '')
    this.head = JSON.parse(this.#texts('head').join('')) as ChartHead
    this.rows = this.#list<RowHead>('rows')
    for (const group of root.querySelectorAll(`.${this.prefix}-row`)) {
      const index = Number(group.getAttribute('data-row'))
      const groups = this.#groups.get(index)
      if (groups === undefined) this.#groups.set(index, [group])
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

  /** The elements in which a row is drawn. */
  groupsOf(row: number): readonly Element[] {
    return this.#groups.get(row) ?? []
  }

  recordsOf(row: number): RowData {
    const known = this.#decoded.get(row)
    if (known !== undefined) {
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
