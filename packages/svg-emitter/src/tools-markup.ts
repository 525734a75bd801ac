import type { ChartHeadItem, WorstItem } from '@tc-stream/event-schema'
import { type FooterList, footerLists } from './footer-lists.js'
import type { FrameContext } from './frame.js'
import { chartSummary, machineFacts, warningsLine } from './notes.js'
import { COMMANDS, type Command } from './shared/commands.js'
import { escapeXml, visibleText } from './shared/escape.js'
import type { Markup } from './shared/markup.js'

/** What the keys do, by the heading that they stand under. */
const HELP: Readonly<Record<string, readonly (readonly [command: Command, meaning: string])[]>> = {
  Move: [
    ['zoomIn', 'closer'],
    ['zoomOut', 'wider'],
    ['left', 'earlier'],
    ['right', 'later'],
    ['up', 'up'],
    ['down', 'down'],
    ['fit', 'fit the box or the range'],
    ['reset', 'the whole trace'],
    ['fold', 'fold or unfold the process'],
    ['foldAll', 'fold or unfold all'],
  ],
  Ask: [
    ['rowUp', 'the row above'],
    ['rowDown', 'the row below'],
    ['pin', 'details of the box'],
    ['previous', 'previous interval'],
    ['next', 'next interval'],
    ['waker', 'go to the waker'],
    ['wakee', 'go to the first task it wakes'],
    ['nextOnCpu', 'next on this CPU'],
    ['range', 'numbers of the range in view'],
  ],
  'Find and share': [
    ['find', 'search; Enter steps'],
    ['nextHit', 'next match'],
    ['previousHit', 'match before'],
    ['tasks', 'table of tasks'],
    ['worst', 'longest waits and blocks'],
    ['save', 'save the view as SVG and PNG'],
    ['theme', 'light, dark, or as the system'],
    ['keys', 'these keys'],
    ['close', 'close, clear'],
  ],
}

const BY_HAND = [
  'Wheel or pinch: zoom at the pointer. In a larger page the wheel scrolls, until you click the chart or hold Ctrl.',
  'Drag, or Shift and wheel: move.',
  'Double click: zoom to the box.',
  'Drag along the axis: a range and its numbers.',
  'Drag in the overview: where to look.',
  'Click a box: its details. Click a name: its task, or fold its process.',
]

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  '-': '−',
}

/** Keys that only stand for others where Shift is held, or is not, need not be told. */
const UNTOLD = ['=', '_', 'F']

/**
 * The tools that the script shows and fills: what stands above and below the rows, the tool bar, and the panel. Nothing
 * of it is seen until then.
 */
export function* drawTools(
  markup: Markup,
  context: FrameContext,
  head: ChartHeadItem,
  worst: readonly WorstItem[],
): Generator<string> {
  yield `<g class="${markup.id('tools')}" display="none">\n`
  yield tool(markup, 'heading', '', heading(context, head))
  yield tool(markup, 'toolbar', ' role="toolbar" aria-label="Chart tools"', TOOLBAR)
  yield tool(markup, 'footer', '', footer(context, head, worst))
  yield tool(markup, 'drawer', ' role="region" aria-label="Details"', drawer(markup))
  yield '</g>\n'
}

function tool(markup: Markup, name: string, attributes: string, content: string): string {
  const open = `<div xmlns="http://www.w3.org/1999/xhtml" class="tv tv-${name}"${attributes}>`
  return `<foreignObject class="${markup.id(`tool-${name}`)}" width="1" height="1">${open}${content}</div></foreignObject>\n`
}

function element(name: string, text: string, attributes = ''): string {
  return `<${name}${attributes}>${escapeXml(text)}</${name}>`
}

function run(command: Command, text: string, label: string, more = ''): string {
  const key = nameOfKey(COMMANDS[command][0] ?? '')
  const title = escapeXml(key === '' ? label : `${label} (${key})`)
  return element(
    'button',
    text,
    ` type="button" data-run="${command}" aria-label="${escapeXml(label)}" title="${title}"${more}`,
  )
}

const TOOLBAR = [
  '<div class="tv-find" role="search">',
  '<input type="search" placeholder="Find a task, tid, symbol, file" aria-label="Find a task, thread id, symbol or file" maxlength="200" spellcheck="false" autocomplete="off"/>',
  run('regex', '.*', 'Regular expression', ' aria-pressed="false"'),
  run('previousHit', '‹', 'Match before'),
  run('nextHit', '›', 'Next match'),
  '<span role="status"></span></div><span class="tv-gap"></span><span class="tv-span"></span>',
  run('zoomOut', '−', 'Wider'),
  run('zoomIn', '+', 'Closer'),
  run('reset', 'Whole', 'The whole trace'),
  run('tasks', 'Tasks', 'Table of tasks'),
  run('worst', 'Worst', 'Worst waits and blocks'),
  run('theme', 'Theme', 'Theme: auto'),
  run('save', 'Save', 'Save the view as SVG and PNG'),
  run('keys', '?', 'Keys'),
].join('')

function heading({ trace, title, warnings }: FrameContext, head: ChartHeadItem): string {
  const warning = warningsLine(warnings)
  const summary = escapeXml(chartSummary(head, trace))
  const machine = machineFacts(trace)
  return (
    element('h1', title) +
    (machine === '' ? '' : element('p', machine)) +
    `<p>${summary}${warning === '' ? '' : ` ${element('em', warning)}`}</p>` +
    '<div class="tv-hidden" role="status"></div>'
  )
}

function footer({ geometry }: FrameContext, head: ChartHeadItem, worst: readonly WorstItem[]): string {
  const notes = geometry.notes.map(({ text, warning }) => `<p>${element(warning ? 'em' : 'i', text)}</p>`)
  const rows = geometry.rows.map(({ item }) => item)
  const lists = footerLists(head, worst, rows).map(drawList).join('')
  return `${lists}<section>${element('h2', 'About this chart')}${notes.join('')}</section>`
}

function drawList({ title, lines }: FooterList): string {
  const listed = lines.map(({ number, words, place }) => {
    const text = visibleText(words.join(' · '))
    const jump = place && ` type="button" class="tv-link" data-jump="${place.row} ${place.startNs} ${place.endNs}"`
    return element('i', number) + (jump === undefined ? element('span', text) : element('button', text, jump))
  })
  const list = listed.length === 0 ? '<p><i>none</i></p>' : `<div class="tv-facts tv-worst">${listed.join('')}</div>`
  return `<section>${element('h2', title)}${list}</section>`
}

const TABS: readonly Command[] = ['details', 'range', 'tasks', 'worst', 'keys']

function drawer(markup: Markup): string {
  const panel = markup.id('panel')
  const tabs = TABS.map(tab => {
    const name = tab.charAt(0).toUpperCase() + tab.slice(1)
    return element('button', name, ` type="button" role="tab" data-tab="${tab}" aria-controls="${panel}" tabindex="-1"`)
  })
  return (
    `<div class="tv-top"><div class="tv-tabs" role="tablist" aria-label="Panels">${tabs.join('')}</div>${run('close', '×', 'Close')}</div>` +
    `<div class="tv-body" id="${panel}" role="tabpanel" tabindex="0" aria-label="Details"></div>` +
    `<div class="tv-body tv-help" hidden="">${keys()}</div>`
  )
}

function keys(): string {
  const groups = Object.entries(HELP).map(([title, entries]) => {
    const lines = entries.map(([command, meaning]) => {
      const told = COMMANDS[command].filter(key => !UNTOLD.includes(key)).map(key => element('kbd', nameOfKey(key)))
      return `<p>${told.join('')} ${escapeXml(meaning)}</p>`
    })
    return `<section>${element('h2', title)}${lines.join('')}</section>`
  })
  const hand = BY_HAND.map(line => element('p', line)).join('')
  return `<section>${element('h2', 'By hand')}${hand}</section>${groups.join('')}`
}

function nameOfKey(key: string): string {
  if (key === '+') return key
  return key
    .split('+')
    .map(part => SIGNS[part] ?? part)
    .join('+')
}
