import type { ChartData } from './data.js'
import type { Selection } from './selection.js'
import type { Call, Wake } from './survey.js'
import type { Span } from './view.js'

/** What the panels may ask of the chart. */
export interface Chart {
  readonly data: ChartData
  readonly range: Span | undefined
  /** All wakeups that tell their waker. */
  allWakes(): readonly Wake[]
  /** The longest calls of I/O; to poll is to wait, and does not count. */
  longestCalls(): readonly Call[]
  /** Shows the details of a box, and moves the view to it if it must. */
  goTo(selection: Selection): void
  /** Shows a span of time in a row, close, and the details of its box. */
  jumpTo(row: number, startNs: number, endNs: number, lane?: string): void
  goToRow(row: number): void
  setRange(range: Span | undefined): void
  setView(span: Span, glides?: boolean): void
}
