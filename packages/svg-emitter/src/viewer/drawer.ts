import type { ChartData } from './data.js'
import { listen, show, withAttributes } from './dom.js'

export const TABS = ['details', 'range', 'tasks', 'worst', 'keys'] as const
export type Tab = (typeof TABS)[number]

/** The panel at the bottom of what can be seen: one thing at a time, by tabs. */
export interface Drawer {
  readonly frame: Element
  /** Nothing while it is closed. */
  tab: Tab | undefined
  /** Units: CSS pixels. */
  tall: number
  put(tab: Tab, content: readonly Node[]): void
  shut(): void
  /** Along the bottom of what can be seen. Units: picture coordinates. */
  lay(left: number, right: number, top: number, bottom: number): void
}

/** `onOpen` is asked to fill the tab that is opened. */
export function createDrawer(data: ChartData, onOpen: (tab: Tab) => void): Drawer {
  const frame = data.part('tool-drawer')
  const [body, keys] = frame.querySelectorAll('.tv-body') as unknown as [Element, Element]
  const tabs = [...frame.querySelectorAll<HTMLElement>('[data-tab]')]
  tabs.forEach((element, index) => {
    listen(element, 'click', () => onOpen(TABS[index] as Tab))
    listen(element, 'keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      const next = tabs.at((index + step) % tabs.length) as HTMLElement
      next.click()
      next.focus()
    })
  })
  const drawer: Drawer = {
    frame,
    tab: undefined,
    tall: 0,
    put(tab, content) {
      drawer.tab = tab
      show(frame, true)
      tabs.forEach((element, index) => {
        const chosen = TABS[index] === tab
        withAttributes(element, { 'aria-selected': `${chosen}`, tabindex: chosen ? 0 : -1 })
      })
      withAttributes(body, { hidden: tab === 'keys' && '' })
      withAttributes(keys, { hidden: tab !== 'keys' && '' })
      body.replaceChildren(...content)
    },
    shut() {
      drawer.tab = undefined
      show(frame, false)
      body.replaceChildren()
    },
    lay(left, right, top, bottom) {
      drawer.tall = !drawer.tab ? 0 : Math.round(Math.max(150, Math.min(340, (bottom - top) * 0.45)))
      withAttributes(frame, { x: left, y: bottom - drawer.tall, width: right - left, height: drawer.tall })
    },
  }
  drawer.shut()
  return drawer
}
