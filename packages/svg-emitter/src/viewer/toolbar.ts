import { formatCount, formatShare } from '../shared/format.js'
import type { ChartData } from './data.js'
import { withAttributes } from './dom.js'
import { STATES } from './records.js'
import { allTimes, type Hits, type Query } from './search.js'

/** The line of tools above the overview. */
export class Toolbar {
  readonly frame: Element
  readonly content: HTMLElement
  readonly #input: HTMLInputElement
  readonly #data: ChartData

  /** `onSearch` is called while one types, `onStep` with 1 or -1 at Enter. */
  constructor(data: ChartData, onSearch: () => void, onStep: (by: number) => void) {
    this.#data = data
    this.frame = data.part('tool-toolbar')
    this.content = this.frame.firstElementChild as HTMLElement
    this.#input = this.#part('input')
    this.#input.addEventListener('input', onSearch)
    this.#input.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
      else if (this.#input.value === '') this.#input.blur()
      else {
        this.#input.value = ''
        onSearch()
      }
    })
  }

  get query(): Query {
    return { text: this.#input.value, isRegex: this.#regex.getAttribute('aria-pressed') === 'true' }
  }

  set query({ text, isRegex }: Query) {
    this.#input.value = text
    withAttributes(this.#regex, { 'aria-pressed': isRegex ? 'true' : 'false' })
  }

  focusSearch(): void {
    this.#input.focus()
    this.#input.select()
  }

  showSpan(text: string): void {
    this.#part('.tv-span').textContent = text
  }

  showTheme(theme: string): void {
    const button = this.#part('[data-run=theme]')
    withAttributes(button, { title: `Theme: ${theme} (T)`, 'aria-label': `Theme: ${theme}` })
    button.textContent = theme === 'auto' ? 'Theme' : theme === 'dark' ? 'Dark' : 'Light'
  }

  /** What came of the search, or why there is none. */
  showFound(text: string): void {
    withAttributes(this.#part('[role=status]'), { title: text }).textContent = text
  }

  /** How many boxes were found, which of them is shown, and their share of the tasks' time. */
  showHits({ list, times }: Hits, at: number, state: string): void {
    const count = formatCount(list.length)
    const all = allTimes(this.#data)
    const shares = STATES.slice(0, 3).map((name, index) => [formatShare(times[index] ?? 0, all[index] ?? 0), name])
    const found = list.length === 0 ? 'nothing found' : at < 0 ? count : `${formatCount(at + 1)} of ${count}`
    const parts = [found, ...shares.filter(([share]) => share !== '0%').map(words => words.join(' of ')), state]
    this.showFound(parts.filter(part => part !== '').join(' · '))
  }

  get #regex(): Element {
    return this.#part('[data-run=regex]')
  }

  #part<Kind extends Element>(selector: string): Kind {
    return this.content.querySelector(selector) as Kind
  }
}
