import { drawSwatch, SWATCH_WIDTH } from './legend-swatch.js'
import { formatBytes, formatFrequency } from './shared/format.js'
import type { Glyph } from './shared/glyphs.js'
import { BLOCKED_SHARE, PREEMPTED_SHARE, WOKEN_SHARE } from './shared/layout.js'
import type { Markup } from './shared/markup.js'
import type { SlotName } from './shared/slots.js'
import { measureText } from './shared/text.js'

export const LEGEND_SIZE = 12
const SWATCH_GAP = 6
const ITEM_GAP = 24
/** Measured widths are rounded up for the widest face; the gap makes up for it where one is used. */
const TIGHT = 0.92

/** What stands beside the text of an entry; `share` is of the height of a row. */
export type Swatch =
  | { readonly kind: 'heading' | 'note' | 'rest' | 'stack' | 'hues' | 'depths' | 'line' | 'samples' | 'spot' }
  | { readonly kind: 'arrow' | 'irqArrow' }
  | { readonly kind: 'box'; readonly slot: SlotName; readonly share: number }
  | { readonly kind: 'interrupt' | 'io'; readonly slot: SlotName }
  | { readonly kind: 'glyph'; readonly glyph: Glyph }

type Entry = Swatch & { readonly text: string }

/** `x`: CSS pixels from the legend's left edge. */
export type LegendItem = Entry & { readonly x: number }

export type LegendRow = readonly LegendItem[]

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
const ARROW: Entry = { kind: 'arrow', text: 'wakes' }
const IRQ_ARROW: Entry = { kind: 'irqArrow', text: 'an interrupt wakes' }
const MIGRATION: Entry = { kind: 'glyph', glyph: 'migration', text: 'changes CPU' }
const MARKS: readonly Entry[] = [
  { kind: 'glyph', glyph: 'start', text: 'start' },
  { kind: 'glyph', glyph: 'fork', text: 'fork' },
  { kind: 'glyph', glyph: 'exec', text: 'exec' },
  { kind: 'glyph', glyph: 'exit', text: 'exit' },
  MIGRATION,
]
const MARKED: Entry = { kind: 'glyph', glyph: 'event', text: 'marked event' }
const SAMPLES: Entry = { kind: 'samples', text: 'samples' }
const CPU_ENTRIES: readonly Entry[] = [
  { kind: 'heading', text: 'CPU rows' },
  { kind: 'hues', text: 'a colour for each program' },
]
const DEPTHS_ENTRY: Entry = { kind: 'depths', text: 'C-state, deeper hangs lower' }
const INTERRUPTS: readonly Entry[] = [
  { kind: 'interrupt', slot: 'hardirq', text: 'hard interrupt' },
  { kind: 'interrupt', slot: 'vector', text: 'vector' },
  { kind: 'interrupt', slot: 'softirq', text: 'softirq' },
]
const IO_ENTRIES: readonly Entry[] = [
  { kind: 'io', slot: 'ioFile', text: 'read above, written below' },
  { kind: 'io', slot: 'ioNet', text: 'received above, sent below' },
  { kind: 'io', slot: 'ioSync', text: 'sync' },
  { kind: 'io', slot: 'ioPoll', text: 'poll, select, epoll' },
  { kind: 'io', slot: 'ioError', text: 'failed' },
]
const LOST: Entry = { kind: 'box', slot: 'lost', share: 1, text: 'events lost' }

/** What is in the picture, and so needs an explanation. */
export interface LegendNeeds {
  /** What states tasks were in. */
  readonly tasks: boolean
  readonly cpus: boolean
  /** Some intervals are bins. */
  readonly folded: boolean
  /** The user left out some of what tasks did: it looks like sleep. */
  readonly narrowed: boolean
  /** What is highlighted, empty where nothing is. */
  readonly highlighted: string
  readonly samples: boolean
  /** A decoder from outside has marked some events. */
  readonly marked: boolean
  /** Events of a CPU were lost. */
  readonly lost: boolean
  /** Lanes in which CPUs have anything; undefined where nobody knows. */
  readonly cpuLanes: readonly string[] | undefined
  /** Some arrows come from interrupts. */
  readonly interruptArrows: boolean
  /** 0: no frequency is known. */
  readonly maxFreqKhz: number
  /** The most that one interval of I/O moved, if there is any I/O. */
  readonly mostBytes: number | undefined
}

/** The legend, in as many lines as the width makes it. */
export function legendRows(widthPx: number, needs: LegendNeeds): LegendRow[] {
  const { tasks, cpus, highlighted } = needs
  const entries: Entry[] = [
    ...(highlighted === '' ? [] : [{ kind: 'spot', text: highlighted } as const]),
    ...(tasks || needs.mostBytes !== undefined ? taskEntries(needs) : [IDLE, UNKNOWN]),
    ...(needs.marked ? [MARKED] : []),
    ...(tasks ? ioEntries(needs) : []),
    ...(cpus ? cpuEntries(needs) : []),
  ]
  const fits = sum(entries) <= widthPx
  const rows: LegendItem[][] = [[]]
  let x = 0
  for (const entry of entries) {
    const width = widthOf(entry)
    // What belongs to CPUs, or to I/O, stays together.
    if (x > 0 && (x + width > widthPx || (entry.kind === 'heading' && !fits))) {
      rows.push([])
      x = 0
    }
    rows.at(-1)?.push({ ...entry, x })
    x += width + ITEM_GAP
  }
  return rows
}

function taskEntries(needs: LegendNeeds): Entry[] {
  const { tasks, folded, samples, narrowed } = needs
  const states = tasks ? [...TASK_ENTRIES, ...(folded ? [FOLDED] : []), ARROW] : ioEntries(needs)
  // Where there are no states, I/O is what the chart is about. Without switches nobody is seen to change the CPU.
  const marks = tasks ? MARKS : MARKS.filter(entry => entry !== MIGRATION)
  const entries = [...states, ...marks, ...(samples ? [SAMPLES] : [])]
  return narrowed
    ? entries.map(entry => (entry === ASLEEP ? { ...entry, text: 'asleep, or not selected' } : entry))
    : entries
}

function ioEntries({ tasks, mostBytes }: LegendNeeds): Entry[] {
  if (mostBytes === undefined) return []
  const entries: Entry[] = tasks ? [{ kind: 'heading', text: 'I/O' }] : []
  const scale = `as high as the bytes, up to ${formatBytes(mostBytes)} (log scale)`
  return [...entries, ...IO_ENTRIES, ...(mostBytes > 0 ? [{ kind: 'note', text: scale } as const] : [])]
}

function cpuEntries({ cpuLanes, interruptArrows, maxFreqKhz, lost, tasks }: LegendNeeds): Entry[] {
  const has = (lane: string) => cpuLanes === undefined || cpuLanes.includes(lane)
  const entries = [...CPU_ENTRIES]
  if (has('cState')) entries.push(DEPTHS_ENTRY)
  if (has('interrupt')) entries.push(...INTERRUPTS)
  if (tasks && interruptArrows) entries.push(IRQ_ARROW)
  if (maxFreqKhz > 0) entries.push({ kind: 'line', text: `frequency, up to ${formatFrequency(maxFreqKhz)}` })
  if (lost) entries.push(LOST)
  return entries
}

function widthOf(entry: Entry): number {
  // A note has no swatch whose margin could make up for it.
  if (entry.kind === 'note') return measureText(entry.text, LEGEND_SIZE)
  const swatch = entry.kind === 'heading' ? -2 : SWATCH_WIDTH + SWATCH_GAP
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
  if (item.kind === 'note') return markup.text(x, y, item.text, 'dim', LEGEND_SIZE)
  const text = markup.text(x + SWATCH_WIDTH + SWATCH_GAP, y, item.text, 'ink', LEGEND_SIZE)
  return drawSwatch(markup, item, x, y + 1) + text
}
