import { formatCount, formatShare } from '../shared/format.js'
import type { ChartData } from './data.js'
import { listen, withAttributes } from './dom.js'
import { STATES } from './records.js'
import { allTimes, type Hits, type Query } from './search.js'

/** The line of tools above the overview. */
export interface Toolbar {
  readonly frame: Element
  askedFor(): Query
  askFor(query: Query): void
  focusSearch(): void
  showSpan(text: string): void
  showTheme(theme: string): void
  /** What came of the search, or why there is none. */
  showFound(text: string): void
  /** How many boxes were found, which of them is shown, and their share of the tasks' time. */
  showHits(hits: Hits, at: number, state: string): void
}

/** `onSearch` is called while one types, `onStep` with 1 or -1 at Enter. */
export function createToolbar(data: ChartData, onSearch: () => void, onStep: (by: number) => void): Toolbar {
  const frame = data.part('tool-toolbar')
  const part = <Kind extends Element>(selector: string) => frame.querySelector(selector) as Kind
  const input: HTMLInputElement = part('input')
  const regex = part('[data-run=regex]')
  listen(input, 'input', onSearch)
  listen(input, 'keydown', event => {
    const { key, shiftKey } = event
    if (key !== 'Enter' && key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (key === 'Enter') onStep(shiftKey ? -1 : 1)
    else if (input.value === '') input.blur()
    else {
      input.value = ''
      onSearch()
    }
  })
  const showFound = (text: string) => {
    withAttributes(part('[role=status]'), { title: text }).textContent = text
  }
  return {
    frame,
    askedFor: () => ({ text: input.value, isRegex: regex.getAttribute('aria-pressed') === 'true' }),
    askFor({ text, isRegex }) {
      input.value = text
      withAttributes(regex, { 'aria-pressed': `${isRegex}` })
    },
    focusSearch() {
      input.focus()
      input.select()
    },
    showSpan(text) {
      const span = part('.tv-span')
      if (span.textContent !== text) span.textContent = text
    },
    showTheme(theme) {
      const title = `Theme: ${theme}`
      const text = { light: 'Light', dark: 'Dark' }[theme] ?? 'Theme'
      withAttributes(part('[data-run=theme]'), { title, 'aria-label': title }).textContent = text
    },
    showFound,
    showHits({ list, times }, at, state) {
      const count = formatCount(list.length)
      const all = allTimes(data)
      const shares = STATES.slice(0, 3).map((name, index) => [formatShare(times[index] ?? 0, all[index] ?? 0), name])
      const found = list.length === 0 ? 'nothing found' : at < 0 ? count : `${formatCount(at + 1)} of ${count}`
      const parts = [found, ...shares.filter(([share]) => share !== '0%').map(words => words.join(' of ')), state]
      showFound(parts.filter(part => part !== '').join(' · '))
    },
  }
}
