import { type PlacedRow, ROW_SHAPES, type RowKind, type ShapeName } from './layout.js'

export const SECTION_HEIGHT = 30
/** A row that follows the threads of another process stands off from them. Units: CSS pixels. */
const STAND_OFF = 5

export interface RowToPlace {
  readonly kind: RowKind
  readonly shape: ShapeName
  /** Units: CSS pixels; threads under the heading of their process stand in from it. */
  readonly indent: number
  readonly hidden: boolean
}

/** The heading over rows of one kind. */
export interface Section {
  readonly title: string
  readonly note: string
  readonly y: number
}

export interface Placement {
  readonly rows: readonly PlacedRow[]
  readonly sections: readonly Section[]
  readonly bottom: number
}

/** What the numbers of tasks are where there is only I/O to tell of them. */
const BYTES_NOTE = '(bytes moved)'

const SECTIONS: Readonly<Record<RowKind, readonly [key: string, title: string, note: string]>> = {
  cpu: ['cpu', 'CPUs', '(share busy)'],
  process: ['task', 'Tasks', '(time running)'],
  task: ['task', 'Tasks', '(time running)'],
  group: ['group', 'Many tasks in a row', ''],
}

/** Where every row lies, from `top` down; hidden ones have no height. The same in the emitter and in the viewer. */
export function placeRows(rows: readonly RowToPlace[], top: number): Placement {
  const placed: PlacedRow[] = []
  const sections: Section[] = []
  let y = top
  let current = ''
  let lastIndent = 0
  const ioOnly = rows.some(({ shape }) => shape === 'io')
  for (const { kind, shape, indent, hidden } of rows) {
    const [key, title, note] = SECTIONS[kind]
    if (key !== current) {
      sections.push({ title, note: ioOnly && key === 'task' ? BYTES_NOTE : note, y })
      y += SECTION_HEIGHT
      current = key
    }
    const height = hidden ? 0 : ROW_SHAPES[shape].height
    if (height > 0) {
      if (indent === 0 && lastIndent > 0) y += STAND_OFF
      lastIndent = indent
    }
    placed.push({ y, height })
    y += height
  }
  return { rows: placed, sections, bottom: y + 4 }
}
