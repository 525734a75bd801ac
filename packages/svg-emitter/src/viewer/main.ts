import type { Command } from '../shared/commands.js'
import { runCommand } from './commands.js'
import { listen } from './dom.js'
import { gesturesOf } from './gestures.js'
import { commandOf } from './keys.js'
import { keepLink } from './links.js'
import { listenToPointer } from './pointer.js'
import { createViewer, type Viewer } from './viewer.js'

/** Keys that mean something of their own in a panel, or on a button. */
const KEYS_OF_PANELS = /^(Arrow|Enter$)/

function start(root: SVGSVGElement): void {
  const viewer = createViewer(root)
  listenToPointer(root, gesturesOf(viewer))
  listenToAll(viewer)
  keepLink(viewer)
}

function listenToAll(viewer: Viewer): void {
  const { root, isPage } = viewer
  listen(root, 'click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-run],[data-jump]') : null
    const command = button?.getAttribute('data-run')
    if (command) runCommand(viewer, command as Command)
    const [row, startNs, endNs] = button?.getAttribute('data-jump')?.split(' ').map(Number) ?? []
    if (endNs !== undefined) viewer.jumpTo(row as number, startNs as number, endNs)
  })
  const keys: EventTarget = isPage ? document : root
  listen(keys, 'keydown', press => {
    const { target } = press
    const command = commandOf(press)
    if (command === undefined || !(target instanceof Element)) return
    if (target.closest('input,textarea') !== null && !press.ctrlKey && !press.metaKey) return
    if (target.closest('foreignObject') !== null && KEYS_OF_PANELS.test(press.key)) return
    if (runCommand(viewer, command)) press.preventDefault()
  })
  addEventListener('scroll', () => viewer.plan(), { passive: true, capture: true })
  if (isPage) {
    addEventListener('resize', () => viewer.layOut())
    return
  }
  let known = root.getBoundingClientRect().width
  new ResizeObserver(() => {
    const { width } = root.getBoundingClientRect()
    if (width === known) return
    known = width
    viewer.layOut()
  }).observe(root)
}

// Found at once: `currentScript` is gone when the script has run. A page may hold several charts, each with its script.
const root = document.currentScript?.closest('svg')
// Without the picture's style sheet, which a page may forbid, its tools would be unreadable.
if (root instanceof SVGSVGElement && getComputedStyle(root).getPropertyValue('--ink') !== '') start(root)
