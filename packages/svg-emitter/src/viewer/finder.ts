import type { ChartData } from './data.js'
import { type Hits, type Query, SEARCH_MS, Search } from './search.js'
import { type Selection, selectionOf } from './selection.js'
import type { Toolbar } from './toolbar.js'

export interface FinderHandlers {
  onHits(): void
  onStep(selection: Selection): void
  /** There is work to do between frames. */
  onWork(): void
}

/** Searches while one types, and steps through what was found. */
export class Finder {
  readonly #data: ChartData
  readonly #toolbar: Toolbar
  readonly #handlers: FinderHandlers
  #search: Search | undefined
  #at = -1
  #spentMs = 0
  #stopped = false

  constructor(data: ChartData, toolbar: Toolbar, handlers: FinderHandlers) {
    this.#data = data
    this.#toolbar = toolbar
    this.#handlers = handlers
  }

  get hits(): Hits | undefined {
    return this.#search
  }

  get query(): Query {
    return this.#toolbar.query
  }

  get isBusy(): boolean {
    return this.#search !== undefined && !this.#search.isComplete && !this.#stopped
  }

  set(query: Query): void {
    this.#toolbar.query = query
    this.find()
  }

  /** Begins with what stands in the tool bar. */
  find(): void {
    const { query } = this
    this.#at = -1
    this.#spentMs = 0
    this.#stopped = false
    this.#search = undefined
    try {
      if (query.text !== '') this.#search = new Search(this.#data, query)
      this.#show()
    } catch (error) {
      this.#toolbar.showFound((error as Error).message)
    }
    this.#handlers.onHits()
    if (this.isBusy) this.#handlers.onWork()
  }

  /** Looks at one more row. True if there is more to look at. */
  work(): boolean {
    if (this.#search === undefined || !this.isBusy) return false
    const begin = performance.now()
    this.#search.step()
    this.#spentMs += performance.now() - begin
    this.#stopped = this.#spentMs > SEARCH_MS
    if (!this.isBusy) this.#handlers.onHits()
    this.#show()
    return this.isBusy
  }

  step(by: number): void {
    const search = this.#search
    if (search === undefined) return
    // Whoever steps wants to see something: what is left is looked at now.
    while (this.isBusy && search.list.length <= this.#at + 1) this.work()
    const { length } = search.list
    if (length === 0) return
    this.#at = this.#at < 0 && by < 0 ? length - 1 : (this.#at + by + length) % length
    const [row, lane, record] = search.list[this.#at] as (typeof search.list)[number]
    const selection = selectionOf(row, lane, record)
    if (selection !== undefined) this.#handlers.onStep(selection)
    this.#show()
  }

  #show(): void {
    const state = this.isBusy ? 'searching' : this.#stopped ? 'stopped' : ''
    if (this.#search === undefined) this.#toolbar.showFound('')
    else this.#toolbar.showHits(this.#search, this.#at, state)
  }
}
