import type { ChartData } from './data.js'
import { show, withAttributes } from './dom.js'

export const TABS = ['details', 'range', 'tasks', 'worst', 'keys'] as const
export type Tab = (typeof TABS)[number]

/** The panel at the bottom of what can be seen: one thing at a time, by tabs. */
export class Drawer {
  readonly frame: Element
  height = 0
  tab: Tab | undefined
  readonly #body: Element
  readonly #keys: Element
  readonly #tabs: readonly HTMLElement[]

  /** `onOpen` is asked to fill the tab that is opened. */
  constructor(data: ChartData, onOpen: (tab: Tab) => void) {
    this.frame = data.part('tool-drawer')
    const [body, keys] = this.frame.querySelectorAll('.tv-body')
    this.#body = body as Element
    this.#keys = keys as Element
    this.#tabs = [...this.frame.querySelectorAll<HTMLElement>('[data-tab]')]
    this.#tabs.forEach((element, index) => {
      const tab = element.getAttribute('data-tab') as Tab
      element.addEventListener('click', () => onOpen(tab))
      element.addEventListener('keydown', event => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        event.preventDefault()
        const next = this.#tabs.at((index + step) % this.#tabs.length)
        next?.click()
        next?.focus()
      })
    })
    this.close()
  }

  fill(tab: Tab, content: readonly Node[]): void {
    this.tab = tab
    show(this.frame, true)
    for (const element of this.#tabs) {
      const chosen = element.getAttribute('data-tab') === tab
      withAttributes(element, { 'aria-selected': chosen ? 'true' : 'false', tabindex: chosen ? 0 : -1 })
    }
    withAttributes(this.#body, { hidden: tab === 'keys' ? '' : undefined })
    withAttributes(this.#keys, { hidden: tab === 'keys' ? undefined : '' })
    this.#body.replaceChildren(...content)
  }

  close(): void {
    this.tab = undefined
    show(this.frame, false)
    this.#body.replaceChildren()
  }

  /** Along the bottom of what can be seen. Units: picture coordinates. */
  place(left: number, right: number, top: number, bottom: number): void {
    this.height = this.tab === undefined ? 0 : Math.round(Math.max(150, Math.min(340, (bottom - top) * 0.45)))
    withAttributes(this.frame, { x: left, y: bottom - this.height, width: right - left, height: this.height })
  }
}
