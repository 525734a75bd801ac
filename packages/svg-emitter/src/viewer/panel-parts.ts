import { formatDuration } from '../shared/format.js'
import { button, html, withAttributes } from './dom.js'

/** A heading and what stands below it. */
export function section(title: string, ...content: Node[]): HTMLElement {
  return html('section', {}, html('h2', {}, title), ...content)
}

/** Sections side by side. */
export function sideBySide(...content: Node[]): HTMLElement {
  return html('div', { class: 'tv-columns' }, ...content)
}

/** A remark of the chart's own. */
export function note(text: string): HTMLElement {
  return html('p', {}, html('i', {}, text))
}

/** Names and values, in two columns. */
export function facts(list: Iterable<readonly [name: string, value: string | Node]>): HTMLElement {
  const grid = html('div', { class: 'tv-facts' })
  for (const [name, value] of list) grid.append(html('i', {}, name), html('span', {}, value))
  return grid
}

export function link(text: string, onclick: () => void): HTMLElement {
  return html('button', { type: 'button', class: 'tv-link', title: text, onclick }, text)
}

export function copyButton(text: () => string, label: string): HTMLElement {
  const element = button('Copy', label, () => {
    copy(text(), element).then(
      () => say('Copied'),
      () => say('Not allowed'),
    )
  })
  const say = (word: string) => {
    element.textContent = word
    setTimeout(() => {
      element.textContent = 'Copy'
    }, 1200)
  }
  return element
}

/** Where the page has no clipboard of its own, through a selection. */
async function copy(text: string, beside: Element): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = html('textarea', { class: 'tv-hidden', readonly: '' }, text) as HTMLTextAreaElement
    beside.after(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    if (!done) throw new Error()
  }
}

export interface Column<Row> {
  readonly name: string
  /** What is written, and what is sorted by: the longest or first in the alphabet comes first. */
  text(row: Row): string | Node
  value?(row: Row): number | string
}

/** A number of each row, a length of time unless told otherwise; nothing where it is 0. */
export function numberColumn<Row>(name: string, value: (row: Row) => number, format = formatDuration): Column<Row> {
  return { name, value, text: row => (value(row) > 0 ? format(value(row)) : '') }
}

/** A table; with `sort`, the head of each column sorts by it, and again the other way round. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  sort?: { column: number; isDown: boolean },
  mark?: (row: Row) => boolean,
): HTMLElement {
  const body = html('tbody')
  const heads = columns.map(({ name }, index) =>
    html(
      'th',
      { scope: 'col' },
      sort === undefined ? name : link(name, () => sortBy(index, sort.column === index ? !sort.isDown : index > 0)),
    ),
  )
  const sortBy = (index: number, down: boolean) => {
    if (sort !== undefined) Object.assign(sort, { column: index, isDown: down })
    heads.forEach((head, at) => {
      withAttributes(head, { 'aria-sort': at === index && sort ? (down ? 'descending' : 'ascending') : undefined })
    })
    const value = columns[index]?.value
    const order = value === undefined ? rows : [...rows].sort((a, b) => compare(value(a), value(b)) * (down ? -1 : 1))
    body.replaceChildren(
      ...order.map(row =>
        html(
          'tr',
          { 'data-here': mark?.(row) ? '' : undefined },
          ...columns.map(({ text }) => html('td', {}, text(row))),
        ),
      ),
    )
  }
  sortBy(sort?.column ?? -1, sort?.isDown ?? true)
  return html('table', {}, html('thead', {}, html('tr', {}, ...heads)), body)
}

function compare(a: number | string, b: number | string): number {
  return Number(a > b) - Number(a < b)
}
