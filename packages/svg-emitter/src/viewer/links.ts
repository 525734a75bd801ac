import { TABS } from './drawer.js'
import { readLink, writeLink } from './fragment.js'
import { selectBox } from './selection.js'
import { clampView, isWhole, type Span } from './view.js'
import type { Viewer } from './viewer.js'

/** Browsers refuse pages that change their address all the time. Units: ms. */
const WRITE_AFTER_MS = 250

/** Keeps what is in view in the fragment of the page's address, and reads it from there. */
export function keepLink(viewer: Viewer): void {
  const { root, data, stage, finder, drawer, toolbar } = viewer
  const { head } = data
  // The same chart may stand in a page twice.
  const index = [...document.querySelectorAll(`[id="${root.id}"]`)].indexOf(root)
  const key = index > 0 ? `${data.prefix}.${index}` : data.prefix
  let timer: ReturnType<typeof setTimeout> | undefined
  let written = ''

  const since = (timeNs: number) => Math.round(timeNs - head.startNs)
  const told = (span: Span) => `${since(span.startNs)}-${since(span.endNs)}`
  /** A span within the trace; nothing where the words tell none. */
  const heard = (text = ''): Span | undefined => {
    const [start, end] = text.split('-').map(Number) as [number, number]
    return start < end ? clampView(head.startNs + start, end - start, head) : undefined
  }

  const write = () => {
    const { view, range, pinned } = viewer
    const { text, isRegex } = toolbar.askedFor()
    // Names that stand in links are written as strings: those of members are shortened.
    const state: [name: string, value: string][] = [
      ['view', isWhole(view, head) ? '' : told(view)],
      ['range', !range ? '' : told(range)],
      ['box', !pinned ? '' : [pinned.row, pinned.lane.lane, since(pinned.startNs)].join('.')],
      [isRegex ? 'regex' : 'find', text],
      ['fold', [...stage.folded].join('.')],
      ['theme', viewer.chosenTheme === data.initialTheme ? '' : viewer.chosenTheme],
      ['tab', drawer.tab ?? ''],
      ['row', drawer.tab === 'tasks' && viewer.atRow >= 0 ? `${viewer.atRow}` : ''],
    ]
    try {
      const fragment = `#${writeLink(location.hash, key, state)}`
      if (fragment === (location.hash || '#')) return
      history.replaceState(history.state, '', fragment === '#' ? location.href.replace(/#.*/, '') : fragment)
      written = location.hash
    } catch {
      // Some frames have no address of their own; the chart works without.
    }
  }

  const read = () => {
    const state = readLink(location.hash, key)
    stage.folded.clear()
    for (const row of state.fold?.split('.').map(Number) ?? []) if (stage.canFold(row)) stage.folded.add(row)
    viewer.layOut()
    viewer.setTheme(state.theme ?? data.initialTheme)
    viewer.setView(heard(state.view) ?? { ...head })
    viewer.range = heard(state.range)
    finder.begin({ text: state.regex ?? state.find ?? '', isRegex: state.regex !== undefined })
    const [row, lane = '', start] = state.box?.split('.') ?? []
    viewer.pinned = selectBox(data, Number(row), lane, head.startNs + Number(start))
    if (viewer.pinned) viewer.goTo(viewer.pinned)
    if (state.row) viewer.atRow = Number(state.row)
    const tab = TABS.find(each => each === state.tab)
    if (tab) viewer.openTab(tab)
    else if (!viewer.pinned) drawer.shut()
  }

  viewer.onChange = () => {
    clearTimeout(timer)
    timer = setTimeout(write, WRITE_AFTER_MS)
  }
  addEventListener('hashchange', () => {
    if (location.hash !== written) read()
  })
  if (location.hash.includes(`${key}=`)) read()
}
