import { widthOf } from './terminal-text.js'

/** One column of a table: what stands above it, and on which side its cells begin. */
export interface Column {
  readonly head: string
  readonly align?: 'left'
}

/** Blanks between two columns. */
const GAP = '  '

/** Lines of a table whose columns are as wide as their widest cell. No line ends in a blank. */
export function* layOut(columns: readonly Column[], rows: readonly (readonly string[])[]): Generator<string> {
  const heads = columns.map(column => column.head)
  const widths = heads.map((head, at) => Math.max(widthOf(head), ...rows.map(row => widthOf(row[at] ?? ''))))
  for (const cells of [heads, ...rows]) {
    const padded = cells.map((cell, at) => {
      const blanks = ' '.repeat(Math.max(0, (widths[at] as number) - widthOf(cell)))
      return columns[at]?.align === 'left' ? cell + blanks : blanks + cell
    })
    yield `${padded.join(GAP).trimEnd()}\n`
  }
}
