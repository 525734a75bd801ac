import { BLOCKED_SHARE, PREEMPTED_SHARE, WOKEN_SHARE } from './shared/layout.js'
import type { Markup } from './shared/markup.js'
import { SLOT, type SlotName } from './shared/slots.js'
import { measureText } from './shared/text.js'

export const LEGEND_SIZE = 12
const SWATCH_WIDTH = 20
const SWATCH_HEIGHT = 12
const SWATCH_GAP = 6
const ITEM_GAP = 24
/** Measured widths are rounded up for the widest face; the gap makes up for it where one is used. */
const TIGHT = 0.92

export interface LegendItem {
  readonly kind: 'heading' | 'box' | 'rest' | 'stack' | 'hues' | 'depths' | 'arrow' | 'ticks' | 'mark' | 'spot'
  readonly text: string
  readonly slot?: SlotName
  readonly share?: number
  /** Units: CSS pixels from the legend's left edge. */
  readonly x: number
}

export type LegendRow = readonly LegendItem[]

type Entry = Omit<LegendItem, 'x'>

const ASLEEP: Entry = { kind: 'rest', text: 'asleep' }
const IDLE: Entry = { kind: 'rest', text: 'idle' }
const UNKNOWN: Entry = { kind: 'box', slot: 'unknown', share: 1, text: 'unknown' }
const TASK_ENTRIES: readonly Entry[] = [
  { kind: 'box', slot: 'running', share: 1, text: 'running' },
  { kind: 'box', slot: 'woken', share: WOKEN_SHARE, text: 'waiting for a CPU' },
  { kind: 'box', slot: 'preempted', share: PREEMPTED_SHARE, text: 'waiting, preempted' },
  { kind: 'box', slot: 'blocked', share: BLOCKED_SHARE, text: 'blocked (uninterruptible)' },
  ASLEEP,
  UNKNOWN,
]
const FOLDED: Entry = { kind: 'stack', text: 'many short intervals, stacked by share of time' }
const MARK: Entry = { kind: 'mark', text: 'fork, exec, exit' }
const ARROW: Entry = { kind: 'arrow', text: 'wakes' }
const CPU_ENTRIES: readonly Entry[] = [
  { kind: 'heading', text: 'CPU rows' },
  { kind: 'hues', text: 'a colour for each program' },
  { kind: 'depths', text: 'C-state, deeper is darker' },
  { kind: 'ticks', text: 'interrupt' },
]

/** What is in the picture, and so needs an explanation. */
export interface LegendNeeds {
  readonly tasks: boolean
  readonly cpus: boolean
  /** Some intervals are bins. */
  readonly folded: boolean
  /** The user left out some of what tasks did: it looks like sleep. */
  readonly narrowed: boolean
  /** What is highlighted, empty where nothing is. */
  readonly highlighted: string
}

/** The legend, in as many lines as the width makes it. */
export function legendRows(widthPx: number, needs: LegendNeeds): LegendRow[] {
  const tasks: Entry[] = [...TASK_ENTRIES, ...(needs.folded ? [FOLDED] : []), MARK, ARROW]
  const rest = needs.narrowed ? 'asleep, or not selected' : 'asleep'
  const highlight: Entry[] = needs.highlighted === '' ? [] : [{ kind: 'spot', text: needs.highlighted }]
  const entries = [
    ...highlight,
    ...(needs.tasks ? tasks : [IDLE, UNKNOWN]).map(entry => (entry === ASLEEP ? { ...entry, text: rest } : entry)),
    ...(needs.cpus ? CPU_ENTRIES : []),
  ]
  const fits = sum(entries) <= widthPx
  const rows: LegendItem[][] = [[]]
  let x = 0
  for (const entry of entries) {
    const width = widthOf(entry)
    // What belongs to CPUs stays together.
    if (x > 0 && (x + width > widthPx || (entry.kind === 'heading' && !fits))) {
      rows.push([])
      x = 0
    }
    rows.at(-1)?.push({ ...entry, x })
    x += width + ITEM_GAP
  }
  return rows
}

function widthOf(entry: Entry): number {
  const swatch = entry.kind === 'heading' ? -8 : SWATCH_WIDTH + SWATCH_GAP
  // A text of the user's may be long: what it lacks would add up.
  const tight = entry.kind === 'spot' ? 1 : TIGHT
  return swatch + tight * measureText(entry.text, LEGEND_SIZE)
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((width, entry) => width + widthOf(entry) + ITEM_GAP, -ITEM_GAP)
}

/** One item; `y` is the line that the text stands on. */
export function drawLegendItem(markup: Markup, item: LegendItem, left: number, y: number): string {
  const x = left + item.x
  if (item.kind === 'heading') return markup.text(x, y, item.text, 'dim', LEGEND_SIZE, ' font-weight="600"')
  const text = markup.text(x + SWATCH_WIDTH + SWATCH_GAP, y, item.text, 'ink', LEGEND_SIZE)
  return drawSwatch(markup, item, x, y + 1) + text
}

function drawSwatch(markup: Markup, item: LegendItem, x: number, bottom: number): string {
  const layer = (slot: SlotName, left: number, width: number, up: number, height: number) =>
    markup.rect(x + left, bottom - up - height, width, height, markup.slot(SLOT[slot]))
  const line = layer('rest', 0, SWATCH_WIDTH, 0, 1)
  switch (item.kind) {
    case 'box': {
      const height = Math.round(SWATCH_HEIGHT * (item.share ?? 1))
      return line + layer(item.slot ?? 'running', 2, SWATCH_WIDTH - 4, 0, height)
    }
    case 'spot':
      return (
        line +
        layer('spot', 2, SWATCH_WIDTH - 4, 0, SWATCH_HEIGHT) +
        layer('spotEdge', 2, SWATCH_WIDTH - 4, SWATCH_HEIGHT - 2, 2)
      )
    case 'stack':
      return (
        line +
        [0, 1, 2, 3].map(index => layer('running', 2 + index * 4, 4, 0, [5, 7, 3, 6][index] as number)).join('') +
        [0, 1, 2, 3]
          .map(index => layer('woken', 2 + index * 4, 4, [5, 7, 3, 6][index] as number, [4, 2, 3, 4][index] as number))
          .join('')
      )
    case 'hues':
      return (['hue7', 'hue1', 'hue9'] as const)
        .map((slot, index) => layer(slot, index * 7, 6.5, 0, SWATCH_HEIGHT))
        .join('')
    case 'depths':
      return (['c1', 'c2', 'c3', 'c4'] as const).map((slot, index) => layer(slot, index * 5, 5, 3, 4)).join('')
    case 'ticks':
      return line + [3, 9, 11, 16].map(left => layer('irq', left, 1, SWATCH_HEIGHT - 3, 3)).join('')
    case 'mark':
      return line + layer('mark', 9, 1, SWATCH_HEIGHT - 4, 4)
    case 'arrow':
      return (
        `<path d="M${x + 10} ${bottom - SWATCH_HEIGHT}v9" ${markup.stroke('arrow')}/>` +
        `<path d="M${x + 7} ${bottom - 5}h6l-3 5z" ${markup.fill('arrow')}/>`
      )
    default:
      return line
  }
}
