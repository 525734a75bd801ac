import type { ChartData } from './data.js'
import { createSearch, type Hits, type Query, SEARCH_MS, type Search } from './search.js'
import { type Selection, selectionOf } from './selection.js'
import type { Toolbar } from './toolbar.js'

/** Searches while one types, and steps through what was found. */
export interface Finder {
  readonly hits: Hits | undefined
  readonly isBusy: boolean
  /** Begins with what stands in the tool bar, or with another query. */
  begin(query?: Query): void
  /** Looks at one more row. True if there is more to look at. */
  work(): boolean
  stepBy(by: number): void
}

export interface FinderHandlers {
  onHits(): void
  onStep(selection: Selection): void
  /** There is work to do between frames. */
  onWork(): void
}

export function createFinder(data: ChartData, toolbar: Toolbar, handlers: FinderHandlers): Finder {
  let search: Search | undefined
  let at = -1
  let spentMs = 0

  const isBusy = () => (search ? !search.isDone() && spentMs <= SEARCH_MS : false)
  const tell = () => {
    const state = isBusy() ? 'searching' : spentMs > SEARCH_MS ? 'stopped' : ''
    if (!search) toolbar.showFound('')
    else toolbar.showHits(search, at, state)
  }
  const work = () => {
    if (!search || !isBusy()) return false
    const begin = performance.now()
    search.next()
    spentMs += performance.now() - begin
    if (!isBusy()) handlers.onHits()
    tell()
    return isBusy()
  }
  return {
    get hits() {
      return search
    },
    get isBusy() {
      return isBusy()
    },
    begin(query = toolbar.askedFor()) {
      toolbar.askFor(query)
      at = -1
      spentMs = 0
      search = undefined
      try {
        if (query.text !== '') search = createSearch(data, query)
        tell()
      } catch (error) {
        toolbar.showFound((error as Error).message)
      }
      handlers.onHits()
      if (isBusy()) handlers.onWork()
    },
    work,
    stepBy(by) {
      if (!search) return
      const { list } = search
      // Whoever steps wants to see something: what is left is looked at now.
      while (isBusy() && list.length <= at + 1) work()
      const { length } = list
      if (length === 0) return
      at = at < 0 && by < 0 ? length - 1 : (at + by + length) % length
      const selection = selectionOf(...(list[at] as (typeof list)[number]))
      if (selection) handlers.onStep(selection)
      tell()
    },
  }
}
